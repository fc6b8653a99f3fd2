//! What `distinct` and `groupBy` have no room for: records whose key is new once memory is full wait in a temporary file, parted by
//! their keys, and are looked at part by part at the end.
//!
//! Keys that are known by then appeared before all that wait, so these go on behind those. What the parts give is sorted by where it
//! began, which makes one sequence of all of it.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;

use crate::aggregates::{Added, KeyTable};
use crate::value::packed::{Packer, unpack};
use crate::value::{Abrupt, Limit, Value};

use super::group::Groups;
use super::run::{Failure, Runner};
use super::sorted::{Sorted, failed_spill};
use super::spill::Spill;
use super::stages::{Keeps, StageCode};

/// Of the memory that a run may take, this part is for keys and groups before others have to wait.
const SHARE: usize = 3;
/// Into so many parts keys fall: each has to fit into memory by itself.
const PARTS: usize = 64;
/// A part is written when so much of it is there.
const WRITTEN: usize = 64 << 10;
/// What stands before a record: how long it is, its number and its offset.
const HEAD: usize = 20;

/// Records that wait.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    parts: Vec<Part>,
    spill: Option<Spill>,
    packer: Packer,
    /// Keys fall into parts by this
    hasher: RandomState,
    bytes: Vec<u8>,
}

/// Those of some keys.
#[derive(Debug, Default)]
struct Part {
    /// Bytes that are not in the file yet
    bytes: Vec<u8>,
    /// Where the others are, and how many
    written: Vec<(u64, usize)>,
}

/// Whether keys or groups of so many bytes leave no room for new ones.
pub(super) fn is_full(bytes: usize, max_memory: usize) -> bool {
    bytes > max_memory / SHARE
}

fn number_at(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}

/// One record: its number, its offset, and what was packed of it.
type Record<'b> = (u64, u64, &'b [u8]);

fn records(bytes: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (head, behind) = rest.split_at_checked(HEAD)?;
        let (packed, behind) = behind.split_at_checked(number_at(&head[..4]) as usize)?;
        rest = behind;
        Some((number_at(&head[4..12]), number_at(&head[12..]), packed))
    })
}

impl Waiting {
    /// Moves what is there of a part to the file.
    fn write(&mut self, part: usize, folder: &Path) -> io::Result<()> {
        let spill = match &mut self.spill {
            Some(spill) => spill,
            None => self.spill.insert(Spill::create(folder)?),
        };
        let part = &mut self.parts[part];
        let at = spill.append(&part.bytes)?;
        part.written.push((at, part.bytes.len()));
        part.bytes.clear();
        Ok(())
    }

    /// The bytes of a part, a piece of whole records at a time; nothing behind the last.
    fn piece(&mut self, part: usize, number: usize) -> io::Result<Option<Vec<u8>>> {
        let of = &mut self.parts[part];
        match of.written.get(number) {
            Some(&(at, count)) => {
                let mut bytes = Vec::new();
                if let Some(spill) = &mut self.spill {
                    spill.read(at, count, &mut bytes)?;
                }
                Ok(Some(bytes))
            }
            None if number == of.written.len() && !of.bytes.is_empty() => Ok(Some(std::mem::take(&mut of.bytes))),
            None => Ok(None),
        }
    }
}

impl Runner<'_, '_> {
    /// Puts away what is needed of the record under way: its key and other values.
    pub(super) fn wait(
        &mut self,
        pipeline: usize,
        waiting: &mut Waiting,
        key: Value,
        values: &[Value],
    ) -> Result<(), Abrupt> {
        let Some(folder) = &self.executable.spill else {
            return Err(Abrupt::Limit(Limit::Memory));
        };
        let heap = &mut self.machine.heap;
        waiting.bytes.clear();
        let mut whole = waiting.packer.pack(heap, key, &mut waiting.bytes)?;
        let part = waiting.hasher.hash_one(&*waiting.bytes) as usize % PARTS;
        // Together, because one record may be several of them.
        let all: Vec<Value> = [key].iter().chain(values).copied().collect();
        let all = Value::Object(heap.new_array(&all)?);
        waiting.bytes.clear();
        whole = whole && waiting.packer.pack(heap, all, &mut waiting.bytes)?;
        if !whole {
            return Err(Abrupt::Limit(Limit::Unspilled));
        }
        let len = u32::try_from(waiting.bytes.len()).map_err(|_| Abrupt::Unsupported("a record of more than 4 GiB"))?;
        let (record, offset) = self.state.pipelines[pipeline].place();
        waiting.parts.resize_with(PARTS, Part::default);
        let bytes = &mut waiting.parts[part].bytes;
        bytes.extend_from_slice(&len.to_le_bytes());
        bytes.extend_from_slice(&record.to_le_bytes());
        bytes.extend_from_slice(&offset.to_le_bytes());
        bytes.extend_from_slice(&waiting.bytes);
        if bytes.len() > WRITTEN.min(self.executable.max_memory / SHARE / PARTS) {
            waiting.write(part, folder).map_err(|error| failed_spill(&error))?;
        }
        Ok(())
    }

