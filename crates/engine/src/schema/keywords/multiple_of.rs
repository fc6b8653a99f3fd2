//! `multipleOf`: <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.1>

use serde_json::{Value as Json, json};

use super::super::Node;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// Numbers that divide to an integer, in double precision as everything in JavaScript.
#[derive(Debug)]
pub struct MultipleOf {
    pub divisor: f64,
    /// As the schema has it
    pub written: Json,
}

impl Keyword for MultipleOf {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.divisors.push(self.divisor);
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let Value::Number(number) = value else { return Ok(true) };
        let quotient = number / self.divisor;
        // a quotient beyond the largest double says nothing
        let rest = if quotient.is_finite() {
            quotient.fract()
        } else {
            number % self.divisor
        };
        let valid = rest == 0.0;
        if !valid {
            let params = json!({ "multipleOf": self.written });
            check.violate(node, "multipleOf", params, || {
                format!("must be multiple of {}", self.written)
            });
        }
        Ok(valid)
    }
}
