//! A schema together with how it is to be applied: what a validate stage is made of.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use serde_json::Value as Json;

use super::check::{self, Detail};
use super::fast;
use super::{Change, Changes, Draft, Options, Schema, SchemaError, Scratch, Violation};
use crate::value::{Completion, Heap, Value};

/// Violations of one value that are kept where all of them are wanted.
const MAX_VIOLATIONS: usize = 1000;

/// A schema, ready to check values.
#[derive(Debug)]
pub struct Validator {
    schema: Schema,
    detail: Detail,
}

/// What a validator is made from.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    schema: Json,
    draft: Option<String>,
    #[serde(default)]
    schemas: HashMap<String, Json>,
    #[serde(default)]
    formats: bool,
    #[serde(default)]
    all_errors: bool,
    #[serde(flatten)]
    changes: Changes,
}

impl Validator {
    /// Compiles `{ schema, draft, schemas, formats, allErrors }`. The schema is checked against its metaschema.
    ///
    /// # Errors
    /// What is wrong with the schema, and where.
    pub fn compile(spec: &str) -> Result<Validator, SchemaError> {
        let spec: Spec = serde_json::from_str(spec).map_err(|error| {
            // Only what JSON.stringify wrote comes here.
            SchemaError::new("#", format!("the schema cannot be read: {error}"))
        })?;
        let options = Options {
            draft: spec.draft.as_deref().and_then(Draft::of_name),
            formats: spec.formats,
            schemas: spec.schemas,
            changes: spec.changes,
        };
        conforms(&spec.schema, &options)?;
        let schema = Schema::compile(&spec.schema, &options)?;
        let detail = if spec.all_errors {
            Detail::All(MAX_VIOLATIONS)
        } else {
            Detail::First
        };
        Ok(Validator { schema, detail })
    }

    /// Checks a value of the heap, and changes in it what the options want changed.
    ///
    /// # Errors
    /// A limit.
    pub fn check(
        &self,
        heap: &mut Heap<'_>,
        value: Value,
        scratch: &mut Scratch,
    ) -> Completion<Result<(), Vec<Violation>>> {
        if let Some(fast) = &self.schema.fast
            && let Some(text) = heap.untouched_text(value)
            && fast.accepts(text, scratch)
        {
            return Ok(Ok(()));
        }
        check::check(&self.schema, heap, value, self.detail, &mut Vec::new())
    }

    /// Checks the value that begins at an offset of the input, which the walk has passed. Gives the changed value, if anything
    /// had to be changed.
    ///
    /// # Errors
    /// A limit.
    pub fn check_input(
        &self,
        heap: &mut Heap<'_>,
        offset: u64,
        scratch: &mut Scratch,
    ) -> Completion<Result<Option<Value>, Vec<Violation>>> {
        let text = heap.input_from(offset);
        if self
            .schema
            .fast
            .as_ref()
            .is_some_and(|fast| fast.accepts(text, scratch))
        {
            return Ok(Ok(None));
        }
        let value = heap.input_value(offset, fast::value_len(text))?;
        let mut changes = Vec::new();
        let found = check::check(&self.schema, heap, value, self.detail, &mut changes)?;
        Ok(found.map(|()| (!changes.is_empty()).then_some(value)))
    }

    /// Whether records may leave other than they came.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.schema.changes.any()
    }

    /// Whether records are judged over their bytes.
    #[must_use]
    pub fn is_fast(&self) -> bool {
        self.schema.fast.is_some()
    }

    /// Checks a JSON text; what would have to be changed goes to `changes`.
    ///
    /// # Errors
    /// A limit; `None` where the text is no JSON.
    pub fn check_text(&self, text: &[u8], changes: &mut Vec<Change>) -> Completion<Option<Result<(), Vec<Violation>>>> {
        self.schema.check_text(text, self.detail, changes)
    }
}

/// Checks a schema against the metaschema of its draft; schemas with a metaschema of their own are not checked.
fn conforms(schema: &Json, options: &Options) -> Result<(), SchemaError> {
    let draft = match schema.get("$schema").and_then(Json::as_str) {
        Some(uri) => match Draft::of_uri(uri) {
            Some(draft) => draft,
            None => return Ok(()),
        },
        None => options.draft.unwrap_or_default(),
    };
    let text = serde_json::to_vec(schema).unwrap_or_default();
    match metaschema(draft).check_text(&text, Detail::First, &mut Vec::new()) {
        Ok(Some(Ok(()))) => Ok(()),
        Ok(Some(Err(violations))) => {
            let violation = violations.into_iter().next();
            let (path, message) = violation.as_ref().map_or_else(
                || ("#".to_owned(), "is no schema".to_owned()),
                |violation| (format!("#{}", violation.instance_path), violation.message.clone()),
            );
            let mut error = SchemaError::new(&path, message);
            error.violation = violation.map(Box::new);
            Err(error)
        }
        Ok(None) | Err(_) => Err(SchemaError::new("#", "the schema is nested too deeply")),
    }
}

/// The compiled metaschema of a draft.
fn metaschema(draft: Draft) -> Arc<Schema> {
    static COMPILED: [OnceLock<Arc<Schema>>; 5] = [const { OnceLock::new() }; 5];
    let compiled = COMPILED[draft as usize].get_or_init(|| {
        let reference = serde_json::json!({ "$ref": draft.uri() });
        let options = Options {
            draft: Some(draft),
            ..Options::default()
        };
        Arc::new(Schema::compile(&reference, &options).expect("metaschemas are schemas"))
    });
    Arc::clone(compiled)
}
