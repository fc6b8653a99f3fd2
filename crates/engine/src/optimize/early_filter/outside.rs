//! What a filter is given besides the record: its env and the values of its free names, as far as they are literals.

use crate::builtins;
use crate::plan::Callback;
use crate::plan::condition::Literal;
use crate::value::{Class, Fixed, Heap, Store, Value, snapshot};

/// A captured value.
#[derive(Clone, Debug)]
pub(super) enum Known {
    /// One that can be written down
    Literal(Literal),
    /// An object, with some of its members
    Object(Vec<(Box<[u8]>, Known)>),
}

/// Deeper members are not looked at, nor those of objects that have more.
const DEEPEST: usize = 3;
const MOST: usize = 64;

/// What a callback captured.
#[derive(Debug, Default)]
pub(super) struct Outside {
    /// Its env
    pub env: Option<Known>,
    /// The values of its free names
    pub bound: Vec<Option<Known>>,
}

impl Outside {
    /// What a callback is given; with `params` an object at least, of which its env has the last word.
    pub(super) fn of(callback: &Callback, params: bool) -> Outside {
        let env = match &callback.env {
            Some(text) => decoded(text),
            None => params.then(|| Known::Object(Vec::new())),
        };
        let bindings = match &callback.bindings {
            bindings if *bindings == callback.env => env.clone(),
            bindings => bindings.as_deref().and_then(decoded),
        };
        let names = callback.binding_names.iter();
        let bound = names.map(|name| bindings.as_ref()?.member(name.as_bytes()).cloned());
        Outside {
            bound: bound.collect(),
            env,
        }
    }
}

impl Known {
    /// A member, if that is known.
    pub(super) fn member(&self, name: &[u8]) -> Option<&Known> {
        let Known::Object(members) = self else { return None };
        let (_, member) = members.iter().find(|(known, _)| **known == *name)?;
        Some(member)
    }

    /// Whether reading a member of it throws.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Known::Literal(Literal::Null | Literal::Undefined))
    }
}

fn decoded(text: &str) -> Option<Known> {
    let mut heap = Heap::new(&[], 0, Fixed::nothing(), Store::default(), usize::MAX);
    let decoded = snapshot::decode(text, &mut heap, builtins::global).ok()?;
    Some(known(&mut heap, decoded.value, 0))
}

fn known(heap: &mut Heap<'_>, value: Value, depth: usize) -> Known {
    let literal = match value {
        Value::Undefined => Literal::Undefined,
        Value::Null => Literal::Null,
        Value::Bool(value) => Literal::Bool(value),
        Value::Number(value) => Literal::Number(value),
        Value::String(s) => Literal::String(heap.text(s).into()),
        Value::Object(r) if r.class == Class::Plain && depth < DEEPEST => {
            let mut members = Vec::new();
            if heap.own_properties(r, &mut members).is_err() || members.len() > MOST {
                return Known::Object(Vec::new());
            }
            let members = members.into_iter().map(|member| {
                let name = heap.text(member.key).into();
                (name, known(heap, member.value, depth + 1))
            });
            return Known::Object(members.collect());
        }
        _ => return Known::Object(Vec::new()),
    };
    Known::Literal(literal)
}
