//! Replacers of JSON.stringify: <https://tc39.es/ecma262/#sec-serializejsonproperty>
//!
//! The value is copied with all replacements made, in the order in which JSON.stringify makes them; the copy is then
//! written as any other value.

use crate::ecma::date;
use crate::ecma::to_string;
use crate::value::{
    Abrupt, Caller, Class, Completion, Heap, Object, Property, PropertyKey, Ref, Str, Value, array_index,
};

/// Deeper values, and so cycles, are left to V8. Each level takes native stack.
const MAX_DEPTH: usize = 200;

/// What JSON.stringify was given as its second argument.
pub(super) enum Replacer {
    /// Called for each property
    Function(Value),
    /// The only keys that objects show
    Keys(Vec<Str>),
}

/// The names in an array: strings and numbers, each once.
pub(super) fn property_list(heap: &mut Heap<'_>, list: Value) -> Completion<Vec<Str>> {
    let Some(array) = list.as_array() else {
        unreachable!("the caller looked")
    };
    let mut names: Vec<Str> = Vec::new();
    for element in heap.elements(array)?.to_vec() {
        let name = match heap.unwrapped(element) {
            Value::String(name) => name,
            Value::Number(_) => to_string(heap, element)?,
            _ => continue,
        };
        if !names.iter().any(|&known| heap.same_text(known, name)) {
            names.push(name);
        }
    }
    // Members come in the order of the list, which an object cannot keep where names are array indices.
    if names.iter().any(|&name| array_index(heap.text(name)).is_some()) {
        return Err(Abrupt::Unsupported("a JSON.stringify key list with array indices"));
    }
    Ok(names)
}

impl Replacer {
    /// The value with all replacements made.
    pub(super) fn replace(&self, caller: &mut dyn Caller<'_>, value: Value) -> Completion {
        self.property(caller, Str::EMPTY, value, 0)
    }

    fn property(&self, caller: &mut dyn Caller<'_>, key: Str, value: Value, depth: usize) -> Completion {
        if depth > MAX_DEPTH {
            return Err(Abrupt::Unsupported("JSON.stringify of a deep value with a replacer"));
        }
        let mut value = to_json(caller.heap(), value)?;
        if let Replacer::Function(function) = self {
            caller.step()?;
            value = caller.call(*function, &[Value::String(key), value])?.or_undefined();
        }
        match value {
            Value::Object(r) => self.object(caller, r, depth),
            other => Ok(other),
        }
    }

    fn object(&self, caller: &mut dyn Caller<'_>, r: Ref, depth: usize) -> Completion {
        match r.class {
            Class::Array => {
                let length = caller.heap().array_len(r)?;
                let mut elements = Vec::with_capacity(length);
                for index in 0..length {
                    let element = caller.heap().array_get(r, index)?.or_undefined();
                    let key = caller.heap().key_name(PropertyKey::Index(index as u32))?;
                    elements.push(self.property(caller, key, element, depth + 1)?);
                }
                Ok(Value::Object(caller.heap().new_array(&elements)?))
            }
            Class::Plain => {
                let keys = self.keys(caller.heap(), r)?;
                let copy = caller.heap().new_dictionary();
                for key in keys {
                    let name = caller.heap().text(key).to_vec();
                    let member = match caller.heap().get_own(r, &name)? {
                        Value::Absent => inherited(&name)?,
                        own => own,
                    };
                    let member = self.property(caller, key, member, depth + 1)?;
                    caller.heap().set_own(copy, key, member)?;
                }
                Ok(Value::Object(copy))
            }
            Class::Function => Ok(Value::Undefined),
            class if class.is_wrapper() => Ok(Value::Object(r)),
            // Their own properties are none, but a key list also finds what their prototypes give.
            _ if matches!(self, Replacer::Keys(_)) => Err(Abrupt::Unsupported(
                "JSON.stringify of a Map, Set, RegExp or Error with a key list",
            )),
            _ => Ok(Value::Object(caller.heap().new_dictionary())),
        }
    }

    /// The keys of an object that are to be written.
    fn keys(&self, heap: &mut Heap<'_>, r: Ref) -> Completion<Vec<Str>> {
        if let Replacer::Keys(keys) = self {
            return Ok(keys.clone());
        }
        let mut properties: Vec<Property> = Vec::new();
        heap.own_properties(r, &mut properties)?;
        Ok(properties.into_iter().map(|property| property.key).collect())
    }
}

/// What an object has under a name that it has not itself: functions, which are not written, and `__proto__`.
fn inherited(name: &[u8]) -> Completion {
    if name == b"__proto__" {
        return Err(Abrupt::Unsupported("`__proto__` in a JSON.stringify key list"));
    }
    Ok(Value::Undefined)
}

/// Calls of toJSON: dates have it, objects may have one of their own.
fn to_json(heap: &mut Heap<'_>, value: Value) -> Completion {
    let Value::Object(r) = value else { return Ok(value) };
    match heap.peek(r) {
        Object::Date(time) if time.is_finite() => heap.string_with(|out| date::write_iso(time, out)).map(Value::String),
        Object::Date(_) => Ok(Value::Null),
        _ if r.class == Class::Plain && heap.get_own(r, b"toJSON")?.is_callable() => {
            Err(Abrupt::Unsupported("a toJSON function of its own"))
        }
        _ => Ok(value),
    }
}
