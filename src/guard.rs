//! Keeps a panic from ending the process. napi-rs catches none in `AsyncTask::compute` and, unless told, none in a
//! function, and a panic that leaves an `extern "C"` function aborts. So every body runs inside [`guard`].

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Once, OnceLock};

use jsonmill_engine::error::Error;

use crate::error::to_napi;

/// Names the entry that panics on purpose, so that the tests can prove on the published addon that a panic becomes an
/// error: `JSONMILL_TEST_PANIC=run node …`. Read once; has no other effect.
const TEST_PANIC: &str = "JSONMILL_TEST_PANIC";

thread_local! {
    /// Where the last panic of this thread happened; the hook knows it, the catcher does not.
    static LOCATION: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs `body`; an engine error and a panic both become the payload error of [`to_napi`].
pub(crate) fn guard<T>(entry: &str, body: impl FnOnce() -> Result<T, Error>) -> napi::Result<T> {
    silence_hook();
    // What `body` touches is either immutable or behind a mutex that a panic poisons, so nothing half-changed is seen.
    let caught = panic::catch_unwind(AssertUnwindSafe(|| {
        panic_if_tested(entry);
        body()
    }));
    match caught {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(to_napi(&error)),
        Err(payload) => {
            let location = LOCATION.with_borrow(String::clone);
            let what = text(payload.as_ref());
            // A payload may itself panic when dropped; leaking a few bytes then is the lesser evil.
            let _ = panic::catch_unwind(AssertUnwindSafe(|| drop(payload)));
            Err(to_napi(&Error::internal(&format!(
                "panic in {entry} at {location}: {what}"
            ))))
        }
    }
}

/// The default hook prints to stderr, which belongs to the application; the location is kept for the error instead.
/// The hook is this addon's own: its copy of the standard library is linked in.
fn silence_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        panic::set_hook(Box::new(|info| {
            let location = info
                .location()
                .map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
            LOCATION.with_borrow_mut(|slot| *slot = location);
        }));
    });
}

/// The message of a panic: `panic!` gives a `&str` or a `String`.
fn text(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}

fn panic_if_tested(entry: &str) {
    static TESTED: OnceLock<Option<String>> = OnceLock::new();
    let tested = TESTED.get_or_init(|| std::env::var(TEST_PANIC).ok());
    assert!(tested.as_deref() != Some(entry), "on purpose, by {TEST_PANIC}");
}
