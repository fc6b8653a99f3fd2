//! Reduce: one value of all records.

use super::StageCode;
use crate::exec::run::Runner;
use crate::value::{Abrupt, Value};

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
        // Numbers live in no heap: the record can go. Anything else may lie in what the record made, or hold it.
        let pipeline = &mut self.state.pipelines[pipeline];
        pipeline.held |= !matches!(next, Value::Number(_) | Value::Bool(_) | Value::Null | Value::Undefined);
        pipeline.stages[position].accumulator = Some(next);
        Ok(())
    }
}
