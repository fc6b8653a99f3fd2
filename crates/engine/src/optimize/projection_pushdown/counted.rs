//! Loops that count up to the length of an array: an index that stays below it names an element.

use super::Analysis;
use super::evaluate::Frame;
use crate::hir::{BinaryOp, Expr, ExprKind, LocalId};

/// What is known of the loops around the current place.
#[derive(Default)]
pub(super) struct Counted<'a> {
    /// Variables that hold the length of something, by function
    lengths: Vec<(u32, LocalId, &'a Expr)>,
    /// Variables that stay below the length of something, by function, innermost last
    below: Vec<(u32, LocalId, &'a Expr)>,
}

impl<'a> Analysis<'a> {
    /// Notes a variable that is initialised with the length of something.
    pub(super) fn note_length(&mut self, frame: &Frame, local: LocalId, value: &'a Expr) {
        if let Some(of) = length_of(value) {
            self.counted.lengths.push((frame.function, local, of));
        }
    }

    /// A loop begins that runs while `test` holds; whether its test is `index < array.length`.
    pub(super) fn begin_counting(&mut self, frame: &Frame, test: Option<&'a Expr>) -> bool {
        let Some(ExprKind::Binary(BinaryOp::Less, index, bound)) = test.map(|test| &test.kind) else {
            return false;
        };
        let ExprKind::Local(index) = index.kind else {
            return false;
        };
        let of = match bound.kind {
            ExprKind::Local(bound) => {
                let known = self.counted.lengths.iter().rev();
                let mut known = known.filter(|known| (known.0, known.1) == (frame.function, bound));
                known.next().map(|&(.., of)| of)
            }
            _ => length_of(bound),
        };
        self.counted.below.extend(of.map(|of| (frame.function, index, of)));
        of.is_some()
    }

    /// The loop that began last ends.
    pub(super) fn end_counting(&mut self) {
        self.counted.below.pop();
    }

    /// Whether `object[index]` stands in such a loop over the same object.
    pub(super) fn is_counted(&self, frame: &Frame, object: &Expr, index: &Expr) -> bool {
        let ExprKind::Local(index) = index.kind else {
            return false;
        };
        let below = &self.counted.below;
        below
            .iter()
            .any(|&(function, local, of)| (function, local) == (frame.function, index) && is_same(of, object))
    }
}

fn length_of(e: &Expr) -> Option<&Expr> {
    match &e.kind {
        ExprKind::Member { object, name, .. } if name.as_bytes() == b"length" => Some(object),
        _ => None,
    }
}

/// Whether two expressions name the same place.
fn is_same(a: &Expr, b: &Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Local(a), ExprKind::Local(b)) => a == b,
        (ExprKind::Member { object: a, name: x, .. }, ExprKind::Member { object: b, name: y, .. }) => {
            x.as_bytes() == y.as_bytes() && is_same(a, b)
        }
        _ => false,
    }
}
