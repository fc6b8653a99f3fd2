//! Steps of a run from files, each on a worker thread of Node and as many others as compute.

use std::sync::{Arc, Mutex};
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

use jsonmill_engine::error::Error;
use jsonmill_engine::pipeline::threads;
use napi::{Env, Task};
use napi_derive::napi;

use super::batch::Batch;
use super::relay::relay;
use super::source::{NativeSource, Source};
use super::target::{NativeTarget, Target};
use super::{Failed, lock};
use crate::guard::guard;
use crate::output::Output;
use crate::run::Shared;

/// How much is read at a time: enough that all threads have work, and so little that what is read is still in a cache when it is.
const BLOCK: usize = 2 << 20;
/// After so long JavaScript hears of it.
const STEP: Duration = Duration::from_millis(50);
/// Where records were sorted, so much output is written at a time; where no file takes it, JavaScript is given about so much.
pub(super) const MOST: usize = 4 << 20;

/// What came of a step.
#[napi(object, object_from_js = false)]
pub struct Pumped {
    /// The files and the run have ended.
    pub done: bool,
    /// Output, where no file takes it
    #[napi(ts_type = "Buffer | undefined")]
    pub output: Option<Output>,
}

/// One step of a run from files: each batch is computed while the output of the one before is written and the next one is read.
pub struct PumpTask {
    shared: Arc<Shared>,
    source: Arc<Mutex<Source>>,
    target: Option<Arc<Mutex<Target>>>,
}

impl PumpTask {
    pub(crate) fn new(shared: Arc<Shared>, source: &NativeSource, target: Option<&NativeTarget>) -> PumpTask {
        PumpTask {
            shared,
            source: Arc::clone(&source.source),
            target: target.map(|target| Arc::clone(&target.target)),
        }
    }

    /// Some batches, as long as a file takes what comes of them.
    fn step(&self) -> Result<Result<Pumped, Failed>, Error> {
        let until = Instant::now() + STEP;
        let mut source = lock(&self.source);
        let mut target = self.target.as_ref().map(|target| lock(target));
        loop {
            let pumped = match self.relay(&mut source, target.as_deref_mut(), until)? {
                Ok(None) => self.batch(&mut source, target.as_deref_mut())?,
                Ok(Some(pumped)) => Ok(pumped),
                Err(failed) => Err(failed),
            };
            match pumped {
                Ok(Pumped {
                    done: false,
                    output: None,
                }) if Instant::now() < until => {}
                pumped => return Ok(pumped),
            }
        }
    }

    /// Lines that threads read for themselves; `None` where that cannot be, or where they are at the end.
    fn relay(
        &self,
        source: &mut Source,
        target: Option<&mut Target>,
        until: Instant,
    ) -> Result<Result<Option<Pumped>, Failed>, Error> {
        let mut relayed = Ok(None);
        self.shared.advance(|run| {
            if run.relays() {
                relayed = relay(run, source, target, until);
                self.shared.keep(run);
            }
            Ok(())
        })?;
        Ok(relayed.map(|output| {
            output.map(|output| Pumped {
                done: false,
                output: (!output.is_empty()).then_some(Output(output)),
            })
        }))
    }

    fn batch(&self, source: &mut Source, mut target: Option<&mut Target>) -> Result<Result<Pumped, Failed>, Error> {
        let batch = match source.next(threads::batch(BLOCK)) {
            Ok(batch) => batch,
            Err(failed) => return Ok(Err(failed)),
        };
        let is_end = batch.is_empty();
        // What has been read ahead would have to be done before.
        let may_relay = source.relays() && self.shared.may_relay();
        let mut meanwhile = Meanwhile {
            reads: !is_end && !source.is_ahead() && !may_relay,
            source,
            target: target.as_deref_mut(),
            done: false,
            result: Ok(None),
        };
        let ran = meanwhile.during(|| match is_end {
            true => self.end(),
            false => self.push(batch.as_ref()).map(|output| (output, false)),
        });
        let next = meanwhile.result;
        let (output, is_done) = match ran {
            Ok(output) => output,
            Err(error) => {
                // What was to be written has been; what has been read comes behind the batch that is undone.
                source.undone([Some(batch), next.unwrap_or_default()].into_iter().flatten());
                return Err(error);
            }
        };
        source.done(batch);
        source.recover();
        match next {
            _ if self.shared.has_ended() => source.stop(),
            Ok(Some(next)) => source.ahead(next),
            Ok(None) => {}
            Err(failed) => return Ok(Err(failed)),
        }
        let output = match target {
            None => Some(Output(output)),
            Some(target) => {
                target.keep(output);
                if is_done && let Err(failed) = target.end() {
                    return Ok(Err(failed));
                }
                None
            }
        };
        Ok(Ok(Pumped { done: is_done, output }))
    }

    fn push(&self, batch: &[u8]) -> Result<Vec<u8>, Error> {
        let mut output = Vec::new();
        self.shared.advance(|run| {
            run.push(batch)?;
            output = run.take()?;
            self.shared.keep(run);
            Ok(())
        })?;
        Ok(output)
    }

    /// Ends the run; where its records were sorted it ends in several steps, whose output is written before the next one.
    fn end(&self) -> Result<(Vec<u8>, bool), Error> {
        let mut ended = (Vec::new(), true);
        self.shared.advance(|run| {
            ended = run.finish_some(MOST)?;
            self.shared.keep(run);
            Ok(())
        })?;
        if ended.1 {
            self.shared.end(|_| Ok(()))?;
        }
        Ok(ended)
    }
}

/// What is done with files while threads compute.
struct Meanwhile<'a> {
    source: &'a mut Source,
    target: Option<&'a mut Target>,
    reads: bool,
    done: bool,
    /// The next batch
    result: Result<Option<Batch>, Failed>,
}

impl Meanwhile<'_> {
    /// Computes, and does it on another thread meanwhile; afterwards where the system gives none.
    fn during<T>(&mut self, compute: impl FnOnce() -> T) -> T {
        let computed = thread::scope(|scope| {
            let files = &mut *self;
            let _ = Builder::new()
                .name("jsonmill-files".to_owned())
                .spawn_scoped(scope, move || files.work());
            compute()
        });
        if !self.done {
            self.work();
        }
        computed
    }

    fn work(&mut self) {
        self.done = true;
        if let Some(target) = &mut self.target
            && let Err(failed) = target.write_behind()
        {
            self.result = Err(failed);
            return;
        }
        if self.reads {
            self.result = self.source.next(threads::batch(BLOCK)).map(Some);
        }
    }
}

impl Task for PumpTask {
    type Output = Pumped;
    type JsValue = Pumped;

    fn compute(&mut self) -> napi::Result<Pumped> {
        guard("pump", || self.step())?.map_err(|failed| failed.to_napi())
    }

    fn resolve(&mut self, _env: Env, pumped: Pumped) -> napi::Result<Pumped> {
        Ok(pumped)
    }
}
