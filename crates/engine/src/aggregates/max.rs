//! `max(callback)`: the greatest of a group's numbers, as Math.max has it, or of its texts, by UTF-16 units as `>` has it. Numbers and
//! texts in one group are a TypeError. A group without either has `null`.

use std::cmp::Ordering;

use super::extremes::Extremes;

/// Its state, without any group.
pub(super) fn column() -> Extremes {
    Extremes::new("max", Ordering::Greater)
}
