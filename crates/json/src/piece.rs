//! Pieces of checked JSON text: one level of an array or object, without an index.
//!
//! Used where a value that was passed over turns out to be needed after all. The text has been checked by the walk, so
//! nothing is verified here.

use std::ops::Range;

/// The elements of an array's text (brackets included), as ranges of it.
pub fn elements(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 1;
    std::iter::from_fn(move || {
        at = next_value(text, at)?;
        let end = end_of_value(text, at);
        let element = at..end;
        at = end;
        Some(element)
    })
}

/// The members of an object's text (braces included): ranges of key (quotes included) and value.
pub fn members(text: &[u8]) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
    let mut at = 1;
    std::iter::from_fn(move || {
        let key = next_value(text, at)?;
        let key_end = end_of_string(text, key);
        let value = next_value(text, key_end)?;
        let end = end_of_value(text, value);
        at = end;
        Some((key..key_end, value..end))
    })
}

/// Where the value at a JSON Pointer begins in a checked text; of repeated keys the last counts.
pub fn find(text: &[u8], pointer: &str) -> Option<usize> {
    let mut at = 0;
    for step in pointer.split('/').skip(1) {
        let end = end_of_value(text, at);
        let value = &text[at..end];
        at += match value.first()? {
            b'{' => {
                let name = step.replace("~1", "/").replace("~0", "~");
                members(value)
                    .filter(|(key, _)| is_key(&value[key.clone()], &name))
                    .last()?
                    .1
                    .start
            }
            b'[' => elements(value).nth(step.parse().ok()?)?.start,
            _ => return None,
        };
    }
    Some(at)
}

/// Whether a key with its quotes says a name.
fn is_key(key: &[u8], name: &str) -> bool {
    let inner = &key[1..key.len() - 1];
    if memchr::memchr(b'\\', inner).is_none() {
        return inner == name.as_bytes();
    }
    let mut text = Vec::new();
    crate::string::unescape(inner, &mut text).is_ok() && String::from_utf8_lossy(&text) == name
}

/// Skips white space, commas and colons; `None` at the closing bracket.
fn next_value(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match text[at] {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => at += 1,
            b']' | b'}' => return None,
            _ => return Some(at),
        }
    }
}

fn end_of_string(text: &[u8], quote: usize) -> usize {
    let mut at = quote + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', &text[at..]).expect("checked text closes its strings");
        if text[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
}

/// Where the value that begins at `start` of a checked text ends.
pub fn end_of_value(text: &[u8], start: usize) -> usize {
    match text[start] {
        b'"' => end_of_string(text, start),
        b'{' | b'[' => {
            let mut depth = 0usize;
            let mut at = start;
            loop {
                match text[at] {
                    b'"' => {
                        at = end_of_string(text, at);
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth -= 1;
                        if depth == 0 {
                            return at + 1;
                        }
                    }
                    _ => {}
                }
                at += 1;
            }
        }
        _ => {
            let end = text[start..]
                .iter()
                .position(|byte| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r'));
            end.map_or(text.len(), |length| start + length)
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_level_of_an_object() {
        let text = br#"{ "a" : [1, {"b":"]"}] ,"\"c":"x\\" , "d": 1e3 }"#;
        let found: Vec<_> = super::members(text)
            .map(|(key, value)| {
                (
                    String::from_utf8_lossy(&text[key]),
                    String::from_utf8_lossy(&text[value]),
                )
            })
            .collect();
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], ("\"a\"".into(), "[1, {\"b\":\"]\"}]".into()));
        assert_eq!(found[1], ("\"\\\"c\"".into(), "\"x\\\\\"".into()));
        assert_eq!(found[2], ("\"d\"".into(), "1e3".into()));
    }

    #[test]
    fn one_level_of_an_array() {
        let text = b"[ 1 ,[2,3],\n null,\"a,b\"]";
        let found: Vec<_> = super::elements(text)
            .map(|range| String::from_utf8_lossy(&text[range]))
            .collect();
        assert_eq!(found, ["1", "[2,3]", "null", "\"a,b\""]);
    }
}
