//! Which operators of a callback work on numbers alone, as `explain()` shows it.

use std::collections::BTreeMap;

use super::is_numeric;
use crate::hir::BinaryOp;
use crate::source::Span;
use crate::types::Kinds;

/// Of more operators only the first are named.
const NAMED: usize = 3;

/// Longer operations are shown by their beginning.
const SHOWN: usize = 40;

/// The operators that do something else with other kinds than numbers, by where they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Operators {
    found: BTreeMap<(u32, u32), (Kinds, Kinds)>,
}

impl Operators {
    /// What an operator works on; the last pass of the inference says it.
    pub(super) fn note(&mut self, span: Span, op: BinaryOp, left: Kinds, right: Kinds) {
        if is_numeric(op) {
            self.found.insert((span.start, span.end), (left, right));
        }
    }

    /// `3 on numbers; o.a + o.b on any and any`
    pub(super) fn describe(&self, source: &str) -> String {
        let is_typed = |(left, right): &(Kinds, Kinds)| left.or(*right) == Kinds::NUMBER;
        let typed = self.found.values().filter(|kinds| is_typed(kinds)).count();
        let mut parts = Vec::new();
        if typed > 0 {
            parts.push(format!("{typed} on numbers"));
        }
        let others: Vec<_> = self.found.iter().filter(|(_, kinds)| !is_typed(kinds)).collect();
        for ((start, end), (left, right)) in others.iter().take(NAMED) {
            let text = source.get(*start as usize..*end as usize).unwrap_or_default();
            parts.push(format!("{} on {left} and {right}", shortened(text)));
        }
        if others.len() > NAMED {
            parts.push(format!("{} more", others.len() - NAMED));
        }
        parts.join("; ")
    }
}

fn shortened(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &words[..cut]),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use crate::typeck::inferred::inferred;

    fn operators(callback: &str) -> String {
        inferred(callback).operators(callback)
    }

    #[test]
    fn numbers_are_counted_and_others_named() {
        assert_eq!(operators("o => o.a"), "");
        assert_eq!(operators("o => o.a === 1"), "");
        assert_eq!(operators("o => +o.a * 2 + 1"), "2 on numbers");
        assert_eq!(operators("o => o.a + o.b"), "o.a + o.b on any and any");
        assert_eq!(
            operators("o => typeof o.a === 'number' ? o.a + 1 : o.b + '!'"),
            "1 on numbers; o.b + '!' on any and string"
        );
        assert_eq!(
            operators("o => [o.a < 1, o.b < 2, o.c < 3, o.d < 4, o.e < 5]"),
            "o.a < 1 on any and number; o.b < 2 on any and number; o.c < 3 on any and number; 2 more"
        );
    }
}
