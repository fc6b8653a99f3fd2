//! Reading and writing properties.

use crate::builtins;
use crate::ecma::{self, Prototype};
use crate::value::{
    Abrupt, BuiltinId, Class, Completion, OBJECT_PROTOTYPE, Object, PropertyKey, Ref, Space, Str, Value,
};

use super::machine::Machine;
use super::program::{Inherited, NameId};

/// A value that only V8 knows.
const UNKNOWN: Abrupt = Abrupt::Unsupported("a property that a built-in prototype gives");

impl Machine<'_, '_> {
    /// `object.name`
    #[inline]
    pub(super) fn get_name(&mut self, object: Value, name: NameId) -> Completion {
        if let Value::Object(r) = object
            && r.class == Class::Plain
        {
            let own = self.own_by_name(r, name)?;
            if !matches!(own, Value::Absent) {
                return Ok(own);
            }
        }
        if let Value::Object(r) = object
            && r.class == Class::Array
            && &*self.program.names[name as usize].text == b"length"
        {
            return Ok(Value::Number(self.heap.array_len(r)? as f64));
        }
        self.get_name_slowly(object, name)
    }

    /// An own property of a plain object.
    #[inline]
    pub(super) fn own_by_name(&mut self, r: Ref, name: NameId) -> Completion {
        let program = self.program;
        if let Object::Shaped { shape, first } | Object::Span { shape, first, .. } = self.heap.peek(r)
            && let Some(slot) = program.slot(shape, name)
        {
            let value = self.heap.slot(r.space, first + slot);
            return if matches!(value, Value::Unread) {
                Err(crate::value::UNREAD)
            } else {
                Ok(value)
            };
        }
        if let Object::Copy { .. } = self.heap.peek_at(r) {
            return match self.heap.own_of_copy(r, |shape| program.slot(shape, name)) {
                Ok(value) => Ok(value),
                Err(base) => self.own_by_name(base, name),
            };
        }
        self.heap.get_own(r, &program.names[name as usize].text)
    }

    #[inline(never)]
    fn get_name_slowly(&mut self, object: Value, name: NameId) -> Completion {
        let entry = &self.program.names[name as usize];
        let string = entry.string;
        // Objects that wrap a primitive have no properties of their own but what the primitive has.
        let object = self.heap.unwrapped(object);
        match object {
            Value::Undefined | Value::Null => {
                return Err(ecma::read_error(&mut self.heap, object, Value::String(string)));
            }
            Value::Unread => return Err(crate::value::UNREAD),
            Value::String(s) if &*entry.text == b"length" => return Ok(Value::Number(self.heap.length(s) as f64)),
            Value::Object(r) if r.class == Class::Array => {
                if &*entry.text == b"length" {
                    return Ok(Value::Number(self.heap.array_len(r)? as f64));
                }
                self.no_streamed(r)?;
                let own = self.heap.array_property(r, &entry.text)?;
                if !matches!(own, Value::Absent) {
                    return Ok(own);
                }
            }
            Value::Object(r) if r.class == Class::Plain && self.heap.has_null_prototype(r) => {
                return Ok(self.heap.get_own(r, &entry.text)?.or_undefined());
            }
            Value::Object(r) if r.class == Class::Plain => {}
            Value::Object(_) | Value::Builtin(_) => return self.exotic(object, &entry.text),
            _ => {}
        }
        if let PropertyKey::Index(index) = self.heap.key_of(string) {
            return self.element(object, index);
        }
        let prototype = Prototype::of(object).expect("null and undefined are gone");
        for prototype in [prototype, Prototype::Object] {
            match entry.inherited[prototype as usize] {
                Inherited::Nothing => {}
                Inherited::Method(id) => return Ok(Value::Builtin(id)),
                Inherited::Unknown => return inherited_value(object, &entry.text),
            }
        }
        Ok(Value::Undefined)
    }

    /// Properties of Map, Set, Date, RegExp, Error and functions.
    fn exotic(&mut self, object: Value, name: &[u8]) -> Completion {
        let prototype = Prototype::of(object).expect("it is an object");
        if let (Value::Object(r), b"size") = (object, name)
            && matches!(r.class, Class::Map | Class::Set)
        {
            return Ok(Value::Number(f64::from(self.heap.table(r).live)));
        }
        if let Value::Object(r) = object
            && let Object::Error { class, message } = self.heap.peek(r)
        {
            match name {
                b"message" => return ecma::error_message(&mut self.heap, message).map(Value::String),
                b"name" => return Ok(Value::String(self.heap.string(class.name().as_bytes())?)),
                _ => return Err(UNKNOWN),
            }
        }
        if let Value::Object(r) = object
            && r.class == Class::RegExp
        {
            if name == b"lastIndex" {
                return Ok(Value::Number(self.heap.last_index(r)));
            }
            let getter = std::str::from_utf8(name)
                .ok()
                .and_then(|name| builtins::getter(prototype, name));
            if let Some(getter) = getter {
                return self.call_builtin(getter, object, &[]);
            }
        }
        match object {
            Value::Builtin(id) => {
                let own = self.builtin_property(id, name)?;
                if !matches!(own, Value::Absent) {
                    return Ok(own);
                }
            }
            Value::Object(r) if r.class == Class::Function => {
                let own = ecma::function_property(&self.heap, r, name)?;
                if !matches!(own, Value::Absent) {
                    return Ok(own);
                }
            }
            _ => {}
        }
        for prototype in [prototype, Prototype::Object] {
            match Inherited::of(prototype, name) {
                Inherited::Nothing => {}
                Inherited::Method(id) => return Ok(Value::Builtin(id)),
                Inherited::Unknown => return Err(UNKNOWN),
            }
        }
        Ok(Value::Undefined)
    }

