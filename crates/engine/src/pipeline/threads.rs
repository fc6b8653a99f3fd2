//! All cores: one bound for the process on the threads that help runs.
//!
//! Helpers are scoped threads that live for one batch of work. A batch takes milliseconds, a thread is made in tens of
//! microseconds, and so nothing idles, nothing has to be shut down when a worker of Node ends, and what they read is borrowed
//! as usual. What is bounded is how many there are: a run that finds all of them taken goes on alone.

use std::any::Any;
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, Builder};

/// What was asked for; 0 stands for what the machine grants.
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// Helpers at work.
static HELPERS: AtomicUsize = AtomicUsize::new(0);

/// Calls of callbacks nest on the native stack; this is what Node's own threads have.
const STACK: usize = 8 << 20;

/// Sets how many threads may compute at a time, for all runs together; `None`: as many as the machine grants.
pub fn configure(threads: Option<NonZero<usize>>) {
    ASKED.store(threads.map_or(0, NonZero::get), Ordering::Relaxed);
}

/// How many threads may compute at a time: what was asked for, else what the processors' affinity and the control group's
/// quota grant.
pub fn limit() -> usize {
    static GRANTED: OnceLock<usize> = OnceLock::new();
    match ASKED.load(Ordering::Relaxed) {
        0 => *GRANTED.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get)),
        asked => asked,
    }
}

/// Sizes for tests: the shortest batch that threads share, and that of a part. 0 stands for the usual ones.
static TEST_SIZE: AtomicUsize = AtomicUsize::new(0);

/// Makes parts small, so that tests need no large inputs.
pub fn test_parts(bytes: usize) {
    TEST_SIZE.store(bytes, Ordering::Relaxed);
}

/// What [`test_parts`] asks for: the shortest batch and the size of a part.
pub(super) fn test_sizes() -> Option<(usize, usize)> {
    match TEST_SIZE.load(Ordering::Relaxed) {
        0 => None,
        bytes => Some((1, bytes)),
    }
}

/// The size of a batch that is to be read: as small as parts are, where tests ask for that.
pub fn batch(usual: usize) -> usize {
    test_sizes().map_or(usual, |(_, part)| part)
}

/// Helpers that a batch may have.
struct Permits(usize);

impl Permits {
    fn take(wanted: usize) -> Permits {
        let most = limit() - 1;
        let mut busy = HELPERS.load(Ordering::Relaxed);
        loop {
            let granted = wanted.min(most.saturating_sub(busy));
            match HELPERS.compare_exchange_weak(busy, busy + granted, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return Permits(granted),
                Err(now) => busy = now,
            }
        }
    }
}

impl Drop for Permits {
    fn drop(&mut self) {
        HELPERS.fetch_sub(self.0, Ordering::Relaxed);
    }
}

/// Does the jobs from number 0 on, on this thread and on as many helpers as are free, until one says no; those behind it may
/// then be left out. A panic of a helper goes on here.
pub(super) fn run(jobs: usize, work: impl Fn(usize) -> bool + Sync) {
    run_and(jobs, work, || {});
}

/// The same; behind each job that this thread has done itself, it also does what is `between`, while the others go on.
pub(super) fn run_and(jobs: usize, work: impl Fn(usize) -> bool + Sync, mut between: impl FnMut()) {
    let next = AtomicUsize::new(0);
    let panicked: Mutex<Option<Box<dyn Any + Send>>> = Mutex::default();
    let work_on = |between: &mut dyn FnMut()| {
        let body = || {
            loop {
                let job = next.fetch_add(1, Ordering::Relaxed);
                if job >= jobs {
                    return;
                }
                if !work(job) {
                    next.store(jobs, Ordering::Relaxed);
                }
                between();
            }
        };
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(body)) {
            next.store(jobs, Ordering::Relaxed);
            *panicked.lock().unwrap_or_else(PoisonError::into_inner) = Some(payload);
        }
    };
    let permits = Permits::take(jobs.saturating_sub(1));
    thread::scope(|scope| {
        for _ in 0..permits.0 {
            let builder = Builder::new().name("jsonmill".to_owned()).stack_size(STACK);
            // Where the system gives no more threads, those that there are do it.
            if builder.spawn_scoped(scope, || work_on(&mut || {})).is_err() {
                break;
            }
        }
        work_on(&mut between);
    });
    if let Some(payload) = panicked.into_inner().unwrap_or_else(PoisonError::into_inner) {
        panic::resume_unwind(payload);
    }
}

#[cfg(test)]
mod tests {
    use std::panic;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::run;

    #[test]
    fn every_job_is_done_once() {
        let done: Vec<AtomicUsize> = (0..100).map(|_| AtomicUsize::new(0)).collect();
        run(done.len(), |job| {
            done[job].fetch_add(1, Ordering::Relaxed);
            true
        });
        assert!(done.iter().all(|count| count.load(Ordering::Relaxed) == 1));
    }

    #[test]
    fn jobs_before_one_that_says_no_are_done() {
        let done: Vec<AtomicUsize> = (0..100).map(|_| AtomicUsize::new(0)).collect();
        run(done.len(), |job| {
            done[job].fetch_add(1, Ordering::Relaxed);
            job != 50
        });
        assert!(done[..=50].iter().all(|count| count.load(Ordering::Relaxed) == 1));
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(|_| {}));
        let caught = panic::catch_unwind(|| run(8, |job| if job == 3 { panic!("on purpose") } else { true }));
        panic::set_hook(hook);
        assert!(caught.is_err());
    }
}
