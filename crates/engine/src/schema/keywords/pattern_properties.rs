//! `patternProperties`: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2.2>

use super::super::Node;
use super::super::NodeId;
use super::super::check::{Check, Seen};
use super::super::check::{Step, object};
use super::Keyword;
use super::pattern::Matcher;
use crate::value::{Completion, Value};

/// Schemas of properties whose name matches.
#[derive(Debug)]
pub struct PatternProperties {
    pub(in super::super) schemas: Vec<(Matcher, NodeId)>,
}

impl Keyword for PatternProperties {
    fn check(&self, check: &mut Check<'_, '_>, _: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let Some(r) = object(value) else { return Ok(true) };
        let properties = check.properties(r)?;
        let mut valid = true;
        for (matcher, schema) in &self.schemas {
            for &(key, value) in &properties {
                if !matcher.matches(check, key)? {
                    continue;
                }
                seen.properties.push(key);
                if !check.part(r, *schema, value, Step::Property(key))? {
                    valid = false;
                    if !check.goes_on() {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(valid)
    }
}
