//! A file as the source of a relay: who computes reads its lines itself, and writes what all up to there gave.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use jsonmill_engine::pipeline::{Ends, Run, threads};

use super::batch::Batch;
use super::pump::MOST;
use super::source::Source;
use super::target::Target;
use super::{Failed, lock};

/// How much a thread reads at a time: it stays in its cache. Of many threads each reads less, so that the memory of all is bounded.
const BLOCK: usize = 1 << 20;
const SHORTEST_BLOCK: usize = 256 << 10;
const BLOCKS: usize = 32 << 20;
/// So much is read besides, because most lines that begin in a block end there.
const BEHIND: usize = 4 << 10;
/// And so much, at first, where the last line is longer.
const MORE: usize = 64 << 10;
/// A line that is longer is not for one thread.
const LONGEST_LINE: usize = 16 << 20;
const LF: u8 = b'\n';

/// So much a thread reads at a time.
fn block() -> u64 {
    let all = 2 * (threads::limit() + 1);
    threads::batch((BLOCKS / all).clamp(SHORTEST_BLOCK, BLOCK)) as u64
}

/// The files of a run while threads relay.
struct FileEnds<'f> {
    file: &'f File,
    /// The lines that are there
    lines: Range<u64>,
    block: u64,
    until: Instant,
    sink: Mutex<Sink<'f>>,
    progress: Mutex<Progress>,
}

/// Where output goes.
struct Sink<'f> {
    target: Option<&'f mut Target>,
    /// Without a target
    output: Vec<u8>,
    /// What went wrong
    failed: Option<Fault>,
}

/// What went wrong, where.
enum Fault {
    Reading(io::Error),
    Writing(Failed),
}

/// How far it is.
struct Progress {
    /// Where the lines end that are done
    end: u64,
    /// The last byte of them
    last: Option<u8>,
    /// Memory for batches
    spare: Vec<Lines>,
}

/// Lines that one thread has read.
#[derive(Default)]
struct Lines {
    batch: Batch,
    /// Where they end in the file
    end: u64,
}

impl AsRef<[u8]> for Lines {
    fn as_ref(&self) -> &[u8] {
        self.batch.as_ref()
    }
}

/// Lets threads read lines for themselves: gives the output that no target took, or `None` where there are no such lines.
pub(super) fn relay(
    run: &mut Run,
    source: &mut Source,
    mut target: Option<&mut Target>,
    until: Instant,
) -> Result<Option<Vec<u8>>, Failed> {
    let Some(lines) = source.lines_ahead()?.filter(|lines| !lines.is_empty()) else {
        return Ok(None);
    };
    if let Some(target) = &mut target {
        target.write_behind()?;
    }
    let memory = source.take_spare();
    let Some(file) = source.file() else { return Ok(None) };
    let ends = FileEnds::new(file, lines, memory, target, until);
    let whole = run.relay(&ends);
    match ends.end(whole) {
        Ok((relayed, output)) => {
            source.go_on(relayed)?;
            Ok(Some(output))
        }
        Err(Fault::Reading(error)) => Err(source.failed(error, "read")),
        Err(Fault::Writing(failed)) => Err(failed),
    }
}

/// What came of a relay.
pub(super) struct Relayed {
    /// The lines that are done
    pub lines: Range<u64>,
    /// Their last byte, if there are some
    pub last: Option<u8>,
    /// It did not end before lines that threads could not do for themselves.
    pub whole: bool,
    /// Memory for batches
    pub memory: Vec<Batch>,
}

