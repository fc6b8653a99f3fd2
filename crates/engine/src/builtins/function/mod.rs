//! What all functions inherit. Compiled functions know no `this`; built-ins are given the one that is asked for.

mod apply;
mod bind;
mod call;
mod to_string;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[&apply::BUILTIN, &bind::BUILTIN, &call::BUILTIN, &to_string::BUILTIN];
