//! A compiled JSON Schema by itself: for values that are not records of a run.

use jsonmill_engine::pipeline::SchemaCheck;
use napi_derive::napi;

use crate::guard::guard;

/// A compiled schema. Immutable.
#[napi]
pub struct NativeValidator {
    check: SchemaCheck,
}

#[napi]
impl NativeValidator {
    /// Compiles a schema from the JSON of its specification.
    #[napi(constructor)]
    pub fn new(spec: String) -> napi::Result<NativeValidator> {
        guard("validator", || {
            Ok(NativeValidator {
                check: SchemaCheck::compile(&spec)?,
            })
        })
    }

    /// What is wrong with a JSON text, as a JSON array of violations; null where nothing is.
    #[napi]
    pub fn check(&self, text: &[u8]) -> napi::Result<Option<String>> {
        guard("validate", || self.check.run(text))
    }

    /// What is wrong with a JSON text and what is to be changed in it, as JSON.
    #[napi]
    pub fn changes(&self, text: &[u8]) -> napi::Result<String> {
        guard("validate", || self.check.changes(text))
    }
}
