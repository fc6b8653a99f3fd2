//! One compiled callback, held by JavaScript between its compilation and the plan that uses it.

use std::sync::Arc;

use jsonmill_engine::pipeline::Stage;
use napi_derive::napi;

use crate::guard::guard;

/// A compiled stage. Immutable; any number of plans may share it.
#[napi]
pub struct NativeStage {
    pub(crate) stage: Arc<Stage>,
}

/// Compiles one callback from its JSON specification: kind, stage number, source, env and bindings.
#[napi]
pub fn compile_stage(spec: String) -> napi::Result<NativeStage> {
    guard("compileStage", || {
        Ok(NativeStage {
            stage: Arc::new(Stage::compile(&spec)?),
        })
    })
}
