//! One asynchronous run: JavaScript queues slices of input, tasks on worker threads push them into the engine.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jsonmill_engine::error::{Code, Error};
use jsonmill_engine::pipeline::{Position, Report, Run};
use napi::bindgen_prelude::{AsyncTask, ClassInstance, Uint8Array};
use napi_derive::napi;

use crate::files::{NativeSource, NativeTarget, PumpTask};
use crate::output::Output;
use crate::spare;
use crate::task::{AdvanceTask, ComputeTask, EndTask, FinishTask, WholeTask};

/// A slice of input that a worker thread may read: JavaScript cannot reach these bytes.
pub(crate) enum Slice {
    /// Our own copy.
    Copied(Vec<u8>),
    /// Transferred memory. The handle keeps it alive and must be dropped on the JavaScript thread.
    Adopted(Uint8Array),
}

impl Slice {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Slice::Copied(bytes) => bytes,
            Slice::Adopted(bytes) => bytes,
        }
    }
}

/// What the JavaScript thread and the tasks of one run share.
pub(crate) struct Shared {
    queue: Mutex<VecDeque<Slice>>,
    /// A copy of the whole input, where V8 has to go on with it
    kept: Mutex<Option<Vec<u8>>>,
    /// Gone after the end of the run, be it a result, an error or a panic.
    run: Mutex<Option<Run>>,
    /// What the run reports besides its output, as it last was
    report: Mutex<Option<Report>>,
    /// Where it last stood between two lines
    position: Mutex<Position>,
    cancelled: Arc<AtomicBool>,
}

impl Shared {
    /// Works on the engine's run alone, which goes on unless `work` fails.
    pub(crate) fn advance(&self, work: impl FnOnce(&mut Run) -> Result<(), Error>) -> Result<(), Error> {
        let mut slot = self.run.lock().map_err(|_| panicked())?;
        let mut run = slot.take().ok_or_else(ended)?;
        work(&mut run).inspect_err(|error| self.fail(&mut run, error))?;
        *slot = Some(run);
        Ok(())
    }

    /// Whether threads may take lines for themselves.
    pub(crate) fn may_relay(&self) -> bool {
        let run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        run.as_ref().is_some_and(Run::may_relay)
    }

    /// Whether the run wants no more input.
    pub(crate) fn has_ended(&self) -> bool {
        let report = self.report.lock().unwrap_or_else(PoisonError::into_inner);
        report.as_ref().is_some_and(|report| report.ended)
    }

    /// Works on the engine's run for the last time: its memory must not wait for the collection of the handle.
    pub(crate) fn end<T>(&self, work: impl FnOnce(&mut Run) -> Result<T, Error>) -> Result<T, Error> {
        let mut slot = self.run.lock().map_err(|_| panicked())?;
        let mut run = slot.take().ok_or_else(ended)?;
        let result = work(&mut run).inspect_err(|error| self.fail(&mut run, error))?;
        run.retire();
        Ok(result)
    }

    /// After a failure: bad records that were found before are told too, unless V8 finds them again.
    fn fail(&self, run: &mut Run, error: &Error) {
        if !matches!(error.payload().code, Code::Bail | Code::Again | Code::Cancelled) {
            self.keep(run);
        }
    }

    /// The next slice in the order they were queued. Called under the run's lock, so that order is also the engine's.
    pub(crate) fn next_slice(&self) -> Option<Slice> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// Whether slices wait.
    pub(crate) fn has_slices(&self) -> bool {
        !self.queue.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Keeps a copy that V8 goes on with.
    pub(crate) fn keep_copy(&self, copied: Vec<u8>) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(copied);
    }

    /// Keeps what the run reports, and where it stands. Bad records that nobody has asked for yet stay.
    pub(crate) fn keep(&self, run: &mut Run) {
        let mut kept = self.report.lock().unwrap_or_else(PoisonError::into_inner);
        let mut report = run.report();
        if let Some(earlier) = kept.take().filter(|earlier| !earlier.rejections.is_empty()) {
            let found = std::mem::replace(&mut report.rejections, earlier.rejections);
            report.rejections.extend(found);
        }
        *kept = Some(report);
        *self.position.lock().unwrap_or_else(PoisonError::into_inner) = run.position();
    }

    fn queue(&self, slice: Slice) {
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(slice);
    }
}

/// A panic left the lock poisoned.
fn panicked() -> Error {
    Error::internal("this run ended in a panic")
}

fn ended() -> Error {
    Error::internal("this run has ended")
}

/// What a run reports while it goes on.
#[napi(object, object_from_js = false)]
pub struct Told {
    /// `{ records, rejected, rejections, written }`
    pub report: String,
    /// The bytes of the bad records, one behind the other
    #[napi(ts_type = "Buffer")]
    pub raw: Output,
    /// Where each ends
    pub ends: Vec<f64>,
}

/// Where a run over lines stands.
#[napi(object, object_from_js = false)]
pub struct Standing {
    /// Records before it
    pub records: f64,
    /// Lines before it
    pub lines: f64,
    /// How many records each stage has seen
    pub indexes: Vec<f64>,
}

