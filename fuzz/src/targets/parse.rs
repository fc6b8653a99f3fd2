//! Documents against a plain recursive reader.

use std::sync::{Arc, LazyLock};

use jsonmill_engine::pipeline::Pipeline;
use serde_json::json;

use crate::random::Random;
use crate::run::{agree, pipeline, show, sliced, whole};

static IDENTITY: LazyLock<Arc<Pipeline>> = LazyLock::new(|| {
    pipeline(&json!({ "kind": "mill", "limits": {} }), &[("mill", "(doc) => doc")]).expect("it compiles")
});

pub fn one(random: &mut Random) -> Result<(), String> {
    let text = random.document();
    let result = whole(&IDENTITY, &text);
    let repaired = String::from_utf8_lossy(&text);
    let accepted = reads(repaired.as_bytes());
    if result.is_ok() != accepted {
        return Err(format!(
            "{} {}",
            show(&text),
            if accepted { "was refused" } else { "was accepted" }
        ));
    }
    agree(&text, &result, &sliced(&IDENTITY, &text, random))?;
    let Ok(written) = result else { return Ok(()) };
    let again = whole(&IDENTITY, &written);
    if again.as_ref() != Ok(&written) {
        return Err(format!("{} does not come back from {}", show(&written), show(&text)));
    }
    Ok(())
}

/// Whether a text is one JSON value, https://tc39.es/ecma262/#sec-json.parse.
fn reads(text: &[u8]) -> bool {
    let mut at = 0;
    value(text, &mut at) && {
        space(text, &mut at);
        at == text.len()
    }
}

fn space(text: &[u8], at: &mut usize) {
    while matches!(text.get(*at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        *at += 1;
    }
}

fn value(text: &[u8], at: &mut usize) -> bool {
    space(text, at);
    match text.get(*at) {
        Some(b'{') => members(text, at, b'}', |text, at| {
            space(text, at);
            string(text, at)
                && {
                    space(text, at);
                    take(text, at, b':')
                }
                && value(text, at)
        }),
        Some(b'[') => members(text, at, b']', value),
        Some(b'"') => string(text, at),
        Some(b'-' | b'0'..=b'9') => number(text, at),
        _ => [b"true".as_slice(), b"false", b"null"].iter().any(|word| {
            let found = text[*at..].starts_with(word);
            *at += if found { word.len() } else { 0 };
            found
        }),
    }
}

fn take(text: &[u8], at: &mut usize, byte: u8) -> bool {
    let found = text.get(*at) == Some(&byte);
    *at += usize::from(found);
    found
}

fn members(text: &[u8], at: &mut usize, close: u8, member: fn(&[u8], &mut usize) -> bool) -> bool {
    *at += 1;
    space(text, at);
    if take(text, at, close) {
        return true;
    }
    loop {
        if !member(text, at) {
            return false;
        }
        space(text, at);
        if take(text, at, close) {
            return true;
        }
        if !take(text, at, b',') {
            return false;
        }
    }
}

fn string(text: &[u8], at: &mut usize) -> bool {
    if !take(text, at, b'"') {
        return false;
    }
    loop {
        let Some(&byte) = text.get(*at) else { return false };
        *at += 1;
        match byte {
            b'"' => return true,
            b'\\' => {
                let Some(&escape) = text.get(*at) else { return false };
                *at += 1;
                match escape {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                    b'u' if text.len() >= *at + 4 && text[*at..*at + 4].iter().all(u8::is_ascii_hexdigit) => *at += 4,
                    _ => return false,
                }
            }
            0..=0x1f => return false,
            _ => {}
        }
    }
}

fn number(text: &[u8], at: &mut usize) -> bool {
    fn digits(text: &[u8], at: &mut usize) -> usize {
        let count = text[*at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        *at += count;
        count
    }
    take(text, at, b'-');
    if !take(text, at, b'0') && digits(text, at) == 0 {
        return false;
    }
    if take(text, at, b'.') && digits(text, at) == 0 {
        return false;
    }
    if matches!(text.get(*at), Some(b'e' | b'E')) {
        *at += 1;
        if !take(text, at, b'+') {
            take(text, at, b'-');
        }
        return digits(text, at) > 0;
    }
    true
}
