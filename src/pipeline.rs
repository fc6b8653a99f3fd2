//! A plan: stages and options together, ready to run any number of times.

use std::sync::Arc;
use std::time::Duration;

use jsonmill_engine::error::Error;
use jsonmill_engine::pipeline::{Batch, Pipeline};
use napi::Env;
use napi::bindgen_prelude::{BufferSlice, ClassInstance, Either, Function};
use napi_derive::napi;

use crate::batch::NativeBatch;
use crate::guard::guard;
use crate::output::Output;
use crate::params::NativeParams;
use crate::run::NativeRun;
use crate::stage::NativeStage;
use crate::watch::within;

/// A run of limited time takes its input in slices of this size.
const SLICE: usize = 1 << 20;

/// Output of a run, and its numbers with the bad records that it left out, as JSON.
#[napi(object, object_from_js = false)]
pub struct Reported {
    /// What was written
    #[napi(ts_type = "Buffer")]
    pub output: Output,
    /// `{ records, rejected, rejections, written }`, and `memory` and `tally` where it was measured
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
        room: Option<BufferSlice<'_>>,
    ) -> napi::Result<Either<Output, u32>> {
        let params = params.as_ref().map(|native| &native.params);
        let output = guard("runSync", || self.pipeline.run_shared(input, params))?;
        Ok(placed(output, room))
    }

    /// `runSync` without params as a function of its own. To a method napi-rs hands its object by way of a lock, a hash
    /// table and some allocations, which cost about as much as a run over a few bytes.
    #[napi(ts_return_type = "(input: Uint8Array, room: Buffer) => Buffer | number")]
    pub fn caller<'env>(&self, env: &'env Env) -> napi::Result<Function<'env, (), Either<Output, u32>>> {
        let pipeline = Arc::clone(&self.pipeline);
        env.create_function_from_closure("runSync", move |context| {
            let input: &[u8] = context.get(0)?;
            let output = guard("runSync", || pipeline.run_shared(input, None))?;
            Ok(placed(output, Some(context.get(1)?)))
        })
    }

    /// As `runSync`, and what it reports besides its output; with where records and time went, if it is `measured`.
    #[napi]
    pub fn run_reporting(
        &self,
        input: &[u8],
        params: Option<ClassInstance<'_, NativeParams>>,
        measured: Option<bool>,
    ) -> napi::Result<Reported> {
        let params = params.as_ref().map(|native| &native.params);
        guard("runSync", || {
            let (output, report) = self.pipeline.run_reporting(input, params, measured == Some(true))?;
            Ok(Reported {
                output: Output::trimmed(output),
                report: report.to_json(),
            })
        })
    }

    /// As `runReporting`, and no longer than that; then it ends in the error CANCELLED.
    #[napi]
    pub fn run_within(
        &self,
        input: &[u8],
        params: Option<ClassInstance<'_, NativeParams>>,
        milliseconds: f64,
        measured: Option<bool>,
    ) -> napi::Result<Reported> {
        let params = params.as_ref().map(|native| &native.params);
        guard("runSync", || {
            let mut run = self.pipeline.start(params)?;
            if measured == Some(true) {
                run.measure();
            }
            let stop = run.cancel_flag();
            let limit = Duration::from_micros((milliseconds * 1000.0) as u64);
            let done = within(limit, &stop, || {
                // It looks at the time between slices, also where no callback runs.
                input.chunks(SLICE).try_for_each(|slice| run.push(slice))?;
                run.finish()
            });
            let output = done.ok_or_else(|| Error::internal("the system gives no thread to watch the time"))??;
            Ok(Reported {
                output: Output::trimmed(output),
                report: run.report().to_json(),
            })
        })
    }

    /// A batch of documents, to be run once.
    #[napi]
    pub fn batch(&self, params: Option<ClassInstance<'_, NativeParams>>) -> napi::Result<NativeBatch> {
        let params = params.as_ref().map(|native| &native.params);
        guard("batch", || Ok(NativeBatch::new(Batch::new(&self.pipeline, params)?)))
    }

    /// Starts an asynchronous run. Where it is `measured`, its report says where records and time went.
    #[napi]
    pub fn start(
        &self,
        params: Option<ClassInstance<'_, NativeParams>>,
        measured: Option<bool>,
    ) -> napi::Result<NativeRun> {
        let params = params.as_ref().map(|native| &native.params);
        guard("start", || {
            let mut run = self.pipeline.start(params)?;
            if measured == Some(true) {
                run.measure();
            }
            Ok(NativeRun::new(run))
        })
    }
}

/// A result copied into `room`, as its length, where it fits.
fn placed(output: Vec<u8>, mut room: Option<BufferSlice<'_>>) -> Either<Output, u32> {
    if let Some(place) = room.as_mut().and_then(|room| room.get_mut(..output.len())) {
        place.copy_from_slice(&output);
        return Either::B(output.len() as u32);
    }
    Either::A(Output::trimmed(output))
}
