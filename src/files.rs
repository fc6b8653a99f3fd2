//! Files at either end of a run: read ahead and written behind while threads compute, away from the JavaScript thread.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Builder};

use jsonmill_engine::error::Error;
use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Status, Task};
use napi_derive::napi;
use serde_json::json;

use crate::guard::guard;
use crate::output::Output;
use crate::run::Shared;

/// How much is read at a time: enough that all threads have work, and so little that what is read is still in a cache when it is.
const BLOCK: usize = 2 << 20;
/// So many batches make a step: JavaScript hears of each step.
const BATCHES: usize = 4;
/// Where records were sorted, so much output is written at a time.
const LAST: usize = 4 << 20;
/// A line that is longer is handed over in parts.
const LONGEST_LINE: usize = 64 << 20;
const LF: u8 = b'\n';
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// What an operation on a file failed with, and which.
struct Failed {
    error: io::Error,
    syscall: &'static str,
    path: Option<String>,
}

impl Failed {
    /// As the payload that lib/ makes Node's error of.
    fn to_napi(&self) -> napi::Error {
        let payload = json!({
            "code": "FILE",
            "errno": self.error.raw_os_error(),
            "message": self.error.to_string(),
            "syscall": self.syscall,
            "path": self.path,
        });
        napi::Error::new(Status::GenericFailure, payload.to_string())
    }
}

/// The bytes of files, one after the other, in batches.
struct Source {
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
    /// Behind the end of the last line
    rest: Vec<u8>,
    /// The batch that a run is given, and that V8 is given if the run leaves it undone
    batch: Vec<u8>,
    /// The next one, if it has been read
    ahead: Option<Vec<u8>>,
    /// Memory for one more
    spare: Vec<u8>,
    /// Bytes read so far
    read: u64,
    /// Bytes of the batches that are done
    done: u64,
}

impl Source {
    /// Reads a batch; an empty one at the end of the last file.
    fn next(&mut self) -> Result<Vec<u8>, Failed> {
        let mut batch = std::mem::take(&mut self.spare);
        batch.clear();
        batch.append(&mut self.rest);
        let mut searched = 0;
        loop {
            let wanted = batch.len().max(BLOCK);
            let is_end = !self.fill(&mut batch, wanted)?;
            if is_end || !self.lines {
                return Ok(batch);
            }
            // A line that is longer than a block is gathered: a run keeps it in memory anyway, unless it is blank.
            if let Some(newline) = batch[searched..].iter().rposition(|&byte| byte == LF) {
                self.rest.extend_from_slice(&batch[searched + newline + 1..]);
                batch.truncate(searched + newline + 1);
                return Ok(batch);
            }
            searched = batch.len();
            if searched >= LONGEST_LINE {
                self.whole = false;
                return Ok(batch);
            }
        }
    }

    /// Appends about so many bytes; false at the end of the last file.
    fn fill(&mut self, batch: &mut Vec<u8>, wanted: usize) -> Result<bool, Failed> {
        loop {
            let Some(path) = self.paths.get(self.at) else {
                return Ok(false);
            };
            let failed = |syscall| {
                let path = Some(path.clone());
                move |error| Failed { error, syscall, path }
            };
            let begins = self.file.is_none();
            let file = match &mut self.file {
                Some(file) => file,
                none => none.insert(File::open(path).map_err(failed("open"))?),
            };
            let before = batch.len();
            batch.try_reserve(wanted).map_err(|_| Failed {
                error: io::Error::from(io::ErrorKind::OutOfMemory),
                syscall: "read",
                path: Some(path.clone()),
            })?;
            let read = file.take(wanted as u64).read_to_end(batch).map_err(failed("read"))?;
            self.read += read as u64;
            // The first one's is the engine's to judge.
            if begins && self.at > 0 && batch[before..].starts_with(BOM) {
                batch.drain(before..before + BOM.len());
            }
            if read > 0 {
                return Ok(true);
            }
            self.file = None;
            self.at += 1;
            if self.apart && self.at < self.paths.len() && batch.last().is_some_and(|&last| last != LF) {
                batch.push(LF);
            }
        }
    }
}

/// Files to be read, as one input.
#[napi]
pub struct NativeSource {
    source: Arc<Mutex<Source>>,
}

