//! A bound on how long a call on the JavaScript thread may take.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::{self, Builder};
use std::time::Duration;

/// The watching thread only waits.
const STACK: usize = 64 << 10;

/// Does `work`, and sets `stop` once it has taken so long. `None` where the system gives no thread to watch it.
pub(crate) fn within<T>(limit: Duration, stop: &AtomicBool, work: impl FnOnce() -> T) -> Option<T> {
    let watch = Watch::default();
    thread::scope(|scope| {
        let builder = Builder::new().name("jsonmill-watch".to_owned()).stack_size(STACK);
        builder
            .spawn_scoped(scope, || {
                if watch.outlasts(limit) {
                    stop.store(true, Ordering::Relaxed);
                }
            })
            .ok()?;
        // also after a panic, which otherwise would wait for the thread
        let _ends = Ends(&watch);
        Some(work())
    })
}

/// Whether the work has ended.
#[derive(Default)]
struct Watch {
    ended: Mutex<bool>,
    changed: Condvar,
}

impl Watch {
    /// Waits for the end, but no longer than that; whether the work goes on.
    fn outlasts(&self, limit: Duration) -> bool {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(ended, limit, |ended| !*ended);
        !*waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Tells the watching thread when it is dropped.
struct Ends<'a>(&'a Watch);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        *self.0.ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.changed.notify_all();
    }
}
