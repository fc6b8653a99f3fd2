//! `String.prototype.normalize`: <https://tc39.es/ecma262/#sec-string.prototype.normalize>

use std::cmp::Ordering;

use jsonmill_json::wtf8;
use unicode_normalization::UnicodeNormalization;

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.normalize",
    spec: "sec-string.prototype.normalize",
    summary: "The string in a Unicode normalization form.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[
        ("'a'.normalize('NFKC')", "\"a\""),
        ("'\\u00e9'.normalize('NFD').length", "2"),
    ],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let form = match argument(arguments, 0) {
        Value::Undefined => Form::Nfc,
        form => {
            let form = to_string(heap, form)?;
            match heap.text(form) {
                b"NFC" => Form::Nfc,
                b"NFD" => Form::Nfd,
                b"NFKC" => Form::Nfkc,
                b"NFKD" => Form::Nfkd,
                _ => {
                    return Err(Abrupt::range_error(
                        "The normalization form should be one of NFC, NFD, NFKC, NFKD.",
                    ));
                }
            }
        }
    };
    if s.ascii {
        return Ok(this);
    }
    let text = heap.text(s);
    // Below U+0300 nothing composes, so such text is its own NFC.
    if matches!(form, Form::Nfc) && wtf8::code_points(text).all(|code_point| code_point < 0x300) {
        return Ok(this);
    }
    if wtf8::code_points(text).any(is_newer_than_node) {
        return Err(Abrupt::Unsupported(
            "the normalization of a character that not every Node knows",
        ));
    }
    let mut normal = Vec::with_capacity(text.len());
    // Lone surrogates are not UTF-8. They stay, and nothing composes across them.
    for chunk in text.utf8_chunks() {
        form.append(chunk.valid(), &mut normal);
        normal.extend_from_slice(chunk.invalid());
    }
    heap.string(&normal).map(Value::String)
}

#[derive(Clone, Copy)]
enum Form {
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

impl Form {
    fn append(self, text: &str, out: &mut Vec<u8>) {
        let mut append = |character: char| out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        match self {
            Form::Nfc => text.nfc().for_each(&mut append),
            Form::Nfd => text.nfd().for_each(&mut append),
            Form::Nfkc => text.nfkc().for_each(&mut append),
            Form::Nfkd => text.nfkd().for_each(&mut append),
        }
    }
}

/// Code points that got a meaning for normalization after Unicode 14 and until 18. Those with a meaning never lose or
/// change it (<https://www.unicode.org/policies/stability_policy.html>), so all others are alike in all Nodes.
const NEWER: [(u32, u32); 22] = [
    (0x558, 0x558),
    (0x58B, 0x58C),
    (0x5C8, 0x5C9),
    (0x897, 0x897),
    (0x1ACF, 0x1AF0),
    (0x209D, 0x209F),
    (0xA7F1, 0xA7F1),
    (0x105C9, 0x105E4),
    (0x107BB, 0x107BF),
    (0x10D69, 0x10D6D),
    (0x10ECB, 0x10EFF),
    (0x11382, 0x113D0),
    (0x1611E, 0x1612F),
    (0x16D63, 0x16D6A),
    (0x1B123, 0x1B126),
    (0x1CCD6, 0x1CCF9),
    (0x1D127, 0x1D128),
    (0x1D250, 0x1D281),
    (0x1D6A6, 0x1D6A6),
    (0x1DF2B, 0x1DFFF),
    (0x1E5EE, 0x1E5EF),
    (0x1E6E3, 0x1E6F5),
];

fn is_newer_than_node(code_point: u32) -> bool {
    let place = |&(first, last): &(u32, u32)| match code_point {
        _ if code_point < first => Ordering::Greater,
        _ if code_point > last => Ordering::Less,
        _ => Ordering::Equal,
    };
    NEWER.binary_search_by(place).is_ok()
}

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::{call, check};

    #[test]
    fn forms() {
        let name = "String.prototype.normalize";
        check(&[
            (name, r#""e\u0301""#, "[]", "\"\u{e9}\""),
            (name, r#""e\u0301""#, r#"["NFC"]"#, "\"\u{e9}\""),
            (name, r#""\u00e9""#, r#"["NFD"]"#, "\"e\u{301}\""),
            (name, r#""\ufb01\u00b2""#, r#"["NFKC"]"#, "\"fi2\""),
            (name, r#""\u00e9\ufb01""#, r#"["NFKD"]"#, "\"e\u{301}fi\""),
            (name, r#""\ud55c""#, r#"["NFD"]"#, "\"\u{1112}\u{1161}\u{11ab}\""),
            (name, r#""\u1112\u1161\u11ab""#, r#"["NFC"]"#, "\"\u{d55c}\""),
            (name, r#""a\u0316\u0301""#, "[]", "\"\u{e1}\u{316}\""),
            (
                name,
                r#""\u00e9""#,
                r#"["nfc"]"#,
                "RangeError: The normalization form should be one of NFC, NFD, NFKC, NFKD.",
            ),
        ]);
    }

    #[test]
    fn nothing_composes_across_a_lone_surrogate() {
        let result = call("String.prototype.normalize", r#""$units:65,d800,301,65,301""#, "[]");
        assert_eq!(result, "\"e\u{fffd}\u{fffd}\u{fffd}\u{301}\u{e9}\"");
    }

    #[test]
    fn newer_characters_are_left_to_v8() {
        for text in ["\u{897}", "a\u{1e6f5}", "\u{11385}"] {
            let result = call("String.prototype.normalize", &format!("\"{text}\""), "[]");
            assert!(result.starts_with("Unsupported"), "{result}");
        }
    }
}
