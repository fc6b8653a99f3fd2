//! What the walk hands over becomes values of the heap; complete records go through the stages.

use jsonmill_json::projection::NodeId;
use jsonmill_json::walk::Slots;

use crate::value::{Abrupt, Class, Limit, Object, Ref, Space, Value};

use super::run::{Failure, RECORDS, Runner};

/// Fields of an object that begins, copied as memory.
const ABSENT: [Value; 16] = [Value::Absent; 16];

impl Slots for Runner<'_, '_> {
    type Value = Value;
    type Error = Failure;

    #[inline]
    fn null(&mut self) -> Value {
        Value::Null
    }

    #[inline]
    fn boolean(&mut self, value: bool) -> Value {
        Value::Bool(value)
    }

    #[inline(always)]
    fn number(&mut self, value: f64) -> Value {
        Value::Number(value)
    }

    #[inline(always)]
    fn string(&mut self, offset: u64, inner: &[u8]) -> Value {
        Value::String(self.machine.heap.plain_string(offset, inner))
    }

    fn escaped_string(&mut self, inner: &[u8]) -> Result<Value, Failure> {
        let string = self.machine.heap.escaped_string(inner).map_err(early)?;
        Ok(Value::String(string))
    }

    #[inline]
    fn raw(&mut self, offset: u64, len: usize, array: bool, canonical: bool) -> Result<Value, Failure> {
        let len = u32::try_from(len).map_err(|_| Failure::Unsupported("a value of more than 4 GiB"))?;
        Ok(Value::Object(self.machine.heap.new_raw(offset, len, array, canonical)))
    }

    fn layout(&mut self) -> Option<(Vec<u8>, &[u8], usize)> {
        // what is laid out while it is read has its numbers written anew
        if self.machine.heap.keeps_numbers()
            || self.executable.document.is_none()
            || self.executable.writing.is_rows()
            || !self.state.out.is_empty()
        {
            return None;
        }
        let out = std::mem::take(&mut self.state.out);
        let serializer = &self.state.serializer;
        Some((out, &serializer.gap, serializer.max_output))
    }

    fn rewritten(&mut self, offset: u64, len: usize, array: bool, text: Vec<u8>) -> Result<Value, Failure> {
        self.state.serializer.rewritten = Some((offset, text));
        self.raw(offset, len, array, false)
    }

    #[inline]
    fn begin_fields(&mut self, node: NodeId, fields: usize) -> (u32, u32) {
        let shape = self.executable.node_shapes[node.0 as usize];
        let slots = &mut self.machine.heap.local.slots;
        let first = slots.len();
        let mut missing = fields;
        while missing > 0 {
            let some = missing.min(ABSENT.len());
            slots.extend_from_slice(&ABSENT[..some]);
            missing -= some;
        }
        let first = first as u32;
        let object = self.machine.heap.add(Class::Plain, Object::Shaped { shape, first });
        (object.index, first)
    }

    #[inline(always)]
    fn object(&mut self, object: u32) -> Value {
        Value::Object(Ref {
            index: object,
            class: Class::Plain,
            space: Space::Heap,
        })
    }

    #[inline(always)]
    fn fill(&mut self, first: u32, slot: u32, value: Value) {
        self.machine.heap.local.slots[(first + slot) as usize] = value;
    }

    fn end_whole(&mut self, object: u32, offset: u64, len: usize, canonical: bool) -> Result<(), Failure> {
        let len = u32::try_from(len).map_err(|_| Failure::Unsupported("a value of more than 4 GiB"))?;
        let place = &mut self.machine.heap.local.objects[object as usize];
        let &mut Object::Shaped { shape, first } = place else {
            unreachable!("nobody has seen it yet")
        };
        *place = Object::Span {
            shape,
            first,
            offset,
            len,
            canonical,
        };
        Ok(())
    }

    fn begin_members(&mut self) -> u32 {
        self.machine.heap.new_dictionary().index
    }

    fn member(&mut self, object: u32, key: Value, value: Value) -> Result<(), Failure> {
        let Value::String(key) = key else { unreachable!("a key") };
        let object = Ref {
            index: object,
            class: Class::Plain,
            space: Space::Heap,
        };
        self.machine.heap.set_own(object, key, value).map_err(early)
    }

