//! All cores for one input: it is cut between records, threads run the parts, and what comes of them is joined in order.
//!
//! One run, the *trunk*, knows at each moment exactly where it stands. A batch of slices is cut into parts that begin behind
//! it; each is run as if all before it went well. The trunk then takes over what they made, part by part, as long as that was
//! so: nothing failed, and each part ended between two records where the next begins. At the first other part it goes on
//! alone over the same bytes, and finds V8's first error, or that a place was guessed wrong. So nothing is decided here.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::counts::{elements_of, lines_of};
use super::guess::Places;
use super::hands::{Hands, columns_known, join, lock};
use super::part::{Part, Start};
use super::run::Run;
use super::session::Session;
use super::shared::SHORTEST_BATCH;
use super::split::Split;
use super::{Pipeline, threads};
use crate::error::Error;
use crate::plan::OnError;

/// A part is small enough that all threads end at nearly the same time.
const PART: usize = 128 << 10;
/// The trunk looks for its place between records in steps of this size.
const STEP: usize = 16 << 10;
/// After so many parts that could not be joined, one thread goes on.
const MAX_MISTAKES: u32 = 3;

/// What a run keeps for its parts.
#[derive(Debug, Default)]
pub(super) struct Parallel {
    /// How the input is cut, unless one thread does it all
    pub(super) split: Option<Split>,
    /// The trunk stands between two records, with nothing in its buffer.
    pub(super) settled: bool,
    /// Bytes behind the last place between records, which nobody has run
    pub(super) tail: Vec<u8>,
    /// Parts that could not be joined
    mistakes: u32,
    /// Memory of parts, and the pipeline it is for
    pub(super) sessions: Mutex<Vec<Session>>,
    pub(super) pipeline: usize,
    /// Where an error lies will be found out by reading the whole input again: nothing of it is counted.
    pub(super) whole: bool,
}

/// A part to be run.
enum Piece<'s> {
    /// Of a slice
    Within(&'s [u8]),
    /// Around the seam of two
    Joined(Vec<u8>),
}

impl Piece<'_> {
    fn bytes(&self) -> &[u8] {
        match self {
            Piece::Within(bytes) => bytes,
            Piece::Joined(bytes) => bytes,
        }
    }
}

impl Parallel {
    pub(super) fn new(pipeline: &Pipeline) -> Parallel {
        Parallel {
            split: pipeline.split.ok(),
            ..Parallel::default()
        }
    }

    /// What is left for the trunk.
    pub(super) fn take_tail(&mut self) -> Vec<u8> {
        self.settled = false;
        std::mem::take(&mut self.tail)
    }

    /// Takes slices that follow each other.
    pub(super) fn push(&mut self, run: &mut Run, slices: &[&[u8]]) -> Result<(), Error> {
        let bytes = self.tail.len() + slices.iter().map(|slice| slice.len()).sum::<usize>();
        let (shortest, part) = threads::test_sizes().unwrap_or((SHORTEST_BATCH, PART));
        let Some(split) = self.split.filter(|_| bytes >= shortest && threads::limit() > 1) else {
            return self.alone(run, slices);
        };
        let mut slices = slices.to_vec();
        while !self.settled {
            let Some(slice) = slices.first_mut() else { return Ok(()) };
            let used = self.settle(run, split, slice)?;
            *slice = &slice[used..];
            if slice.is_empty() {
                slices.remove(0);
            }
        }
        let pipeline = Arc::clone(&run.pipeline);
        if !columns_known(&pipeline, &mut run.session) {
            // the first record says what they are
            return self.alone(run, &slices);
        }
        let (start, mut places) = match split {
            Split::Lines { .. } => (Start::Line(run.session.state.records()), Places::Lines),
            Split::Elements { .. } => {
                let Some(place) = run.session.walker.between_records() else {
                    return self.alone(run, &slices);
                };
                let records = run.session.state.records_of(place.pipeline as usize);
                (Start::Between(place, records), Places::commas(run.base, records))
            }
        };
        let pieces = self.cut(&slices, &mut places, part);
        self.run(run, start, split, &pieces)
    }