/// One run of a plan. Its methods return at once; `compute` and `finish` settle when a worker thread is done.
#[napi]
pub struct NativeRun {
    shared: Arc<Shared>,
}

#[napi]
impl NativeRun {
    pub(crate) fn new(run: Run) -> NativeRun {
        let cancelled = run.cancel_flag();
        let shared = Shared {
            queue: Mutex::default(),
            kept: Mutex::default(),
            run: Mutex::new(Some(run)),
            report: Mutex::default(),
            position: Mutex::default(),
            cancelled,
        };
        NativeRun {
            shared: Arc::new(shared),
        }
    }

    /// Queues a copy of `bytes`, made now.
    #[napi]
    pub fn copy(&self, bytes: &[u8]) -> napi::Result<()> {
        self.shared.queue(Slice::Copied(spare::copy(bytes)?));
        Ok(())
    }

    /// How many slices wait for a worker thread.
    #[napi]
    pub fn waiting(&self) -> u32 {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).len() as u32
    }

    /// The copy of a whole input that a run has left to V8.
    #[napi(ts_return_type = "Buffer | null")]
    pub fn copied(&self) -> Option<Output> {
        let kept = self.shared.kept.lock().unwrap_or_else(PoisonError::into_inner).take();
        kept.map(Output)
    }

    /// Queues `bytes` themselves. Only for memory that JavaScript gave up by a transfer.
    #[napi]
    pub fn adopt(&self, bytes: Uint8Array) {
        self.shared.queue(Slice::Adopted(bytes));
    }

    /// Pushes everything queued into the engine, on a worker thread.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn compute(&self) -> AsyncTask<ComputeTask> {
        AsyncTask::new(ComputeTask::new(Arc::clone(&self.shared)))
    }

    /// Pushes everything queued into the engine and gives what has been written since the last time.
    #[napi(ts_return_type = "Promise<Buffer>")]
    pub fn advance(&self) -> AsyncTask<AdvanceTask> {
        AsyncTask::new(AdvanceTask::new(Arc::clone(&self.shared)))
    }

    /// Pushes what is still queued, ends the run and gives its result.
    #[napi(ts_return_type = "Promise<Buffer>")]
    pub fn finish(&self) -> AsyncTask<FinishTask> {
        AsyncTask::new(FinishTask::new(Arc::clone(&self.shared)))
    }

    /// The same in several steps, where there is much to give: that was all once it is done.
    #[napi(ts_return_type = "Promise<Pumped>")]
    pub fn finish_some(&self) -> AsyncTask<EndTask> {
        AsyncTask::new(EndTask::new(Arc::clone(&self.shared)))
    }

    /// Ends the run where the one thing queued is the whole input: it is read as `runSync` reads it.
    #[napi(ts_return_type = "Promise<Buffer>")]
    pub fn whole(&self) -> AsyncTask<WholeTask> {
        AsyncTask::new(WholeTask::new(Arc::clone(&self.shared)))
    }

    /// Reads the next batch of files, and gives what has been written since the last time, to a file where there is one. At the end of the
    /// files the run ends.
    #[napi(ts_return_type = "Promise<Pumped>")]
    pub fn pump(
        &self,
        source: ClassInstance<'_, NativeSource>,
        target: Option<ClassInstance<'_, NativeTarget>>,
    ) -> AsyncTask<PumpTask> {
        AsyncTask::new(PumpTask::new(Arc::clone(&self.shared), &source, target.as_deref()))
    }

    /// The numbers of a run that has ended and the bad records that it left out, as JSON.
    #[napi]
    pub fn report(&self) -> Option<String> {
        let report = self.shared.report.lock().unwrap_or_else(PoisonError::into_inner).take();
        report.map(|report| report.to_json())
    }

    /// The same of a run that goes on, with the bytes of the bad records that were found since the last time.
    #[napi]
    pub fn told(&self) -> Option<Told> {
        let report = self
            .shared
            .report
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()?;
        let raws = || report.rejections.iter().map(|rejected| &rejected.raw);
        let ends = raws().scan(0, |end, raw| {
            *end += raw.len();
            Some(*end as f64)
        });
        Some(Told {
            ends: ends.collect(),
            raw: Output(raws().flatten().copied().collect()),
            report: report.to_json(),
        })
    }

    /// Where it stood before the first batch that it could not do: behind so many records and lines, of which each stage had seen so many.
    #[napi]
    pub fn position(&self) -> Standing {
        let position = self.shared.position.lock().unwrap_or_else(PoisonError::into_inner);
        Standing {
            records: position.records as f64,
            lines: position.lines as f64,
            indexes: position.indexes.iter().map(|&index| index as f64).collect(),
        }
    }

    /// Asks the run to stop soon; its tasks then end in an error, CANCELLED where they are at work.
    #[napi]
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
        // Its memory must not wait for the collection of the handle. A task that is at work drops it itself.
        if let Ok(mut run) = self.shared.run.try_lock() {
            *run = None;
            self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }
}
