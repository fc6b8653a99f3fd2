//! Objects of every class but tables: made, looked at, made writable.

use super::Heap;
use crate::value::{
    Abrupt, Class, Completion, Dictionary, ErrorClass, IteratorKind, JsError, Object, Ref, ShapeId, Space, Str, Value,
};

impl<'i> Heap<'i> {
    /// What a reference refers to, after building one level of it where it still lies in the input.
    #[inline]
    pub fn object(&mut self, r: Ref) -> Completion<Object> {
        let object = self.peek(r);
        match object {
            Object::Raw { .. } | Object::Span { .. } => self.expand(r),
            Object::Copy { base, .. } => {
                // Its copies are built with it.
                self.expand(Ref { index: base, ..r })?;
                Ok(self.peek(r))
            }
            _ => Ok(object),
        }
    }

    /// What a reference refers to, as it is.
    #[inline]
    #[must_use]
    pub fn peek(&self, r: Ref) -> Object {
        self.store(r.space).objects[r.index as usize]
    }

    /// What a reference refers to, where it lies.
    #[inline]
    #[must_use]
    pub fn peek_at(&self, r: Ref) -> &Object {
        &self.store(r.space).objects[r.index as usize]
    }

    /// The shape of an object that has one, and its slots and those behind them.
    #[inline(always)]
    #[must_use]
    pub fn fields(&self, r: Ref) -> Option<(ShapeId, &[Value])> {
        let store = self.store(r.space);
        match store.objects[r.index as usize] {
            Object::Shaped { shape, first } | Object::Span { shape, first, .. } => {
                Some((shape, &store.slots[first as usize..]))
            }
            _ => None,
        }
    }

    /// The elements of an array that lies in slots.
    #[inline]
    #[must_use]
    pub fn array_slots(&self, r: Ref) -> Option<&[Value]> {
        let store = self.store(r.space);
        match store.objects[r.index as usize] {
            Object::Array { first, len, .. } => Some(&store.slots[first as usize..][..len as usize]),
            _ => None,
        }
    }

    /// Files an object under a new reference.
    #[inline]
    pub fn add(&mut self, class: Class, object: Object) -> Ref {
        let index = self.local.objects.len() as u32;
        self.local.objects.push(object);
        Ref {
            index,
            class,
            space: Space::Heap,
        }
    }

    /// An object with a shape's keys. Slots of missing keys are [`Value::Absent`].
    #[inline]
    pub fn new_shaped(&mut self, shape: ShapeId, values: &[Value]) -> Completion<Ref> {
        let first = self.local.slots.len() as u32;
        self.afford(size_of_val(values))?;
        self.local.slots.extend_from_slice(values);
        Ok(self.add(Class::Plain, Object::Shaped { shape, first }))
    }

    /// `{}`
    pub fn new_dictionary(&mut self) -> Ref {
        let first = self.local.props.len() as u32;
        self.add(
            Class::Plain,
            Object::Dictionary(Dictionary {
                first,
                ..Dictionary::default()
            }),
        )
    }

    /// An array of these elements ([`Value::Absent`] for a hole).
    #[inline]
    pub fn new_array(&mut self, elements: &[Value]) -> Completion<Ref> {
        self.afford(size_of_val(elements))?;
        let first = self.local.slots.len() as u32;
        self.local.slots.extend_from_slice(elements);
        let len = elements.len() as u32;
        Ok(self.add(
            Class::Array,
            Object::Array {
                first,
                len,
                capacity: len,
            },
        ))
    }

    /// A function with its receiver and first arguments given. What is bound already keeps its own receiver.
    pub fn new_bound(&mut self, function: Value, this: Value, arguments: &[Value]) -> Completion<Ref> {
        let mut slots = match function {
            Value::Object(r) => match self.peek(r) {
                Object::Bound { first, count } => {
                    self.store(r.space).slots[first as usize..][..count as usize].to_vec()
                }
                _ => vec![function, this],
            },
            _ => vec![function, this],
        };
        slots.extend_from_slice(arguments);
        self.afford(size_of_val(&*slots))?;
        let first = self.local.slots.len() as u32;
        self.local.slots.extend_from_slice(&slots);
        let count = slots.len() as u32;
        Ok(self.add(Class::Function, Object::Bound { first, count }))
    }

