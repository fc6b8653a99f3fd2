//! The stages of a record pipeline: what each does with a record, one after the other.
//!
//! Filter, Map, FlatMap, Slice and Distinct pass records on as they come. Sort, Slice from the end, Reduce and stages whose
//! callbacks look at the array of all records hold what they need until all records are there. Values of one source record pass the stages breadth-first, as in V8.

mod distinct;
mod emit;
mod finish;
mod reduce;
mod sort;

use crate::builtins;
use crate::ecma;
use crate::schema::Violation;
use crate::value::{Abrupt, Class, Ref, Space, Value, snapshot};

use super::group::{Grouping, Groups};
use super::machine::Machine;
use super::run::{Failure, Runner};
use super::sorted::{Handles, Sorted};
use super::validate::Validation;
use distinct::Keys;
pub use reduce::keeps_accumulator;

/// What a stage does with each record.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Keeps records for which the callback is truthy
    Filter,
    /// Puts the callback's result in the record's place
    Map,
    /// Puts the elements of the callback's result in the record's place
    FlatMap,
    /// Keeps records between two positions
    Slice {
        /// First kept
        start: f64,
        /// First not kept any more
        end: f64,
    },
    /// Holds all records and orders them
    Sort,
    /// Keeps the first record of each key
    Distinct,
    /// Lets records pass that the schema allows
    Validate,
    /// Makes one value of all records
    Reduce {
        /// The first accumulator, as snapshot text; without it the first record is it
        initial: Option<String>,
    },
    /// Makes one record of all that have the same key
    GroupBy,
    /// Orders the records by a key that each has
    SortBy {
        /// The other way round
        descending: bool,
        /// What it keeps of each
        keeps: Keeps,
    },
}

/// What a sort keeps of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// The record itself, in the heap
    Records,
    /// The text that it will be written as
    Texts,
    /// The record as bytes of its own, which may wait in a file
    Values,
}

/// A stage, ready to run.
#[derive(Clone, Debug)]
pub struct StageCode {
    /// What it does
    pub operation: Operation,
    /// Its callback's number in the program, if it has one
    pub function: Option<u32>,
    /// How many arguments the callback looks at
    pub arity: u16,
    /// The callback's argument behind the usual ones
    pub env: Value,
    /// The user's number of the stage, for errors
    pub stage: u32,
    /// That argument is the array of all records that reach the stage
    pub takes_array: bool,
    /// The schema of a Validate
    pub validation: Option<Validation>,
    /// The aggregates of a GroupBy
    pub grouping: Option<Box<Grouping>>,
    /// What memory has no room for may wait in a file
    pub spills: bool,
}

impl StageCode {
    /// Whether values it has seen are needed after their record.
    fn holds(&self) -> bool {
        match self.operation {
            Operation::Sort => true,
            Operation::Slice { start, end } => start < 0.0 || end < 0.0,
            _ => self.takes_array,
        }
    }
}

/// Where a stage stands.
#[derive(Debug, Default)]
pub(super) struct StageState {
    /// What its callback is given besides: its env, over the run's params where there are any
    env: Value,
    /// Records it has seen: its callback's second argument
    pub(super) index: u64,
    /// Records it holds
    pub(super) held: Vec<Held>,
    /// Keys that have been there
    pub(super) keys: Option<Box<Keys>>,
    /// Reduce's accumulator
    accumulator: Option<Value>,
    /// GroupBy's groups
    pub(super) groups: Option<Box<Groups>>,
    /// SortBy's records
    pub(super) sorted: Option<Box<Sorted>>,
    /// Those of a Sort that the heap had no room for
    pub(super) handles: Option<Box<Handles>>,
}

impl StageState {
    /// A stage that has seen so many records.
    pub(super) fn at(env: Value, index: u64) -> StageState {
        StageState {
            env,
            index,
            ..StageState::default()
        }
    }

    /// How many records it has seen.
    pub(super) fn index(&self) -> u64 {
        self.index
    }

    /// So many more records went through it elsewhere.
    pub(super) fn pass(&mut self, records: u64) {
        self.index += records;
    }
}

/// A record that waits, and where it came from: errors name the input's record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) value: Value,
    pub(super) record: u64,
    pub(super) offset: u64,
}

