//! The bytes of bad records as they came, for runs whose input nobody else keeps.

use super::frames::end_of_frame;
use super::rejects::Rejected;
use super::run::Run;
use crate::plan::Input;

/// A bad line whose end has not come.
#[derive(Debug)]
pub(super) struct Open {
    rejected: Rejected,
    /// Where its text goes on, as the walk sees it
    at: u64,
}

impl Run {
    /// Adds their bytes to the bad records that were found last; `starts` says where they begin, as the walk sees it. A line whose end has not
    /// come is told of when it is there, or when the input ends.
    pub(super) fn add_raw(&mut self, found: Vec<Rejected>, starts: &[u64], last: bool) -> Vec<Rejected> {
        let open = std::mem::take(&mut self.open);
        let found = found
            .into_iter()
            .zip(starts)
            .map(|(rejected, &at)| Open { rejected, at });
        let mut told = Vec::new();
        for Open { mut rejected, at } in open.into_iter().chain(found) {
            let from = (at.saturating_sub(self.base) as usize).min(self.buffer.len());
            let text = &self.buffer[from..];
            let framing = match self.pipeline.options.input {
                Input::Lines => Input::Lines,
                // An element of an array ends where a value ends.
                Input::Json | Input::Values => Input::Values,
            };
            let end = end_of_frame(framing, text);
            let until = end.unwrap_or(text.len());
            rejected.raw.extend(self.came(from, from + until));
            if end.is_none() && !last && framing == Input::Lines {
                let at = self.base + self.buffer.len() as u64;
                self.open.push(Open { rejected, at });
                continue;
            }
            if framing == Input::Lines && rejected.raw.last() == Some(&b'\r') {
                rejected.raw.pop();
            }
            told.push(rejected);
        }
        told
    }

    /// A part of the buffer as it came: what was replaced is put back.
    fn came(&self, from: usize, to: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(to - from);
        let mut at = from;
        for repair in &self.repairs {
            let place = (repair.at - self.base) as usize;
            if (at..to).contains(&place) {
                bytes.extend_from_slice(&self.buffer[at..place]);
                bytes.extend_from_slice(repair.bytes());
                at = (place + super::buffer::REPLACEMENT as usize).min(to);
            }
        }
        bytes.extend_from_slice(&self.buffer[at..to]);
        bytes
    }
}
