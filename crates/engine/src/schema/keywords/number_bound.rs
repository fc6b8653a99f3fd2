//! `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`: <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.2>

use serde_json::{Value as Json, json};

use super::super::Node;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// How a number relates to its bound.
#[derive(Clone, Copy, Debug)]
pub enum Relation {
    AtLeast,
    AtMost,
    Above,
    Below,
}

impl Relation {
    fn sign(self) -> &'static str {
        match self {
            Relation::AtLeast => ">=",
            Relation::AtMost => "<=",
            Relation::Above => ">",
            Relation::Below => "<",
        }
    }

    pub(in super::super) fn holds(self, value: f64, limit: f64) -> bool {
        match self {
            Relation::AtLeast => value >= limit,
            Relation::AtMost => value <= limit,
            Relation::Above => value > limit,
            Relation::Below => value < limit,
        }
    }
}

/// A bound.
#[derive(Debug)]
pub struct NumberBound {
    pub keyword: &'static str,
    pub relation: Relation,
    pub limit: f64,
    /// As the schema has it
    pub written: Json,
}

impl Keyword for NumberBound {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.bounds.push((self.relation, self.limit));
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let Value::Number(number) = value else { return Ok(true) };
        let valid = self.relation.holds(number, self.limit);
        if !valid {
            let sign = self.relation.sign();
            let params = json!({ "comparison": sign, "limit": self.written });
            check.violate(node, self.keyword, params, || {
                format!("must be {sign} {}", self.written)
            });
        }
        Ok(valid)
    }
}