/// What became of a record at a stage.
pub(super) enum Step {
    /// It goes on
    Next(Value),
    /// Each element of this array goes on
    Spread(Ref),
    /// It ends here, or is held
    Done,
    /// It violates the stage's schema
    Invalid(Vec<Violation>),
}

impl Runner<'_, '_> {
    /// Fresh states for a pipeline's stages.
    pub(super) fn start_stages(&mut self, pipeline: usize) -> Result<Vec<StageState>, Failure> {
        let executable = self.executable;
        let mut states = Vec::new();
        let given = match executable.document {
            Some(_) => &[],
            None => self.state.given.as_slice(),
        };
        for (position, stage) in executable.pipelines[pipeline].iter().enumerate() {
            let mut state = StageState {
                env: given.get(position).copied().unwrap_or(stage.env),
                ..StageState::default()
            };
            if let Operation::Reduce { initial: Some(text) } = &stage.operation {
                let decoded = snapshot::decode(text, &mut self.machine.heap, builtins::global)
                    .map_err(|_| Failure::Unsupported("the initial value of reduce"))?;
                state.accumulator = Some(decoded.value);
            }
            states.push(state);
        }
        Ok(states)
    }

    /// Runs a value through the stages from `from` on and writes what comes out.
    pub(super) fn advance(&mut self, pipeline: usize, from: usize, mut value: Value) -> Result<(), Failure> {
        let executable = self.executable;
        let stages = &executable.pipelines[pipeline];
        self.machine.steps = executable.max_steps;
        self.tally_record();
        for (position, stage) in stages.iter().enumerate().skip(from) {
            // After a failure only earlier stages go on: theirs would come first in V8.
            if self.state.pipelines[pipeline]
                .failure
                .as_ref()
                .is_some_and(|(failed, _)| position >= *failed)
            {
                return Ok(());
            }
            match self.step(pipeline, position, stage, value) {
                Ok(Step::Next(next)) => value = next,
                Ok(Step::Done) => return Ok(()),
                Ok(Step::Spread(array)) => return self.advance_elements(pipeline, position + 1, array),
                Ok(Step::Invalid(violations)) => return self.invalid(pipeline, position, violations),
                Err(abrupt) => return self.failed(pipeline, position, abrupt),
            }
        }
        self.emit(pipeline, value)
    }

    /// Runs the elements of an array through the stages, breadth-first.
    fn advance_elements(&mut self, pipeline: usize, from: usize, array: Ref) -> Result<(), Failure> {
        let (record, offset) = self.state.pipelines[pipeline].place();
        let origin = Held {
            value: Value::Undefined,
            record,
            offset,
        };
        let elements = self.machine.heap.elements(array);
        let mut values = self.state.take_held();
        match elements {
            Ok(elements) => {
                let elements = elements.iter().filter(|value| !matches!(value, Value::Absent));
                values.extend(elements.map(|&value| Held { value, ..origin }));
            }
            Err(abrupt) => return self.failed(pipeline, from - 1, abrupt),
        }
        let waited = self.state.pipelines[pipeline].waited;
        let result = self.advance_all(pipeline, from, values);
        self.state.pipelines[pipeline].waited = waited;
        result
    }

    /// Runs values through the stages, breadth-first.
    fn advance_all(&mut self, pipeline: usize, from: usize, mut values: Vec<Held>) -> Result<(), Failure> {
        let executable = self.executable;
        for (position, stage) in executable.pipelines[pipeline].iter().enumerate().skip(from) {
            let mut next = self.state.take_held();
            let mut rejected = None;
            for &held in &values {
                // A bad record goes with all that it has become.
                if rejected == Some(held.record) {
                    continue;
                }
                if self.state.pipelines[pipeline]
                    .failure
                    .as_ref()
                    .is_some_and(|(failed, _)| position >= *failed)
                {
                    return Ok(());
                }
                self.state.pipelines[pipeline].waited = Some((held.record, held.offset));
                match self.step(pipeline, position, stage, held.value) {
                    Ok(Step::Invalid(violations)) => self.invalid(pipeline, position, violations)?,
                    Ok(step) => match self.collect(step, held, &mut next) {
                        Ok(()) => continue,
                        Err(abrupt) => self.failed(pipeline, position, abrupt)?,
                    },
                    Err(abrupt) => self.failed(pipeline, position, abrupt)?,
                }
                if self.state.pipelines[pipeline].failure.is_some() {
                    return Ok(());
                }
                rejected = Some(held.record);
                next.retain(|other| other.record != held.record);
            }
            self.state.give_held(std::mem::replace(&mut values, next));
        }
        self.emit_all(pipeline, &values)?;
        self.state.give_held(values);
        Ok(())
    }

