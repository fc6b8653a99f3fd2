//! A batch of documents: one answer each, in order; a bad one spoils no other.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::params::{Given, Params};
use super::series::Series;
use super::{Pipeline, threads};
use crate::error::{Code, Error};

/// Less than this is not worth a second thread.
const SHARE: usize = 64 << 10;

/// Runs of one pipeline over documents that come together.
#[derive(Debug)]
pub struct Batch {
    pipeline: Arc<Pipeline>,
    given: Given,
    cancelled: Arc<AtomicBool>,
}

/// What came of the documents of a batch.
#[derive(Debug, Default)]
pub struct Answers {
    /// Their outputs, one behind the other
    pub output: Vec<u8>,
    /// Where each ends; where one failed it is empty
    pub ends: Vec<usize>,
    /// Which failed, and how
    pub failures: Vec<(usize, Error)>,
}

impl Batch {
    /// A batch whose callbacks are given these params.
    ///
    /// # Errors
    /// BAIL where V8 has to run instead.
    pub fn new(pipeline: &Arc<Pipeline>, params: Option<&Params>) -> Result<Batch, Error> {
        Ok(Batch {
            pipeline: Arc::clone(pipeline),
            given: pipeline.given(params)?,
            cancelled: Arc::default(),
        })
    }

    /// Set it from any thread to make the batch end soon.
    #[must_use]
    pub fn cancel_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancelled)
    }

    /// Runs over the documents that end at `ends`, one behind the other, on this thread.
    ///
    /// # Errors
    /// CANCELLED
    pub fn run(&self, bytes: &[u8], ends: &[usize]) -> Result<Answers, Error> {
        let mut answers = Answers::default();
        answers.output.reserve(bytes.len() / 2);
        self.answer(bytes, ends, 0..ends.len(), &mut answers)?;
        Ok(answers)
    }

    /// The same on all threads that are free.
    ///
    /// # Errors
    /// CANCELLED
    pub fn run_shared(&self, bytes: &[u8], ends: &[usize]) -> Result<Answers, Error> {
        let shares = shares(bytes, ends);
        let made: Vec<Mutex<Option<Result<Answers, Error>>>> = shares.iter().map(|_| Mutex::default()).collect();
        threads::run(shares.len(), |number| {
            let mut answers = Answers::default();
            let result = self.answer(bytes, ends, shares[number].clone(), &mut answers);
            let goes_on = result.is_ok();
            *made[number].lock().unwrap_or_else(PoisonError::into_inner) = Some(result.map(|()| answers));
            goes_on
        });
        let mut all = Answers::default();
        for share in made {
            let share = share.into_inner().unwrap_or_else(PoisonError::into_inner);
            let share = share.unwrap_or_else(|| Err(cancelled()))?;
            let before = all.output.len();
            all.output.extend_from_slice(&share.output);
            all.ends.extend(share.ends.iter().map(|end| before + end));
            all.failures.extend(share.failures);
        }
        Ok(all)
    }

    fn answer(&self, bytes: &[u8], ends: &[usize], numbers: Range<usize>, answers: &mut Answers) -> Result<(), Error> {
        let mut series = Series::under(&self.pipeline, self.given.clone());
        for number in numbers {
            if self.cancelled.load(Ordering::Relaxed) {
                return Err(cancelled());
            }
            let start = number.checked_sub(1).map_or(0, |before| ends[before]);
            let document = bytes.get(start..ends[number]).unwrap_or_default();
            match series.run_here(document, &self.cancelled) {
                Ok(output) => {
                    answers.output.extend_from_slice(&output);
                    series.give_back(output);
                }
                Err(error) => answers.failures.push((number, error)),
            }
            answers.ends.push(answers.output.len());
        }
        Ok(())
    }
}

fn cancelled() -> Error {
    Error::new(Code::Cancelled, "the run was cancelled")
}

/// Documents that follow each other, enough of them that a thread is worth it.
fn shares(bytes: &[u8], ends: &[usize]) -> Vec<Range<usize>> {
    let mut shares = Vec::with_capacity(bytes.len() / SHARE + 1);
    let (mut first, mut start) = (0, 0);
    for (number, &end) in ends.iter().enumerate() {
        if end - start >= SHARE || number + 1 == ends.len() {
            shares.push(first..number + 1);
            (first, start) = (number + 1, end);
        }
    }
    shares
}
