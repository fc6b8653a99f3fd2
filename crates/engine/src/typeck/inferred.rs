//! The kinds of a callback's text, for the tests of this folder.

use super::{KindTable, infer};
use crate::hir::lower::{Callback, Scope, lower};
use crate::source::Source;
use crate::syntax;

/// What is inferred of a map's callback that can be compiled.
pub(super) fn inferred(callback: &str) -> KindTable {
    let scope = Scope {
        bindings: &[],
        third_is_env: false,
        kind: Callback::Map,
        methods: None,
    };
    let syntax = syntax::parse(&Source::new(callback.to_owned())).expect("it parses");
    infer(&lower(&syntax, &scope).expect("it is supported"))
}
