//! The parts of a run that leave the JavaScript thread. A task never waits for JavaScript.

use std::sync::Arc;

use jsonmill_engine::error::Error;
use jsonmill_engine::pipeline::Run;
use napi::{Env, Task};

use crate::guard::guard;
use crate::output::Output;
use crate::run::{Shared, Slice};

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
                Slice::Copied(bytes) => shared.reuse(bytes),
                Slice::Adopted(_) => used.push(slice),
            }
        }
        pushed
    }

    fn advance(&mut self) -> Result<(), Error> {
        self.shared
            .advance(|run| Feed::drain(&self.shared, &mut self.used, run))
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

    fn end(&mut self) -> Result<Vec<u8>, Error> {
        self.shared.end(|run| {
            Feed::drain(&self.shared, &mut self.used, run)?;
            let output = run.finish()?;
            self.shared.keep(run);
            Ok(output)
        })
    }
}
