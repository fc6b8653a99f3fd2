//! `unescape`: <https://tc39.es/ecma262/#sec-unescape-string>

use jsonmill_json::wtf8;

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "unescape",
    spec: "sec-unescape-string",
    summary: "The text with hexadecimal escapes replaced by the units they stand for.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("unescape('a%20%FC%u20AC%')", "\"a ü€%\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let string = to_string(heap, argument(arguments, 0))?;
    let units = heap.units_of(string);
    let mut unescaped = Vec::with_capacity(units.len());
    let mut at = 0;
    while let Some(&unit) = units.get(at) {
        let escape = match units.get(at + 1) {
            _ if unit != u16::from(b'%') => None,
            Some(&u) if u == u16::from(b'u') => hexadecimal(units, at + 2, 4).map(|unit| (unit, 6)),
            _ => hexadecimal(units, at + 1, 2).map(|unit| (unit, 3)),
        };
        let (unit, length) = escape.unwrap_or((unit, 1));
        unescaped.push(unit);
        at += length;
    }
    let mut text = Vec::with_capacity(unescaped.len());
    wtf8::from_units(&unescaped, &mut text);
    Ok(Value::String(heap.string(&text)?))
}

/// The unit that so many hexadecimal digits spell.
fn hexadecimal(units: &[u16], from: usize, count: usize) -> Option<u16> {
    let digits = units.get(from..from + count)?;
    digits.iter().try_fold(0, |value, &digit| {
        let digit = char::from(u8::try_from(digit).ok()?).to_digit(16)?;
        Some(value << 4 | digit as u16)
    })
}
