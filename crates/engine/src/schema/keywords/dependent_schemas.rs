//! `dependentSchemas`, and `dependencies` with schemas: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.2.4>

use super::super::Node;
use super::super::NodeId;
use super::super::check::object;
use super::super::check::{Check, Seen};
use super::Keyword;
use crate::value::{Completion, Value};

/// Schemas that hold for the whole object if a property is there.
#[derive(Debug)]
pub struct DependentSchemas {
    pub(in super::super) dependents: Vec<(String, NodeId)>,
}

impl Keyword for DependentSchemas {
    fn check(&self, check: &mut Check<'_, '_>, _: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let Some(r) = object(value) else { return Ok(true) };
        let mut valid = true;
        for (property, schema) in &self.dependents {
            if check.property(r, property)?.is_some() && !check.beside(*schema, value, seen)? {
                valid = false;
                if !check.goes_on() {
                    break;
                }
            }
        }
        Ok(valid)
    }
}
