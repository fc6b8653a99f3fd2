//! `$ref`: <https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.1>

use super::super::Node;
use super::super::NodeId;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// Another schema that holds too.
#[derive(Debug)]
pub struct Ref {
    pub(in super::super) target: NodeId,
    /// ajv puts its rules where the reference stands, and not into a function of their own
    pub(in super::super) is_inlined: bool,
}

impl Keyword for Ref {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.all.push(self.target);
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, _: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        if self.is_inlined {
            return check.beside(self.target, value, seen);
        }
        let outer = check.enter_function();
        let valid = check.beside(self.target, value, seen)?;
        check.leave_function(outer, valid);
        Ok(valid)
    }
}
