//! `additionalItems: false`, and `items: false` behind `prefixItems`: no more items.
//! <https://json-schema.org/draft/2019-09/json-schema-core#rfc.section.9.3.1.2>

use serde_json::json;

use super::super::Node;
use super::super::check::{Check, Seen};
use super::Keyword;
use crate::value::{Completion, Value};

/// Only so many items.
#[derive(Debug)]
pub struct NoMoreItems {
    pub keyword: &'static str,
    pub limit: usize,
}

impl Keyword for NoMoreItems {
    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let Some(r) = value.as_array() else { return Ok(true) };
        let limit = self.limit;
        let valid = check.heap.array_len(r)? <= limit;
        if !valid {
            let params = json!({ "limit": limit });
            check.violate(node, self.keyword, params, || {
                format!("must NOT have more than {limit} items")
            });
        }
        seen.items = usize::MAX;
        Ok(valid)
    }
}
