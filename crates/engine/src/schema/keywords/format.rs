//! `format`: <https://json-schema.org/draft/2020-12/json-schema-validation#section-7>

use serde_json::json;

use super::super::Node;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::super::format::Format as Known;
use super::Keyword;
use crate::value::{Completion, Value};

/// Strings of a format.
#[derive(Debug)]
pub struct Format {
    pub name: String,
    pub known: Known,
}

impl Keyword for Format {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.text().formats.push(self.known);
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let Value::String(s) = value else { return Ok(true) };
        // no format admits a lone surrogate
        let valid = self.known.holds(check.heap.text(s)) == Some(true);
        if !valid {
            let params = json!({ "format": self.name });
            check.violate(node, "format", params, || {
                format!("must match format \"{}\"", self.name)
            });
        }
        Ok(valid)
    }
}
