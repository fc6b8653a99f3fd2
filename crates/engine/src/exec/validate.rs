//! Validate stages: records and documents against a schema.

use std::sync::Arc;

use crate::ecma;
use crate::schema::{Validator, Violation};
use crate::value::{Abrupt, Limit, Value};

use super::run::{Failure, Runner};

/// A schema and the values it judges.
#[derive(Clone, Debug)]
pub struct Validation {
    /// The schema
    pub validator: Arc<Validator>,
    /// Its values come as they are in the input; else a callback made them, and their JSON form is checked
    pub of_input: bool,
}

/// What goes on, or what is wrong.
type Checked = Result<Value, Vec<Violation>>;

/// A record that violates its schema.
#[derive(Clone, Debug)]
pub struct Invalid {
    /// Number of the record
    pub record: u64,
    /// Offset of the record from the very start of the input
    pub offset: u64,
    /// Number of the stage
    pub stage: u32,
    /// What was found
    pub violations: Vec<Violation>,
    /// The violations' paths lead through the record's text in the input
    pub of_input: bool,
}

impl Runner<'_, '_> {
    /// Checks a value that a callback has made: what goes on, or what is wrong with it. Where the schema may change values, their
    /// JSON form goes on.
    pub(super) fn checked(&mut self, validation: &Validation, value: Value) -> Result<Checked, Abrupt> {
        let form = self.json_form(value)?;
        let scratch = &mut self.state.scratch;
        let found = validation.validator.check(&mut self.machine.heap, form, scratch)?;
        let goes_on = if validation.validator.changes() { form } else { value };
        Ok(found.map(|()| goes_on))
    }

    /// Checks a record of the input, its text, whatever of it the walk has handed over: what goes on, or what is wrong with it.
    pub(super) fn checked_text(
        &mut self,
        validation: &Validation,
        value: Value,
        offset: u64,
    ) -> Result<Checked, Abrupt> {
        let scratch = &mut self.state.scratch;
        let heap = &mut self.machine.heap;
        // keywords look at numbers as such
        let keeps_numbers = heap.keeps_numbers();
        heap.keep_numbers(false);
        let found = validation.validator.check_input(heap, offset, scratch);
        heap.keep_numbers(keeps_numbers);
        // V8 has no validator: what nests too deeply to be built level by level nobody can check.
        match found {
            Err(Abrupt::Unsupported(_)) => Err(Abrupt::Limit(Limit::Depth)),
            found => Ok(found?.map(|changed| changed.unwrap_or(value))),
        }
    }

    /// A value as JSON has it: what JSON.parse gives for the text that JSON.stringify gives.
    fn json_form(&mut self, value: Value) -> Result<Value, Abrupt> {
        if matches!(value, Value::String(_) | Value::Bool(_) | Value::Null) {
            return Ok(value);
        }
        let mut text = Vec::new();
        let heap = &mut self.machine.heap;
        if !self.state.serializer.write(heap, value, &[], 0, &mut text)? {
            return Ok(Value::Null);
        }
        let text = heap.string(&text)?;
        ecma::parse_json(heap, text)?.ok_or(Abrupt::Unsupported("a result that is no JSON"))
    }

    /// Checks a mill's document.
    pub(super) fn check_document(&mut self, value: Value) -> Result<(), Failure> {
        let Some((validation, stage)) = &self.executable.document_check else {
            return Ok(());
        };
        let (heap, scratch) = (&mut self.machine.heap, &mut self.state.scratch);
        if validation.validator.accepts_document(heap, scratch) {
            return Ok(());
        }
        let found = if validation.of_input {
            let start = heap.input_start();
            let space = heap
                .input_from(start)
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace());
            let offset = start + space.count() as u64;
            self.checked_text(validation, value, offset)
                .map(|found| found.map(|_| ()))
        } else {
            validation.validator.check(heap, value, scratch)
        };
        match found.map(|found| found.err().unwrap_or_default()) {
            Ok(violations) if violations.is_empty() => Ok(()),
            Ok(violations) => Err(Failure::Invalid(Box::new(Invalid {
                record: 0,
                offset: 0,
                stage: *stage,
                violations,
                of_input: true,
            }))),
            Err(abrupt) => Err(self.failure(abrupt, *stage, 0, 0)),
        }
    }
}
