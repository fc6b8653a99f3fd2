//! Files at either end of a run: read and written away from the JavaScript thread, while threads compute.
//!
//! Lines that several threads may share go by [`relay`]; all else goes in batches ([`pump`]), each computed while the output
//! of the one before is written and the next one is read.

mod batch;
mod pump;
mod relay;
mod source;
mod target;

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use napi::Status;
use serde_json::json;

pub(crate) use pump::{PumpTask, Pumped};
pub(crate) use source::NativeSource;
pub(crate) use target::NativeTarget;

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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
