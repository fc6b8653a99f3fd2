//! `items`, `prefixItems` and, where `items` is an array, `additionalItems`:
//! <https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.1>

use super::super::Node;
use super::super::NodeId;
use super::super::check::Step;
use super::super::check::{Check, Seen};
use super::super::fast::{Rules, Slot};
use super::Keyword;
use crate::value::{Completion, Value};

/// A schema for each of the first items.
#[derive(Debug)]
pub struct PrefixItems {
    pub(in super::super) schemas: Vec<NodeId>,
}

impl Keyword for PrefixItems {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.array().prefix.extend(self.schemas.iter().copied().map(Slot::new));
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, _: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let Some(r) = value.as_array() else { return Ok(true) };
        let items = check.items(r)?;
        let mut valid = true;
        for (i, (&item, &schema)) in items.iter().zip(&self.schemas).enumerate() {
            if !check.part(r, schema, item, Step::Item(i))? {
                valid = false;
                if !check.goes_on() {
                    break;
                }
            }
        }
        seen.items = seen.items.max(self.schemas.len());
        Ok(valid)
    }
}

/// A schema for all items from a position on.
#[derive(Debug)]
pub struct Items {
    pub from: usize,
    pub(in super::super) schema: NodeId,
}

impl Keyword for Items {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.array().items = Some((self.from, Slot::new(self.schema)));
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, _: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let Some(r) = value.as_array() else { return Ok(true) };
        let items = check.items(r)?;
        let mut valid = true;
        for (i, &item) in items.iter().enumerate().skip(self.from) {
            if !check.part(r, self.schema, item, Step::Item(i))? {
                valid = false;
                if !check.goes_on() {
                    break;
                }
            }
        }
        seen.items = usize::MAX;
        Ok(valid)
    }
}
