//! GroupBy: a group a key, in order of first appearance, with the states of its aggregates.
//!
//! A record's callbacks are all called, and what they gave is checked, before any state changes: a bad record leaves nothing
//! behind. Keys and states have memory of their own, so the record goes; only objects that are keys or are kept hold its heap.

use crate::aggregates::{Added, Aggregate, Column, KeyTable};
use crate::value::{Abrupt, Heap, Ref, ShapeId, Space, Value};

use super::run::{Failure, Runner};
use super::slots::early;
use super::stages::{Operation, StageCode};
use super::waiting::{Waiting, is_full};

/// How many records go by between two looks at the memory that groups take.
const LOOK: u64 = 256;

/// The aggregates of a GroupBy, ready to run.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// In the order of the result's members
    pub aggregates: Vec<AggregateCode>,
    /// The keys of a result
    pub shape: ShapeId,
}

impl Grouping {
    /// Whether a group takes the more memory the more records it has.
    fn grows(&self) -> bool {
        self.aggregates.iter().any(|code| code.aggregate.grows())
    }
}

/// An aggregate, ready to run.
#[derive(Clone, Copy, Debug)]
pub struct AggregateCode {
    /// What it is
    pub aggregate: Aggregate,
    /// Its callback's number in the program, if it has one
    pub function: Option<u32>,
    /// How many arguments the callback looks at
    pub arity: u16,
}

/// The groups so far.
#[derive(Debug, Default)]
pub(super) struct Groups {
    keys: KeyTable,
    /// Number and offset of the record with which each group began
    origins: Vec<(u64, u64)>,
    columns: Vec<Box<dyn Column>>,
    /// What the callbacks gave for the record under way
    values: Vec<Value>,
    /// Objects of the heap are among keys or states
    holds: bool,
    /// Bytes that have been charged
    charged: usize,
    /// Records of groups that there is no room for
    waiting: Option<Box<Waiting>>,
}

impl Groups {
    /// No groups so far.
    pub(super) fn of(grouping: &Grouping) -> Groups {
        let columns = grouping.aggregates.iter().map(|code| code.aggregate.column());
        Groups {
            columns: columns.collect(),
            ..Groups::default()
        }
    }

    /// Whether no object of a heap is needed: then they can be joined to others.
    pub(super) fn stand_alone(&self) -> bool {
        !self.holds
    }

    /// Whether the groups of a later part of the records can be taken over.
    pub(super) fn agree(&self, other: &Groups) -> bool {
        if self.waiting.is_some() || other.waiting.is_some() {
            return false;
        }
        let room = u32::MAX as usize - self.keys.len();
        (0..other.keys.len()).all(|theirs| {
            if theirs >= room {
                return false;
            }
            self.keys.find_of(&other.keys, theirs).is_none_or(|group| {
                let mut columns = self.columns.iter().zip(&other.columns);
                columns.all(|(column, other)| column.agrees(group, other.as_any(), theirs))
            })
        })
    }

