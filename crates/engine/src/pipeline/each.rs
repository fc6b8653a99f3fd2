//! A batch of documents: one answer each, in order; a bad one spoils no other.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::params::{Given, Params};
use super::series::Series;
use super::{Pipeline, threads};
use crate::error::{Code, Error};

/// Less than this is not worth a second thread.
const SHORTEST_BATCH: usize = 256 << 10;
/// What a thread takes at a time.
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

    /// Runs over documents, on all threads that are free where there are many bytes of them. An empty one is none, and has no
    /// output.
    ///
    /// # Errors
    /// CANCELLED
    pub fn run(&self, documents: &[&[u8]]) -> Result<Answers, Error> {
        let shares = shares(documents);
        if let [_] | [] = shares.as_slice() {
            return self.answer(documents, 0..documents.len());
        }
        let made: Vec<Mutex<Option<Result<Answers, Error>>>> = shares.iter().map(|_| Mutex::default()).collect();
        threads::run(shares.len(), |number| {
            let result = self.answer(documents, shares[number].clone());
            let goes_on = result.is_ok();
            *made[number].lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
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

    fn answer(&self, documents: &[&[u8]], numbers: Range<usize>) -> Result<Answers, Error> {
        let mut answers = Answers::default();
        answers.ends.reserve(numbers.len());
        let mut series = Series::under(&self.pipeline, self.given.clone());
        for number in numbers {
            if self.cancelled.load(Ordering::Relaxed) {
                return Err(cancelled());
            }
            let document = documents[number];
            if !document.is_empty() {
                match series.run_here(document, &self.cancelled) {
                    Ok(output) => {
                        answers.output.extend_from_slice(&output);
                        series.give_back(output);
                    }
                    Err(error) => answers.failures.push((number, error)),
                }
            }
            answers.ends.push(answers.output.len());
        }
        Ok(answers)
    }
}

fn cancelled() -> Error {
    Error::new(Code::Cancelled, "the run was cancelled")
}

/// Documents that follow each other, enough of them that a thread is worth it; all of them where one thread is enough.
fn shares(documents: &[&[u8]]) -> Vec<Range<usize>> {
    let bytes: usize = documents.iter().map(|document| document.len()).sum();
    let (shortest, share) = threads::test_sizes().unwrap_or((SHORTEST_BATCH, SHARE));
    let mut shares = Vec::with_capacity(bytes / share + 1);
    if bytes < shortest || threads::limit() == 1 {
        shares.push(0..documents.len());
        return shares;
    }
    let (mut first, mut size) = (0, 0);
    for (number, document) in documents.iter().enumerate() {
        size += document.len();
        if size >= share || number + 1 == documents.len() {
            shares.push(first..number + 1);
            (first, size) = (number + 1, 0);
        }
    }
    shares
}
