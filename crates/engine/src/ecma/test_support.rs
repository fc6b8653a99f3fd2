//! A heap over an empty input, for the tests of this folder and of the built-ins.

use crate::value::{Completion, Fixed, Heap, Store, Str, Value};

/// What a heap borrows.
pub(crate) struct Fixture;

impl Fixture {
    pub(crate) fn new() -> Fixture {
        Fixture
    }

    pub(crate) fn heap(&self) -> Heap<'static> {
        Heap::new(b"", 0, Fixed::nothing(), Store::default(), 1 << 28)
    }
}

/// A string's text for comparison; lone surrogates become U+FFFD.
pub(crate) fn text(heap: &Heap<'_>, s: Str) -> String {
    String::from_utf8_lossy(heap.text(s)).into_owned()
}

/// Any string value.
pub(crate) fn string(heap: &mut Heap<'_>, text: &str) -> Value {
    Value::String(heap.string(text.as_bytes()).expect("fits"))
}

/// JSON of a result, with `undefined`, `-0` and holes made visible.
pub(crate) fn show(heap: &mut Heap<'_>, result: Completion) -> String {
    match result {
        Ok(value) => show_value(heap, value),
        Err(crate::value::Abrupt::Error(error)) => format!("{}: {}", error.class.name(), error.message),
        Err(other) => format!("{other:?}"),
    }
}

fn show_value(heap: &mut Heap<'_>, value: Value) -> String {
    match value {
        Value::Undefined => "undefined".into(),
        Value::Absent => "hole".into(),
        Value::Null => "null".into(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) if n == 0.0 && n.is_sign_negative() => "-0".into(),
        Value::Number(n) => super::number_text(n),
        Value::String(s) => serde_json::to_string(&text(heap, s)).expect("strings are JSON"),
        Value::Object(r) if r.class == crate::value::Class::Array => {
            let elements = heap.elements(r).expect("an array").to_vec();
            let shown: Vec<String> = elements.into_iter().map(|element| show_value(heap, element)).collect();
            format!("[{}]", shown.join(","))
        }
        Value::Object(r) if r.class == crate::value::Class::Plain => {
            let mut properties = Vec::new();
            heap.own_properties(r, &mut properties).expect("a plain object");
            let shown: Vec<String> = properties
                .iter()
                .map(|p| format!("{}:{}", text(heap, p.key), show_value(heap, p.value)))
                .collect();
            format!("{{{}}}", shown.join(","))
        }
        other => format!("{other:?}"),
    }
}
