//! Reduce: one value of all records.

use super::{Operation, StageCode};
use crate::exec::run::{Executable, Failure, Runner};
use crate::exec::slots::early;
use crate::value::packed::{Packer, unpack};
use crate::value::{Abrupt, Space, Value};

/// A heap with less than this is not looked at.
const CROWDED: usize = 1 << 20;
/// With a folder to spill to, this part of the memory is for records in the heap.
const SHARE: usize = 3;
/// Nor is an input of which less is at hand.
const LONG: usize = 16 << 20;

/// Whether the accumulator is all that a run over a stream needs of the records that are behind it.
pub fn keeps_accumulator(executable: &Executable) -> bool {
    let [stages] = &*executable.pipelines else { return false };
    executable.stream && !executable.takes_array && ends_in_reduce(stages)
}

/// Whether these are a Reduce and stages that pass records on.
fn ends_in_reduce(stages: &[StageCode]) -> bool {
    let Some((last, before)) = stages.split_last() else {
        return false;
    };
    matches!(last.operation, Operation::Reduce { .. })
        && before.iter().all(|stage| match stage.operation {
            // what waits comes behind the records
            Operation::Distinct => !stage.spills,
            Operation::Slice { start, end } => start >= 0.0 && end >= 0.0,
            Operation::Filter | Operation::Map | Operation::FlatMap | Operation::Validate => true,
            _ => false,
        })
}

impl Runner<'_, '_> {
    pub(super) fn reduce(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
        value: Value,
        env: Value,
    ) -> Result<(), Abrupt> {
        let state = &mut self.state.pipelines[pipeline].stages[position];
        let next = match state.accumulator {
            None => value,
            Some(accumulator) => {
                let index = Value::Number((state.index - 1) as f64);
                let arguments = [accumulator, value, index, env];
                let function = stage.function.expect("reduce has a callback");
                self.machine
                    .call_stage(function, &arguments[..usize::from(stage.arity).min(4)])?
            }
        };
        let next = match next {
            // The input goes by.
            Value::String(s) if s.space == Space::Input && self.executable.stream => {
                let text = self.machine.heap.text(s).to_vec();
                Value::String(self.machine.heap.string(&text)?)
            }
            next => next,
        };
        // Numbers live in no heap: the record can go. Anything else may lie in what the record made, or hold it.
        let pipeline = &mut self.state.pipelines[pipeline];
        pipeline.held |= !matches!(next, Value::Number(_) | Value::Bool(_) | Value::Null | Value::Undefined);
        pipeline.stages[position].accumulator = Some(next);
        Ok(())
    }

    /// A record is done with that left something behind: now and then the accumulator is made anew, and all else that is in the
    /// heap, and the input that it points to, can go.
    #[inline]
    pub(in crate::exec) fn renew(&mut self, pipeline: usize) -> Result<(), Failure> {
        let state = &self.state.pipelines[pipeline];
        let heap = &self.machine.heap;
        let long = heap.input_len() > LONG && heap.input_end() > state.renewed;
        let crowded = state.crowded.max(CROWDED.min(self.executable.max_memory / SHARE));
        if heap.used() < crowded && !long {
            return Ok(());
        }
        match self.spilling_sort(pipeline) {
            Some(position) => self.put_away(pipeline, position),
            None => self.renew_accumulator(pipeline, keeps_accumulator(self.executable)),
        }
        .map_err(early)
    }

    /// The Sort that is filling the heap, if its records can be put away.
    fn spilling_sort(&self, pipeline: usize) -> Option<usize> {
        let stages = self.executable.pipelines[pipeline].iter();
        let mut sorts = stages.enumerate();
        let found = sorts.find(|(_, stage)| stage.operation == Operation::Sort && stage.spills);
        found.map(|(position, _)| position)
    }

    #[cold]
    fn put_away(&mut self, pipeline: usize, position: usize) -> Result<(), Abrupt> {
        let share = self.executable.max_memory / SHARE;
        let heap = &self.machine.heap;
        let state = &mut self.state.pipelines[pipeline];
        state.crowded = share;
        // What lies in an input that is all there may stay.
        let long = self.executable.stream && heap.input_len() > LONG && heap.input_end() > state.renewed;
        state.renewed = heap.input_end();
        if heap.used() < share && !long {
            return Ok(());
        }
        self.pack_held(pipeline, position)
    }

    /// The same where sorted records come that lie in no heap: `from` is the first stage behind them.
    pub(in crate::exec) fn renew_behind(&mut self, from: usize) -> Result<(), Failure> {
        let state = &self.state.pipelines[0];
        let crowded = state.crowded.max(CROWDED.min(self.executable.max_memory / SHARE));
        if self.machine.heap.used() < crowded || !ends_in_reduce(&self.executable.pipelines[0][from..]) {
            return Ok(());
        }
        self.renew_accumulator(0, true).map_err(early)
    }

    #[cold]
    fn renew_accumulator(&mut self, pipeline: usize, alone: bool) -> Result<(), Abrupt> {
        let heap = &mut self.machine.heap;
        let state = &mut self.state.pipelines[pipeline];
        // until there is more again
        state.crowded = 2 * heap.used();
        state.renewed = heap.input_end();
        let accumulator = state.stages.last().and_then(|stage| stage.accumulator);
        let Some(accumulator) = accumulator.filter(|_| alone) else {
            return Ok(());
        };
        let mut bytes = Vec::new();
        match Packer::default().pack(heap, accumulator, &mut bytes) {
            Ok(true) => {}
            // What cannot be packed stays where it is.
            Ok(false) | Err(Abrupt::Unsupported(_)) => return Ok(()),
            Err(abrupt) => return Err(abrupt),
        }
        heap.reset(state.base);
        let accumulator = unpack(heap, &bytes)?;
        state.crowded = 2 * heap.used();
        if let Some(last) = state.stages.last_mut() {
            last.accumulator = Some(accumulator);
        }
        Ok(())
    }
}
