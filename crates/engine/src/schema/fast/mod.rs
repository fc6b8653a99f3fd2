//! The fast path: records are judged over their bytes and the tokens in them, which the walk has checked, before any value is
//! made of them.
//!
//! It knows the frequent keywords; a schema with any other has no fast path. It only ever says that a record is valid. What it
//! finds invalid, and what it is not sure about (repeated or escaped keys), the full validator judges again, which also says
//! what is wrong.

mod accept;
mod containers;
mod pattern;
mod quick;
mod rules;
mod scratch;
mod string;
mod text;
mod tokens;

use super::changes::{Changes, UseDefaults};
use super::keywords::type_::Kind;
use super::{NodeId, Place};

use quick::Quick;
pub(super) use quick::Slot;
pub(super) use rules::{Additional, Property, Rules};
pub use scratch::Scratch;

/// A schema as the fast path knows it.
#[derive(Debug)]
pub(super) struct Fast {
    nodes: Vec<Rules>,
    /// How many properties all nodes have
    properties: u32,
}

impl Fast {
    /// The fast path of compiled nodes, if all their keywords are known to it.
    pub(super) fn new(nodes: &[super::Node], changes: Changes) -> Option<Fast> {
        if changes.use_defaults == UseDefaults::Empty {
            return None;
        }
        let mut fast = Fast {
            nodes: Vec::with_capacity(nodes.len()),
            properties: 0,
        };
        for node in nodes {
            let mut rules = Rules {
                refuses: node.refuses,
                ..Rules::default()
            };
            if let Some(expected) = &node.early_type {
                rules.expect(&expected.kinds);
            }
            for group in &node.groups {
                if let Some(expected) = &group.late_type {
                    rules.expect(&expected.kinds);
                }
                for (place, ..) in &group.defaults {
                    match place {
                        // What is missing is not valid as it is.
                        Place::Property(name) => rules.object().required.push(name.clone()),
                        Place::Item(index) => rules.array().min = rules.array().min.max(index + 1),
                    }
                }
                for rule in &group.rules {
                    if !rule.fast(&mut rules) {
                        return None;
                    }
                }
            }
            // What is tried may be coerced before another schema is found to hold.
            if changes.any() && rules.tries() {
                return None;
            }
            rules.finish(&mut fast.properties)?;
            fast.nodes.push(rules);
        }
        fast.is_exact().then(|| fast.with_slots())
    }

    /// Places know what little is asked of their values.
    fn with_slots(mut self) -> Fast {
        for at in 0..self.nodes.len() {
            let mut slots: Vec<Slot> = self.nodes[at].slots().map(|slot| *slot).collect();
            for slot in &mut slots {
                slot.take(&self.nodes[slot.node.0 as usize]);
            }
            for (place, slot) in self.nodes[at].slots().zip(slots) {
                *place = slot;
            }
            for property in self.nodes[at]
                .object
                .iter_mut()
                .flat_map(|object| &mut object.properties)
            {
                property.quick = property.slot.map_or(Quick::anything(), |slot| slot.quick);
            }
        }
        self
    }

    /// Whether a violation found where it counts as a success (`not`, `oneOf`, `if`) is one for sure: repeated keys that no
    /// keyword names are not noticed.
    fn is_exact(&self) -> bool {
        let mut open: Vec<NodeId> = self.nodes.iter().flat_map(Rules::judged).collect();
        let mut known = vec![false; self.nodes.len()];
        while let Some(NodeId(at)) = open.pop() {
            if std::mem::replace(&mut known[at as usize], true) {
                continue;
            }
            let rules = &self.nodes[at as usize];
            let checks_others =
                matches!(&rules.object, Some(object) if matches!(object.additional, Additional::Node(_)));
            let counts = matches!(&rules.object, Some(object) if object.max.is_some() || object.properties.len() > 64);
            if checks_others || counts {
                return false;
            }
            open.extend(rules.children());
        }
        true
    }
}

/// The length of the value that a text begins with, which has been checked to be JSON.
pub(super) fn value_len(text: &[u8]) -> usize {
    text::skip_value(text, 0)
}

/// A kind as a bit.
#[inline(always)]
fn bit(kind: Kind) -> u8 {
    1 << kind as u8
}
