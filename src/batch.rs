//! A batch of documents in one call.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jsonmill_engine::error::Error;
use jsonmill_engine::pipeline::{Answers, Batch};
use napi::bindgen_prelude::{AsyncTask, Float64Array, Uint8Array};
use napi::{Env, Task};
use napi_derive::napi;

use crate::guard::guard;
use crate::output::Output;
use crate::watch::within;

/// What came of the documents of a batch.
#[napi(object, object_from_js = false)]
pub struct Answered {
    /// Their outputs, one behind the other
    #[napi(ts_type = "Buffer")]
    pub output: Output,
    /// Where each ends; where one failed it is empty
    pub ends: Float64Array,
    /// Which failed, ascending
    pub failed: Vec<u32>,
    /// The payload of each of their errors
    pub errors: Vec<String>,
}

impl Answered {
    fn new(answers: Answers) -> Answered {
        let (failed, errors) = answers
            .failures
            .iter()
            .map(|(at, error)| (*at as u32, error.to_json()))
            .unzip();
        Answered {
            output: Output::trimmed(answers.output),
            ends: Float64Array::new(answers.ends.iter().map(|&end| end as f64).collect()),
            failed,
            errors,
        }
    }
}

/// A batch that may run, once.
#[napi]
pub struct NativeBatch {
    batch: Arc<Batch>,
    cancelled: Arc<AtomicBool>,
}

#[napi]
impl NativeBatch {
    pub(crate) fn new(batch: Batch) -> NativeBatch {
        NativeBatch {
            cancelled: batch.cancel_flag(),
            batch: Arc::new(batch),
        }
    }

    /// Runs over the documents in `bytes` that end at `ends`, on this thread, and no longer than so many milliseconds.
    #[napi]
    pub fn run_sync(&self, bytes: &[u8], ends: &[f64], milliseconds: Option<f64>) -> napi::Result<Answered> {
        let run = || self.batch.run(bytes, &offsets(ends));
        guard("eachSync", || {
            let Some(milliseconds) = milliseconds else { return run() };
            let limit = Duration::from_micros((milliseconds * 1000.0) as u64);
            let done = within(limit, &self.cancelled, run);
            done.ok_or_else(|| Error::internal("the system gives no thread to watch the time"))?
        })
        .map(Answered::new)
    }

    /// The same on worker threads. Only for memory that nobody else can reach.
    #[napi(ts_return_type = "Promise<Answered>")]
    pub fn run(&self, bytes: Uint8Array, ends: &[f64]) -> AsyncTask<BatchTask> {
        AsyncTask::new(BatchTask {
            batch: Arc::clone(&self.batch),
            bytes,
            ends: offsets(ends),
        })
    }

    /// Asks the batch to stop soon; its task then ends in the error CANCELLED.
    #[napi]
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

fn offsets(ends: &[f64]) -> Vec<usize> {
    ends.iter().map(|&end| end as usize).collect()
}

/// A batch on its way through worker threads.
pub struct BatchTask {
    batch: Arc<Batch>,
    /// The handle keeps the memory alive; napi drops the task on the JavaScript thread.
    bytes: Uint8Array,
    ends: Vec<usize>,
}

impl Task for BatchTask {
    type Output = Answers;
    type JsValue = Answered;

    fn compute(&mut self) -> napi::Result<Answers> {
        guard("each", || self.batch.run_shared(&self.bytes, &self.ends))
    }

    fn resolve(&mut self, _env: Env, answers: Answers) -> napi::Result<Answered> {
        Ok(Answered::new(answers))
    }
}
