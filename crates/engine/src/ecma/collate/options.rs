//! Which order is asked for: InitializeCollator of <https://tc39.es/ecma402/#sec-initializecollator>.

use crate::ecma::locale::locale_of;
use crate::ecma::to_boolean;
use crate::value::{Abrupt, Class, Completion, Heap, Value};

/// Which differences count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sensitivity {
    /// Letters: a = á = A
    Base,
    /// Letters and accents: a ≠ á, a = A
    Accent,
    /// Letters and case: a = á, a ≠ A
    Case,
    /// All of them
    #[default]
    Variant,
}

impl Sensitivity {
    /// All of them, by number.
    #[cfg(test)]
    pub(super) const ALL: [Sensitivity; 4] = [
        Sensitivity::Base,
        Sensitivity::Accent,
        Sensitivity::Case,
        Sensitivity::Variant,
    ];
}

/// Which case of a letter comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseFirst {
    /// As the locale has it: lower case
    #[default]
    Usual,
    /// Lower case
    Lower,
    /// Upper case
    Upper,
}

impl CaseFirst {
    /// All of them, by number.
    #[cfg(test)]
    pub(super) const ALL: [CaseFirst; 3] = [CaseFirst::Usual, CaseFirst::Lower, CaseFirst::Upper];
}

/// An order of strings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collation {
    /// Runs of digits compare as numbers
    pub numeric: bool,
    /// Which differences count
    pub sensitivity: Sensitivity,
    /// Which case comes first
    pub case_first: CaseFirst,
    /// Spaces and punctuation are passed over
    pub ignore_punctuation: bool,
}

/// Languages, by themselves or with a region, that have the root order as it is. French does too, but not in Canada.
const ROOT: [&[u8]; 6] = [b"en", b"de", b"fr", b"it", b"nl", b"pt"];

const UNKNOWN_LOCALE: Abrupt = Abrupt::Unsupported("the order of a locale");
const UNKNOWN_OPTION: Abrupt = Abrupt::Unsupported("an option of a collator");

/// The order that `locales` and `options` ask for.
pub fn collation_of(heap: &mut Heap<'_>, locales: Value, options: Value) -> Completion<Collation> {
    match locale_of(heap, locales)? {
        // lib/ leaves stages to V8 where the process has another order
        None => {}
        Some(tag) if has_root_order(heap.text(tag)) => {}
        Some(_) => return Err(UNKNOWN_LOCALE),
    }
    let mut collation = Collation::default();
    let options = match options {
        Value::Undefined => return Ok(collation),
        Value::Object(r) if r.class == Class::Plain => r,
        _ => return Err(UNKNOWN_OPTION),
    };
    for name in ["collation", "localeMatcher", "usage"] {
        if !matches!(
            heap.get_own(options, name.as_bytes())?,
            Value::Absent | Value::Undefined
        ) {
            return Err(UNKNOWN_OPTION);
        }
    }
    collation.numeric = to_boolean(heap.get_own(options, b"numeric")?.or_undefined())?;
    collation.ignore_punctuation = to_boolean(heap.get_own(options, b"ignorePunctuation")?.or_undefined())?;
    collation.case_first = match heap.get_own(options, b"caseFirst")?.or_undefined() {
        Value::Undefined => CaseFirst::Usual,
        Value::String(s) => match heap.text(s) {
            b"upper" => CaseFirst::Upper,
            b"lower" => CaseFirst::Lower,
            b"false" => CaseFirst::Usual,
            _ => return Err(UNKNOWN_OPTION),
        },
        _ => return Err(UNKNOWN_OPTION),
    };
    collation.sensitivity = match heap.get_own(options, b"sensitivity")?.or_undefined() {
        Value::Undefined => Sensitivity::Variant,
        Value::String(s) => match heap.text(s) {
            b"base" => Sensitivity::Base,
            b"accent" => Sensitivity::Accent,
            b"case" => Sensitivity::Case,
            b"variant" => Sensitivity::Variant,
            _ => return Err(UNKNOWN_OPTION),
        },
        _ => return Err(UNKNOWN_OPTION),
    };
    Ok(collation)
}

fn has_root_order(tag: &[u8]) -> bool {
    let (language, region) = match tag.iter().position(|byte| *byte == b'-') {
        Some(dash) => (&tag[..dash], Some(&tag[dash + 1..])),
        None => (tag, None),
    };
    ROOT.contains(&language)
        && match region {
            None => true,
            Some(region) => {
                region.len() == 2 && region.iter().all(u8::is_ascii_uppercase) && (language, region) != (b"fr", b"CA")
            }
        }
}

#[cfg(test)]
mod tests {
    use super::has_root_order;

    #[test]
    fn languages_with_the_root_order() {
        for tag in ["en", "en-US", "de-CH", "fr", "fr-FR", "pt-BR"] {
            assert!(has_root_order(tag.as_bytes()), "{tag}");
        }
        for tag in [
            "",
            "sv",
            "es",
            "fr-CA",
            "en-u-kn-true",
            "en-US-u-va-posix",
            "EN",
            "english",
            "en-",
        ] {
            assert!(!has_root_order(tag.as_bytes()), "{tag}");
        }
    }
}
