//! `if`, `then`, `else`: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.2.1>

use serde_json::json;

use super::super::Node;
use super::super::NodeId;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// Which of two schemas holds depends on a third.
#[derive(Debug)]
pub struct If {
    pub(in super::super) condition: NodeId,
    pub(in super::super) then: Option<NodeId>,
    pub(in super::super) otherwise: Option<NodeId>,
}

impl Keyword for If {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.conditions.push((self.condition, self.then, self.otherwise));
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let before = check.violations.len();
        check.enter_trial();
        let holds = check.beside(self.condition, value, seen)?;
        check.leave_trial();
        check.violations.truncate(before);
        let (branch, keyword) = if holds {
            (self.then, "then")
        } else {
            (self.otherwise, "else")
        };
        let Some(branch) = branch else { return Ok(true) };
        let valid = check.beside(branch, value, seen)?;
        if !valid {
            let params = json!({ "failingKeyword": keyword });
            check.violate_by(node, "if", params, || format!("must match \"{keyword}\" schema"));
        }
        Ok(valid)
    }
}
