//! `unevaluatedItems`: <https://json-schema.org/draft/2020-12/json-schema-core#section-11.2>

use serde_json::json;

use super::super::Node;
use super::super::NodeId;
use super::super::check::Step;
use super::super::check::{Check, Seen};
use super::Keyword;
use crate::value::{Completion, Value};

/// What items that no keyword has looked at must be.
#[derive(Debug)]
pub struct UnevaluatedItems {
    /// `None`: there must be none
    pub(in super::super) schema: Option<NodeId>,
}

impl Keyword for UnevaluatedItems {
    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let Some(r) = value.as_array() else { return Ok(true) };
        let mut valid = true;
        for (i, item) in check.items(r)?.into_iter().enumerate().skip(seen.items) {
            if seen.more_items.contains(&i) {
                continue;
            }
            let passes = match self.schema {
                Some(schema) => check.part(r, schema, item, Step::Item(i))?,
                None => {
                    let limit = seen.items;
                    let params = json!({ "limit": limit });
                    check.violate(node, "unevaluatedItems", params, || {
                        format!("must NOT have more than {limit} items")
                    });
                    false
                }
            };
            if !passes {
                valid = false;
                if !check.goes_on() || self.schema.is_none() {
                    break;
                }
            }
        }
        seen.items = usize::MAX;
        Ok(valid)
    }
}
