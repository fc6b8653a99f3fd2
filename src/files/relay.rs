//! Files as the ends of a relay: who computes reads its lines itself, and writes what all up to there gave.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use jsonmill_engine::pipeline::{Ends, threads};

use super::pump::{MOST, Pumped};
use super::source::{Batch, Source};
use super::target::Target;
use super::{Failed, lock};
use crate::output::Output;

/// How much a thread reads at a time: it stays in its cache. Of many threads each reads less, so that the memory of all is bounded.
const BLOCK: usize = 1 << 20;
const SHORTEST_BLOCK: usize = 256 << 10;
const BLOCKS: usize = 32 << 20;

/// So much a thread reads at a time.
fn block() -> usize {
    let all = 2 * (threads::limit() + 1);
    threads::batch((BLOCKS / all).clamp(SHORTEST_BLOCK, BLOCK))
}

/// The files of a run while threads relay.
pub(super) struct FileEnds<'f> {
    source: Mutex<&'f mut Source>,
    sink: Mutex<Sink<'f>>,
    /// Batches that are done: who writes does not wait for who reads.
    done: Mutex<Vec<Batch>>,
    block: usize,
    until: Instant,
}

/// Where output goes.
struct Sink<'f> {
    target: Option<&'f mut Target>,
    /// Without a target
    output: Vec<u8>,
    /// What went wrong, reading or writing
    failed: Option<Failed>,
}

impl<'f> FileEnds<'f> {
    pub(super) fn new(source: &'f mut Source, mut target: Option<&'f mut Target>, until: Instant) -> FileEnds<'f> {
        let failed = target.as_mut().and_then(|target| target.write_behind().err());
        FileEnds {
            source: Mutex::new(source),
            sink: Mutex::new(Sink {
                target,
                output: Vec::new(),
                failed,
            }),
            done: Mutex::default(),
            block: block(),
            until,
        }
    }

    /// Takes back what was read and could not be joined.
    pub(super) fn give_back(&self, batches: Vec<Batch>) {
        let mut source = lock(&self.source);
        for batch in lock(&self.done).drain(..) {
            source.done(batch);
        }
        if !batches.is_empty() {
            source.stumble();
        }
        source.undone(batches.into_iter());
    }

    /// What came of it; `None` if the files are to be asked for more at once.
    pub(super) fn end(self) -> Result<Option<Pumped>, Failed> {
        let sink = self.sink.into_inner().unwrap_or_else(PoisonError::into_inner);
        match sink.failed {
            Some(failed) => Err(failed),
            None if sink.output.is_empty() => Ok(None),
            None => Ok(Some(Pumped {
                done: false,
                output: Some(Output(sink.output)),
            })),
        }
    }
}

impl Ends for FileEnds<'_> {
    type Batch = Batch;

    fn read(&self) -> Option<Batch> {
        let sink = lock(&self.sink);
        let is_full = sink.output.len() >= MOST || sink.failed.is_some();
        drop(sink);
        if is_full || Instant::now() >= self.until {
            return None;
        }
        let memory = lock(&self.done).pop();
        let mut source = lock(&self.source);
        if let Some(memory) = memory {
            source.done(memory);
        }
        match source.next(self.block) {
            Ok(batch) if !batch.is_empty() && source.has_lines() => Some(batch),
            // The end, or a part of a line
            Ok(batch) => {
                source.undone(std::iter::once(batch));
                None
            }
            Err(failed) => {
                lock(&self.sink).failed = Some(failed);
                None
            }
        }
    }

    fn write(&self, output: &mut Vec<u8>) {
        let sink = &mut *lock(&self.sink);
        match &mut sink.target {
            None => sink.output.append(output),
            Some(_) if sink.failed.is_some() => {}
            Some(target) => sink.failed = target.write(output).err(),
        }
    }

    fn done(&self, batch: Batch) {
        lock(&self.done).push(batch);
    }
}