    #[inline]
    fn begin_elements(&mut self) {
        self.state.starts.push(self.state.pending.len());
    }

    #[inline]
    fn element(&mut self, value: Value) {
        self.state.pending.push(value);
    }

    #[inline]
    fn end_elements(&mut self) -> Result<u32, Failure> {
        let start = self.state.starts.pop().expect("an array ends that has begun");
        let array = self
            .machine
            .heap
            .new_array(&self.state.pending[start..])
            .map_err(early)?;
        self.state.pending.truncate(start);
        Ok(array.index)
    }

    #[inline(always)]
    fn array(&mut self, array: u32) -> Value {
        Value::Object(Ref {
            index: array,
            class: Class::Array,
            space: Space::Heap,
        })
    }

    #[inline]
    fn unread(&mut self) -> Value {
        Value::Unread
    }

    fn begin_records(&mut self, pipeline: u32) -> Result<(), Failure> {
        self.start(pipeline as usize)
    }

    #[inline]
    fn begin_record(&mut self, pipeline: u32, offset: u64) {
        let state = &mut self.state.pipelines[pipeline as usize];
        state.mark = self.machine.heap.mark();
        state.records += 1;
        state.offset = offset;
        state.reading = true;
        state.held = false;
        self.state.dropped = false;
    }

    #[inline]
    fn decide(&mut self, node: NodeId, value: Value) -> bool {
        self.state.dropped = self.is_dropped(node, value);
        self.state.dropped
    }

    fn again(&mut self, pipeline: u32) {
        self.state.dropped = false;
        let mark = self.state.pipelines[pipeline as usize].mark;
        self.machine.heap.reset(mark);
    }

    #[inline]
    fn swap_tokens(&mut self, tokens: &mut Vec<u32>, origin: u64) {
        self.state.scratch.swap_tokens(tokens, origin);
    }

    #[inline]
    fn record(&mut self, pipeline: u32, value: Value) -> Result<(), Failure> {
        let pipeline = pipeline as usize;
        // Short callbacks take too few steps to be asked themselves.
        if self.machine.is_cancelled() {
            return Err(Failure::Cancelled);
        }
        if self.state.dropped {
            self.pass_dropped(pipeline);
        } else {
            self.advance(pipeline, 0, value)?;
            self.end_rows()?;
        }
        if self.state.ended {
            return Err(Failure::Ended);
        }
        let state = &mut self.state.pipelines[pipeline];
        state.reading = false;
        if state.held {
            self.renew(pipeline)?;
            return self.afford_held();
        }
        self.machine.heap.reset(state.mark);
        Ok(())
    }

    #[inline]
    fn end_record(&mut self, pipeline: u32, end: u64) -> Result<(), Failure> {
        let length = end - self.state.pipelines[pipeline as usize].offset;
        if length > self.executable.max_record_bytes {
            Err(Failure::Limit(Limit::Record))
        } else {
            Ok(())
        }
    }

    fn end_records(&mut self, pipeline: u32) -> Result<Value, Failure> {
        self.finish(pipeline as usize)?;
        self.end_rows()?;
        if self.state.draining.is_none() {
            self.end_writing(pipeline as usize);
        }
        if self.executable.document.is_none() {
            return Ok(RECORDS);
        }
        let state = &self.state.pipelines[pipeline as usize];
        let (offset, len) = (state.start as u64, (self.state.side.len() - state.start) as u64);
        let count = u32::try_from(state.written).map_err(|_| Failure::Unsupported("more than 2^32 records"))?;
        // A failed pipeline fails where its results are used: evaluation meets the error where V8 meets it.
        let object = Object::Written {
            offset,
            len,
            count,
            failed: state.failure.is_some(),
            pipeline,
        };
        Ok(Value::Object(self.machine.heap.add(Class::Array, object)))
    }
}

/// Failures before any callback ran.
#[cold]
pub(super) fn early(abrupt: Abrupt) -> Failure {
    match abrupt {
        Abrupt::Limit(limit) => Failure::Limit(limit),
        Abrupt::Unsupported(what) => Failure::Unsupported(what),
        Abrupt::Error(_) | Abrupt::Throw(_) | Abrupt::Pipeline(_) => {
            Failure::Unsupported("a string longer than V8's longest")
        }
        Abrupt::Cancelled => Failure::Cancelled,
    }
}