impl<'f> FileEnds<'f> {
    /// For some lines of a file. Memory for batches may be given.
    fn new(
        file: &'f File,
        lines: Range<u64>,
        memory: Vec<Batch>,
        target: Option<&'f mut Target>,
        until: Instant,
    ) -> FileEnds<'f> {
        let spare = memory.into_iter().map(|batch| Lines { batch, end: 0 });
        FileEnds {
            file,
            block: block(),
            until,
            sink: Mutex::new(Sink {
                target,
                output: Vec::new(),
                failed: None,
            }),
            progress: Mutex::new(Progress {
                end: lines.start,
                last: None,
                spare: spare.collect(),
            }),
            lines,
        }
    }

    /// What came of it, and the output that no target took.
    fn end(self, whole: bool) -> Result<(Relayed, Vec<u8>), Fault> {
        let sink = self.sink.into_inner().unwrap_or_else(PoisonError::into_inner);
        let progress = self.progress.into_inner().unwrap_or_else(PoisonError::into_inner);
        match sink.failed {
            Some(fault) => Err(fault),
            None => {
                let relayed = Relayed {
                    lines: self.lines.start..progress.end,
                    last: progress.last,
                    whole,
                    memory: progress.spare.into_iter().map(|lines| lines.batch).collect(),
                };
                Ok((relayed, sink.output))
            }
        }
    }

    fn fail(&self, fault: Fault) {
        lock(&self.sink).failed.get_or_insert(fault);
    }

    /// The lines that begin in a block; `None` if the last of them is too long.
    fn lines_of(&self, number: u64, mut batch: Batch) -> io::Result<Option<Lines>> {
        let begin = self.lines.start + number * self.block;
        let end = (begin + self.block).min(self.lines.end);
        // The byte before it says whether a line begins there.
        let from = if number == 0 { begin } else { begin - 1 };
        batch.begin(&[])?;
        batch.read_at(self.file, from, (end - from) as usize + BEHIND)?;
        if number > 0 {
            let before = &batch.as_ref()[..batch.len().min((end - 1 - from) as usize)];
            match before.iter().position(|&byte| byte == LF) {
                Some(feed) => batch.skip(feed + 1),
                None => {
                    batch.truncate(0);
                    return Ok(Some(Lines { batch, end: 0 }));
                }
            }
        }
        let begin = from + (batch.offset() as u64);
        let mut searched = (end - 1 - begin) as usize;
        let mut more = MORE;
        loop {
            let length = batch.len();
            let feed = batch
                .as_ref()
                .get(searched..)
                .and_then(|rest| rest.iter().position(|&byte| byte == LF));
            if let Some(feed) = feed {
                batch.truncate(searched + feed + 1);
                break;
            }
            searched = length.max(searched);
            if length > self.block as usize + LONGEST_LINE {
                return Ok(None);
            }
            batch.read_at(self.file, begin + length as u64, length + more)?;
            more *= 2;
            if batch.len() == length {
                break;
            }
        }
        let end = begin + batch.len() as u64;
        Ok(Some(Lines { batch, end }))
    }
}

impl Ends for FileEnds<'_> {
    type Batch = Lines;

    fn has(&self, number: u64) -> bool {
        let sink = lock(&self.sink);
        let wanted = sink.output.len() < MOST && sink.failed.is_none();
        wanted && self.lines.start + number * self.block < self.lines.end && Instant::now() < self.until
    }

    fn read(&self, number: u64) -> Option<Lines> {
        let memory = lock(&self.progress).spare.pop().unwrap_or_default();
        let lines = self.lines_of(number, memory.batch);
        lines.unwrap_or_else(|error| {
            self.fail(Fault::Reading(error));
            None
        })
    }

    fn write(&self, output: &mut Vec<u8>) {
        let sink = &mut *lock(&self.sink);
        match &mut sink.target {
            None => sink.output.append(output),
            Some(_) if sink.failed.is_some() => {}
            Some(target) => sink.failed = target.write(output).err().map(Fault::Writing),
        }
    }

    fn done(&self, lines: Lines) {
        let mut progress = lock(&self.progress);
        if let Some(&last) = lines.as_ref().last() {
            progress.last = Some(last);
            progress.end = lines.end;
        }
        progress.spare.push(lines);
    }
}
