//! `additionalProperties`: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2.3>

use serde_json::json;

use super::super::Node;
use super::super::NodeId;
use super::super::changes::RemoveAdditional;
use super::super::check::{Check, Seen};
use super::super::check::{Step, object};
use super::super::fast::{Additional, Rules};
use super::Keyword;
use super::pattern::Matcher;
use crate::value::{Completion, Value};

/// What properties that no other keyword of the object names must be.
#[derive(Debug)]
pub struct AdditionalProperties {
    pub names: Vec<String>,
    pub patterns: Vec<Matcher>,
    /// `None`: there must be none
    pub(in super::super) schema: Option<NodeId>,
    pub(in super::super) removes: RemoveAdditional,
}

impl Keyword for AdditionalProperties {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.object().additional = match self.schema {
            _ if self.removes == RemoveAdditional::All => Additional::Refused,
            Some(node) => Additional::Node(node),
            None => Additional::Refused,
        };
        self.patterns.is_empty()
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let Some(r) = object(value) else { return Ok(true) };
        let mut valid = true;
        'properties: for (key, value) in check.properties(r)? {
            let name = check.heap.text(key);
            if self.names.iter().any(|known| known.as_bytes() == name) {
                continue;
            }
            for pattern in &self.patterns {
                if pattern.matches(check, key)? {
                    continue 'properties;
                }
            }
            let passes = match self.schema {
                _ if self.removes == RemoveAdditional::All => {
                    check.remove(r, key)?;
                    true
                }
                None if self.removes != RemoveAdditional::Off => {
                    check.remove(r, key)?;
                    true
                }
                Some(schema) if self.removes == RemoveAdditional::Failing => {
                    let before = check.violations.len();
                    check.enter_trial();
                    let passes = check.part(r, schema, value, Step::Property(key))?;
                    check.leave_trial();
                    check.violations.truncate(before);
                    if !passes {
                        check.remove(r, key)?;
                    }
                    true
                }
                Some(schema) => check.part(r, schema, value, Step::Property(key))?,
                None => {
                    let params = json!({ "additionalProperty": check.text(key) });
                    check.violate(node, "additionalProperties", params, || {
                        "must NOT have additional properties".to_owned()
                    });
                    false
                }
            };
            if !passes {
                valid = false;
                if !check.goes_on() {
                    break;
                }
            }
        }
        seen.all_properties = true;
        Ok(valid)
    }
}
