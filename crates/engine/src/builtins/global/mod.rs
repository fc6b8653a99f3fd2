//! Functions of the global object.

mod decode_uri;
mod decode_uri_component;
mod encode_uri;
mod encode_uri_component;
mod escape;
mod is_finite;
mod is_nan;
pub(super) mod parse_float;
pub(super) mod parse_int;
mod structured_clone;
mod unescape;
mod uri;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &decode_uri::BUILTIN,
    &decode_uri_component::BUILTIN,
    &encode_uri::BUILTIN,
    &encode_uri_component::BUILTIN,
    &escape::BUILTIN,
    &is_finite::BUILTIN,
    &is_nan::BUILTIN,
    &parse_float::BUILTIN,
    &parse_int::BUILTIN,
    &structured_clone::BUILTIN,
    &unescape::BUILTIN,
];

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::check;

    #[test]
    fn numbers_in_text() {
        check(&[
            ("parseInt", "null", r#"["0x1f"]"#, "31"),
            ("parseInt", "null", r#"["0x1f",10]"#, "0"),
            ("parseInt", "null", r#"["-0"]"#, "-0"),
            ("parseInt", "null", "[1e21]", "1"),
            ("parseInt", "null", r#"["123",37]"#, "NaN"),
            ("parseInt", "null", r#"["1",4294967298]"#, "1"),
            ("parseInt", "null", "[null,36]", "1112745"),
            ("parseFloat", "null", r#"[".5."]"#, "0.5"),
            ("parseFloat", "null", r#"["-Infinityx"]"#, "-Infinity"),
            ("parseFloat", "null", r#"["1e+"]"#, "1"),
            ("parseFloat", "null", r#"["-0"]"#, "-0"),
            ("parseFloat", "null", r#"["$-0"]"#, "0"),
            ("parseFloat", "null", r#"["0x10"]"#, "0"),
            ("isNaN", "null", "[]", "true"),
        ]);
    }

    #[test]
    fn uris() {
        check(&[
            (
                "encodeURIComponent",
                "null",
                r#"["$units:d800"]"#,
                "URIError: URI malformed",
            ),
            ("encodeURI", "null", r#"["a b/ö"]"#, r#""a%20b/%C3%B6""#),
            ("decodeURIComponent", "null", r#"["%"]"#, "URIError: URI malformed"),
            ("decodeURIComponent", "null", r#"["%C3%B6%f0%9f%98%80"]"#, r#""ö😀""#),
            (
                "decodeURIComponent",
                "null",
                r#"["%ED%A0%80"]"#,
                "URIError: URI malformed",
            ),
            ("decodeURI", "null", r#"["%23%20"]"#, r#""%23 ""#),
        ]);
    }
}
