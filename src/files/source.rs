//! Files that are read, as one input.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Arc, Mutex};

use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Task};
use napi_derive::napi;

use super::batch::Batch;
use super::relay::Relayed;
use super::{Failed, lock};
use crate::guard::guard;
use crate::output::Output;

/// V8 is given so much at a time.
const BLOCK: usize = 2 << 20;
/// A line that is longer is handed over in parts.
const LONGEST_LINE: usize = 64 << 20;
/// After so many batches that threads could not do for themselves, each is shared by all of them.
const MOST_STUMBLES: u32 = 3;
const LF: u8 = b'\n';
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The bytes of files, one after the other, in batches.
pub(crate) struct Source {
    paths: Vec<String>,
    /// Which of them is open, or comes next
    at: usize,
    file: Option<File>,
    /// Batches end with a line.
    lines: bool,
    /// They all did so far.
    whole: bool,
    /// Files are kept apart by a line feed.
    apart: bool,
    /// The last byte that was read
    last: u8,
    /// Behind the end of the last line
    rest: Vec<u8>,
    /// Batches that have been read and are not done: a run has left them to V8, or they are read ahead.
    undone: VecDeque<Batch>,
    /// Memory for batches
    spare: Vec<Batch>,
    /// How often threads that relay came upon lines that they could not do, and whether these are still to be done
    stumbles: u32,
    stumbled: bool,
    /// Bytes read so far
    read: u64,
    /// Bytes of the batches that are done
    done: u64,
}

impl Source {
    fn new(paths: Vec<String>, lines: bool, apart: bool) -> Source {
        Source {
            paths,
            at: 0,
            file: None,
            lines,
            whole: true,
            apart,
            last: LF,
            rest: Vec::new(),
            undone: VecDeque::new(),
            spare: Vec::new(),
            stumbles: 0,
            stumbled: false,
            read: 0,
            done: 0,
        }
    }

    /// The next batch of about so many bytes, those first that have been read already; an empty one at the end of the last file.
    pub(crate) fn next(&mut self, wanted: usize) -> Result<Batch, Failed> {
        match self.undone.pop_front() {
            Some(batch) => Ok(batch),
            None => self.read(wanted),
        }
    }