#[napi]
impl NativeSource {
    /// Files by their paths. `lines`: no batch ends within a line. `apart`: between two files there is a line feed.
    #[napi(constructor)]
    pub fn new(paths: Vec<String>, lines: bool, apart: bool) -> NativeSource {
        let source = Source {
            paths,
            at: 0,
            file: None,
            lines,
            whole: true,
            apart,
            rest: Vec::new(),
            batch: Vec::new(),
            ahead: None,
            spare: Vec::new(),
            read: 0,
            done: 0,
        };
        NativeSource {
            source: Arc::new(Mutex::new(source)),
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
        source.file = None;
        source.at = source.paths.len();
        for batch in [&mut source.rest, &mut source.batch, &mut source.spare] {
            *batch = Vec::new();
        }
        source.ahead = None;
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

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a batch for V8.
pub struct ReadTask {
    source: Arc<Mutex<Source>>,
}

impl Task for ReadTask {
    type Output = Output;
    type JsValue = Output;

    fn compute(&mut self) -> napi::Result<Output> {
        let read = guard("read", || {
            let mut source = lock(&self.source);
            let undone = std::mem::take(&mut source.batch);
            if !undone.is_empty() {
                return Ok(Ok(undone));
            }
            Ok(source.ahead.take().map_or_else(|| source.next(), Ok))
        })?;
        read.map(Output).map_err(|failed| failed.to_napi())
    }

    fn resolve(&mut self, _env: Env, output: Output) -> napi::Result<Output> {
        Ok(output)
    }
}

/// A file to be written.
struct Target {
    /// Until it is closed
    file: Option<File>,
    /// Output that waits to be written while the next batch is computed
    behind: Vec<u8>,
    /// Bytes written so far
    written: u64,
}

impl Target {
    fn write(&mut self) -> Result<(), Failed> {
        let written = match &mut self.file {
            Some(file) => file.write_all(&self.behind),
            None => Err(io::Error::from(io::ErrorKind::BrokenPipe)),
        };
        self.written += self.behind.len() as u64;
        self.behind.clear();
        written.map_err(|error| Failed {
            error,
            syscall: "write",
            path: None,
        })
    }
}

/// A file that exists and is written from its start.
#[napi]
pub struct NativeTarget {
    target: Arc<Mutex<Target>>,
}

#[napi]
impl NativeTarget {
    /// Opens a file that exists.
    #[napi(constructor)]
    pub fn new(path: String) -> napi::Result<NativeTarget> {
        let opened = OpenOptions::new().write(true).open(&path);
        let file = opened.map_err(|error| {
            let failed = Failed {
                error,
                syscall: "open",
                path: Some(path),
            };
            failed.to_napi()
        })?;
        let target = Target {
            file: Some(file),
            behind: Vec::new(),
            written: 0,
        };
        Ok(NativeTarget {
            target: Arc::new(Mutex::new(target)),
        })
    }

    /// Closes the file; once nothing runs any more.
    #[napi]
    pub fn close(&self) {
        let mut target = lock(&self.target);
        target.file = None;
        target.behind = Vec::new();
    }

    /// How many bytes have been written or wait to be.
    #[napi]
    pub fn bytes_written(&self) -> f64 {
        let target = lock(&self.target);
        (target.written + target.behind.len() as u64) as f64
    }
}

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
        for _ in 1..BATCHES {
            match self.batch()? {
                Ok(Pumped {
                    done: false,
                    output: None,
                }) => {}
                pumped => return Ok(pumped),
            }
        }
        self.batch()
    }

    fn batch(&self) -> Result<Result<Pumped, Failed>, Error> {
        let mut source = lock(&self.source);
        let mut target = self.target.as_ref().map(|target| lock(target));
        let batch = match source.ahead.take().map_or_else(|| source.next(), Ok) {
            Ok(batch) => batch,
            Err(failed) => return Ok(Err(failed)),
        };
        let is_end = batch.is_empty();
        let mut meanwhile = Meanwhile {
            source: &mut source,
            target: target.as_deref_mut(),
            reads: !is_end,
            done: false,
            result: Ok(None),
        };
        let ran = meanwhile.during(|| match is_end {
            true => self.end(),
            false => self.push(&batch).map(|output| (output, false)),
        });
        let next = meanwhile.result;
        let (output, is_done) = match ran {
            Ok(output) => output,
            Err(error) => {
                source.batch = batch;
                // What was to be written has been; what has been read comes behind the batch that is undone.
                source.ahead = next.unwrap_or_default();
                return Err(error);
            }
        };
        source.done += batch.len() as u64;
        source.spare = batch;
        source.ahead = match next {
            Ok(next) => next,
            Err(failed) => return Ok(Err(failed)),
        };
        let output = match &mut target {
            None => Some(Output(output)),
            Some(target) => {
                target.behind = output;
                if is_end && let Err(failed) = target.write() {
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
            ended = run.finish_some(LAST)?;
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
    result: Result<Option<Vec<u8>>, Failed>,
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
            && let Err(failed) = target.write()
        {
            self.result = Err(failed);
            return;
        }
        if self.reads {
            self.result = self.source.next().map(Some);
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
