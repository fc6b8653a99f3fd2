//! Sort with a folder to spill to: what the heap has no room for waits as bytes, and V8's TimSort runs over the records' numbers.

use std::io;
use std::path::Path;

use super::drain::{Draining, Source, put_place, value_of};
use super::{PACKED, READ, RUN_SHARE, Sorted, failed_spill};
use crate::builtins;
use crate::ecma;
use crate::exec::run::Runner;
use crate::exec::spill::Spill;
use crate::exec::stages::{Held, Keeps, StageCode};
use crate::value::packed::Packer;
use crate::value::{Abrupt, Caller, Class, Limit, Object, Value};

/// So many bytes are written to the file together.
const WRITTEN: usize = 1 << 20;

/// Records as bytes: those that came last in memory, the others in a file.
#[derive(Debug, Default)]
pub(in crate::exec) struct Handles {
    /// Where each record begins, and its length
    places: Vec<(u64, u32)>,
    /// Those that are `undefined`: they come last
    undefined: Vec<u32>,
    spill: Option<Spill>,
    /// Bytes in the file
    spilled: u64,
    /// Bytes behind them
    bytes: Vec<u8>,
    /// A part of the file, and where it begins
    window: Vec<u8>,
    window_at: u64,
    packer: Packer,
    charged: usize,
}

impl Handles {
    /// Appends what is held of a record to `into`.
    pub(super) fn read(&mut self, handle: u32, into: &mut Vec<u8>) -> io::Result<()> {
        let (at, len) = self.places[handle as usize];
        match (at.checked_sub(self.spilled), &mut self.spill) {
            (None, Some(spill)) => spill.read(at, len as usize, into),
            (at, _) => {
                let at = at.unwrap_or_default() as usize;
                into.extend_from_slice(&self.bytes[at..at + len as usize]);
                Ok(())
            }
        }
    }

    /// The same where records are read one after the other.
    fn read_next(&mut self, handle: u32, into: &mut Vec<u8>) -> io::Result<()> {
        let (at, len) = self.places[handle as usize];
        let Some(spill) = self.spill.as_mut().filter(|_| at < self.spilled) else {
            return self.read(handle, into);
        };
        let end = at + u64::from(len);
        if at < self.window_at || end > self.window_at + self.window.len() as u64 {
            self.window.clear();
            let count = (self.spilled - at).min(u64::from(len).max(READ as u64));
            spill.read(at, count as usize, &mut self.window)?;
            self.window_at = at;
        }
        let from = (at - self.window_at) as usize;
        into.extend_from_slice(&self.window[from..from + len as usize]);
        Ok(())
    }

    /// Moves the bytes in memory to the file.
    fn spill(&mut self, folder: &Path) -> io::Result<()> {
        let spill = match &mut self.spill {
            Some(spill) => spill,
            None => self.spill.insert(Spill::create(folder)?),
        };
        spill.append(&self.bytes)?;
        self.spilled += self.bytes.len() as u64;
        self.bytes.clear();
        Ok(())
    }
}

impl Runner<'_, '_> {
    /// Takes the records that a Sort holds out of the heap, which nothing else needs then.
    pub(in crate::exec) fn pack_held(&mut self, pipeline: usize, position: usize) -> Result<(), Abrupt> {
        let state = &mut self.state.pipelines[pipeline];
        let base = state.base;
        let stage = &mut state.stages[position];
        let mut handles = stage.handles.take().unwrap_or_default();
        let held = std::mem::take(&mut stage.held);
        for &Held { value, record, offset } in &held {
            let at = handles.spilled + handles.bytes.len() as u64;
            let number = handles.places.len() as u32;
            put_place(record, offset, PACKED, &mut handles.bytes);
            // What is built on the way of what lies in the input goes at once: nobody else has this record.
            let mark = self.machine.heap.mark();
            if !handles.packer.pack(&mut self.machine.heap, value, &mut handles.bytes)? {
                return Err(Abrupt::Limit(Limit::Unspilled));
            }
            self.machine.heap.reset(mark);
            let len = handles.spilled + handles.bytes.len() as u64 - at;
            let len = u32::try_from(len).map_err(|_| Abrupt::Unsupported("a record of more than 4 GiB"))?;
            handles.places.push((at, len));
            if matches!(value, Value::Undefined) {
                handles.undefined.push(number);
            }
            if handles.bytes.len() > WRITTEN.min(self.executable.max_memory / 4 / RUN_SHARE)
                && let Some(folder) = &self.executable.spill
            {
                handles.spill(folder).map_err(|error| failed_spill(&error))?;
            }
        }
        self.machine.heap.reset(base);
        let bytes = handles.places.capacity() * size_of::<(u64, u32)>() + handles.bytes.capacity();
        let charged = self.charge(bytes, &mut handles.charged);
        self.state.pipelines[pipeline].stages[position].handles = Some(handles);
        charged
    }

