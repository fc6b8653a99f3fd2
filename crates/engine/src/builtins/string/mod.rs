//! String: its statics and methods.

mod at;
mod char_at;
mod char_code_at;
mod code_point_at;
mod concat;
mod ends_with;
mod from_char_code;
mod from_code_point;
pub(super) mod html;
mod includes;
mod index_of;
mod is_well_formed;
mod last_index_of;
mod locale_compare;
mod match_;
mod match_all;
mod normalize;
mod pad_end;
mod pad_start;
mod repeat;
mod replace;
mod replace_all;
mod search;
mod search_pattern;
mod slice;
mod split;
mod starts_with;
mod substitution;
mod substr;
mod substring;
mod to_locale_lower_case;
mod to_locale_upper_case;
mod to_lower_case;
mod to_string;
mod to_upper_case;
mod to_well_formed;
mod trim;
mod trim_end;
mod trim_left;
mod trim_right;
mod trim_start;
mod value_of;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &at::BUILTIN,
    &char_at::BUILTIN,
    &char_code_at::BUILTIN,
    &code_point_at::BUILTIN,
    &concat::BUILTIN,
    &ends_with::BUILTIN,
    &from_char_code::BUILTIN,
    &from_code_point::BUILTIN,
    &includes::BUILTIN,
    &index_of::BUILTIN,
    &is_well_formed::BUILTIN,
    &last_index_of::BUILTIN,
    &locale_compare::BUILTIN,
    &match_::BUILTIN,
    &match_all::BUILTIN,
    &normalize::BUILTIN,
    &pad_end::BUILTIN,
    &pad_start::BUILTIN,
    &repeat::BUILTIN,
    &replace::BUILTIN,
    &replace_all::BUILTIN,
    &search_pattern::BUILTIN,
    &slice::BUILTIN,
    &split::BUILTIN,
    &starts_with::BUILTIN,
    &substr::BUILTIN,
    &substring::BUILTIN,
    &to_locale_lower_case::BUILTIN,
    &to_locale_upper_case::BUILTIN,
    &to_lower_case::BUILTIN,
    &to_string::BUILTIN,
    &to_upper_case::BUILTIN,
    &to_well_formed::BUILTIN,
    &trim::BUILTIN,
    &trim_end::BUILTIN,
    &trim_left::BUILTIN,
    &trim_right::BUILTIN,
    &trim_start::BUILTIN,
    &value_of::BUILTIN,
];

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::check;

    #[test]
    fn units_and_positions() {
        check(&[
            ("String.prototype.at", r#""a😀""#, "[-3]", r#""a""#),
            ("String.prototype.charAt", r#""a""#, "[5]", r#""""#),
            ("String.prototype.charCodeAt", r#""😀""#, "[1]", "56832"),
            ("String.prototype.codePointAt", r#""😀""#, "[1]", "56832"),
            ("String.prototype.codePointAt", r#""é😀""#, "[1]", "128512"),
            ("String.prototype.slice", r#""é😀x""#, "[3]", r#""x""#),
            ("String.prototype.substr", r#""abc""#, "[-2,1]", r#""b""#),
            ("String.prototype.lastIndexOf", r#""abc""#, r#"["c",-1]"#, "-1"),
            ("String.prototype.lastIndexOf", r#""abc""#, r#"["b","$NaN"]"#, "1"),
            ("String.prototype.indexOf", r#""abc""#, r#"["",10]"#, "3"),
            ("String.prototype.endsWith", r#""😀""#, r#"["$units:de00"]"#, "true"),
            ("String.prototype.startsWith", r#""😀""#, r#"["$units:d83d"]"#, "true"),
            ("String.prototype.includes", r#""a😀""#, r#"["$units:de00"]"#, "true"),
            ("String.prototype.includes", r#""abc""#, r#"["a",1]"#, "false"),
            ("String.prototype.isWellFormed", r#""$units:d83d""#, "[]", "false"),
            ("String.prototype.toWellFormed", r#""$units:d83d,61""#, "[]", r#""�a""#),
        ]);
    }

    #[test]
    fn replacing_and_splitting() {
        check(&[
            (
                "String.prototype.replace",
                r#""abcabc""#,
                r#"["b","[$&$`$'$$$1$<x>]"]"#,
                r#""a[bacabc$$1$<x>]cabc""#,
            ),
            (
                "String.prototype.replaceAll",
                r#""aaa""#,
                r#"["a","$&$&"]"#,
                r#""aaaaaa""#,
            ),
            ("String.prototype.replaceAll", r#""abc""#, r#"["","-"]"#, r#""-a-b-c-""#),
            (
                "String.prototype.replace",
                r#""a""#,
                r#"["a","$undefined"]"#,
                r#""undefined""#,
            ),
            (
                "String.prototype.replace",
                r#""aba""#,
                r#"["a","$fn:String"]"#,
                r#""aba""#,
            ),
            ("String.prototype.split", r#""a,b""#, r#"[",",-1]"#, r#"["a","b"]"#),
            ("String.prototype.split", r#""""#, r#"[","]"#, r#"[""]"#),
            ("String.prototype.split", r#""""#, r#"[""]"#, "[]"),
            ("String.prototype.split", r#""abc""#, r#"["$undefined",0]"#, "[]"),
            ("String.prototype.split", r#""aéb""#, r#"["é"]"#, r#"["a","b"]"#),
            ("String.prototype.padEnd", r#""a""#, r#"[5,"xy"]"#, r#""axyxy""#),
            (
                "String.prototype.padStart",
                r#""a""#,
                "[1073741824]",
                "RangeError: Invalid string length",
            ),
            (
                "String.prototype.repeat",
                r#""a""#,
                "[-1]",
                "RangeError: Invalid count value: -1",
            ),
            (
                "String.prototype.repeat",
                r#""a""#,
                "[1073741824]",
                "RangeError: Invalid string length",
            ),
            ("String.prototype.trim", r#""\ufeff a\u00a0""#, "[]", r#""a""#),
            ("String.prototype.toUpperCase", r#""straße""#, "[]", r#""STRASSE""#),
            (
                "String.fromCodePoint",
                "null",
                "[1.5]",
                "RangeError: Invalid code point 1.5",
            ),
            ("String.fromCharCode", "null", "[55357,56832,65601]", r#""😀A""#),
            (
                "String.prototype.normalize",
                r#""a""#,
                r#"["x"]"#,
                "RangeError: The normalization form should be one of NFC, NFD, NFKC, NFKD.",
            ),
        ]);
    }
}