    /// All records are there: those that waited are looked at, and what comes of them waits to be drained.
    pub(super) fn finish_waiting(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
        mut waiting: Waiting,
    ) -> Result<(), Failure> {
        let mut sorted = Sorted::default();
        let mark = self.machine.heap.mark();
        for part in 0..waiting.parts.len() {
            let looked = match &stage.grouping {
                Some(_) => self.group_part(pipeline, stage, &mut waiting, part, &mut sorted),
                None => self.first_of_part(pipeline, &mut waiting, part, &mut sorted),
            };
            if let Err(abrupt) = looked {
                return self.failed(pipeline, position, abrupt);
            }
            self.machine.heap.reset(mark);
        }
        self.state.pipelines[pipeline].waited = None;
        drop(waiting);
        match self.make_ready(sorted, Keeps::Values, position, false) {
            Ok(()) => Ok(()),
            Err(abrupt) => self.failed_as_a_whole(pipeline, position, abrupt),
        }
    }

    /// What was packed of a record that waited, which is now under way.
    fn unpacked(&mut self, pipeline: usize, record: Record<'_>) -> Result<Vec<Value>, Abrupt> {
        if self.machine.is_cancelled() {
            return Err(Abrupt::Cancelled);
        }
        let (number, offset, packed) = record;
        let state = &mut self.state.pipelines[pipeline];
        state.waited = Some((number, offset));
        state.resets += 1;
        let Value::Object(all) = unpack(&mut self.machine.heap, packed)? else {
            return Err(Abrupt::Unsupported("a temporary file that somebody has changed"));
        };
        self.machine.heap.copy_elements(all)
    }

    /// The first record of each key.
    fn first_of_part(
        &mut self,
        pipeline: usize,
        waiting: &mut Waiting,
        part: usize,
        sorted: &mut Sorted,
    ) -> Result<(), Abrupt> {
        let mut keys = KeyTable::default();
        let mut charged = 0;
        let mut number = 0;
        while let Some(bytes) = waiting.piece(part, number).map_err(|error| failed_spill(&error))? {
            for record in records(&bytes) {
                let mark = self.machine.heap.mark();
                let all = self.unpacked(pipeline, record)?;
                let epoch = self.state.pipelines[pipeline].epoch();
                let (_, fresh) = keys.number(&self.machine.heap, all[0], epoch)?;
                if fresh {
                    self.keep_packed(sorted, (record.0, record.1), all[1])?;
                }
                self.machine.heap.reset(mark);
            }
            self.charge(keys.bytes(), &mut charged)?;
            number += 1;
        }
        self.state.reserved -= charged;
        Ok(())
    }

    /// The groups of a part.
    fn group_part(
        &mut self,
        pipeline: usize,
        stage: &StageCode,
        waiting: &mut Waiting,
        part: usize,
        sorted: &mut Sorted,
    ) -> Result<(), Abrupt> {
        let grouping = stage.grouping.as_deref().expect("a GroupBy has aggregates");
        let mut groups = Groups::of(grouping);
        let mut charged = 0;
        let mut number = 0;
        while let Some(bytes) = waiting.piece(part, number).map_err(|error| failed_spill(&error))? {
            for record in records(&bytes) {
                let mark = self.machine.heap.mark();
                let all = self.unpacked(pipeline, record)?;
                let epoch = self.state.pipelines[pipeline].epoch();
                let added = groups.take(&self.machine.heap, all[0], &all[1..], (record.0, record.1), epoch)?;
                if added == Added::Taken {
                    self.machine.heap.reset(mark);
                }
            }
            self.charge(groups.bytes(), &mut charged)?;
            number += 1;
        }
        for number in 0..groups.len() {
            let mark = self.machine.heap.mark();
            let (result, origin) = groups.result(&mut self.machine.heap, grouping, number)?;
            self.keep_packed(sorted, origin, Value::Object(result))?;
            self.machine.heap.reset(mark);
        }
        self.state.reserved -= charged;
        Ok(())
    }
}
