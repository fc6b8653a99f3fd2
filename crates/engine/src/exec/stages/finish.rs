//! The end of the records: stages that hold some pass them on.

use super::{Held, Operation, StageCode, Step};
use crate::exec::run::{Failure, Runner};
use crate::value::{Abrupt, Ref, Value};

impl Runner<'_, '_> {
    /// All records are there: stages that hold some pass them on.
    pub(in crate::exec) fn finish(&mut self, pipeline: usize) -> Result<(), Failure> {
        self.finish_stages(pipeline)?;
        if self.state.pipelines[pipeline].failure.is_some() {
            self.state.draining = None;
        } else if !self.executable.stream {
            self.drain(usize::MAX)?;
        }
        if self.executable.takes_array {
            for Held { value, record, offset } in std::mem::take(&mut self.state.pipelines[pipeline].output) {
                if self.state.pipelines[pipeline].failure.is_some() {
                    break;
                }
                self.state.pipelines[pipeline].waited = Some((record, offset));
                self.emit_now(pipeline, value)?;
            }
            self.state.pipelines[pipeline].waited = None;
        }
        Ok(())
    }

    fn finish_stages(&mut self, pipeline: usize) -> Result<(), Failure> {
        let executable = self.executable;
        for (position, stage) in executable.pipelines[pipeline].iter().enumerate() {
            if self.state.pipelines[pipeline]
                .failure
                .as_ref()
                .is_some_and(|(failed, _)| position >= *failed)
            {
                return Ok(());
            }
            if stage.takes_array {
                self.finish_array(pipeline, position, stage)?;
                if self.state.pipelines[pipeline].failure.is_some() {
                    return Ok(());
                }
            }
            if let Operation::Reduce { .. } = stage.operation {
                return match self.state.pipelines[pipeline].stages[position].accumulator {
                    Some(result) => self.emit(pipeline, result),
                    None => {
                        let error = Abrupt::type_error("Reduce of empty array with no initial value");
                        self.failed_as_a_whole(pipeline, position, error)
                    }
                };
            }
            if matches!(stage.operation, Operation::GroupBy | Operation::Distinct) {
                let waiting = match stage.operation {
                    Operation::GroupBy => self.finish_groups(pipeline, position, stage)?,
                    _ => {
                        let keys = self.state.pipelines[pipeline].stages[position].keys.take();
                        keys.and_then(|keys| keys.waiting)
                    }
                };
                if let Some(waiting) = waiting.filter(|_| self.state.pipelines[pipeline].failure.is_none()) {
                    self.finish_waiting(pipeline, position, stage, *waiting)?;
                    if !self.can_wait(pipeline, position) {
                        self.drain(usize::MAX)?;
                    }
                }
                continue;
            }
            let sorts = matches!(stage.operation, Operation::SortBy { .. });
            if !(stage.holds() || sorts) || stage.takes_array {
                continue;
            }
            let state = &mut self.state.pipelines[pipeline].stages[position];
            let (held, env) = (std::mem::take(&mut state.held), state.env);
            self.machine.steps = executable.max_steps.saturating_mul(held.len() as u64);
            let begun = self.clock();
            let kept = match stage.operation {
                Operation::SortBy { .. } => match self.finish_sorted(pipeline, position, stage) {
                    Ok(sorted) => sorted,
                    Err(abrupt) => return self.failed_as_a_whole(pipeline, position, abrupt),
                },
                Operation::Slice { start, end } => {
                    let count = held.len() as f64;
                    let place = |at: f64| if at < 0.0 { (count + at).max(0.0) } else { at.min(count) } as usize;
                    let (from, to) = (place(start), place(end));
                    held.get(from..to).unwrap_or(&[]).to_vec()
                }
                _ if self.state.pipelines[pipeline].stages[position].handles.is_some() => {
                    self.state.pipelines[pipeline].stages[position].held = held;
                    match self.sort_handles(pipeline, position, stage, env) {
                        Ok(()) => Vec::new(),
                        Err(abrupt) => return self.failed_as_a_whole(pipeline, position, abrupt),
                    }
                }
                _ => match self.sort(stage, env, held) {
                    Ok(sorted) => sorted,
                    Err(abrupt) => return self.failed_as_a_whole(pipeline, position, abrupt),
                },
            };
            self.finish_tallied(pipeline, position, begun);
            for Held { value, record, offset } in kept {
                self.state.pipelines[pipeline].waited = Some((record, offset));
                self.advance(pipeline, position + 1, value)?;
                self.state.rows.end_burst();
            }
            self.state.pipelines[pipeline].waited = None;
            if !self.can_wait(pipeline, position) {
                self.drain(usize::MAX)?;
            }
        }
        Ok(())
    }

    /// Whether sorted records can be drained when all stages have ended: no stage behind needs all of them, and none of them
    /// lies in the input.
    fn can_wait(&self, pipeline: usize, position: usize) -> bool {
        let behind = &self.executable.pipelines[pipeline][position + 1..];
        let waits = |stage: &StageCode| {
            let operation = &stage.operation;
            stage.holds()
                || stage.spills
                || matches!(
                    operation,
                    Operation::Reduce { .. } | Operation::GroupBy | Operation::SortBy { .. }
                )
        };
        let holds = self.state.draining.as_ref().is_some_and(|draining| draining.holds());
        !holds && !behind.iter().any(waits)
    }

    /// All records are there for a callback that looks at their array. Documents take the stages one after the other, as chained
    /// Array methods do; lines go on one by one.
    fn finish_array(&mut self, pipeline: usize, position: usize, stage: &StageCode) -> Result<(), Failure> {
        let executable = self.executable;
        let held = std::mem::take(&mut self.state.pipelines[pipeline].stages[position].held);
        let values: Vec<Value> = held.iter().map(|held| held.value).collect();
        let array = match self.machine.heap.new_array(&values) {
            Ok(array) => array,
            Err(abrupt) => return self.failed(pipeline, position, abrupt),
        };
        let mut next = Vec::new();
        for (at, origin) in held.into_iter().enumerate() {
            self.state.pipelines[pipeline].waited = Some((origin.record, origin.offset));
            self.machine.steps = executable.max_steps;
            let step = self.apply_in_array(pipeline, position, stage, array, at);
            if let Err(abrupt) = step.and_then(|step| self.collect(step, origin, &mut next)) {
                self.failed(pipeline, position, abrupt)?;
                if self.state.pipelines[pipeline].failure.is_some() {
                    return Ok(());
                }
                next.retain(|other: &Held| other.record != origin.record);
                continue;
            }
            if !executable.defer_errors {
                self.advance_all(pipeline, position + 1, std::mem::take(&mut next))?;
            }
        }
        self.machine.steps = executable.max_steps.saturating_mul(next.len() as u64);
        self.advance_all(pipeline, position + 1, next)?;
        self.state.pipelines[pipeline].waited = None;
        Ok(())
    }

    /// The callback may have written to the array: each record is read when it is its turn.
    fn apply_in_array(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
        array: Ref,
        at: usize,
    ) -> Result<Step, Abrupt> {
        // A record that the callback does not look at may be unread.
        let elements = self.machine.heap.elements(array)?;
        match elements.get(at).copied().unwrap_or(Value::Absent) {
            Value::Absent => Err(Abrupt::Unsupported(
                "a gap that a callback left in the array of records",
            )),
            value => self.tallied(pipeline, position, stage, value, Value::Object(array)),
        }
    }
}