    /// One thread goes on.
    fn alone(&mut self, run: &mut Run, slices: &[&[u8]]) -> Result<(), Error> {
        let tail = self.take_tail();
        if !tail.is_empty() {
            run.advance(&tail, false)?;
        }
        slices.iter().try_for_each(|slice| run.advance(slice, false))
    }

    /// Lets the trunk go on until it stands between two records; how much of the slice it took.
    fn settle(&mut self, run: &mut Run, split: Split, slice: &[u8]) -> Result<usize, Error> {
        match split {
            Split::Lines { .. } => {
                let Some(newline) = memchr::memchr(b'\n', slice) else {
                    run.advance(slice, false)?;
                    return Ok(slice.len());
                };
                run.session.goes_on = true;
                let line = run.advance(&slice[..=newline], true);
                run.session.goes_on = false;
                line?;
                run.drop_front(run.buffer.len());
                self.settled = run.session.state.has_begun(0);
                run.session.scanner.reset(0);
                Ok(newline + 1)
            }
            Split::Elements { .. } => {
                run.session.walker.stop_between_records(true);
                let mut used = 0;
                while !self.settled && used < slice.len() {
                    let step = &slice[used..slice.len().min(used + STEP)];
                    used += step.len();
                    run.advance(step, false)?;
                    self.settle_at_comma(run);
                }
                run.session.walker.stop_between_records(false);
                Ok(used)
            }
        }
    }

    /// The trunk stands before a comma between two records: what is behind it waits, if nobody needs what is before it.
    fn settle_at_comma(&mut self, run: &mut Run) {
        let session = &mut run.session;
        let scanner = &session.scanner;
        let token = scanner
            .tokens
            .get(scanner.cursor)
            .map(|&token| scanner.base + token as usize);
        let Some((place, comma)) = session.walker.between_records().zip(token) else {
            return;
        };
        if run.buffer[comma] != b',' {
            return;
        }
        let offset = run.base + comma as u64;
        session.detach(&run.pipeline, &run.buffer, run.base);
        let needed = session.keep_from(run.base, run.base + run.buffer.len() as u64) < offset;
        let repaired = run.repairs.iter().any(|repair| repair.at >= offset);
        if needed || repaired {
            // Further on there may be a better place.
            session.walker.stop_between_records(false);
            return;
        }
        run.drop_front(comma);
        self.tail = std::mem::take(&mut run.buffer);
        self.tail.append(&mut run.partial);
        run.session.scanner.reset(0);
        self.settled = true;
        if self.pipeline != place.pipeline as usize {
            self.pipeline = place.pipeline as usize;
            self.sessions = Mutex::default();
        }
    }

