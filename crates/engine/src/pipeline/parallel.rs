//! All cores for one input: it is cut between records, threads run the parts, and what comes of them is joined in order.
//!
//! One run, the *trunk*, knows at each moment exactly where it stands. A batch of slices is cut into parts that begin behind
//! it; each is run as if all before it went well. The trunk then takes over what they made, part by part, as long as that was
//! so: nothing failed, and each part ended between two records where the next begins. At the first other part it goes on
//! alone over the same bytes, and finds V8's first error, or that a place was guessed wrong. So nothing is decided here.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use super::guess::Places;
use super::options::PlanOptions;
use super::params::{Given, Params};
use super::part::{Part, Start};
use super::run::Run;
use super::session::Session;
use super::{Pipeline, threads};
use crate::error::{Code, Error};
use crate::exec::run::{Executable, Writing};
use crate::exec::stages::{Operation, StageCode};
use crate::plan::{Input, OnError, Plan, StageKind};

/// Less than this is not worth a second thread.
const SHORTEST_BATCH: usize = 512 << 10;
/// A part is small enough that all threads end at nearly the same time.
const PART: usize = 128 << 10;
/// A whole input is taken in batches of this size, so that what parts have made does not wait for long to be joined.
const BATCH: usize = 8 << 20;
/// The trunk looks for its place between records in steps of this size.
const STEP: usize = 16 << 10;
/// After so many parts that could not be joined, one thread goes on.
const MAX_MISTAKES: u32 = 3;

/// How the records of a plan can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// At line feeds
    Lines {
        /// Their positions matter: lines are counted first.
        counted: bool,
    },
    /// Between the elements of an array
    Elements,
}

/// Why a document is one thread's.
const NO_RECORDS: &str = "there are no records";

/// Whether several threads may share a run of a plan, or why not.
pub(super) fn split(plan: &Plan, options: &PlanOptions, executable: &Executable) -> Result<Split, &'static str> {
    if plan.on_error != OnError::Throw {
        return Err("bad records are counted");
    }
    if matches!(executable.writing, Writing::Rows { .. }) {
        return Err("the results are JavaScript values");
    }
    if plan.takes_array() {
        return Err("a callback looks at the array of all records");
    }
    for stage in executable.pipelines.iter().flatten() {
        return Err(match stage.operation {
            Operation::Filter | Operation::Map | Operation::FlatMap | Operation::Validate => continue,
            Operation::Slice { .. } => "slice needs a count",
            Operation::Sort | Operation::SortBy { .. } => "sort holds all records",
            Operation::Distinct => "distinct compares all records",
            Operation::Reduce { .. } => "reduce takes one record after the other",
            // Behind it stands what the trunk does at the end.
            Operation::GroupBy => match unjoined(stage) {
                None => break,
                Some(reason) => reason,
            },
        });
    }
    let counted = uses_index(plan, executable)?;
    match options.input {
        Input::Values => Err("values end where they end"),
        Input::Lines => Ok(Split::Lines { counted }),
        Input::Json if executable.pipelines.is_empty() => Err(NO_RECORDS),
        Input::Json if counted => Err("a callback looks at positions in an array"),
        Input::Json => Ok(Split::Elements),
    }
}

/// Why the groups of parts cannot be joined, if so.
fn unjoined(stage: &StageCode) -> Option<&'static str> {
    let mut aggregates = stage.grouping.iter().flat_map(|grouping| &grouping.aggregates);
    aggregates
        .any(|code| !code.aggregate.joins())
        .then_some("groupBy keeps values of records")
}

/// Whether callbacks look at positions that are those of the input.
fn uses_index(plan: &Plan, executable: &Executable) -> Result<bool, &'static str> {
    if plan.mill {
        let mut stages = executable.pipelines.iter().flatten();
        return Ok(stages.any(|stage| stage.arity > 1));
    }
    let (mut counted, mut of_input) = (false, true);
    for stage in &plan.stages {
        let members = stage.aggregates.iter().filter_map(|member| member.callback.as_ref());
        let mut callbacks = stage.callback.iter().chain(members);
        if callbacks.any(|callback| callback.hir.uses_index) {
            if !of_input {
                return Err("a callback looks at positions behind a filter");
            }
            counted = true;
        }
        if stage.kind == StageKind::GroupBy {
            break;
        }
        of_input &= matches!(stage.kind, StageKind::Map | StageKind::Validate);
    }
    Ok(counted)
}

/// A line of `explain()`; a document without records is one piece of work anyway.
pub(super) fn explain(split: Result<Split, &'static str>) -> String {
    match split {
        Err(NO_RECORDS) => String::new(),
        Ok(Split::Lines { counted: true }) => "threads: all, over lines that are counted first".to_owned(),
        Ok(Split::Lines { counted: false }) => "threads: all, over lines".to_owned(),
        Ok(Split::Elements) => "threads: all, over records".to_owned(),
        Err(reason) => format!("threads: one, because {reason}"),
    }
}

