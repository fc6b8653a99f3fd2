//! Lines from a source to a sink on all threads, without a barrier.
//!
//! [`Run::push_all`] cuts what it is given into parts and waits for all of them. Here a thread that is done with a batch of
//! lines takes the next one and reads it itself, so that some read while others compute, and what is read is in the cache of
//! whoever computes with it. Results go to the trunk in order: who ends the batch that is next hands it over, and all that
//! wait behind it. Nothing is decided here either: it ends before the first batch that cannot be joined.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::counts::lines_of;
use super::hands::{Hands, columns_known, join};
use super::part::{Part, Start};
use super::run::Run;
use super::split::Split;
use super::threads;

/// So much output is worth a call to the sink.
const WRITTEN: usize = 256 << 10;
/// How many batches may wait for one before them, besides one a thread.
const WAITING: usize = 2;

/// Where batches of lines come from and what was written goes.
pub trait Ends: Sync {
    /// Some whole lines
    type Batch: AsRef<[u8]> + Send;

    /// Whether there is a batch of this number, and it is wanted now. Asked in order.
    fn has(&self, number: u64) -> bool;

    /// Reads it, on any thread; `None` where that cannot be.
    fn read(&self, number: u64) -> Option<Self::Batch>;

    /// Takes what the batches up to here gave.
    fn write(&self, output: &mut Vec<u8>);

    /// Takes a batch back that is done. In order.
    fn done(&self, batch: Self::Batch);
}

impl Run {
    /// Whether [`Run::relay`] may be worth it between two lines.
    #[must_use]
    pub fn may_relay(&self) -> bool {
        matches!(self.parallel.split, Some(Split::Lines { .. })) && self.takes_lines() && threads::limit() > 1
    }

    /// Whether it may go on from here.
    pub fn relays(&mut self) -> bool {
        let stands = self.parallel.settled && self.parallel.tail.is_empty();
        stands && self.may_relay() && columns_known(&self.pipeline, &mut self.session)
    }

    /// Takes lines as long as there are some, on all threads; false where it ended before lines that it could not do: [`Run::push`] finds
    /// out what is wrong with them.
    pub fn relay(&mut self, ends: &impl Ends) -> bool {
        let counted = self.parallel.split == Some(Split::Lines { counted: true });
        let records = self.session.state.records();
        let sessions = std::mem::take(&mut self.parallel.sessions);
        let crew = threads::limit();
        let relay = Relay {
            ends,
            hands: Hands::of(self, &sessions),
            claimed: Mutex::new(0),
            counts: counted.then(|| Mutex::new(Counts { next: 0, records })),
            order: Mutex::new(Order {
                next: 0,
                waiting: VecDeque::new(),
                joining: false,
                stopped: false,
                texts: Vec::new(),
            }),
            changed: Condvar::new(),
            most: crew + WAITING,
            trunk: Mutex::new(&mut *self),
        };
        threads::run(crew, |_| {
            relay.work();
            true
        });
        let order = relay.order.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.parallel.sessions = sessions;
        self.hand_over(ends, 0);
        !order.stopped
    }

    /// Gives the sink what has been written, if that is more than so much.
    fn hand_over(&mut self, ends: &impl Ends, least: usize) {
        let state = &mut self.session.state;
        if state.out.len() > least {
            let most = &mut state.serializer.max_output;
            *most = most.saturating_sub(state.out.len());
            ends.write(&mut state.out);
            state.out.clear();
        }
    }
}

/// Threads that take batches from each other's hands.
struct Relay<'r, E: Ends> {
    ends: &'r E,
    hands: Hands<'r>,
    /// How many batches somebody reads or has read
    claimed: Mutex<u64>,
    /// Where records are counted
    counts: Option<Mutex<Counts>>,
    order: Mutex<Order<E::Batch>>,
    /// A batch has been joined or counted, or no more will be.
    changed: Condvar,
    /// So many batches may wait.
    most: usize,
    trunk: Mutex<&'r mut Run>,
}

/// How many records come before a batch.
struct Counts {
    /// Its number
    next: u64,
    records: u64,
}

