//! Filters decided while the record is still being read: whether a scalar fails what the filter needs of it.

use std::cmp::Ordering;

use jsonmill_json::projection::NodeId;

use super::run::Runner;
use crate::ecma;
use crate::hir::BinaryOp;
use crate::plan::condition::{Condition, Literal};
use crate::value::{Heap, Value};

impl Runner<'_, '_> {
    /// Whether the filter will not keep the record, now that this scalar is there.
    #[inline]
    pub(super) fn is_dropped(&self, node: NodeId, value: Value) -> bool {
        let mut decisions = self.executable.decisions.iter();
        decisions.any(|decision| {
            decision.node == node && fulfils(&self.machine.heap, value, &decision.condition) == Some(false)
        })
    }

    /// A record is complete that the first stage, a filter, does not keep: it has been seen there, and no more.
    pub(super) fn pass_dropped(&mut self, pipeline: usize) {
        self.tally_record();
        self.tally_dropped(pipeline);
        self.state.pipelines[pipeline].stages[0].pass(1);
    }
}

/// Whether a scalar fulfils a condition; nothing where that takes a conversion which is left to the callback.
fn fulfils(heap: &Heap<'_>, value: Value, condition: &Condition) -> Option<bool> {
    match condition {
        Condition::Equals(literal) => Some(equals(heap, value, literal)),
        Condition::Relation(op, literal) => relation(heap, value, *op, literal),
        Condition::Truthy => ecma::to_boolean(value).ok(),
        Condition::Nullish => Some(matches!(value, Value::Null)),
        Condition::Typeof(kind) => Some(kind_of(value)?.as_bytes() == &**kind),
        Condition::Computed(op, right, inner) => fulfils(heap, computed(value, *op, *right)?, inner),
        Condition::Not(inner) => fulfils(heap, value, inner).map(|fulfilled| !fulfilled),
        Condition::All(parts) => all(parts.iter().map(|part| fulfils(heap, value, part))),
        Condition::Any(parts) => {
            let none = all(parts
                .iter()
                .map(|part| fulfils(heap, value, part).map(|fulfilled| !fulfilled)));
            none.map(|none| !none)
        }
    }
}

/// What an operator makes of a number and another one.
fn computed(value: Value, op: BinaryOp, right: f64) -> Option<Value> {
    let Value::Number(left) = value else { return None };
    Some(Value::Number(match op {
        BinaryOp::Add => left + right,
        BinaryOp::Sub => left - right,
        BinaryOp::Mul => left * right,
        BinaryOp::Div => left / right,
        BinaryOp::Rem => ecma::remainder_of(left, right),
        _ => return None,
    }))
}

/// Whether all are so: one that is not is enough to know.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = None,
        }
    }
    known
}

#[inline]
fn equals(heap: &Heap<'_>, value: Value, literal: &Literal) -> bool {
    match (value, literal) {
        (Value::String(s), Literal::String(text)) => s.len as usize == text.len() && heap.text(s) == &**text,
        (Value::Number(n), Literal::Number(number)) => n == *number,
        (Value::Bool(b), Literal::Bool(boolean)) => b == *boolean,
        (Value::Null, Literal::Null) => true,
        _ => false,
    }
}

fn relation(heap: &Heap<'_>, value: Value, op: BinaryOp, literal: &Literal) -> Option<bool> {
    let order = match (value, literal) {
        (Value::Number(n), Literal::Number(number)) => n.partial_cmp(number),
        (Value::String(s), Literal::String(text)) => {
            let s = heap.text(s);
            // UTF-16 units compare as bytes do where one of the texts is ASCII as far as they differ
            let differ = s.iter().zip(text.iter()).find(|(a, b)| a != b);
            if differ.is_some_and(|(a, b)| !a.is_ascii() && !b.is_ascii()) {
                return None;
            }
            Some(s.cmp(text))
        }
        _ => return None,
    };
    Some(match op {
        BinaryOp::Less => order == Some(Ordering::Less),
        BinaryOp::LessEq => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        BinaryOp::Greater => order == Some(Ordering::Greater),
        BinaryOp::GreaterEq => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        _ => return None,
    })
}

fn kind_of(value: Value) -> Option<&'static str> {
    Some(match value {
        Value::String(_) => "string",
        Value::Number(_) => "number",
        Value::Bool(_) => "boolean",
        Value::Null => "object",
        _ => return None,
    })
}