    /// All records are there: orders their handles and makes them ready to be drained.
    pub(in crate::exec) fn sort_handles(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
        env: Value,
    ) -> Result<(), Abrupt> {
        self.pack_held(pipeline, position)?;
        let state = &mut self.state.pipelines[pipeline].stages[position];
        let mut handles = *state.handles.take().unwrap_or_default();
        let count = handles.places.len() as u32;
        self.machine.steps = self.executable.max_steps.saturating_mul(u64::from(count));
        let undefined = std::mem::take(&mut handles.undefined);
        let defined: Vec<u32> = (0..count)
            .filter(|handle| undefined.binary_search(handle).is_err())
            .collect();
        let mut order = match stage.function {
            Some(function) => self.order_handles(&mut handles, defined, stage, function, env)?,
            None => self.order_texts(&mut handles, defined)?,
        };
        order.extend_from_slice(&undefined);
        let records = Sorted {
            charged: handles.charged,
            ..Sorted::default()
        };
        self.state.draining = Some(Box::new(Draining {
            records,
            source: Source::Handles(Box::new(handles), order, 0),
            keeps: Keeps::Values,
            passed: 0,
            from: position + 1,
            bytes: Vec::new(),
        }));
        Ok(())
    }

    /// Without a comparator records are ordered as texts.
    fn order_texts(&mut self, handles: &mut Handles, places: Vec<u32>) -> Result<Vec<u32>, Abrupt> {
        if places.len() < 2 {
            return Ok(places);
        }
        let heap = &mut self.machine.heap;
        let mut texts = Vec::with_capacity(places.len());
        let mut bytes = Vec::new();
        for handle in places {
            bytes.clear();
            handles
                .read_next(handle, &mut bytes)
                .map_err(|error| failed_spill(&error))?;
            let mark = heap.mark();
            let value = value_of(heap, &bytes)?;
            let text = ecma::to_string(heap, value)?;
            let text = heap.text(text).to_vec();
            heap.reset(mark);
            texts.push((heap.string(&text)?, handle));
        }
        texts.sort_by(|(a, _), (b, _)| heap.compare_text(*a, *b));
        Ok(texts.into_iter().map(|(_, handle)| handle).collect())
    }

    fn order_handles(
        &mut self,
        handles: &mut Handles,
        mut places: Vec<u32>,
        stage: &StageCode,
        function: u32,
        env: Value,
    ) -> Result<Vec<u32>, Abrupt> {
        let mut bytes = Vec::new();
        let keys = self
            .machine
            .order_by(function, None, places.len(), env, true, &mut |machine, at| {
                bytes.clear();
                handles
                    .read_next(places[at], &mut bytes)
                    .map_err(|error| failed_spill(&error))?;
                value_of(&mut machine.heap, &bytes)
            })?;
        if let Some(order) = keys {
            return Ok(order.into_iter().map(|at| places[at as usize]).collect());
        }
        let object = Object::Function { function, captures: 0 };
        let callee = Value::Object(self.machine.heap.add(Class::Function, object));
        let arity = usize::from(stage.arity).min(3);
        let machine = &mut self.machine;
        builtins::tim_sort(&mut places, &mut |a, b| {
            machine.step()?;
            let mark = machine.heap.mark();
            let mut value = |handle| {
                bytes.clear();
                handles.read(handle, &mut bytes).map_err(|error| failed_spill(&error))?;
                value_of(&mut machine.heap, &bytes)
            };
            let arguments = [value(a)?, value(b)?, env];
            let order = machine.call(callee, &arguments[..arity])?.or_undefined();
            let order = ecma::to_number(&mut machine.heap, order)?;
            machine.heap.reset(mark);
            Ok(order)
        })?;
        Ok(places)
    }
}