/// What has been computed and waits for its turn.
struct Order<B> {
    /// The number of the first that waits, or will
    next: u64,
    waiting: VecDeque<Option<Done<B>>>,
    /// Somebody hands batches to the trunk.
    joining: bool,
    stopped: bool,
    /// Memory for results
    texts: Vec<Vec<u8>>,
}

/// A batch that has been computed, and what came of it unless something was wrong.
struct Done<B> {
    batch: B,
    part: Option<Part>,
}

impl<E: Ends> Relay<'_, E> {
    /// One thread's part of it.
    fn work(&self) {
        let watch = Watch(self);
        while let Some(number) = self.claim() {
            let Some(batch) = self.ends.read(number) else {
                self.stop();
                break;
            };
            let Some(start) = self.start(number, batch.as_ref()) else {
                break;
            };
            let text = lock(&self.order).texts.pop().unwrap_or_default();
            let part = self.hands.run(batch.as_ref(), start, text);
            self.hand_in(number, Done { batch, part });
        }
        drop(watch);
    }

    /// The number of a batch to be read, once not too many wait for one before them.
    fn claim(&self) -> Option<u64> {
        let mut order = lock(&self.order);
        while order.waiting.len() >= self.most && !order.stopped {
            order = self.changed.wait(order).unwrap_or_else(PoisonError::into_inner);
        }
        if order.stopped {
            return None;
        }
        drop(order);
        let mut claimed = lock(&self.claimed);
        let number = *claimed;
        self.ends.has(number).then(|| {
            *claimed += 1;
            number
        })
    }

    /// Where a batch begins: behind the records of those before it, if they have to be counted. `None` once it is of no use any more.
    fn start(&self, number: u64, lines: &[u8]) -> Option<Start> {
        let Some(counts) = &self.counts else {
            return Some(Start::Line(0));
        };
        let records = lines_of(lines);
        let mut order = lock(&self.order);
        loop {
            if order.stopped {
                return None;
            }
            let mut counts = lock(counts);
            if counts.next == number {
                let start = Start::Line(counts.records);
                counts.next += 1;
                counts.records += records;
                self.changed.notify_all();
                return Some(start);
            }
            drop(counts);
            order = self.changed.wait(order).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes what a thread has computed, and hands to the trunk all whose turn it is, unless another thread is about it.
    fn hand_in(&self, number: u64, done: Done<E::Batch>) {
        let mut order = lock(&self.order);
        let place = (number - order.next) as usize;
        if order.waiting.len() <= place {
            order.waiting.resize_with(place + 1, || None);
        }
        order.waiting[place] = Some(done);
        if order.joining {
            return;
        }
        order.joining = true;
        while !order.stopped
            && let Some(next) = order.waiting.front_mut()
            && let Some(done) = next.take()
        {
            drop(order);
            let joined = self.join(done);
            order = lock(&self.order);
            match joined {
                Some(text) => {
                    // Who waits does so because all of these places are taken.
                    let was_full = order.waiting.len() >= self.most;
                    order.waiting.pop_front();
                    order.next += 1;
                    order.texts.push(text);
                    if was_full {
                        self.changed.notify_all();
                    }
                }
                None => {
                    order.stopped = true;
                    self.changed.notify_all();
                }
            }
        }
        order.joining = false;
    }

    /// Hands a batch to the trunk: the memory of its results, where that can be.
    fn join(&self, done: Done<E::Batch>) -> Option<Vec<u8>> {
        let part = done.part?;
        let mut run = lock(&self.trunk);
        if !join(&mut run, 0, &part) {
            return None;
        }
        run.hand_over(self.ends, WRITTEN);
        drop(run);
        self.ends.done(done.batch);
        Some(part.into_text())
    }

    fn stop(&self) {
        lock(&self.order).stopped = true;
        self.changed.notify_all();
    }
}

/// Tells the others to stop if its thread panics: they would wait for its batch.
struct Watch<'w, 'r, E: Ends>(&'w Relay<'r, E>);

impl<E: Ends> Drop for Watch<'_, '_, E> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
