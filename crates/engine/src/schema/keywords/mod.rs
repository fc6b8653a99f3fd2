//! Keywords, one a file: what a rule is made of, and how it judges a value.

pub(super) mod additional_items;
pub(super) mod additional_properties;
pub(super) mod all_of;
pub(super) mod any_of;
pub(super) mod const_;
pub(super) mod contains;
pub(super) mod dependent_required;
pub(super) mod dependent_schemas;
pub(super) mod dynamic_ref;
pub(super) mod enum_;
pub(super) mod format;
pub(super) mod if_;
pub(super) mod items;
pub(super) mod multiple_of;
pub(super) mod not;
pub(super) mod number_bound;
pub(super) mod one_of;
pub(super) mod pattern;
pub(super) mod pattern_properties;
pub(super) mod properties;
pub(super) mod property_names;
pub(super) mod ref_;
pub(super) mod required;
pub(super) mod size_bound;
pub(super) mod type_;
pub(super) mod unevaluated_items;
pub(super) mod unevaluated_properties;
pub(super) mod unique_items;

use std::fmt::Debug;

use crate::value::{Completion, Value};

use super::Node;
use super::check::{Check, Seen};
use super::fast::Rules;

/// A rule that a keyword makes.
pub(super) trait Keyword: Debug + Send + Sync {
    /// Adds the rule to those of the fast path; whether that knows it.
    fn fast(&self, _: &mut Rules) -> bool {
        false
    }

    /// Whether the value obeys. `seen` takes what the rule has looked at.
    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, seen: &mut Seen) -> Completion<bool>;
}
