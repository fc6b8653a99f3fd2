//! ICU4X's collator over the root order alone: of its data only that is linked.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::OnceLock;

use icu_collator::options::{AlternateHandling, CaseLevel, CollatorOptions, Strength};
use icu_collator::preferences::{CollationCaseFirst, CollationNumericOrdering};
use icu_collator::provider::{
    Baked as Order, CollationDiacriticsV1, CollationJamoV1, CollationMetadataV1, CollationReorderingV1,
    CollationRootV1, CollationSpecialPrimariesV1, CollationTailoringV1,
};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_normalizer::provider::{Baked as Decompositions, NormalizerNfdDataV1, NormalizerNfdTablesV1};
use icu_provider::{DataError, DataErrorKind, DataProvider, DataRequest, DataResponse};

use jsonmill_json::wtf8;

use super::{CaseFirst, Collation, Sensitivity};

/// Compares as the root order has it.
pub(super) fn compare(a: &[u8], b: &[u8], collation: Collation) -> Ordering {
    collator(collation).compare_utf8(&well_formed(a), &well_formed(b))
}

/// Appends bytes that stand to those of another text as the texts do.
pub(super) fn sort_key(text: &[u8], collation: Collation, bytes: &mut Vec<u8>) {
    match collator(collation).write_sort_key_utf8_to(&well_formed(text), bytes) {
        Ok(()) => {}
    }
}

/// V8's ICU sorts a lone surrogate as it does any code point that is not assigned: behind all that are, by number. To ICU4X it
/// would be U+FFFD, so one of those takes its place.
fn well_formed(text: &[u8]) -> Cow<'_, [u8]> {
    const FIRST_SURROGATE: u32 = 0xD800;
    const UNASSIGNED: u32 = 0xA_0000;
    if !wtf8::has_lone_surrogate(text) {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len() + 8);
    for code_point in wtf8::code_points(text) {
        let shown = match code_point {
            0xD800..=0xDFFF => UNASSIGNED + (code_point - FIRST_SURROGATE),
            assigned => assigned,
        };
        wtf8::push_code_point(&mut out, shown);
    }
    Cow::Owned(out)
}

const COLLATORS: usize = 48;

/// One a combination of options, made when it is first used.
static MADE: [OnceLock<CollatorBorrowed<'static>>; COLLATORS] = [const { OnceLock::new() }; COLLATORS];

fn collator(collation: Collation) -> &'static CollatorBorrowed<'static> {
    let flags = usize::from(collation.numeric) * 2 + usize::from(collation.ignore_punctuation);
    let number = (collation.sensitivity as usize * 3 + collation.case_first as usize) * 4 + flags;
    MADE[number].get_or_init(|| make(collation))
}

fn make(collation: Collation) -> CollatorBorrowed<'static> {
    let mut preferences = CollatorPreferences::default();
    let mut options = CollatorOptions::default();
    if collation.numeric {
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    }
    preferences.case_first = match collation.case_first {
        CaseFirst::Usual => None,
        CaseFirst::Lower => Some(CollationCaseFirst::Lower),
        CaseFirst::Upper => Some(CollationCaseFirst::Upper),
    };
    options.strength = Some(match collation.sensitivity {
        Sensitivity::Base | Sensitivity::Case => Strength::Primary,
        Sensitivity::Accent => Strength::Secondary,
        Sensitivity::Variant => Strength::Tertiary,
    });
    if collation.sensitivity == Sensitivity::Case {
        options.case_level = Some(CaseLevel::On);
    }
    if collation.ignore_punctuation {
        options.alternate_handling = Some(AlternateHandling::Shifted);
    }
    let collator = Collator::try_new_unstable(&Root, preferences, options).expect("the data is compiled in");
    // at most COLLATORS of them, each in use until the process ends
    Box::leak(Box::new(collator)).as_borrowed()
}

/// The compiled data of the root order.
struct Root;

macro_rules! provide {
    ($data:expr; $($marker:ty),*) => {$(
        impl DataProvider<$marker> for Root {
            fn load(&self, request: DataRequest<'_>) -> Result<DataResponse<$marker>, DataError> {
                DataProvider::<$marker>::load(&$data, request)
            }
        }
    )*};
}

provide!(Order; CollationRootV1, CollationSpecialPrimariesV1, CollationDiacriticsV1, CollationJamoV1, CollationMetadataV1);
provide!(Decompositions; NormalizerNfdDataV1, NormalizerNfdTablesV1);

/// What other orders change of the root's: none of it is asked for, and none of it is linked.
macro_rules! leave_out {
    ($($marker:ty),*) => {$(
        impl DataProvider<$marker> for Root {
            fn load(&self, _request: DataRequest<'_>) -> Result<DataResponse<$marker>, DataError> {
                Err(DataErrorKind::MarkerNotFound.into_error())
            }
        }
    )*};
}

leave_out!(CollationTailoringV1, CollationReorderingV1);
