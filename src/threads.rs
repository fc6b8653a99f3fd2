//! How many threads the process may compute on.

use std::num::NonZero;

use jsonmill_engine::pipeline::threads;
use napi_derive::napi;

use crate::guard::guard;

/// Sets how many threads may compute at a time, for all runs of the process; without a number as many as the machine grants.
/// `testPart` makes the parts of inputs so small that tests need no large ones.
#[napi]
pub fn configure_threads(threads: Option<u32>, test_part: Option<u32>) -> napi::Result<()> {
    guard("configureThreads", || {
        threads::configure(threads.and_then(|threads| NonZero::new(threads as usize)));
        threads::test_parts(test_part.unwrap_or(0) as usize);
        Ok(())
    })
}
