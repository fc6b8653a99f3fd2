//! `allOf`: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.1>

use super::super::Node;
use super::super::NodeId;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// Schemas that all hold.
#[derive(Debug)]
pub struct AllOf {
    pub(in super::super) schemas: Vec<NodeId>,
}

impl Keyword for AllOf {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.all.extend(&self.schemas);
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, _: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let mut valid = true;
        for &schema in &self.schemas {
            if !check.beside(schema, value, seen)? {
                valid = false;
                if !check.goes_on() {
                    break;
                }
            }
        }
        Ok(valid)
    }
}