    /// Takes over the groups of a later part that agree, whose records and bytes begin so much later.
    pub(super) fn join(&mut self, other: &Groups, records: u64, bytes: u64) {
        for theirs in 0..other.keys.len() {
            let group = match self.keys.find_of(&other.keys, theirs) {
                Some(group) => group,
                None => {
                    let group = self.keys.append_of(&other.keys, theirs).expect("there is room for all");
                    let (record, offset) = other.origins[theirs];
                    self.origins.push((record + records, offset + bytes));
                    self.columns.iter_mut().for_each(|column| column.open());
                    group
                }
            };
            for (column, other) in self.columns.iter_mut().zip(&other.columns) {
                column.join(group, other.as_any(), theirs);
            }
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Takes a record, by its key and by what the callbacks gave, into its group.
    pub(super) fn take(
        &mut self,
        heap: &Heap<'_>,
        key: Value,
        values: &[Value],
        origin: (u64, u64),
        epoch: u64,
    ) -> Result<Added, Abrupt> {
        let known = self.keys.find(heap, key, epoch)?;
        for (column, &value) in self.columns.iter().zip(values) {
            column.check(value, known)?;
        }
        let group = match known {
            Some(known) => known,
            None => {
                let (number, _) = self.keys.number(heap, key, epoch)?;
                self.origins.push(origin);
                self.columns.iter_mut().for_each(|column| column.open());
                number
            }
        };
        let is_object = matches!(key, Value::Object(_));
        let mut taken = if is_object { Added::Held } else { Added::Taken };
        for (column, &value) in self.columns.iter_mut().zip(values) {
            if column.add(heap, group, value, epoch)? == Added::Held {
                taken = Added::Held;
            }
        }
        Ok(taken)
    }

    /// The record that a group becomes, and where it began.
    pub(super) fn result(
        &mut self,
        heap: &mut Heap<'_>,
        grouping: &Grouping,
        number: usize,
    ) -> Result<(Ref, (u64, u64)), Abrupt> {
        let mut values = Vec::with_capacity(1 + self.columns.len());
        values.push(self.keys.key(heap, number)?);
        for column in &mut self.columns {
            values.push(column.result(heap, number)?);
        }
        Ok((heap.new_shaped(grouping.shape, &values)?, self.origins[number]))
    }

    pub(super) fn bytes(&self) -> usize {
        let columns = self.columns.iter().map(|column| column.bytes()).sum::<usize>();
        self.keys.bytes() + self.origins.capacity() * size_of::<(u64, u64)>() + columns
    }
}

/// Each callback has captured its own copies: between them identity is lost.
fn refuse_captured(value: Value) -> Result<(), Abrupt> {
    match value {
        Value::Object(r) if r.space == Space::Constant => Err(Abrupt::Unsupported("a captured object in a group")),
        _ => Ok(()),
    }
}

impl Runner<'_, '_> {
    /// Takes a record into its group.
    pub(super) fn group(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
        value: Value,
        env: Value,
    ) -> Result<(), Abrupt> {
        let grouping = stage.grouping.as_deref().expect("a GroupBy has aggregates");
        let state = &mut self.state.pipelines[pipeline].stages[position];
        let mut groups = match state.groups.take() {
            Some(groups) => groups,
            None => Box::new(Groups::of(grouping)),
        };
        let taken = self.group_in(pipeline, position, stage, grouping, &mut groups, value, env);
        groups.values.clear();
        self.state.pipelines[pipeline].stages[position].groups = Some(groups);
        taken
    }

    #[allow(clippy::too_many_arguments, reason = "one stage, one record, taken apart")]
    #[inline]
    fn group_in(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
        grouping: &Grouping,
        groups: &mut Groups,
        value: Value,
        env: Value,
    ) -> Result<(), Abrupt> {
        let index = self.state.pipelines[pipeline].stages[position].index - 1;
        let arguments = [value, Value::Number(index as f64), env];
        let key = stage.function.expect("a GroupBy has a key");
        let key = self
            .machine
            .call_stage(key, &arguments[..usize::from(stage.arity).min(3)])?
            .plain();
        let epoch = self.state.pipelines[pipeline].epoch();
        refuse_captured(key)?;
        let known = groups.keys.find(&self.machine.heap, key, epoch)?;
        for (code, column) in grouping.aggregates.iter().zip(&groups.columns) {
            let given = match code.function {
                Some(function) => self
                    .machine
                    .call_stage(function, &arguments[..usize::from(code.arity).min(3)])?,
                None if code.aggregate == Aggregate::Count => Value::Bool(true),
                None => value,
            };
            // A callback has seen it: the text of a number goes with its record.
            let given = given.plain();
            if code.aggregate.keeps_values() {
                refuse_captured(given)?;
            }
            column.check(given, known)?;
            groups.values.push(given);
        }
        if stage.spills
            && (grouping.grows()
                || known.is_none() && is_full(groups.charged + self.machine.heap.used(), self.executable.max_memory))
        {
            let values = std::mem::take(&mut groups.values);
            let waiting = groups.waiting.get_or_insert_default();
            let waits = self.wait(pipeline, waiting, key, &values);
            groups.values = values;
            return waits;
        }
        let heap = &self.machine.heap;
        let group = match known {
            Some(known) => known,
            None => {
                let (number, _) = groups.keys.number(heap, key, epoch)?;
                groups.origins.push(self.state.pipelines[pipeline].place());
                groups.columns.iter_mut().for_each(|column| column.open());
                groups.holds |= matches!(key, Value::Object(_));
                self.state.pipelines[pipeline].held |= matches!(key, Value::Object(_));
                number
            }
        };
        for (column, &given) in groups.columns.iter_mut().zip(&groups.values) {
            if column.add(heap, group, given, epoch)? == Added::Held {
                groups.holds = true;
                self.state.pipelines[pipeline].held = true;
            }
        }
        if known.is_none() || index.is_multiple_of(LOOK) {
            let bytes = groups.bytes();
            self.charge(bytes, &mut groups.charged)?;
        }
        Ok(())
    }

    /// All records are there: each group goes on as one record. Gives the records that wait for more room.
    pub(super) fn finish_groups(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
    ) -> Result<Option<Box<Waiting>>, Failure> {
        let grouping = stage.grouping.as_deref().expect("a GroupBy has aggregates");
        let Some(mut groups) = self.state.pipelines[pipeline].stages[position].groups.take() else {
            return Ok(None);
        };
        let bytes = groups.bytes();
        if let Err(abrupt) = self.charge(bytes, &mut groups.charged) {
            return self.failed_as_a_whole(pipeline, position, abrupt).map(|()| None);
        }
        for number in 0..groups.keys.len() {
            let mark = self.machine.heap.mark();
            let state = &mut self.state.pipelines[pipeline];
            state.waited = Some(groups.origins[number]);
            state.held = groups.holds || self.executable.takes_array;
            match groups.result(&mut self.machine.heap, grouping, number) {
                Ok((result, _)) => self.advance(pipeline, position + 1, Value::Object(result))?,
                Err(abrupt) => return self.failed(pipeline, position, abrupt).map(|()| None),
            }
            if self.state.pipelines[pipeline].held {
                self.state.rows.end_burst();
            } else {
                self.end_rows()?;
                self.machine.heap.reset(mark);
                self.state.pipelines[pipeline].resets += 1;
            }
        }
        self.state.pipelines[pipeline].waited = None;
        self.state.reserved -= groups.charged;
        Ok(groups.waiting)
    }

    /// Records that stay count, and where the input comes bit by bit so do the bytes that they lie in.
    pub(super) fn afford_held(&self) -> Result<(), Failure> {
        // What a spilling sort holds lies there for a short time only.
        let mut stages = self.executable.pipelines.iter().flatten();
        let passes = stages.any(|stage| stage.operation == Operation::Sort && stage.spills);
        let input = match self.executable.stream && !passes {
            true => self.machine.heap.input_len(),
            false => 0,
        };
        self.machine.heap.afford(self.state.reserved + input).map_err(early)
    }

    /// A stage holds so many bytes now, of which some have been charged before.
    pub(super) fn charge(&mut self, bytes: usize, charged: &mut usize) -> Result<(), Abrupt> {
        self.state.reserved = self.state.reserved - *charged + bytes;
        *charged = bytes;
        self.machine.heap.afford(self.state.reserved)
    }
}
