//! What inference found, as `explain()` shows it.

use std::fmt;
use std::sync::Arc;

use crate::hir::{Expr, ExprKind, PropertyDefinition};
use crate::types::Kinds;

use super::KindTable;

/// Longer shapes are shown by their beginning.
const SHOWN: usize = 12;

/// What a callback returns.
#[derive(Clone, Debug, Default)]
pub(super) struct Results {
    kinds: Kinds,
    /// Keys and kinds of the object literal, where there is one `return` and it gives one
    shape: Option<Vec<(Arc<str>, Kinds)>>,
    returns: u32,
}

impl Results {
    /// One more `return`.
    pub(super) fn add(&mut self, value: Option<&Expr>, kinds: Kinds, table: &KindTable) {
        self.kinds = self.kinds.or(kinds);
        self.returns += 1;
        self.shape = match value.map(|value| &value.kind) {
            Some(ExprKind::Object(properties)) if self.returns == 1 => properties
                .iter()
                .map(|property| match property {
                    PropertyDefinition::Value(name, value) => Some((name.clone(), table.of(value))),
                    _ => None,
                })
                .collect(),
            _ => None,
        };
    }
}

/// `gives { id: any, total: number }; sum: number`, empty where nothing is known.
impl fmt::Display for KindTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        match &self.results {
            Results { shape: Some(keys), .. } => {
                let shown: Vec<String> = keys
                    .iter()
                    .take(SHOWN)
                    .map(|(key, kinds)| format!("{key}: {kinds}"))
                    .collect();
                let rest = if keys.len() > SHOWN { ", …" } else { "" };
                write!(f, "gives {{ {}{rest} }}", shown.join(", "))?;
                between = "; ";
            }
            Results { kinds, .. } if *kinds != Kinds::ANY && *kinds != Kinds::NONE => {
                write!(f, "gives {kinds}")?;
                between = "; ";
            }
            _ => {}
        }
        for (name, kinds) in self.variables.iter().take(SHOWN) {
            write!(f, "{between}{name}: {kinds}")?;
            between = ", ";
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::typeck::inferred::inferred;

    fn kinds(callback: &str) -> String {
        inferred(callback).to_string()
    }

    #[test]
    fn shapes_and_results() {
        assert_eq!(kinds("o => o"), "");
        assert_eq!(kinds("o => o.a > 1"), "gives boolean");
        assert_eq!(
            kinds("o => ({ id: o.id, n: `${o.n}`, t: +o.t })"),
            "gives { id: any, n: string, t: number }"
        );
        assert_eq!(kinds("o => { if (o.a) return 1; return 'x' }"), "gives number|string");
    }

    #[test]
    fn variables_have_the_kinds_of_all_their_values() {
        assert_eq!(
            kinds("o => { let s = 0; for (let i = 0; i < 9; i++) s += i * o.x; return s }"),
            "gives number; s: number, i: number"
        );
        assert_eq!(
            kinds("o => { let s = 0; s += o.x; return s }"),
            "gives number|string; s: number|string"
        );
        assert_eq!(
            kinds("o => { let s = 1; const t = s; s = 'x'; return t }"),
            "gives number|string; s: number|string, t: number|string"
        );
    }

    #[test]
    fn conditions_narrow() {
        assert_eq!(kinds("o => typeof o.a === 'number' ? o.a : 0"), "gives number");
        assert_eq!(
            kinds("o => typeof o.a === 'string' && o.a.trim().length > 1"),
            "gives boolean"
        );
        assert_eq!(
            kinds("o => Array.isArray(o.a) ? o.a.length : o.a === null ? '' : 'x'"),
            "gives number|string"
        );
        assert_eq!(
            kinds("({ a }) => { if (typeof a !== 'string') return ''; return a }"),
            ""
        );
    }
}