impl Pipeline {
    /// Runs over the whole input on this thread and on others beside it, where there are some and it is worth it.
    ///
    /// # Errors
    /// As [`Pipeline::run`].
    pub fn run_shared(self: &Arc<Self>, input: &[u8], params: Option<&Params>) -> Result<Vec<u8>, Error> {
        let shortest = threads::test_sizes().map_or(SHORTEST_BATCH, |(shortest, _)| shortest);
        if self.split.is_err() || input.len() < shortest || threads::limit() < 2 {
            return self.run(input, params);
        }
        let mut run = self.start(params)?;
        let pushed = input.chunks(BATCH).try_for_each(|batch| run.push(batch));
        match pushed.and_then(|()| run.finish()) {
            Ok(output) => Ok(output),
            Err(error) if error.payload().code == Code::Bail => Err(error),
            // Whoever has the whole input at hand says more about what is wrong with it.
            Err(_) => self.run(input, params),
        }
    }
}

/// What a run keeps for its parts.
#[derive(Debug, Default)]
pub(super) struct Parallel {
    /// How the input is cut, unless one thread does it all
    split: Option<Split>,
    /// The trunk stands between two records, with nothing in its buffer.
    settled: bool,
    /// Bytes behind the last place between records, which nobody has run
    tail: Vec<u8>,
    /// Parts that could not be joined
    mistakes: u32,
    /// Memory of parts, and the pipeline it is for
    sessions: Mutex<Vec<Session>>,
    pipeline: usize,
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
        let columns_known = |run: &mut Run| match &pipeline.executable.csv {
            Some(options) => run.session.state.begin_csv(options),
            None => true,
        };
        if !columns_known(run) {
            // the first record says what they are
            return self.alone(run, &slices);
        }
        let (start, mut places) = match split {
            Split::Lines { .. } => (Start::Line(run.session.state.records()), Places::Lines),
            Split::Elements => {
                let Some(place) = run.session.walker.between_records() else {
                    return self.alone(run, &slices);
                };
                let records = run.session.state.records_of(place.pipeline as usize);
                (Start::Between(place), Places::commas(run.base, records))
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
            Split::Elements => {
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
        let pipeline = Arc::clone(&run.pipeline);
        let cancelled = Arc::clone(&run.cancelled);
        let starts = starts(start, split, pieces);
        let made: Vec<Mutex<Option<Part>>> = pieces.iter().map(|_| Mutex::default()).collect();
        let given = || Given {
            store: Arc::clone(&run.session.params),
            values: run.session.state.given.clone(),
        };
        let measured = run.session.state.tally.is_some();
        let csv = run.session.state.csv.part();
        let sessions = &self.sessions;
        let free = || sessions.lock().unwrap_or_else(PoisonError::into_inner);
        threads::run(pieces.len(), |number| {
            if cancelled.load(Ordering::Relaxed) {
                return false;
            }
            let session = free().pop();
            let mut session = session.unwrap_or_else(|| {
                let mut session = Session::blank(&pipeline);
                session.begin(&pipeline, given());
                session
            });
            session.state.tally = pipeline.tally(measured).map(|tally| Box::new(tally.sampled()));
            session.state.csv = csv.part();
            let part = session.run_part(&pipeline, pieces[number].bytes(), starts[number], &cancelled);
            let is_whole = part.is_some();
            *made[number].lock().unwrap_or_else(PoisonError::into_inner) = part;
            free().push(session);
            is_whole
        });
        let mut pieces = pieces.iter();
        for (piece, made) in pieces.by_ref().zip(made) {
            let part = made.into_inner().unwrap_or_else(PoisonError::into_inner);
            if !part.is_some_and(|part| join(run, start.pipeline(), &part)) {
                return self.mistaken(run, piece, pieces.as_slice());
            }
        }
        Ok(())
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

/// Where each part begins: behind the records of those before it, if they have to be counted.
fn starts(start: Start, split: Split, pieces: &[Piece<'_>]) -> Vec<Start> {
    let (Start::Line(first), Split::Lines { counted: true }) = (start, split) else {
        return vec![start; pieces.len()];
    };
    let counts: Vec<Mutex<u64>> = pieces.iter().map(|_| Mutex::default()).collect();
    threads::run(pieces.len(), |number| {
        *counts[number].lock().unwrap_or_else(PoisonError::into_inner) = lines_of(pieces[number].bytes());
        true
    });
    let mut next = first;
    let starts = counts.into_iter().map(|count| {
        let start = Start::Line(next);
        next += count.into_inner().unwrap_or_else(PoisonError::into_inner);
        start
    });
    starts.collect()
}

/// Lines that are not blank.
fn lines_of(bytes: &[u8]) -> u64 {
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

/// The trunk takes over what came of the next part; false, and nothing changed, where it cannot.
fn join(run: &mut Run, pipeline: usize, part: &Part) -> bool {
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
