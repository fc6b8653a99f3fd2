//! A schema together with how it is to be applied: what a validate stage is made of.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use serde::Deserialize;
use serde_json::Value as Json;

use super::check::{self, Detail};
use super::fast;
use super::proto_keys::{self, Found, ProtoKeys};
use super::{Changed, Changes, Draft, Options, Schema, SchemaError, Scratch, Violation};
use crate::value::{Completion, Heap, Value};

/// Violations of one value that are kept where all of them are wanted.
const MAX_VIOLATIONS: usize = 1000;
/// Bytes of a text whose check leaves memory for the next one.
const MAX_IDLE: usize = 1 << 20;
/// Bytes of a value whose text nobody has.
const UNKNOWN: usize = 500_000;

/// A schema, ready to check values.
#[derive(Debug)]
pub struct Validator {
    schema: Schema,
    detail: Detail,
    proto_keys: ProtoKeys,
    /// Memory for the next text that is checked by itself
    idle: Mutex<Option<Box<Scratch>>>,
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
    #[serde(default)]
    proto_keys: ProtoKeys,
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
        Ok(Validator {
            schema,
            detail,
            proto_keys: spec.proto_keys,
            idle: Mutex::default(),
        })
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
        let text = heap.untouched_text(value);
        let looks = self.proto_keys != ProtoKeys::Keep && text.is_none_or(proto_keys::may_have);
        if looks {
            if let Found::Refused(violation) = proto_keys::find(heap, value, self.proto_keys)? {
                return Ok(Err(vec![*violation]));
            }
        } else if let (Some(fast), Some(text)) = (&self.schema.fast, text)
            && fast.accepts(text, scratch)
        {
            return Ok(Ok(()));
        }
        let bytes = text.map_or(UNKNOWN, <[u8]>::len);
        check::check(&self.schema, heap, value, bytes, self.detail, &mut Changed::default())
    }

    /// Whether the input is one document that is valid for sure, and to be left as it is. The walk has passed it, and has lent
    /// its tokens.
    #[must_use]
    pub fn accepts_document(&self, heap: &Heap<'_>, scratch: &mut Scratch) -> bool {
        let fast = self.schema.fast.as_ref().filter(|_| self.reads_text());
        fast.is_some_and(|fast| fast.accepts_first(heap.input_start(), |from| heap.input_from(from), scratch))
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
        let fast = self.schema.fast.as_ref();
        let accepted = fast.is_some_and(|fast| fast.accepts_input(|from| heap.input_from(from), offset, scratch));
        if accepted && self.proto_keys == ProtoKeys::Keep {
            return Ok(Ok(None));
        }
        let text = heap.input_from(offset);
        let len = fast::value_len(text);
        let looks = self.proto_keys != ProtoKeys::Keep && proto_keys::may_have(&text[..len]);
        if accepted && !looks {
            return Ok(Ok(None));
        }
        let value = heap.input_value(offset, len)?;
        let mut changed = Changed::default();
        if looks {
            match proto_keys::find(heap, value, self.proto_keys)? {
                Found::None => {}
                Found::Removed => changed.any = true,
                Found::Refused(violation) => return Ok(Err(vec![*violation])),
            }
        }
        let found = check::check(&self.schema, heap, value, len, self.detail, &mut changed)?;
        Ok(found.map(|()| changed.any.then_some(value)))
    }

    /// Whether records may leave other than they came.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.schema.changes.any() || self.proto_keys == ProtoKeys::Remove
    }

    /// Whether a document is checked over its text, whatever of it has been read besides: it is left as it is, and mostly no
    /// value of it is needed.
    #[must_use]
    pub fn reads_text(&self) -> bool {
        self.is_fast() && !self.changes() && self.proto_keys == ProtoKeys::Keep
    }

    /// Whether records are judged over their bytes.
    #[must_use]
    pub fn is_fast(&self) -> bool {
        self.schema.fast.is_some()
    }

    /// Checks a JSON text; what would have to be changed is told in `changed`.
    ///
    /// # Errors
    /// A limit; `None` where the text is no JSON.
    pub fn check_text(&self, text: &[u8], changed: &mut Changed) -> Completion<Option<Result<(), Vec<Violation>>>> {
        if let Some(fast) = &self.schema.fast {
            let mut scratch = self
                .idle
                .try_lock()
                .ok()
                .and_then(|mut idle| idle.take())
                .unwrap_or_default();
            let accepted = fast.accepts_text(text, &mut scratch);
            if text.len() <= MAX_IDLE
                && let Ok(mut idle) = self.idle.try_lock()
            {
                *idle = Some(scratch);
            }
            if accepted {
                return Ok(Some(Ok(())));
            }
        }
        self.schema.check_text(text, self.detail, changed)
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
    match metaschema(draft).check_text(&text, Detail::First, &mut Changed::default()) {
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
