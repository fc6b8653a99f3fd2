//! Revivers of JSON.parse: <https://tc39.es/ecma262/#sec-internalizejsonproperty>

use crate::value::{Abrupt, Caller, Class, Completion, Property, PropertyKey, Ref, Str, Value};

/// Deeper values are left to V8. Each level takes native stack.
const MAX_DEPTH: usize = 200;

/// What a reviver makes of a parsed value, from the inside out.
pub(super) fn revive(caller: &mut dyn Caller<'_>, reviver: Value, value: Value) -> Completion {
    // Newer versions of V8 give a third argument.
    if caller.parameters(reviver).is_none_or(|count| count > 2) {
        return Err(Abrupt::Unsupported(
            "a JSON.parse reviver that may look at a third argument",
        ));
    }
    property(caller, reviver, Str::EMPTY, value, 0)
}

fn property(caller: &mut dyn Caller<'_>, reviver: Value, key: Str, value: Value, depth: usize) -> Completion {
    if depth > MAX_DEPTH {
        return Err(Abrupt::Unsupported("JSON.parse of a deep value with a reviver"));
    }
    match value {
        Value::Object(r) if r.class == Class::Array => elements(caller, reviver, r, depth)?,
        Value::Object(r) if r.class == Class::Plain => members(caller, reviver, r, depth)?,
        _ => {}
    }
    caller.step()?;
    Ok(caller.call(reviver, &[Value::String(key), value])?.or_undefined())
}

/// How many elements there are is known before; each is read when it is its turn.
fn elements(caller: &mut dyn Caller<'_>, reviver: Value, array: Ref, depth: usize) -> Completion<()> {
    for index in 0..caller.heap().array_len(array)? {
        let key = caller.heap().key_name(PropertyKey::Index(index as u32))?;
        let element = caller.heap().array_get(array, index)?.or_undefined();
        let revived = property(caller, reviver, key, element, depth + 1)?;
        let heap = caller.heap();
        match revived {
            Value::Undefined if index >= heap.array_len(array)? => {}
            Value::Undefined => heap.array_set(array, index, Value::Absent)?,
            revived => heap.array_set(array, index, revived)?,
        }
    }
    Ok(())
}

/// Which members there are is known before, too.
fn members(caller: &mut dyn Caller<'_>, reviver: Value, object: Ref, depth: usize) -> Completion<()> {
    let mut listed: Vec<Property> = Vec::new();
    caller.heap().own_properties(object, &mut listed)?;
    for Property { key, .. } in listed {
        let name = caller.heap().text(key).to_vec();
        let member = match caller.heap().get_own(object, &name)? {
            Value::Absent => return Err(Abrupt::Unsupported("a member that a JSON.parse reviver deleted")),
            member => member,
        };
        match property(caller, reviver, key, member, depth + 1)? {
            Value::Undefined => {
                caller.heap().delete_own(object, key)?;
            }
            revived => caller.heap().set_own(object, key, revived)?,
        }
    }
    Ok(())
}
