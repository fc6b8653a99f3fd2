//! All cores for one input: it is cut between records, threads run the parts, and what comes of them is joined in order.
//!
//! One run, the *trunk*, knows at each moment exactly where it stands. A batch of slices is cut into parts that begin behind
//! it; each is run as if all before it went well. The trunk then takes over what they made, part by part, as long as that was
//! so: nothing failed, and each part ended between two records where the next begins. At the first other part it goes on
//! alone over the same bytes, and finds V8's first error, or that a place was guessed wrong. So nothing is decided here.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jsonmill_json::scan::Scanner;

use super::guess::Places;
use super::params::{Given, Params};
use super::part::{Part, Start};
use super::run::Run;
use super::session::Session;
use super::split::Split;
use super::{Pipeline, csv_input, threads};
use crate::error::{Code, Error};
use crate::exec::csv::Csv;
use crate::plan::OnError;

/// Less than this is not worth a second thread.
const SHORTEST_BATCH: usize = 512 << 10;
/// A part is small enough that all threads end at nearly the same time.
const PART: usize = 128 << 10;
/// A whole input is taken in batches of this size, so that what parts have made does not wait for long to be joined.
const BATCH: usize = 16 << 20;
/// The trunk looks for its place between records in steps of this size.
const STEP: usize = 16 << 10;
/// After so many parts that could not be joined, one thread goes on.
const MAX_MISTAKES: u32 = 3;

impl Pipeline {
    /// Runs over the whole input on this thread and on others beside it, where there are some and it is worth it.
    ///
    /// # Errors
    /// As [`Pipeline::run`].
    pub fn run_shared(self: &Arc<Self>, input: &[u8], params: Option<&Params>) -> Result<Vec<u8>, Error> {
        if !self.shares(input.len()) {
            return self.run(input, params);
        }
        self.run_on_all(input, &self.given(params)?)
    }

    /// The same where it is worth it.
    pub(super) fn run_on_all(self: &Arc<Self>, input: &[u8], given: &Given) -> Result<Vec<u8>, Error> {
        let mut run = Run::new(Arc::clone(self), given);
        let output = run.finish_over(input)?;
        run.retire();
        Ok(output)
    }

    /// Whether several threads are worth it for so many bytes.
    pub(super) fn shares(&self, bytes: usize) -> bool {
        let shortest = threads::test_sizes().map_or(SHORTEST_BATCH, |(shortest, _)| shortest);
        self.split.is_ok() && bytes >= shortest && threads::limit() > 1
    }

    /// Memory for parts of a pipeline's records.
    fn take_part_session(&self, number: usize, given: &Given) -> Session {
        let mut idle = self.idle_parts.lock().unwrap_or_else(PoisonError::into_inner);
        let fitting = idle.iter().position(|(of, _)| *of == number);
        let kept = fitting.map(|at| idle.swap_remove(at).1);
        drop(idle);
        let mut session = kept.unwrap_or_else(|| Session::blank(self));
        session.begin(self, given);
        session
    }

    /// Keeps the memory of parts for the next run.
    fn keep_part_sessions(&self, number: usize, sessions: Vec<Session>) {
        let mut idle = self.idle_parts.lock().unwrap_or_else(PoisonError::into_inner);
        for mut session in sessions {
            if idle.len() >= threads::limit() {
                return;
            }
            session.clean();
            idle.push((number, session));
        }
    }
}

impl Run {
    /// Runs over a whole input before which nothing has come, and ends.
    ///
    /// # Errors
    /// As [`Pipeline::run`], and CANCELLED.
    pub fn finish_over(&mut self, input: &[u8]) -> Result<Vec<u8>, Error> {
        let pipeline = Arc::clone(&self.pipeline);
        let given = self.given();
        let measured = self.session.state.tally.is_some();
        if pipeline.shares(input.len()) {
            self.parallel.whole = true;
            let pushed = input.chunks(BATCH).try_for_each(|batch| self.push(batch));
            match pushed.and_then(|()| self.finish()) {
                // Whoever has the whole input at hand says more about what is wrong with it.
                Err(error) if !matches!(error.payload().code, Code::Bail | Code::Cancelled) => {}
                done => return done,
            }
        }
        let (output, report) = csv_input::run_whole(&pipeline, input, &given, measured, &self.cancelled)?;
        self.report = report;
        self.concluded = true;
        Ok(output)
    }

