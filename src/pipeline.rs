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

/// Output of a run, and its numbers with the bad records that it left out, as JSON.
#[napi(object, object_from_js = false)]
pub struct Reported {
    /// What was written
    #[napi(ts_type = "Buffer")]
    pub output: Output,
    /// `{ records, rejected, rejections }`
    pub report: String,
}

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
    /// so nobody can change or detach it meanwhile. A result that fits into `room` is copied there, and its length
    /// returned: making a Buffer costs more than a short run.
    #[napi(ts_return_type = "Buffer | number")]
    pub fn run_sync(
        &self,
        input: &[u8],
        params: Option<ClassInstance<'_, NativeParams>>,
        mut room: Option<BufferSlice<'_>>,
    ) -> napi::Result<Either<Output, u32>> {
        let params = params.as_ref().map(|native| &native.params);
        let output = guard("runSync", || self.pipeline.run(input, params))?;
        if let Some(place) = room.as_mut().and_then(|room| room.get_mut(..output.len())) {
            place.copy_from_slice(&output);
            return Ok(Either::B(output.len() as u32));
        }
        Ok(Either::A(Output::trimmed(output)))
    }

    /// As `runSync`, and what it reports besides its output.
    #[napi]
    pub fn run_reporting(
        &self,
        input: &[u8],
        params: Option<ClassInstance<'_, NativeParams>>,
    ) -> napi::Result<Reported> {
        let params = params.as_ref().map(|native| &native.params);
        guard("runSync", || {
            let (output, report) = self.pipeline.run_reporting(input, params)?;
            Ok(Reported {
                output: Output::trimmed(output),
                report: report.to_json(),
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
