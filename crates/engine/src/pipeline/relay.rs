//! Lines from a source to a sink on all threads, without a barrier.
//!
//! [`Run::push_all`] cuts what it is given into parts and waits for all of them. Here a thread that is done with a batch of
//! lines takes the next one for itself, so that one reads while others compute, and what is read is in the cache of whoever
//! computes with it. Results go to the trunk in order: who ends the batch that is next hands it over, and all that wait
//! behind it. Nothing is decided here either: at the first batch that cannot be joined it ends, and that batch and those
//! behind it are given back.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::parallel::{Hands, columns_known, join, lines_of};
use super::part::{Part, Start};
use super::run::Run;
use super::split::Split;
use super::threads;

/// So much output is worth a call to the sink.
const WRITTEN: usize = 256 << 10;
/// How many batches may wait for one before them, besides one a thread.
const WAITING: usize = 2;

/// Where batches of lines come from and what was written goes. Each method is called by one thread at a time, and by any.
pub trait Ends: Sync {
    /// Some whole lines
    type Batch: AsRef<[u8]> + Send;

    /// The next lines; `None` where there are no more, or none now: it is not asked again.
    fn read(&self) -> Option<Self::Batch>;

    /// Takes what the batches up to here gave.
    fn write(&self, output: &mut Vec<u8>);

    /// Takes a batch back that is done.
    fn done(&self, batch: Self::Batch);
}

impl Run {
    /// Whether [`Run::relay`] may go on from here: between two lines that several threads may share.
    pub fn relays(&mut self) -> bool {
        let lines = matches!(self.parallel.split, Some(Split::Lines { .. }));
        let stands = lines && self.parallel.settled && self.parallel.tail.is_empty();
        stands && self.takes_lines() && threads::limit() > 1 && columns_known(&self.pipeline, &mut self.session)
    }

    /// Takes lines as long as there are some, on all threads. Gives back those that it could not join, in order: the run
    /// stands before them, and [`Run::push`] finds out what is wrong with them.
    pub fn relay<E: Ends>(&mut self, ends: &E) -> Vec<E::Batch> {
        let counted = self.parallel.split == Some(Split::Lines { counted: true });
        let records = self.session.state.records();
        let sessions = std::mem::take(&mut self.parallel.sessions);
        let crew = threads::limit();
        let relay = Relay {
            ends,
            hands: Hands::of(self, &sessions),
            turn: Mutex::new(Turn {
                number: 0,
                records,
                over: false,
            }),
            counted,
            order: Mutex::new(Order {
                next: 0,
                waiting: VecDeque::new(),
                joining: false,
                stopped: false,
                texts: Vec::new(),
            }),
            joined: Condvar::new(),
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
        order.waiting.into_iter().flatten().map(|done| done.batch).collect()
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
    turn: Mutex<Turn>,
    /// Lines are counted when they are read.
    counted: bool,
    order: Mutex<Order<E::Batch>>,
    /// A batch has been joined, or no more will be.
    joined: Condvar,
    /// So many batches may wait.
    most: usize,
    trunk: Mutex<&'r mut Run>,
}

/// Whose turn it is to read.
struct Turn {
    /// Number of the next batch
    number: u64,
    /// Records before it, where they are counted
    records: u64,
    over: bool,
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
        while let Some((number, batch, start)) = self.read() {
            let text = lock(&self.order).texts.pop().unwrap_or_default();
            let part = self.hands.run(batch.as_ref(), start, text);
            self.hand_in(number, Done { batch, part });
        }
        drop(watch);
    }

    /// The next batch, once not too many wait for one before them.
    fn read(&self) -> Option<(u64, E::Batch, Start)> {
        let mut order = lock(&self.order);
        while order.waiting.len() >= self.most && !order.stopped {
            order = self.joined.wait(order).unwrap_or_else(PoisonError::into_inner);
        }
        if order.stopped {
            return None;
        }
        drop(order);
        let mut turn = lock(&self.turn);
        if turn.over {
            return None;
        }
        let Some(batch) = self.ends.read() else {
            turn.over = true;
            return None;
        };
        let (number, records) = (turn.number, turn.records);
        turn.number += 1;
        if self.counted {
            turn.records += lines_of(batch.as_ref());
        }
        Some((number, batch, Start::Line(records)))
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
                Ok(text) => {
                    order.waiting.pop_front();
                    order.next += 1;
                    order.texts.push(text);
                }
                Err(done) => {
                    order.waiting[0] = Some(done);
                    order.stopped = true;
                }
            }
            self.joined.notify_all();
        }
        order.joining = false;
    }

    /// Hands a batch to the trunk: the memory of its results, or the batch where that cannot be.
    fn join(&self, done: Done<E::Batch>) -> Result<Vec<u8>, Done<E::Batch>> {
        let mut run = lock(&self.trunk);
        let joined = done.part.as_ref().is_some_and(|part| join(&mut run, 0, part));
        if !joined {
            return Err(done);
        }
        run.hand_over(self.ends, WRITTEN);
        drop(run);
        self.ends.done(done.batch);
        Ok(done.part.map(Part::into_text).unwrap_or_default())
    }
}

/// Tells the others to stop if its thread panics: they would wait for its batch.
struct Watch<'w, 'r, E: Ends>(&'w Relay<'r, E>);

impl<E: Ends> Drop for Watch<'_, '_, E> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(&self.0.order).stopped = true;
            self.0.joined.notify_all();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
