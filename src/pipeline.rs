//! A plan: stages and options together, ready to run any number of times.

use std::sync::Arc;

use jsonmill_engine::pipeline::Pipeline;
use napi::bindgen_prelude::{BufferSlice, ClassInstance, Either};
use napi_derive::napi;

use crate::guard::guard;
use crate::output::Output;
use crate::params::NativeParams;
use crate::run::NativeRun;
use crate::stage::NativeStage;

/// A finished plan. Immutable, so that runs on other threads may share it.
#[napi]
pub struct NativePlan {
    pipeline: Arc<Pipeline>,
}

#[napi]
impl NativePlan {
    /// Plans and optimises `stages` under the JSON `options`.
    #[napi(constructor)]
    pub fn new(options: String, stages: Vec<ClassInstance<'_, NativeStage>>) -> napi::Result<NativePlan> {
        let stages: Vec<_> = stages.iter().map(|native| Arc::clone(&native.stage)).collect();
        guard("plan", || {
            Ok(NativePlan {
                pipeline: Arc::new(Pipeline::new(&options, &stages)?),
            })
        })
    }

    /// The plan as text: what is read, what is native, what is not and why.
    #[napi]
    pub fn explain(&self) -> napi::Result<String> {
        guard("explain", || Ok(self.pipeline.explain()))
    }

    /// Runs over the whole input on this thread. `input` is only borrowed: nothing below calls back into JavaScript,
    /// so nobody can change or detach it meanwhile.
    #[napi(ts_return_type = "Buffer")]
    pub fn run_sync(&self, input: &[u8], params: Option<ClassInstance<'_, NativeParams>>) -> napi::Result<Output> {
        let params = params.as_ref().map(|native| &native.params);
        guard("runSync", || self.pipeline.run(input, params).map(Output::trimmed))
    }

    /// The same for a result that may fit into `room`: then it is copied there, and its length returned.
    #[napi(ts_return_type = "number | Buffer")]
    pub fn run_into(
        &self,
        input: &[u8],
        params: Option<ClassInstance<'_, NativeParams>>,
        mut room: BufferSlice<'_'>,
    ) -> napi::Result<Either<u32, Output>> {
        let params = params.as_ref().map(|native| &native.params);
        guard("runSync", || {
            let output = self.pipeline.run(input, params)?;
            Ok(match room.get_mut(..output.len()) {
                Some(place) => {
                    place.copy_from_slice(&output);
                    Either::A(output.len() as u32)
                }
                None => Either::B(Output::trimmed(output)),
            })
        })
    }

    /// Starts an asynchronous run.
    #[napi]
    pub fn start(&self, params: Option<ClassInstance<'_, NativeParams>>) -> napi::Result<NativeRun> {
        let params = params.as_ref().map(|native| &native.params);
        guard("start", || Ok(NativeRun::new(self.pipeline.start(params)?)))
    }
}