    /// An own property of a built-in function.
    fn builtin_property(&mut self, id: BuiltinId, name: &[u8]) -> Completion {
        match name {
            b"length" => return Ok(Value::Number(f64::from(builtins::get(id).length))),
            b"name" => return Ok(Value::String(self.heap.string(id.name().as_bytes())?)),
            _ => {}
        }
        if !ecma::has_builtin_property(id, name)? {
            return Ok(Value::Absent);
        }
        let name = std::str::from_utf8(name).map_err(|_| UNKNOWN)?;
        let path = format!("{}.{name}", id.path());
        if let Some(number) = builtins::constant(&path) {
            return Ok(Value::Number(number));
        }
        builtins::global(&path).map(Value::Builtin).ok_or(UNKNOWN)
    }

    /// `object[index]`
    pub(super) fn get_index(&mut self, object: Value, index: Value) -> Completion {
        // The commonest case: an element of an array.
        if let (Value::Object(r), Value::Number(n)) = (object, index)
            && r.class == Class::Array
            && n >= 0.0
            && f64::from(n as u32) == n
            && (n as u32) != u32::MAX
        {
            return self.element(object, n as u32);
        }
        if let (Value::Object(r), Value::String(key)) = (object, index)
            && r.class == Class::Plain
            && let Some(value) = self.heap.own_computed(r, key)
        {
            return Ok(value);
        }
        if object.is_nullish() {
            return Err(ecma::read_error(&mut self.heap, object, index));
        }
        match ecma::to_property_key(&mut self.heap, index)? {
            PropertyKey::Index(index) => self.element(object, index),
            PropertyKey::Name(name) => self.get_named(object, name),
        }
    }

    /// `object[index]` with an index of the text
    #[inline]
    pub(super) fn get_element(&mut self, object: Value, index: u32) -> Completion {
        if let Value::Object(r) = object
            && let Object::Array { first, len, .. } = *self.heap.peek_at(r)
            && index < len
        {
            let value = self.heap.slot(r.space, first + index);
            if !matches!(value, Value::Absent | Value::Unread) {
                return Ok(value);
            }
        }
        self.get_index(object, Value::Number(f64::from(index)))
    }

    /// A property under an array index.
    fn element(&mut self, object: Value, index: u32) -> Completion {
        match object {
            Value::Object(r) if r.class == Class::Array => Ok(self.heap.array_get(r, index as usize)?.or_undefined()),
            Value::Object(r) if r.class == Class::Plain => {
                Ok(self.heap.get_own_key(r, PropertyKey::Index(index))?.or_undefined())
            }
            Value::String(s) => {
                if s.ascii {
                    let at = index as usize;
                    return Ok(if at < s.len as usize {
                        Value::String(self.heap.slice_bytes(s, at, at + 1))
                    } else {
                        Value::Undefined
                    });
                }
                if (index as usize) < self.heap.length(s) {
                    Ok(Value::String(ecma::unit_string(&mut self.heap, s, index as usize)?))
                } else {
                    Ok(Value::Undefined)
                }
            }
            Value::Unread => Err(crate::value::UNREAD),
            Value::Object(r) if r.class == Class::StringObject => self.element(self.heap.unwrapped(object), index),
            _ => Ok(Value::Undefined),
        }
    }

    /// A property under a name that was computed.
    fn get_named(&mut self, object: Value, name: Str) -> Completion {
        let mut text = self.heap.local.spare.take_bytes();
        text.extend_from_slice(self.heap.text(name));
        let value = self.get_text(self.heap.unwrapped(object), &text);
        self.heap.local.spare.give_bytes(text);
        value
    }

    fn get_text(&mut self, object: Value, text: &[u8]) -> Completion {
        match object {
            Value::Object(r) if r.class == Class::Plain => {
                let own = self.heap.get_own(r, text)?;
                if !matches!(own, Value::Absent) {
                    return Ok(own);
                }
                if self.heap.has_null_prototype(r) {
                    return Ok(Value::Undefined);
                }
            }
            Value::Object(r) if r.class == Class::Array => {
                if text == b"length" {
                    return Ok(Value::Number(self.heap.array_len(r)? as f64));
                }
                self.no_streamed(r)?;
                let own = self.heap.array_property(r, text)?;
                if !matches!(own, Value::Absent) {
                    return Ok(own);
                }
            }
            Value::String(s) if text == b"length" => return Ok(Value::Number(self.heap.length(s) as f64)),
            Value::Object(_) | Value::Builtin(_) => return self.exotic(object, text),
            Value::Unread => return Err(crate::value::UNREAD),
            _ => {}
        }
        let prototype = Prototype::of(object).expect("null and undefined are gone");
        for prototype in [prototype, Prototype::Object] {
            match Inherited::of(prototype, text) {
                Inherited::Nothing => {}
                Inherited::Method(id) => return Ok(Value::Builtin(id)),
                Inherited::Unknown => return inherited_value(object, text),
            }
        }
        Ok(Value::Undefined)
    }

