//! `String.prototype.split`: <https://tc39.es/ecma262/#sec-string.prototype.split>

use memchr::memmem;

use super::search::{is_whole, occurrences};
use crate::builtins::arguments::{argument, pattern_of, this_string};
use crate::builtins::{Builtin, Run, regexp};
use crate::ecma::{to_string, to_uint32, unit_string};
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.split",
    spec: "sec-string.prototype.split",
    summary: "The parts of the string between the occurrences of a text.",
    length: 2,
    returns: Kinds::ARRAY,
    examples: &[
        ("'a,b,c'.split(',', 2)", "[\"a\",\"b\"]"),
        ("'ab'.split('')", "[\"a\",\"b\"]"),
    ],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let separator = argument(arguments, 0);
    let heap = caller.heap();
    let limit = match argument(arguments, 1) {
        Value::Undefined => u32::MAX,
        limit => to_uint32(heap, limit)?,
    } as usize;
    if let Some(pattern) = pattern_of(separator) {
        return regexp::split(caller, pattern, s, limit);
    }
    let wanted = match separator {
        Value::Undefined => None,
        separator => Some(to_string(heap, separator)?),
    };
    let mut parts = heap.local.spare.take_values();
    match wanted {
        _ if limit == 0 => {}
        None => parts.push(Value::String(s)),
        Some(wanted) if wanted.is_empty() => {
            let count = heap.length(s).min(limit);
            heap.afford(count * size_of::<Value>())?;
            for index in 0..count {
                parts.push(Value::String(unit_string(heap, s, index)?));
            }
        }
        Some(wanted) if s.ascii || is_whole(heap, wanted) => {
            let text = heap.text(s);
            let mut start = 0;
            for at in memmem::find_iter(text, heap.text(wanted)).take(limit) {
                parts.push(Value::String(heap.slice_bytes(s, start, at)));
                start = at + wanted.len as usize;
            }
            if parts.len() < limit {
                parts.push(Value::String(heap.slice_bytes(s, start, s.len as usize)));
            }
        }
        Some(wanted) => {
            let width = heap.length(wanted);
            let mut start = 0;
            let places = occurrences(heap, s, wanted, true)?;
            for &at in places.iter().take(limit) {
                parts.push(Value::String(heap.slice_units(s, start, at)?));
                start = at + width;
            }
            heap.local.spare.give_places(places);
            if parts.len() < limit {
                let length = heap.length(s);
                parts.push(Value::String(heap.slice_units(s, start, length)?));
            }
        }
    }
    heap.finish_array(parts)
}