    /// What its stages are given.
    fn given(&self) -> Given {
        Given {
            store: self.session.params.clone(),
            values: self.session.state.given.clone(),
        }
    }

    /// Keeps the memory of a run that has ended for the next one.
    pub fn retire(mut self) {
        let sessions = std::mem::take(&mut self.parallel.sessions);
        let sessions = sessions.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.pipeline.keep_part_sessions(self.parallel.pipeline, sessions);
        self.session.recycle(&self.pipeline);
    }
}

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
    pipeline: usize,
    /// Where an error lies will be found out by reading the whole input again: nothing of it is counted.
    whole: bool,
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
            let hands = Hands {
                number: self.pipeline,
                counted: !self.whole || run.pipeline.executable.on_error == OnError::Reject,
                ..Hands::of(run, &self.sessions)
            };
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

/// What every thread needs that runs parts of a run.
pub(super) struct Hands<'r> {
    pipeline: Arc<Pipeline>,
    cancelled: Arc<AtomicBool>,
    given: Given,
    measured: bool,
    csv: Csv,
    sessions: &'r Mutex<Vec<Session>>,
    /// The record pipeline that they are for
    number: usize,
    /// Lines are counted, for the places of errors.
    counted: bool,
}

impl<'r> Hands<'r> {
    /// For parts of a run over lines, with memory from there.
    pub(super) fn of(run: &Run, sessions: &'r Mutex<Vec<Session>>) -> Hands<'r> {
        Hands {
            pipeline: Arc::clone(&run.pipeline),
            cancelled: Arc::clone(&run.cancelled),
            given: run.given(),
            measured: run.session.state.tally.is_some(),
            csv: run.session.state.csv.part(),
            sessions,
            number: 0,
            counted: true,
        }
    }

    /// Runs a part; its text goes to the memory of another one.
    pub(super) fn run(&self, bytes: &[u8], start: Start, mut text: Vec<u8>) -> Option<Part> {
        let kept = lock(self.sessions).pop();
        let pipeline = &*self.pipeline;
        let mut session = kept.unwrap_or_else(|| pipeline.take_part_session(self.number, &self.given));
        let state = &mut session.state;
        state.tally = pipeline.tally(self.measured).map(|tally| Box::new(tally.sampled()));
        state.csv = self.csv.part();
        text.clear();
        state.lend_text(&pipeline.executable, text);
        let part = session.run_part(pipeline, bytes, start, self.counted, &self.cancelled);
        lock(self.sessions).push(session);
        part
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether it is known which columns CSV has that is to be written: the first record may have to say so.
pub(super) fn columns_known(pipeline: &Pipeline, session: &mut Session) -> bool {
    match &pipeline.executable.csv {
        Some(options) => session.state.begin_csv(options),
        None => true,
    }
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

/// Elements of an array in a text that begins before a comma between two of them and ends before another.
fn elements_of(bytes: &[u8]) -> u64 {
    let mut scanner = Scanner::new(false);
    let (mut depth, mut count) = (0i64, 0);
    let mut more = true;
    while more {
        more = scanner.refill(bytes, true);
        for &token in &scanner.tokens[scanner.cursor..] {
            match bytes[scanner.base + token as usize] {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b',' if depth == 0 => count += 1,
                _ => {}
            }
        }
        scanner.cursor = scanner.tokens.len();
    }
    count
}

/// Lines that are not blank.
pub(super) fn lines_of(bytes: &[u8]) -> u64 {
    let mut start = 0;
    let mut count = 0;
    let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    for end in ends {
        let blank = bytes[start..end]
            .iter()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
        count += u64::from(!blank);
        start = (end + 1).min(bytes.len());
    }
    count
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

/// The trunk takes over what came of the next part; false, and nothing changed, where it cannot.
pub(super) fn join(run: &mut Run, pipeline: usize, part: &Part) -> bool {
    let offset = run.base + part.bytes;
    let executable = &run.pipeline.executable;
    if !run
        .session
        .state
        .join_part(executable, pipeline, &part.records, part.bytes, offset)
    {
        return false;
    }
    run.base = offset;
    run.added += part.added;
    run.columns = if part.lines == 0 {
        run.columns + part.columns
    } else {
        part.columns
    };
    run.lines += part.lines;
    true
}