    /// Results that are already written cannot be used as values.
    fn no_streamed(&self, r: Ref) -> Completion<()> {
        match self.heap.peek(r) {
            Object::Written { .. } => Err(Abrupt::Unsupported("a use of streamed results")),
            _ => Ok(()),
        }
    }

    /// `object[key] = value`
    pub(super) fn set(&mut self, object: Value, key: Value, value: Value) -> Completion<()> {
        if let (Value::Object(r), Value::String(key)) = (object, key)
            && r.class == Class::Plain
            && self.heap.replace_computed(r, key, value)
        {
            return Ok(());
        }
        match object {
            Value::Undefined | Value::Null => Err(ecma::write_error(&mut self.heap, object, key)),
            Value::Object(r) if r.class == Class::Array => {
                if r.space != Space::Heap {
                    return Err(Abrupt::Unsupported("a write to a captured value"));
                }
                match ecma::to_property_key(&mut self.heap, key)? {
                    PropertyKey::Index(index) => self.heap.array_set(r, index as usize, value),
                    PropertyKey::Name(name) if self.heap.text(name) == b"length" => self.set_length(r, value),
                    PropertyKey::Name(name) => ecma::set_array_property(&mut self.heap, r, name, value),
                }
            }
            Value::Object(r) if r.class == Class::Plain => {
                let name = ecma::to_string(&mut self.heap, key)?;
                if self.heap.text(name) == b"__proto__"
                    && !self.heap.has_null_prototype(r)
                    && matches!(self.heap.get_own(r, b"__proto__")?, Value::Absent)
                {
                    return match value {
                        // It has this prototype already, and what is no object is ignored.
                        Value::Object(OBJECT_PROTOTYPE) => Ok(()),
                        Value::Null | Value::Object(_) | Value::Builtin(_) | Value::Unread => {
                            Err(Abrupt::Unsupported("a write to `__proto__`"))
                        }
                        _ => Ok(()),
                    };
                }
                self.heap.set_own(r, name, value)
            }
            Value::Object(r) if r.class == Class::RegExp => {
                match (ecma::to_property_key(&mut self.heap, key)?, value) {
                    (PropertyKey::Name(name), Value::Number(index)) if self.heap.text(name) == b"lastIndex" => {
                        self.heap.set_last_index(r, index)
                    }
                    _ => Err(Abrupt::Unsupported("a property write on a regular expression")),
                }
            }
            Value::Unread => Err(crate::value::UNREAD),
            // Strict mode throws where sloppy mode does nothing, and the source does not say which it was.
            _ => Err(Abrupt::Unsupported(
                "a property write on something that is no plain object",
            )),
        }
    }

    fn set_length(&mut self, r: Ref, value: Value) -> Completion<()> {
        let number = ecma::to_number(&mut self.heap, value)?;
        let length = number as u32;
        if f64::from(length) != number {
            return Err(Abrupt::range_error("Invalid array length"));
        }
        let old = self.heap.array_len(r)?;
        if length as usize <= old {
            let kept = self.heap.elements(r)?[..length as usize].to_vec();
            return self.heap.array_replace(r, &kept);
        }
        // Longer arrays are sparse in V8.
        if length as usize > old + 10_000_000 {
            return Err(Abrupt::Unsupported("making an array much longer through its length"));
        }
        for _ in old..length as usize {
            self.heap.array_push(r, Value::Absent)?;
        }
        Ok(())
    }

    /// What a method name means on a receiver whose own properties do not have it.
    pub(super) fn inherited_method(&self, object: Value, name: NameId) -> Inherited {
        let entry = &self.program.names[name as usize];
        let Some(prototype) = Prototype::of(object) else {
            return Inherited::Nothing;
        };
        if let Value::Object(r) = object
            && self.heap.has_null_prototype(r)
        {
            return Inherited::Nothing;
        }
        match entry.inherited[prototype as usize] {
            Inherited::Nothing => entry.inherited[Prototype::Object as usize],
            found => found,
        }
    }
}

/// What a built-in prototype gives under a name that is no method.
fn inherited_value(object: Value, name: &[u8]) -> Completion {
    let prototype = Prototype::of(object).expect("null and undefined have no properties");
    match name {
        b"__proto__" if matches!(object, Value::Object(OBJECT_PROTOTYPE)) => Ok(Value::Null),
        b"__proto__" if prototype == Prototype::Object => Ok(Value::Object(OBJECT_PROTOTYPE)),
        b"constructor" => builtins::global(prototype.name()).map(Value::Builtin).ok_or(UNKNOWN),
        _ => Err(UNKNOWN),
    }
}
