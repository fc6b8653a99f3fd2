//! A schema by itself: texts in, violations out.

use jsonmill_json::{piece, repair};
use serde_json::{Value as Json, json};

use super::report::schema_error;
use crate::error::{Code, Error};
use crate::schema::{Change, Changed, Validator, Violation};
use crate::value::{Abrupt, Limit};

/// A compiled schema for single texts.
#[derive(Debug)]
pub struct SchemaCheck {
    validator: Validator,
}

impl SchemaCheck {
    /// Compiles a schema from the JSON of its specification.
    ///
    /// # Errors
    /// OPTION, if it is no schema.
    pub fn compile(spec: &str) -> Result<SchemaCheck, Error> {
        let validator = Validator::compile(spec).map_err(|error| schema_error(&error))?;
        Ok(SchemaCheck { validator })
    }

    /// What is wrong with a JSON text, as a JSON array; `None` where nothing is.
    ///
    /// # Errors
    /// PARSE, DEPTH, LIMIT.
    pub fn run(&self, text: &[u8]) -> Result<Option<String>, Error> {
        let found = self.check(text, &mut Changed::default())?;
        Ok(found.map(|violations| located(text, &violations).to_string()))
    }

    /// What is wrong with a JSON text and what is to be changed in it, as JSON: `{ violations, changes }`.
    ///
    /// # Errors
    /// PARSE, DEPTH, LIMIT.
    pub fn changes(&self, text: &[u8]) -> Result<String, Error> {
        let mut changed = Changed {
            list: Some(Vec::new()),
            ..Changed::default()
        };
        let violations = self.check(text, &mut changed)?.unwrap_or_default();
        let changes: Option<Vec<Json>> = changed.list.iter().flatten().map(Change::to_json).collect();
        let changes = changes.ok_or_else(|| {
            Error::new(
                Code::Limit,
                "a property whose name has lone surrogates would be changed",
            )
        })?;
        Ok(json!({ "violations": located(text, &violations), "changes": changes }).to_string())
    }

    fn check(&self, text: &[u8], changed: &mut Changed) -> Result<Option<Vec<Violation>>, Error> {
        let text = &repair::to_valid_utf8(text);
        let checked = self
            .validator
            .check_text(text, changed)
            .map_err(|abrupt| match abrupt {
                Abrupt::Limit(Limit::Depth) => {
                    Error::new(Code::Depth, "data or references nest too deeply to be checked")
                }
                Abrupt::Limit(_) => Error::new(Code::Limit, "a value takes too many steps to be checked"),
                _ => Error::new(Code::Limit, "a text is too long to be checked"),
            })?;
        match checked {
            None => Err(Error::new(Code::Parse, "the text is not JSON")),
            Some(found) => Ok(found.err()),
        }
    }
}

/// Violations with their places in a text.
fn located(text: &[u8], violations: &[Violation]) -> Json {
    let mut found = serde_json::to_value(violations).unwrap_or_default();
    let start = text.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
    for (fields, violation) in found.as_array_mut().into_iter().flatten().zip(violations) {
        let at = start + piece::find(&text[start..], &violation.instance_path).unwrap_or(0);
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("record".to_owned(), 0.into());
            fields.insert("offset".to_owned(), at.into());
        }
    }
    found
}
