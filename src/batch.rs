//! A batch of documents in one call.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jsonmill_engine::error::Error;
use jsonmill_engine::pipeline::{Answers, Batch};
use napi::bindgen_prelude::{AsyncTask, Either, Float64Array, Unknown};
use napi::{Env, Task};
use napi_derive::napi;

use crate::guard::guard;
use crate::input;
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

/// Documents of a batch that were copied.
#[derive(Default)]
struct Taken {
    /// One behind the other
    bytes: Vec<u8>,
    /// Where each ends
    ends: Vec<usize>,
}

impl Taken {
    fn of(documents: &[&[u8]]) -> Taken {
        let mut taken = Taken {
            bytes: Vec::with_capacity(documents.iter().map(|document| document.len()).sum()),
            ends: Vec::with_capacity(documents.len()),
        };
        for document in documents {
            taken.bytes.extend_from_slice(document);
            taken.ends.push(taken.bytes.len());
        }
        taken
    }

    fn document(&self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends.get(number).map_or(&[], |&end| &self.bytes[start..end])
    }
}

/// A batch that may run, once. Its documents come as an array of `Uint8Array | null`, whose elements are its own.
#[napi]
pub struct NativeBatch {
    batch: Arc<Batch>,
    cancelled: Arc<AtomicBool>,
    taken: Arc<Taken>,
}

#[napi]
impl NativeBatch {
    pub(crate) fn new(batch: Batch) -> NativeBatch {
        NativeBatch {
            cancelled: batch.cancel_flag(),
            batch: Arc::new(batch),
            taken: Arc::default(),
        }
    }

    /// Runs over documents during the call, and no longer than so many milliseconds. Gives the number of a document that
    /// it does not take, if there is one.
    #[napi(ts_args_type = "documents: Array<Uint8Array | null>, milliseconds?: number")]
    pub fn run_sync(
        &self,
        env: Env,
        documents: Unknown<'_>,
        milliseconds: Option<f64>,
    ) -> napi::Result<Either<Answered, u32>> {
        // SAFETY: no JavaScript runs during this call, and lib/ makes the array.
        let documents = match unsafe { input::documents(&env, &documents) }? {
            Ok(documents) => documents,
            Err(number) => return Ok(Either::B(number)),
        };
        let run = || self.batch.run(&documents);
        let answers = guard("eachSync", || {
            let Some(milliseconds) = milliseconds else { return run() };
            let limit = Duration::from_micros((milliseconds * 1000.0) as u64);
            let done = within(limit, &self.cancelled, run);
            done.ok_or_else(|| Error::internal("the system gives no thread to watch the time"))?
        })?;
        Ok(Either::A(Answered::new(answers)))
    }

    /// Copies documents, for `run`. Gives the number of a document that it does not take, if there is one, or -1.
    #[napi(ts_args_type = "documents: Array<Uint8Array | null>")]
    pub fn take(&mut self, env: Env, documents: Unknown<'_>) -> napi::Result<i32> {
        // SAFETY: the slices end with this call, during which no JavaScript runs, and lib/ makes the array.
        match unsafe { input::documents(&env, &documents) }? {
            Ok(documents) => {
                self.taken = guard("each", || Ok(Arc::new(Taken::of(&documents))))?;
                Ok(-1)
            }
            Err(number) => Ok(number as i32),
        }
    }

    /// Runs over the documents that were taken, on worker threads.
    #[napi(ts_return_type = "Promise<Answered>")]
    pub fn run(&self) -> AsyncTask<BatchTask> {
        AsyncTask::new(BatchTask {
            batch: Arc::clone(&self.batch),
            taken: Arc::clone(&self.taken),
        })
    }

    /// A document that was taken.
    #[napi(ts_return_type = "Buffer")]
    pub fn document(&self, number: u32) -> Output {
        Output::trimmed(self.taken.document(number as usize).to_vec())
    }

    /// Asks the batch to stop soon; its task then ends in the error CANCELLED.
    #[napi]
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// A batch on its way through worker threads.
pub struct BatchTask {
    batch: Arc<Batch>,
    taken: Arc<Taken>,
}

impl Task for BatchTask {
    type Output = Answers;
    type JsValue = Answered;

    fn compute(&mut self) -> napi::Result<Answers> {
        guard("each", || {
            let documents: Vec<&[u8]> = (0..self.taken.ends.len()).map(|at| self.taken.document(at)).collect();
            self.batch.run(&documents)
        })
    }

    fn resolve(&mut self, _env: Env, answers: Answers) -> napi::Result<Answered> {
        Ok(Answered::new(answers))
    }
}
