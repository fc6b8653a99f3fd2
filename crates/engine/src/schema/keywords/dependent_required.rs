//! `dependentRequired`, and `dependencies` with names: <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.4>

use serde_json::json;

use super::super::Node;
use super::super::check::object;
use super::super::check::{Check, Seen};
use super::Keyword;
use crate::value::{Completion, Value};

/// Properties that must be there if another one is.
#[derive(Debug)]
pub struct DependentRequired {
    pub keyword: &'static str,
    pub dependents: Vec<(String, Vec<String>)>,
}

impl Keyword for DependentRequired {
    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let Some(r) = object(value) else { return Ok(true) };
        let mut valid = true;
        for (property, names) in &self.dependents {
            if check.property(r, property)?.is_none() {
                continue;
            }
            for name in names {
                if check.property(r, name)?.is_some() {
                    continue;
                }
                valid = false;
                let (count, deps) = (names.len(), names.join(", "));
                let params = json!({ "property": property, "missingProperty": name, "depsCount": count, "deps": deps });
                check.violate(node, self.keyword, params, || {
                    let what = if count == 1 { "property" } else { "properties" };
                    format!("must have {what} {deps} when property {property} is present")
                });
                if !check.goes_on() {
                    return Ok(false);
                }
            }
        }
        Ok(valid)
    }
}
