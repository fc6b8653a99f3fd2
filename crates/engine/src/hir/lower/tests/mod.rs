//! Source in, HIR or messages out.

mod diagnostics;
mod names;
mod patterns;
mod statements;
mod texts;

use super::{Callback, Scope, lower};
use crate::diagnostic::Diagnostic;
use crate::hir::Hir;
use crate::source::Source;
use crate::syntax;

/// Compiles a map callback that `min` and `ids` are bound for.
pub(super) fn compile(text: &str) -> Result<Hir, Vec<Diagnostic>> {
    let bindings = ["min".to_owned(), "ids".to_owned()];
    compile_as(
        text,
        &Scope {
            bindings: &bindings,
            third_is_env: true,
            kind: Callback::Map,
            methods: None,
        },
    )
}

pub(super) fn compile_as(text: &str, scope: &Scope<'_>) -> Result<Hir, Vec<Diagnostic>> {
    let source = Source::new(text);
    syntax::parse(&source).and_then(|function| lower(&function, scope))
}

/// Asserts what a callback is lowered to.
#[track_caller]
pub(super) fn lowers(text: &str, expected: &str) {
    let lowered = compile(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    let indent = expected.first().map_or(0, |line| line.len() - line.trim_start().len());
    let expected: Vec<&str> = expected.iter().map(|line| line.get(indent..).unwrap_or("")).collect();
    assert_eq!(lowered.to_string().trim_end(), expected.join("\n"), "{text}");
}

/// The messages for a callback that is refused.
#[track_caller]
pub(super) fn messages(text: &str) -> Vec<String> {
    let errors = compile(text).err().unwrap_or_else(|| panic!("{text} compiles"));
    errors.into_iter().map(|error| error.message).collect()
}