    /// Cuts slices into parts; what is behind the last place between records waits for the next slices.
    fn cut<'s>(&mut self, slices: &[&'s [u8]], places: &mut Places, part: usize) -> Vec<Piece<'s>> {
        let mut pieces = Vec::new();
        let mut tail = std::mem::take(&mut self.tail);
        for &slice in slices {
            let Some(first) = places.next(slice, 0) else {
                tail.extend_from_slice(slice);
                continue;
            };
            tail.extend_from_slice(&slice[..first]);
            if !tail.is_empty() {
                pieces.push(Piece::Joined(std::mem::take(&mut tail)));
            }
            let mut at = first;
            while slice.len() - at > 2 * part {
                let Some(next) = places.next(slice, at + part) else {
                    break;
                };
                pieces.push(Piece::Within(&slice[at..next]));
                at = next;
            }
            if let Some(last) = places.last(slice, at)
                && last > at
            {
                pieces.push(Piece::Within(&slice[at..last]));
                at = last;
            }
            tail.extend_from_slice(&slice[at..]);
        }
        self.tail = tail;
        pieces
    }

    /// Runs parts and joins what comes of them.
    fn run(&mut self, run: &mut Run, start: Start, split: Split, pieces: &[Piece<'_>]) -> Result<(), Error> {
        let (Split::Lines { counted } | Split::Elements { counted }) = split;
        let starts = starts(start, split, pieces);
        let made: Vec<Mutex<Made>> = pieces.iter().map(|_| Mutex::default()).collect();
        let texts: Mutex<Vec<Vec<u8>>> = Mutex::default();
        let mistaken = AtomicBool::new(false);
        let mut joined = 0;
        {
            let mut hands = Hands::of(run, &self.sessions);
            hands.number = self.pipeline;
            hands.counted = !self.whole || run.pipeline.executable.on_error == OnError::Reject;
            let work = |number: usize| {
                if mistaken.load(Ordering::Relaxed) || hands.cancelled.load(Ordering::Relaxed) {
                    return false;
                }
                let text = lock(&texts).pop().unwrap_or_default();
                let part = hands.run(pieces[number].bytes(), starts[number], text);
                let is_whole = part.is_some();
                *lock(&made[number]) = part.map_or(Made::Wrong, Made::Part);
                is_whole
            };
            // What is ready is joined while others are at work: their texts are still in a cache, and their memory serves again.
            run.session.state.abandon_rows();
            let join_ready = || {
                while let Some(slot) = made.get(joined)
                    && !mistaken.load(Ordering::Relaxed)
                {
                    match std::mem::take(&mut *lock(slot)) {
                        Made::Nothing => return,
                        Made::Part(part) if join_piece(run, start, counted, &part, &pieces[joined]) => {
                            lock(&texts).push(part.into_text());
                        }
                        Made::Part(_) | Made::Wrong => return mistaken.store(true, Ordering::Relaxed),
                    }
                    joined += 1;
                }
            };
            threads::run_and(pieces.len(), work, join_ready);
        }
        while let Some(slot) = made.get(joined)
            && !mistaken.load(Ordering::Relaxed)
        {
            match std::mem::take(&mut *lock(slot)) {
                Made::Part(part) if join_piece(run, start, counted, &part, &pieces[joined]) => joined += 1,
                _ => break,
            }
        }
        match &pieces[joined..] {
            [] => Ok(()),
            [first, others @ ..] => self.mistaken(run, first, others),
        }
    }

    /// The trunk runs what could not be joined, and all behind it.
    #[cold]
    fn mistaken(&mut self, run: &mut Run, first: &Piece<'_>, others: &[Piece<'_>]) -> Result<(), Error> {
        self.mistakes += 1;
        if self.mistakes == MAX_MISTAKES {
            self.split = None;
        }
        run.advance(first.bytes(), false)?;
        others.iter().try_for_each(|piece| run.advance(piece.bytes(), false))?;
        self.alone(run, &[])
    }
}

/// What came of a part so far.
#[derive(Default)]
enum Made {
    /// It has not been run, or has been joined.
    #[default]
    Nothing,
    Part(Part),
    /// Something is wrong in it.
    Wrong,
}

/// Where each part begins: behind the records of those before it, if they have to be counted.
fn starts(start: Start, split: Split, pieces: &[Piece<'_>]) -> Vec<Start> {
    let (Split::Lines { counted } | Split::Elements { counted }) = split;
    if !counted {
        return vec![start; pieces.len()];
    }
    let counts: Vec<Mutex<u64>> = pieces.iter().map(|_| Mutex::default()).collect();
    threads::run(pieces.len(), |number| {
        let bytes = pieces[number].bytes();
        *lock(&counts[number]) = match start {
            Start::Line(_) => lines_of(bytes),
            Start::Between(..) => elements_of(bytes),
        };
        true
    });
    let mut before = 0;
    let starts = counts.into_iter().map(|count| {
        let start = match start {
            Start::Line(first) => Start::Line(first + before),
            Start::Between(place, first) => Start::Between(place, first + before),
        };
        before += count.into_inner().unwrap_or_else(PoisonError::into_inner);
        start
    });
    starts.collect()
}

/// The trunk takes over what came of a piece, and tells of its bad records; false, and nothing changed, where it cannot.
fn join_piece(run: &mut Run, start: Start, counted: bool, part: &Part, piece: &Piece<'_>) -> bool {
    let records = run.session.state.records_of(start.pipeline());
    if counted && part.first != records {
        return false;
    }
    let (base, lines, columns) = (run.base, run.lines, run.columns);
    let found = part.records.rejections_behind(records, base);
    if !found.is_empty() && part.added != 0 {
        // Where they lie in the bytes as they came, one thread knows.
        return false;
    }
    if !join(run, start.pipeline(), part) {
        return false;
    }
    if !found.is_empty() {
        run.describe(found, piece.bytes(), base, lines, columns);
    }
    true
}
