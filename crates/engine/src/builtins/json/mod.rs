//! Functions of `JSON`.

mod parse;
mod replace;
mod revive;
mod stringify;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[&parse::BUILTIN, &stringify::BUILTIN];
