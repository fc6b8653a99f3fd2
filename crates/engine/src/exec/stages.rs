//! The stages of a record pipeline: what each does with a record, one after the other.
//!
//! Filter, Map, FlatMap, Slice and Distinct pass records on as they come. Sort, Slice from the end, Reduce and stages whose
//! callbacks look at the array of all records hold what they need until all records are there. Values of one source record pass the stages breadth-first, as in V8.

use crate::aggregates::KeyTable;
use crate::builtins;
use crate::ecma;
use crate::schema::Violation;
use crate::value::{Abrupt, Caller, Class, Object, Ref, Value, snapshot};

use super::group::{Grouping, Groups};
use super::machine::Machine;
use super::run::{Failure, Runner, WriteFailure, Writing};
use super::sorted::Sorted;
use super::validate::Validation;

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
        /// The text of a record is all that is needed of it
        packs: bool,
    },
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
    held: Vec<Held>,
    /// Keys that have been there
    keys: Option<Box<Keys>>,
    /// Reduce's accumulator
    accumulator: Option<Value>,
    /// GroupBy's groups
    pub(super) groups: Option<Box<Groups>>,
    /// SortBy's records
    pub(super) sorted: Option<Box<Sorted>>,
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

/// The keys of Distinct.
#[derive(Debug, Default)]
struct Keys {
    table: KeyTable,
    /// Bytes that have been charged
    charged: usize,
}

