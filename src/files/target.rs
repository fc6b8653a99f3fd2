//! The file that is written.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};

use napi_derive::napi;

use super::{Failed, lock};

/// After so many bytes the disk is told to begin with them: at the end, when all of the file must be safe, less is left to wait for.
const SYNCED: u64 = 4 << 20;

/// A file to be written.
pub(crate) struct Target {
    /// Until it is closed
    file: Option<File>,
    /// Output that waits to be written while the next batch is computed
    behind: Vec<u8>,
    /// Bytes written so far
    written: u64,
    /// So many of them had been when the disk was last told to begin
    told: u64,
    /// Tells it, and waits
    syncing: Option<JoinHandle<io::Result<()>>>,
}

impl Target {
    /// Writes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failed> {
        let written = match &mut self.file {
            Some(file) => file.write_all(bytes),
            None => Err(io::Error::from(io::ErrorKind::BrokenPipe)),
        };
        self.written += bytes.len() as u64;
        let failed = |syscall| {
            move |error| Failed {
                error,
                syscall,
                path: None,
            }
        };
        written.map_err(failed("write"))?;
        if self.written - self.told >= SYNCED {
            self.sync().map_err(failed("fdatasync"))?;
        }
        Ok(())
    }

    /// Has a thread wait for the disk, unless one does. Only meant to save time: where there is no thread it is left out.
    fn sync(&mut self) -> io::Result<()> {
        if self.syncing.as_ref().is_some_and(|syncing| !syncing.is_finished()) {
            return Ok(());
        }
        self.wait()?;
        self.told = self.written;
        if let Some(Ok(file)) = self.file.as_ref().map(File::try_clone) {
            let name = "jsonmill-sync".to_owned();
            self.syncing = Builder::new().name(name).spawn(move || file.sync_data()).ok();
        }
        Ok(())
    }

    /// Waits for that thread.
    fn wait(&mut self) -> io::Result<()> {
        match self.syncing.take().map(JoinHandle::join) {
            Some(Ok(synced)) => synced,
            _ => Ok(()),
        }
    }

    /// Writes what waits, the last of it.
    pub(crate) fn end(&mut self) -> Result<(), Failed> {
        self.write_behind()?;
        self.wait().map_err(|error| Failed {
            error,
            syscall: "fdatasync",
            path: None,
        })
    }

    /// Takes what is to be written later.
    pub(crate) fn keep(&mut self, output: Vec<u8>) {
        self.behind = output;
    }

    /// Writes what waits.
    pub(crate) fn write_behind(&mut self) -> Result<(), Failed> {
        let behind = std::mem::take(&mut self.behind);
        if behind.is_empty() { Ok(()) } else { self.write(&behind) }
    }
}

/// A file that exists and is written from its start.
#[napi]
pub struct NativeTarget {
    pub(super) target: Arc<Mutex<Target>>,
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
            told: 0,
            syncing: None,
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
