//! The parts of a run that leave the JavaScript thread. A task never waits for JavaScript.

use std::sync::Arc;

use jsonmill_engine::error::{Code, Error};
use jsonmill_engine::pipeline::Run;
use napi::{Env, Task};

use crate::files::Pumped;
use crate::guard::guard;
use crate::output::Output;
use crate::run::{Shared, Slice};
use crate::spare;

/// Of sorted records so many bytes are handed out at a time.
const PART: usize = 1 << 20;

/// Pushes the queued slices into the engine.
pub struct ComputeTask {
    feed: Feed,
}

impl ComputeTask {
    pub(crate) fn new(shared: Arc<Shared>) -> ComputeTask {
        ComputeTask {
            feed: Feed::new(shared),
        }
    }
}

impl Task for ComputeTask {
    type Output = ();
    type JsValue = ();

    fn compute(&mut self) -> napi::Result<()> {
        guard("compute", || self.feed.advance())
    }

    fn resolve(&mut self, _env: Env, (): ()) -> napi::Result<()> {
        Ok(())
    }
}

/// Pushes the queued slices into the engine and takes what it has written.
pub struct AdvanceTask {
    feed: Feed,
}

impl AdvanceTask {
    pub(crate) fn new(shared: Arc<Shared>) -> AdvanceTask {
        AdvanceTask {
            feed: Feed::new(shared),
        }
    }
}

impl Task for AdvanceTask {
    type Output = Output;
    type JsValue = Output;

    fn compute(&mut self) -> napi::Result<Output> {
        guard("advance", || self.feed.take().map(Output))
    }

    fn resolve(&mut self, _env: Env, output: Output) -> napi::Result<Output> {
        Ok(output)
    }
}

/// Pushes the queued slices into the engine and ends the run.
pub struct FinishTask {
    feed: Feed,
}

impl FinishTask {
    pub(crate) fn new(shared: Arc<Shared>) -> FinishTask {
        FinishTask {
            feed: Feed::new(shared),
        }
    }
}

impl Task for FinishTask {
    type Output = Output;
    type JsValue = Output;

    fn compute(&mut self) -> napi::Result<Output> {
        guard("finish", || self.feed.end().map(Output::trimmed))
    }

    fn resolve(&mut self, _env: Env, output: Output) -> napi::Result<Output> {
        Ok(output)
    }
}

/// Pushes the queued slices into the engine and ends the run, in several steps where records were sorted.
pub struct EndTask {
    feed: Feed,
}

impl EndTask {
    pub(crate) fn new(shared: Arc<Shared>) -> EndTask {
        EndTask {
            feed: Feed::new(shared),
        }
    }
}

impl Task for EndTask {
    type Output = Pumped;
    type JsValue = Pumped;

    fn compute(&mut self) -> napi::Result<Pumped> {
        guard("finish", || self.feed.end_some())
    }

    fn resolve(&mut self, _env: Env, pumped: Pumped) -> napi::Result<Pumped> {
        Ok(pumped)
    }
}

/// Runs over the one queued slice as the whole input.
pub struct WholeTask {
    feed: Feed,
}

impl WholeTask {
    pub(crate) fn new(shared: Arc<Shared>) -> WholeTask {
        WholeTask {
            feed: Feed::new(shared),
        }
    }
}

impl Task for WholeTask {
    type Output = Output;
    type JsValue = Output;

    fn compute(&mut self) -> napi::Result<Output> {
        guard("finish", || self.feed.whole().map(Output::trimmed))
    }

    fn resolve(&mut self, _env: Env, output: Output) -> napi::Result<Output> {
        Ok(output)
    }
}

/// The queue of a run on its way into the engine.
struct Feed {
    shared: Arc<Shared>,
    /// Adopted memory that the engine is done with. napi drops a task on the JavaScript thread, where the handles
    /// must be released.
    used: Vec<Slice>,
}

impl Feed {
    fn new(shared: Arc<Shared>) -> Feed {
        Feed {
            shared,
            used: Vec::new(),
        }
    }

    /// Pushes every queued slice. Done under the run's lock, so that several tasks keep the order.
    fn drain(shared: &Shared, used: &mut Vec<Slice>, run: &mut Run) -> Result<(), Error> {
        let slices: Vec<Slice> = std::iter::from_fn(|| shared.next_slice()).collect();
        let bytes: Vec<&[u8]> = slices.iter().map(Slice::bytes).collect();
        let pushed = if bytes.is_empty() { Ok(()) } else { run.push_all(&bytes) };
        for slice in slices {
            match slice {
                Slice::Copied(bytes) => spare::give(bytes),
                Slice::Adopted(_) => used.push(slice),
            }
        }
        pushed
    }

    fn advance(&mut self) -> Result<(), Error> {
        self.shared.advance(|run| {
            // Slices that come meanwhile are taken along: to go back to JavaScript for them would leave the threads idle.
            while self.shared.has_slices() {
                Feed::drain(&self.shared, &mut self.used, run)?;
            }
            Ok(())
        })
    }

    fn take(&mut self) -> Result<Vec<u8>, Error> {
        let mut taken = Vec::new();
        self.shared.advance(|run| {
            Feed::drain(&self.shared, &mut self.used, run)?;
            taken = run.take()?;
            self.shared.keep(run);
            Ok(())
        })?;
        Ok(taken)
    }

    fn whole(&mut self) -> Result<Vec<u8>, Error> {
        let slice = self.shared.next_slice().ok_or_else(cancelled)?;
        let result = self.shared.end(|run| {
            let output = run.finish_over(slice.bytes())?;
            self.shared.keep(run);
            Ok(output)
        });
        match slice {
            Slice::Adopted(_) => self.used.push(slice),
            Slice::Copied(bytes) => match &result {
                Err(error) if error.payload().code == Code::Bail => self.shared.keep_copy(bytes),
                _ => spare::give(bytes),
            },
        }
        result
    }

    fn end_some(&mut self) -> Result<Pumped, Error> {
        let mut ended = (Vec::new(), true);
        self.shared.advance(|run| {
            Feed::drain(&self.shared, &mut self.used, run)?;
            ended = run.finish_some(PART)?;
            self.shared.keep(run);
            Ok(())
        })?;
        let (output, done) = ended;
        if done {
            self.shared.end(|_| Ok(()))?;
        }
        let output = Some(Output(output));
        Ok(Pumped { done, output })
    }

    fn end(&mut self) -> Result<Vec<u8>, Error> {
        self.shared.end(|run| {
            Feed::drain(&self.shared, &mut self.used, run)?;
            let output = run.finish()?;
            self.shared.keep(run);
            Ok(output)
        })
    }
}

/// The queue was emptied before the task began.
fn cancelled() -> Error {
    Error::new(Code::Cancelled, "the run was cancelled")
}
