//! What makes bytes of text and text of bytes. A Buffer itself is no value here: only what it is made for.

mod atob;
mod btoa;
mod byte_length;
mod is_buffer;
mod transcode;

use super::Builtin;
use crate::ecma::encoding::Encoding;
use crate::value::{Abrupt, Completion, Heap, Value};

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &atob::BUILTIN,
    &btoa::BUILTIN,
    &byte_length::BUILTIN,
    &is_buffer::BUILTIN,
    &transcode::BUILTIN,
];

/// The encoding that an argument names; UTF-8 where there is none.
fn encoding_of(heap: &Heap<'_>, value: Value) -> Completion<Encoding> {
    let encoding = match value {
        Value::Undefined => Some(Encoding::Utf8),
        Value::String(name) => Encoding::named(heap.text(name)),
        _ => None,
    };
    encoding.ok_or(Abrupt::Unsupported("an unknown encoding"))
}

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::check;

    #[test]
    fn bytes_and_text() {
        check(&[
            ("btoa", "null", r#"["aé"]"#, r#""Yek=""#),
            ("atob", "null", r#"["Yek="]"#, r#""aé""#),
            ("Buffer.byteLength", "null", r#"["é","latin1"]"#, "1"),
            ("Buffer.byteLength", "null", r#"["$units:d83d"]"#, "3"),
            (
                "Buffer.from().toString",
                "null",
                r#"["$units:d83d","utf8","hex"]"#,
                r#""efbfbd""#,
            ),
            ("Buffer.from().toString", "null", r#"["ff","hex"]"#, "\"\u{FFFD}\""),
        ]);
    }
}