/// How many keys come between two looks at the memory that they take.
const LOOK: usize = 64;

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

    /// Emits values, of which those of a record that cannot be written are taken back.
    fn emit_all(&mut self, pipeline: usize, values: &[Held]) -> Result<(), Failure> {
        let mut rejected = None;
        let mut start = (u64::MAX, self.written(pipeline));
        for held in values {
            if rejected == Some(held.record) {
                continue;
            }
            if start.0 != held.record {
                start = (held.record, self.written(pipeline));
            }
            self.state.pipelines[pipeline].waited = Some((held.record, held.offset));
            let count = self.state.rejected;
            self.emit(pipeline, held.value)?;
            if self.state.rejected > count {
                rejected = Some(held.record);
                self.take_back(pipeline, start.1);
            }
        }
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
                if self.is_fresh(pipeline, position, key)? {
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

    fn reduce(
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

    /// Whether a key has not been there before.
    fn is_fresh(&mut self, pipeline: usize, position: usize, key: Value) -> Result<bool, Abrupt> {
        let state = &mut self.state.pipelines[pipeline];
        let record = state.epoch();
        let mut keys = state.stages[position].keys.take().unwrap_or_default();
        let fresh = keys.table.number(&self.machine.heap, key.plain(), record);
        let charged = match fresh {
            Ok((number, true)) if number.is_multiple_of(LOOK) => {
                let bytes = keys.table.bytes();
                self.charge(bytes, &mut keys.charged)
            }
            _ => Ok(()),
        };
        self.state.pipelines[pipeline].stages[position].keys = Some(keys);
        charged.and(fresh).map(|(_, fresh)| fresh)
    }

    /// All records are there: stages that hold some pass them on.
    pub(super) fn finish(&mut self, pipeline: usize) -> Result<(), Failure> {
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
            if stage.operation == Operation::GroupBy {
                self.finish_groups(pipeline, position, stage)?;
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
        }
        Ok(())
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

    /// Sorts the places of the records: the records come along.
    fn sort(&mut self, stage: &StageCode, env: Value, held: Vec<Held>) -> Result<Vec<Held>, Abrupt> {
        let (last, mut places): (Vec<usize>, Vec<usize>) =
            (0..held.len()).partition(|&place| matches!(held[place].value, Value::Undefined));
        if let Some(function) = stage.function {
            let values: Vec<Value> = places.iter().map(|&place| held[place].value).collect();
            if let Some(sorted) = self.machine.order_of(function, None, &values, env)? {
                let sorted = sorted.into_iter().map(|at| places[at as usize]);
                return Ok(sorted.chain(last).map(|place| held[place]).collect());
            }
            // A closure object for the comparator: built-ins call function values.
            let arity = stage.arity;
            let object = Object::Function { function, captures: 0 };
            let callee = Value::Object(self.machine.heap.add(Class::Function, object));
            let value_at = |place: Value| match place {
                Value::Number(place) => held[place as usize].value,
                _ => unreachable!("places are numbers"),
            };
            let mut compare = |caller: &mut dyn Caller<'_>, a: Value, b: Value| {
                let arguments = [value_at(a), value_at(b), env];
                caller.call(callee, &arguments[..usize::from(arity).min(3)])
            };
            let numbers = places.iter().map(|&place| Value::Number(place as f64)).collect();
            let sorted = builtins::sort_values(&mut self.machine, numbers, Some(&mut compare))?;
            places = sorted
                .iter()
                .map(|&place| if let Value::Number(n) = place { n as usize } else { 0 })
                .collect();
        } else if places.len() > 1 {
            let mut texts = Vec::with_capacity(places.len());
            for &place in &places {
                texts.push((ecma::to_string(&mut self.machine.heap, held[place].value)?, place));
            }
            texts.sort_by(|(a, _), (b, _)| self.machine.heap.compare_text(*a, *b));
            places = texts.into_iter().map(|(_, place)| place).collect();
        }
        Ok(places.into_iter().chain(last).map(|place| held[place]).collect())
    }

    fn emit(&mut self, pipeline: usize, value: Value) -> Result<(), Failure> {
        if self.state.pipelines[pipeline].failure.is_some() {
            return Ok(());
        }
        if self.collects_output() {
            let state = &mut self.state.pipelines[pipeline];
            let (record, offset) = state.place();
            state.output.push(Held { value, record, offset });
            return Ok(());
        }
        self.emit_now(pipeline, value)
    }

    /// Whether results are written when all are there: callbacks that see the array may still change them.
    fn collects_output(&self) -> bool {
        let executable = self.executable;
        let at_once = matches!(
            executable.writing,
            Writing::JsonLines | Writing::TextLines | Writing::Csv
        ) && !executable.defer_errors;
        executable.takes_array && !at_once
    }

    fn emit_now(&mut self, pipeline: usize, value: Value) -> Result<(), Failure> {
        let last = self.executable.pipelines[pipeline].len();
        let (start, rejected) = (self.written(pipeline), self.state.rejected);
        let failed = match self.write_tallied(pipeline, value) {
            Ok(()) => return Ok(()),
            Err(WriteFailure::Abrupt(abrupt)) => self.failed(pipeline, last, abrupt),
            Err(WriteFailure::NotText(what)) => {
                let (record, _) = self.state.pipelines[pipeline].place();
                self.bad_record(pipeline, last, Failure::NotText(record, what))
            }
        };
        if self.state.rejected > rejected {
            self.take_back(pipeline, start);
        }
        failed
    }

    #[cold]
    pub(super) fn failed(&mut self, pipeline: usize, position: usize, abrupt: Abrupt) -> Result<(), Failure> {
        let state = &self.state.pipelines[pipeline];
        let (record, offset) = state.place();
        let stages = &self.executable.pipelines[pipeline];
        let stage = stages.get(position).or(stages.last()).map_or(0, |stage| stage.stage);
        // To a mill the whole document is the record.
        let record = if self.executable.document.is_some() { 0 } else { record };
        let failure = self.failure(abrupt, stage, record, offset);
        self.bad_record(pipeline, position, failure)
    }

    /// A failure that no single record is to blame for.
    #[cold]
    pub(super) fn failed_as_a_whole(
        &mut self,
        pipeline: usize,
        position: usize,
        abrupt: Abrupt,
    ) -> Result<(), Failure> {
        let stage = self.executable.pipelines[pipeline][position].stage;
        let mut failure = self.failure(abrupt, stage, 0, 0);
        if let Failure::Callback(callback) = &mut failure {
            callback.place = None;
        }
        self.fail(pipeline, position, failure)
    }

    /// In documents an error of a callback waits: an earlier stage may still fail, and malformed text comes first of all.
    pub(super) fn fail(&mut self, pipeline: usize, position: usize, failure: Failure) -> Result<(), Failure> {
        match failure {
            Failure::Callback(_) | Failure::NotText(..) | Failure::Invalid(_) if self.executable.defer_errors => {
                self.state.pipelines[pipeline].failure = Some((position, failure));
                Ok(())
            }
            other => Err(other),
        }
    }
}
