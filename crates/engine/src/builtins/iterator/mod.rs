//! What the built-in iterators have in common.

mod next;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[&next::BUILTIN];
