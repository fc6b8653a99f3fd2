//! `properties`: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2.1>

use super::super::Node;
use super::super::NodeId;
use super::super::check::{Check, Seen};
use super::super::check::{Step, object};
use super::super::fast::{Property, Rules};
use super::Keyword;
use crate::value::{Completion, Value};

/// Schemas of properties by name.
#[derive(Debug)]
pub struct Properties {
    pub(in super::super) schemas: Vec<(String, NodeId)>,
}

impl Keyword for Properties {
    fn fast(&self, rules: &mut Rules) -> bool {
        let properties = self.schemas.iter();
        let properties = properties.map(|(name, node)| Property::new(name, Some(*node)));
        rules.object().properties.extend(properties);
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, _: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let Some(r) = object(value) else { return Ok(true) };
        let mut valid = true;
        for (name, schema) in &self.schemas {
            let Some(value) = check.property(r, name)? else {
                continue;
            };
            let key = check.heap.string(name.as_bytes())?;
            if !check.part(r, *schema, value, Step::Property(key))? {
                valid = false;
                if !check.goes_on() {
                    break;
                }
            }
            if check.schema.tracks {
                seen.properties.push(key);
            }
        }
        Ok(valid)
    }
}
