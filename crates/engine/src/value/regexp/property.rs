//! `\p{…}`: <https://tc39.es/ecma262/#table-nonbinary-unicode-properties>.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, HirKind};

use super::char_set::{CharSet, LAST};
use super::parse::Refusal;

/// Values of General_Category, each with its aliases.
const CATEGORIES: &str = "C Other Cc Control cntrl Cf Format Cn Unassigned Co Private_Use Cs Surrogate L Letter LC Cased_Letter \
    Ll Lowercase_Letter Lm Modifier_Letter Lo Other_Letter Lt Titlecase_Letter Lu Uppercase_Letter M Mark Combining_Mark \
    Mc Spacing_Mark Me Enclosing_Mark Mn Nonspacing_Mark N Number Nd Decimal_Number digit Nl Letter_Number No Other_Number \
    P Punctuation punct Pc Connector_Punctuation Pd Dash_Punctuation Pe Close_Punctuation Pf Final_Punctuation \
    Pi Initial_Punctuation Po Other_Punctuation Ps Open_Punctuation S Symbol Sc Currency_Symbol Sk Modifier_Symbol \
    Sm Math_Symbol So Other_Symbol Z Separator Zl Line_Separator Zp Paragraph_Separator Zs Space_Separator";

/// Binary properties: <https://tc39.es/ecma262/#table-binary-unicode-properties>, without those that change most between
/// versions of Unicode.
const BINARY: &str = "ASCII_Hex_Digit AHex Alphabetic Alpha Case_Ignorable CI Cased Dash \
    Default_Ignorable_Code_Point DI Emoji Emoji_Component EComp Emoji_Modifier EMod \
    Emoji_Modifier_Base EBase Emoji_Presentation EPres Hex_Digit Hex ID_Continue IDC \
    ID_Start IDS Ideographic Ideo Join_Control Join_C Lowercase Lower Math Quotation_Mark QMark Regional_Indicator RI \
    Uppercase Upper Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS";

/// Values of Script that people ask for. The others run in V8.
const SCRIPTS: &str = "Latin Latn Greek Grek Cyrillic Cyrl Han Hani Hiragana Hira Katakana Kana Hangul Hang Arabic Arab \
    Hebrew Hebr Thai Devanagari Deva Bengali Beng Tamil Taml Telugu Telu Armenian Armn Georgian Geor Ethiopic Ethi \
    Khmer Khmr Lao Laoo Tibetan Tibt Mongolian Mong Common Zyyy";

/// The characters with a property: `name` or `name=value`.
pub fn property(name: &str, value: Option<&str>) -> Result<CharSet, Refusal> {
    let lists = |list: &str, wanted: &str| list.split_ascii_whitespace().any(|known| known == wanted);
    let known = match (name, value) {
        ("General_Category" | "gc", Some(value)) => lists(CATEGORIES, value),
        ("Script" | "sc", Some(value)) => lists(SCRIPTS, value),
        ("Any", None) => return Ok(CharSet::of(&[(0, LAST)])),
        ("ASCII", None) => return Ok(CharSet::of(&[(0, 0x7F)])),
        (name, None) => lists(CATEGORIES, name) || lists(BINARY, name),
        _ => false,
    };
    if !known {
        return Err(Refusal::Unsupported(
            "a regular expression with a rare Unicode property",
        ));
    }
    let is_category = value.is_none() || matches!(name, "General_Category" | "gc");
    let surrogates = CharSet::of(&[(0xD800, 0xDFFF)]);
    match value.unwrap_or(name) {
        "Cs" | "Surrogate" => Ok(surrogates),
        category => {
            let mut set = table(name, value)?;
            if is_category && matches!(category, "C" | "Other") {
                set.add(&surrogates);
            }
            Ok(set)
        }
    }
}

fn table(name: &str, value: Option<&str>) -> Result<CharSet, Refusal> {
    let escape = match value {
        Some(value) => format!(r"\p{{{name}={value}}}"),
        None => format!(r"\p{{{name}}}"),
    };
    let unknown = Refusal::Unsupported("a regular expression with a rare Unicode property");
    let hir = regex_syntax::parse(&escape).map_err(|_| unknown)?;
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            let ranges: Vec<(u32, u32)> = class
                .iter()
                .map(|range| (range.start().into(), range.end().into()))
                .collect();
            Ok(CharSet::of(&ranges))
        }
        // A property of one character.
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).map_err(|_| unknown)?;
            text.chars().next().map(|c| CharSet::one(c.into())).ok_or(unknown)
        }
        _ => Err(unknown),
    }
}

/// Characters that got their properties after Unicode 15.0, the version of the oldest Node that is supported: a string with
/// one of them is matched by V8.
pub static NEWER: LazyLock<CharSet> = LazyLock::new(|| {
    let mut old = table("Age", Some("15.0")).unwrap_or_default();
    old.add_range(0xD800, 0xDFFF);
    let mut newer = old.complement();
    // A small letter until Unicode 17.0.
    newer.add_range(0x295, 0x295);
    newer
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_has_a_table() {
        for name in CATEGORIES
            .split_ascii_whitespace()
            .chain(BINARY.split_ascii_whitespace())
        {
            assert!(property(name, None).is_ok_and(|set| !set.is_empty()), "{name}");
        }
        for name in SCRIPTS.split_ascii_whitespace() {
            assert!(
                property("Script", Some(name)).is_ok_and(|set| !set.is_empty()),
                "{name}"
            );
        }
        assert!(property("Lower_case", None).is_err());
        assert!(!NEWER.contains(0xD800) && NEWER.contains(0x378) && !NEWER.contains(97));
    }
}