    /// A built-in iterator over an array, Map or Set.
    pub fn new_iterator(&mut self, kind: IteratorKind, over: Ref) -> Ref {
        self.add(Class::Iterator, Object::Iterator { kind, over, next: 0 })
    }

    /// Where a built-in iterator goes on; `u32::MAX` at its end. Snapshots hold no iterators.
    pub fn advance_iterator(&mut self, r: Ref, to: u32) {
        self.note_change(r);
        if let Some(Object::Iterator { next, .. }) = self.local.objects.get_mut(r.index as usize) {
            *next = to;
        }
    }

    /// What a built-in iterator gives.
    #[must_use]
    pub fn iterator_kind(&self, r: Ref) -> IteratorKind {
        match self.peek(r) {
            Object::Iterator { kind, .. } => kind,
            _ => unreachable!("class Iterator"),
        }
    }

    /// A Date.
    pub fn new_date(&mut self, time: f64) -> Ref {
        self.add(Class::Date, Object::Date(time))
    }

    /// The time value of a Date.
    #[must_use]
    pub fn date(&self, r: Ref) -> f64 {
        match self.peek(r) {
            Object::Date(time) => time,
            _ => unreachable!("class Date"),
        }
    }

    /// Gives a Date another time value.
    pub fn set_date(&mut self, r: Ref, time: f64) -> Completion<()> {
        self.writable(r)?;
        self.local.objects[r.index as usize] = Object::Date(time);
        Ok(())
    }

    /// An Error object.
    pub fn new_error(&mut self, error: &JsError) -> Completion<Ref> {
        // Messages that quote a callback have this where its text has a lone surrogate.
        if error.message.contains(char::REPLACEMENT_CHARACTER) {
            return Err(Abrupt::Unsupported("an error message with a lone surrogate"));
        }
        let message = self.string(error.message.as_bytes())?;
        Ok(self.add(
            Class::Error,
            Object::Error {
                class: error.class,
                message: Ok(message),
            },
        ))
    }

    /// Throws the SyntaxError of a text that is no JSON. Its message is put into words when it is read.
    #[must_use]
    pub fn refuse_json(&mut self, text: Str) -> Abrupt {
        let error = Object::Error {
            class: ErrorClass::SyntaxError,
            message: Err(text),
        };
        Abrupt::Throw(Value::Object(self.add(Class::Error, error)))
    }

    /// `Object.freeze`
    pub fn make_frozen(&mut self, r: Ref) -> Completion<()> {
        if r.space != Space::Heap {
            return Err(Abrupt::Unsupported("a freeze of a captured value"));
        }
        if let Err(at) = self.local.frozen.binary_search(&r.index) {
            self.local.frozen.insert(at, r.index);
        }
        Ok(())
    }

    /// Whether an object of the heap was frozen.
    #[inline]
    #[must_use]
    pub fn is_frozen(&self, r: Ref) -> bool {
        !self.local.frozen.is_empty() && r.space == Space::Heap && self.local.frozen.binary_search(&r.index).is_ok()
    }

    /// The object, if it may be written to: constants are snapshots, and a write to one belongs to V8. So does a write to a frozen
    /// object, which throws in strict code only.
    pub(in crate::value) fn writable(&mut self, r: Ref) -> Completion<Object> {
        if self.is_frozen(r) {
            return Err(Abrupt::Unsupported("a write to a frozen object"));
        }
        match r.space {
            Space::Heap => {
                self.note_change(r);
                self.object(r)
            }
            _ => Err(Abrupt::Unsupported("a write to a captured value")),
        }
    }
}
