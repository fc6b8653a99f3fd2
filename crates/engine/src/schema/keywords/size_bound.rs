//! `minLength`, `maxLength`, `minItems`, `maxItems`, `minProperties`, `maxProperties`:
//! <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.1>

use serde_json::json;

use super::super::Node;
use super::super::check::{Check, Seen, object};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// How many characters, items or properties there may be.
#[derive(Debug)]
pub struct SizeBound {
    pub keyword: &'static str,
    pub is_maximum: bool,
    pub limit: f64,
}

impl Keyword for SizeBound {
    fn fast(&self, rules: &mut Rules) -> bool {
        // A bound that is no integer means the next one.
        let (least, most) = (self.limit.ceil() as usize, self.limit.floor() as usize);
        let (min, max) = match self.keyword {
            "minLength" | "maxLength" => {
                let text = rules.text();
                (&mut text.min, &mut text.max)
            }
            "minItems" | "maxItems" => {
                let array = rules.array();
                (&mut array.min, &mut array.max)
            }
            _ => {
                let object = rules.object();
                (&mut object.min, &mut object.max)
            }
        };
        if self.is_maximum {
            *max = Some(most);
        } else {
            *min = least;
        }
        self.limit >= 0.0
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let (size, what) = match value {
            // code points: WTF-8 has one lead byte for each
            Value::String(s) if s.ascii => (s.len as usize, "characters"),
            Value::String(s) => {
                let lead = |byte: &&u8| **byte & 0xC0 != 0x80;
                (check.heap.text(s).iter().filter(lead).count(), "characters")
            }
            Value::Object(r) if value.as_array().is_some() => (check.heap.array_len(r)?, "items"),
            _ => match object(value) {
                Some(r) => (check.properties(r)?.len(), "properties"),
                None => return Ok(true),
            },
        };
        let size = size as f64;
        let valid = if self.is_maximum {
            size <= self.limit
        } else {
            size >= self.limit
        };
        if !valid {
            let limit = crate::ecma::text::number_text(self.limit);
            let than = if self.is_maximum { "more" } else { "fewer" };
            let params = json!({ "limit": self.limit as u64 });
            check.violate(node, self.keyword, params, || {
                format!("must NOT have {than} than {limit} {what}")
            });
        }
        Ok(valid)
    }
}
