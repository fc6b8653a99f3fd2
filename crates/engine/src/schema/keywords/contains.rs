//! `contains`, `minContains`, `maxContains`: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.1.3>

use serde_json::json;

use super::super::Node;
use super::super::NodeId;
use super::super::check::Step;
use super::super::check::{Check, Seen};
use super::Keyword;
use crate::value::{Completion, Value};

/// How many items satisfy a schema.
#[derive(Debug)]
pub struct Contains {
    pub(in super::super) schema: NodeId,
    pub min: usize,
    pub max: Option<usize>,
    /// Whether the items that do so count as looked at (2020-12)
    pub evaluates: bool,
}

impl Keyword for Contains {
    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let Some(r) = value.as_array() else { return Ok(true) };
        let items = check.items(r)?;
        let before = check.violations.len();
        let mut count = 0;
        check.enter_trial();
        for (i, &item) in items.iter().enumerate() {
            if !check.part(r, self.schema, item, Step::Item(i))? {
                continue;
            }
            count += 1;
            if self.evaluates {
                seen.more_items.push(i);
            }
            let decides = if self.max.is_some() {
                self.max < Some(count)
            } else {
                count >= self.min
            };
            if decides && !(self.evaluates && check.schema.tracks) {
                break;
            }
        }
        check.leave_trial();
        let (min, max) = (self.min, self.max);
        let valid = count >= min && max.is_none_or(|max| count <= max);
        if valid {
            check.violations.truncate(before);
        } else {
            let (params, message) = match max {
                None => (
                    json!({ "minContains": min }),
                    format!("must contain at least {min} valid item(s)"),
                ),
                Some(max) => (
                    json!({ "minContains": min, "maxContains": max }),
                    format!("must contain at least {min} and no more than {max} valid item(s)"),
                ),
            };
            check.violate(node, "contains", params, || message);
        }
        Ok(valid)
    }
}
