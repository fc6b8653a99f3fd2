//! Calls built-ins with JSON values, for tests.

use super::{Run, get, global};
use crate::ecma::test_support::{Fixture, show};
use crate::value::{Caller, Completion, Heap, Value};

/// Runs callbacks that are built-ins too: tests have no other functions.
pub(crate) struct BuiltinCaller<'a, 'i>(pub(super) &'a mut Heap<'i>);

impl<'i> Caller<'i> for BuiltinCaller<'_, 'i> {
    fn heap(&mut self) -> &mut Heap<'i> {
        self.0
    }

    fn call_on(&mut self, callee: Value, this: Value, arguments: &[Value]) -> Completion {
        let Value::Builtin(id) = callee else {
            unreachable!("tests call built-ins only")
        };
        match get(id).run {
            Run::Pure(run) => run(self.0, this, arguments),
            Run::Calling(run) => run(self, this, arguments),
        }
    }

    fn parameters(&self, _callee: Value) -> Option<usize> {
        None
    }

    fn step(&mut self) -> Completion<()> {
        Ok(())
    }
}

/// A value from JSON, where these strings stand for what JSON lacks: `$undefined`, `$hole`, `$NaN`, `$-0`, `$Infinity`,
/// `$-Infinity`, `$fn:Math.max` (a built-in), `$units:d83d,0041` (a string), and `{"$map": [[k, v]]}`, `{"$set": [v]}`.
pub(crate) fn value(heap: &mut Heap<'_>, json: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::Null,
        Json::Bool(b) => Value::Bool(*b),
        Json::Number(n) => Value::Number(n.as_f64().expect("a number")),
        Json::String(text) => special(heap, text),
        Json::Array(elements) => {
            let elements: Vec<Value> = elements.iter().map(|element| value(heap, element)).collect();
            Value::Object(heap.new_array(&elements).expect("fits"))
        }
        Json::Object(members) => {
            for (name, key) in [("$map", "new Map"), ("$set", "new Set")] {
                if let Some(entries) = members.get(name) {
                    let entries = value(heap, entries);
                    let id = global(key).expect("a constructor");
                    let Run::Pure(run) = get(id).run else {
                        unreachable!("constructors call nothing")
                    };
                    return run(heap, Value::Undefined, &[entries]).expect("entries");
                }
            }
            let object = heap.new_dictionary();
            for (name, member) in members {
                let key = heap.string(name.as_bytes()).expect("fits");
                let member = value(heap, member);
                heap.set_own(object, key, member).expect("plain");
            }
            Value::Object(object)
        }
    }
}

fn special(heap: &mut Heap<'_>, text: &str) -> Value {
    match text {
        "$undefined" => Value::Undefined,
        "$hole" => Value::Absent,
        "$NaN" => Value::Number(f64::NAN),
        "$-0" => Value::Number(-0.0),
        "$Infinity" => Value::Number(f64::INFINITY),
        "$-Infinity" => Value::Number(f64::NEG_INFINITY),
        _ => {
            if let Some(name) = text.strip_prefix("$fn:") {
                return Value::Builtin(global(name).expect("a built-in"));
            }
            let mut bytes = text.as_bytes().to_vec();
            if let Some(units) = text.strip_prefix("$units:") {
                bytes.clear();
                for unit in units.split(',').filter(|unit| !unit.is_empty()) {
                    let unit = u16::from_str_radix(unit, 16).expect("hexadecimal");
                    jsonmill_json::wtf8::push_unit(&mut bytes, unit);
                }
            }
            Value::String(heap.string(&bytes).expect("fits"))
        }
    }
}

/// Calls a built-in: `this` and arguments as JSON (see [`value`]), the result as [`show`] writes it.
pub(crate) fn call(name: &str, this: &str, arguments: &str) -> String {
    let fixture = Fixture::new();
    let mut heap = fixture.heap();
    let this: serde_json::Value = serde_json::from_str(this).expect("JSON");
    let arguments: serde_json::Value = serde_json::from_str(arguments).expect("JSON");
    let this = value(&mut heap, &this);
    let arguments: Vec<Value> = arguments
        .as_array()
        .expect("an array")
        .iter()
        .map(|argument| value(&mut heap, argument))
        .collect();
    let id = global(name).unwrap_or_else(|| unreachable!("{name} is a built-in"));
    let result = match get(id).run {
        Run::Pure(run) => run(&mut heap, this, &arguments),
        Run::Calling(run) => run(&mut BuiltinCaller(&mut heap), this, &arguments),
    };
    show(&mut heap, result)
}

/// Checks calls: name, `this`, arguments, expected result.
pub(crate) fn check(cases: &[(&str, &str, &str, &str)]) {
    for (name, this, arguments, expected) in cases {
        assert_eq!(
            call(name, this, arguments),
            *expected,
            "{name} on {this} with {arguments}"
        );
    }
}
