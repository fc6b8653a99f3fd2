//! Params: values given at runs, decoded once for any number of them.

use jsonmill_engine::pipeline::Params;
use napi_derive::napi;

use crate::guard::guard;

/// Params of runs. Immutable; any number of runs of any plans may share them.
#[napi]
pub struct NativeParams {
    pub(crate) params: Params,
}

#[napi]
impl NativeParams {
    /// Decodes params from the JSON of their snapshot.
    #[napi(constructor)]
    pub fn new(snapshot: String) -> napi::Result<NativeParams> {
        guard("params", || {
            Ok(NativeParams {
                params: Params::decode(&snapshot)?,
            })
        })
    }
}
