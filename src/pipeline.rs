//! A plan: stages and options together, ready to run any number of times.

use std::sync::Arc;
use std::time::Duration;

use jsonmill_engine::error::Error;
use jsonmill_engine::pipeline::{Batch, Pipeline, Series};
use napi::Env;
use napi::bindgen_prelude::{ClassInstance, Function};
use napi_derive::napi;

use crate::batch::NativeBatch;
use crate::direct;
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
    /// so nobody can change or detach it meanwhile.
    #[napi(ts_return_type = "Buffer")]
    pub fn run_sync(&self, input: &[u8], params: Option<ClassInstance<'_, NativeParams>>) -> napi::Result<Output> {
        let params = params.as_ref().map(|native| &native.params);
        let output = guard("runSync", || self.pipeline.run_shared(input, params))?;
        Ok(Output::trimmed(output))
    }

    /// `runSync` under these params as a function of its own, for short runs. The result lies at `pool[at]`, if it fits
    /// there, and its length is returned; -1 for an input that it does not take.
    #[napi(ts_return_type = "(input: Uint8Array, pool: Uint8Array, at: number) => Buffer | number")]
    pub fn direct<'env>(
        &self,
        env: &'env Env,
        params: Option<ClassInstance<'_, NativeParams>>,
    ) -> napi::Result<Function<'env, (), ()>> {
        let params = params.as_ref().map(|native| &native.params);
        direct::function(env, guard("runSync", || Series::new(&self.pipeline, params))?)
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

    /// Starts an asynchronous run. Where it is `measured`, its report says where records and time went. One that `letsGo` holds less of
    /// a document that leaves as it comes, and may end in AGAIN: then it is to begin again without that.
    #[napi]
    pub fn start(
        &self,
        params: Option<ClassInstance<'_, NativeParams>>,
        measured: Option<bool>,
        lets_go: Option<bool>,
    ) -> napi::Result<NativeRun> {
        let params = params.as_ref().map(|native| &native.params);
        guard("start", || {
            let mut run = self.pipeline.start(params)?;
            if measured == Some(true) {
                run.measure();
            }
            if lets_go == Some(true) {
                run.let_go();
            }
            Ok(NativeRun::new(run))
        })
    }
}
