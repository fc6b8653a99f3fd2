//! The file that is written.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use napi_derive::napi;

use super::{Failed, lock};

/// A file to be written.
pub(crate) struct Target {
    /// Until it is closed
    file: Option<File>,
    /// Output that waits to be written while the next batch is computed
    behind: Vec<u8>,
    /// Bytes written so far
    written: u64,
}

impl Target {
    /// Writes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failed> {
        let written = match &mut self.file {
            Some(file) => file.write_all(bytes),
            None => Err(io::Error::from(io::ErrorKind::BrokenPipe)),
        };
        self.written += bytes.len() as u64;
        written.map_err(|error| Failed {
            error,
            syscall: "write",
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