    /// Whether a batch has been read ahead.
    pub(crate) fn is_ahead(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Reads a batch.
    fn read(&mut self, wanted: usize) -> Result<Batch, Failed> {
        let mut batch = self.spare.pop().unwrap_or_default();
        let begun = batch.begin(&self.rest);
        begun.map_err(|error| self.failed(error, "read"))?;
        self.rest.clear();
        let mut searched = 0;
        loop {
            // A line that is longer than a batch is gathered: a run keeps it in memory anyway, unless it is blank.
            let length = wanted.max(2 * batch.len());
            let is_end = !self.fill(&mut batch, length)?;
            if is_end || !self.lines {
                return Ok(batch);
            }
            if let Some(newline) = batch.as_ref()[searched..].iter().rposition(|&byte| byte == LF) {
                let end = searched + newline + 1;
                self.rest.extend_from_slice(&batch.as_ref()[end..]);
                batch.truncate(end);
                return Ok(batch);
            }
            searched = batch.len();
            if searched >= LONGEST_LINE {
                self.whole = false;
                return Ok(batch);
            }
        }
    }

    /// Reads until there are so many bytes in all; false at the end of the last file.
    fn fill(&mut self, batch: &mut Batch, length: usize) -> Result<bool, Failed> {
        while batch.len() < length {
            let Some(path) = self.paths.get(self.at) else {
                return Ok(false);
            };
            let begins = self.file.is_none();
            if begins {
                self.file = Some(File::open(path).map_err(|error| self.failed(error, "open"))?);
            }
            let before = batch.len();
            if let Some(file) = &mut self.file {
                batch.read(file, length).map_err(|error| self.failed(error, "read"))?;
            }
            let read = batch.len() - before;
            self.read += read as u64;
            // The first one's is the engine's to judge.
            if begins && self.at > 0 && batch.as_ref()[before..].starts_with(BOM) {
                batch.remove(before, BOM.len());
            }
            if let Some(&last) = batch.as_ref()[before..].last() {
                self.last = last;
            }
            if batch.len() == length {
                break;
            }
            self.file = None;
            self.at += 1;
            if self.apart && self.at < self.paths.len() && self.last != LF {
                batch.push(LF).map_err(|error| self.failed(error, "read"))?;
                self.last = LF;
            }
        }
        Ok(true)
    }

    pub(super) fn failed(&self, error: io::Error, syscall: &'static str) -> Failed {
        let path = self.paths.get(self.at).cloned();
        Failed { error, syscall, path }
    }

    /// Takes back a batch that is done.
    pub(crate) fn done(&mut self, batch: Batch) {
        self.done += batch.len() as u64;
        self.spare.push(batch);
    }

    /// Memory for batches.
    pub(super) fn take_spare(&mut self) -> Vec<Batch> {
        std::mem::take(&mut self.spare)
    }

    /// Takes back batches that come before those that have been read ahead.
    pub(crate) fn undone(&mut self, batches: impl DoubleEndedIterator<Item = Batch>) {
        for batch in batches.rev() {
            self.undone.push_front(batch);
        }
    }

    /// Takes a batch that was read ahead.
    pub(crate) fn ahead(&mut self, batch: Batch) {
        self.undone.push_back(batch);
    }

    /// Whether threads may read lines for themselves.
    pub(crate) fn relays(&self) -> bool {
        self.lines && self.whole && self.stumbles < MOST_STUMBLES
    }

    /// Where in the open file the lines lie that nobody has read; nothing where threads should not read them for themselves.
    pub(super) fn lines_ahead(&mut self) -> Result<Option<Range<u64>>, Failed> {
        if !self.relays() || self.stumbled || self.is_ahead() {
            return Ok(None);
        }
        let Some(file) = &mut self.file else { return Ok(None) };
        let placed = file.stream_position();
        let found = placed.and_then(|at| Ok(at - self.rest.len() as u64..file.metadata()?.len()));
        found.map(Some).map_err(|error| self.failed(error, "fstat"))
    }

    /// The open file.
    pub(super) fn file(&self) -> Option<&File> {
        self.file.as_ref()
    }

    /// Goes on in the open file where threads that relay ended.
    pub(super) fn go_on(&mut self, relayed: Relayed) -> Result<(), Failed> {
        self.stumbled = !relayed.whole;
        self.stumbles += u32::from(!relayed.whole);
        self.spare.extend(relayed.memory);
        let Some(file) = &mut self.file else { return Ok(()) };
        let Range { start, end } = relayed.lines;
        let mut at = start + self.rest.len() as u64;
        if let Some(last) = relayed.last {
            self.done += end - start;
            self.read += end - at;
            self.last = last;
            self.rest.clear();
            at = end;
        }
        let placed = file.seek(SeekFrom::Start(at));
        placed.map(drop).map_err(|error| self.failed(error, "lseek"))
    }

    /// What threads could not do for themselves has been done.
    pub(crate) fn recover(&mut self) {
        self.stumbled = false;
    }

    /// Reads no further: the next batch is the empty one of the end.
    pub(crate) fn stop(&mut self) {
        self.file = None;
        self.at = self.paths.len();
        self.rest.clear();
        self.undone.clear();
    }
}

/// Files to be read, as one input.
#[napi]
pub struct NativeSource {
    pub(super) source: Arc<Mutex<Source>>,
}

#[napi]
impl NativeSource {
    /// Files by their paths. `lines`: no batch ends within a line. `apart`: between two files there is a line feed.
    #[napi(constructor)]
    pub fn new(paths: Vec<String>, lines: bool, apart: bool) -> NativeSource {
        NativeSource {
            source: Arc::new(Mutex::new(Source::new(paths, lines, apart))),
        }
    }

    /// The next bytes, those first that a run has been given and left undone; none at the end.
    #[napi(ts_return_type = "Promise<Buffer>")]
    pub fn read(&self) -> AsyncTask<ReadTask> {
        AsyncTask::new(ReadTask {
            source: Arc::clone(&self.source),
        })
    }

    /// Closes what is open; once nothing runs any more.
    #[napi]
    pub fn close(&self) {
        let source = &mut *lock(&self.source);
        source.stop();
        source.rest = Vec::new();
        source.undone = VecDeque::new();
        source.spare = Vec::new();
    }

    /// Whether no line was so long that a batch ended within it: else nobody else can go on where a run gave up.
    #[napi]
    pub fn is_whole(&self) -> bool {
        lock(&self.source).whole
    }

    /// How many bytes the batches have that are done.
    #[napi]
    pub fn bytes_done(&self) -> f64 {
        lock(&self.source).done as f64
    }

    /// How many bytes of the files have been read.
    #[napi]
    pub fn bytes_read(&self) -> f64 {
        lock(&self.source).read as f64
    }
}

/// Reads a batch for V8.
pub struct ReadTask {
    source: Arc<Mutex<Source>>,
}

impl Task for ReadTask {
    type Output = Output;
    type JsValue = Output;

    fn compute(&mut self) -> napi::Result<Output> {
        let read = guard("read", || Ok(lock(&self.source).next(BLOCK)))?;
        read.map(|batch| Output(batch.into_bytes()))
            .map_err(|failed| failed.to_napi())
    }

    fn resolve(&mut self, _env: Env, output: Output) -> napi::Result<Output> {
        Ok(output)
    }
}