    /// What a step lets through.
    fn collect(&mut self, step: Step, origin: Held, next: &mut Vec<Held>) -> Result<(), Abrupt> {
        match step {
            Step::Next(value) => next.push(Held { value, ..origin }),
            Step::Done | Step::Invalid(_) => {}
            Step::Spread(array) => {
                let elements = self.machine.heap.elements(array)?.iter();
                let elements = elements.filter(|value| !matches!(value, Value::Absent));
                next.extend(elements.map(|&value| Held { value, ..origin }));
            }
        }
        Ok(())
    }

    /// One stage, one record: held, or given to the stage.
    #[inline]
    fn step(&mut self, pipeline: usize, position: usize, stage: &StageCode, value: Value) -> Result<Step, Abrupt> {
        if !stage.holds() {
            let env = self.state.pipelines[pipeline].stages[position].env;
            return self.tallied(pipeline, position, stage, value, env);
        }
        if !stage.takes_array {
            self.tally_held(pipeline, position);
        }
        let value = match (&stage.operation, value) {
            // The input goes by while these wait.
            (Operation::Sort, Value::String(s)) if stage.spills && s.space == Space::Input => {
                let text = self.machine.heap.text(s).to_vec();
                Value::String(self.machine.heap.string(&text)?)
            }
            _ => value,
        };
        let (record, offset) = self.state.pipelines[pipeline].place();
        let pipeline = &mut self.state.pipelines[pipeline];
        pipeline.stages[position].held.push(Held { value, record, offset });
        pipeline.held = true;
        Ok(Step::Done)
    }

    /// What a stage makes of a record; `env` is its callback's argument behind the usual ones.
    #[inline]
    pub(super) fn apply(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
        value: Value,
        env: Value,
    ) -> Result<Step, Abrupt> {
        let state = &mut self.state.pipelines[pipeline].stages[position];
        let index = state.index;
        state.index += 1;
        let call = |machine: &mut Machine<'_, '_>| {
            let arguments = [value, Value::Number(index as f64), env];
            let function = stage.function.expect("the stage has a callback");
            machine.call_stage(function, &arguments[..usize::from(stage.arity).min(3)])
        };
        Ok(match &stage.operation {
            Operation::Filter => {
                let result = call(&mut self.machine)?;
                if ecma::to_boolean(result)? {
                    Step::Next(value)
                } else {
                    Step::Done
                }
            }
            Operation::Map => Step::Next(call(&mut self.machine)?),
            Operation::FlatMap => match call(&mut self.machine)? {
                Value::Object(array) if array.class == Class::Array => Step::Spread(array),
                other => Step::Next(other),
            },
            Operation::Slice { start, end } => {
                let at = index as f64;
                // A whole input is checked to its end, as JSON.parse does it.
                self.state.ended |= at + 1.0 >= *end && self.executable.stream;
                if at >= *start && at < *end {
                    Step::Next(value)
                } else {
                    Step::Done
                }
            }
            Operation::Sort => unreachable!("it holds its records"),
            Operation::Distinct => {
                let key = if stage.function.is_some() {
                    call(&mut self.machine)?
                } else {
                    value
                };
                if self.is_fresh(pipeline, position, stage, key, value)? {
                    Step::Next(value)
                } else {
                    Step::Done
                }
            }
            Operation::Validate => {
                let validation = stage.validation.as_ref().expect("the stage has a schema");
                let found = if validation.of_input {
                    let (_, offset) = self.state.pipelines[pipeline].place();
                    self.checked_text(validation, value, offset)
                } else {
                    self.checked(validation, value)
                };
                match found? {
                    Ok(value) => Step::Next(value),
                    Err(found) => Step::Invalid(found),
                }
            }
            Operation::Reduce { .. } => {
                self.reduce(pipeline, position, stage, value, env)?;
                Step::Done
            }
            Operation::SortBy { .. } => {
                let key = call(&mut self.machine)?;
                self.sort_by(pipeline, position, stage, value, key)?;
                Step::Done
            }
            Operation::GroupBy => {
                self.group(pipeline, position, stage, value, env)?;
                Step::Done
            }
        })
    }
}
