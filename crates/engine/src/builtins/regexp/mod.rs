//! RegExp, and what the String methods do with one.

mod constructor;
mod dot_all;
mod exec;
mod exec_match;
mod flags;
mod global;
mod has_indices;
mod ignore_case;
mod match_;
mod match_all;
mod multiline;
mod new_regexp;
mod replace;
mod search;
mod source;
mod split;
mod sticky;
mod substitution;
mod test;
mod to_string;
mod unicode;
mod unicode_sets;

use super::Builtin;

pub(super) use match_::match_;
pub(super) use match_all::match_all;
pub(super) use new_regexp::create;
pub(super) use replace::replace;
pub(super) use search::search;
pub(super) use split::split;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &constructor::BUILTIN,
    &dot_all::BUILTIN,
    &exec::BUILTIN,
    &flags::BUILTIN,
    &global::BUILTIN,
    &has_indices::BUILTIN,
    &ignore_case::BUILTIN,
    &multiline::BUILTIN,
    &new_regexp::BUILTIN,
    &source::BUILTIN,
    &sticky::BUILTIN,
    &test::BUILTIN,
    &to_string::BUILTIN,
    &unicode::BUILTIN,
    &unicode_sets::BUILTIN,
];
