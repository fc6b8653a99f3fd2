//! GetSubstitution: <https://tc39.es/ecma262/#sec-getsubstitution>

use crate::ecma::text::append;
use crate::value::{Completion, Heap, Property, Ref, Str, Value};

/// A match to be replaced.
pub(super) struct Found<'m> {
    /// Where it begins and ends, in units
    pub(super) range: (usize, usize),
    /// Its text, and its captures
    pub(super) captures: &'m [Value],
    /// Its `groups`
    pub(super) groups: Value,
}

/// Appends the replacement template with its `$` patterns filled in.
pub(super) fn get_substitution(
    heap: &mut Heap<'_>,
    out: &mut Vec<u8>,
    s: Str,
    found: &Found<'_>,
    template: Str,
) -> Completion<()> {
    let mut text = heap.local.spare.take_bytes();
    text.extend_from_slice(heap.text(template));
    let (start, end) = found.range;
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'$', &text[from..]) {
        let dollar = from + at;
        append_part(heap, out, template, from, dollar)?;
        let (piece, width) = match text.get(dollar + 1) {
            Some(b'$') => (Value::String(heap.slice_bytes(template, dollar, dollar + 1)), 2),
            Some(b'&') => (found.captures[0], 2),
            Some(b'`') => (Value::String(heap.part(s, 0, start)?), 2),
            Some(b'\'') => {
                let length = heap.length(s);
                (Value::String(heap.part(s, end, length)?), 2)
            }
            Some(b'0'..=b'9') => capture(&text[dollar + 1..], found.captures),
            Some(b'<') => match found.groups {
                Value::Object(groups) => named(heap, &text[dollar..], groups)?,
                _ => (Value::Absent, 0),
            },
            _ => (Value::Absent, 0),
        };
        from = dollar + width;
        match piece {
            Value::String(piece) => append(heap, out, piece)?,
            // No pattern: the dollar sign stands for itself.
            Value::Absent => {
                append_part(heap, out, template, dollar, dollar + 1)?;
                from = dollar + 1;
            }
            _ => {}
        }
    }
    append_part(heap, out, template, from, text.len())?;
    heap.local.spare.give_bytes(text);
    Ok(())
}

fn append_part(heap: &mut Heap<'_>, out: &mut Vec<u8>, template: Str, from: usize, to: usize) -> Completion<()> {
    let part = heap.slice_bytes(template, from, to);
    append(heap, out, part)
}

/// `$n` or `$nn`: the capture and how many bytes the pattern has; absent where there is no such capture.
fn capture(digits: &[u8], captures: &[Value]) -> (Value, usize) {
    let digit = |at: usize| {
        digits
            .get(at)
            .filter(|byte| byte.is_ascii_digit())
            .map(|byte| usize::from(byte - b'0'))
    };
    let known = |number: usize| (1..captures.len()).contains(&number);
    match (digit(0), digit(1)) {
        (Some(tens), Some(ones)) if known(tens * 10 + ones) => (captures[tens * 10 + ones], 3),
        (Some(number), _) if known(number) => (captures[number], 2),
        _ => (Value::Absent, 0),
    }
}

/// `$<name>`: what the group captured; absent where the bracket is not closed.
fn named(heap: &mut Heap<'_>, text: &[u8], groups: Ref) -> Completion<(Value, usize)> {
    let Some(close) = memchr::memchr(b'>', text) else {
        return Ok((Value::Absent, 0));
    };
    let mut properties: Vec<Property> = Vec::new();
    heap.own_properties(groups, &mut properties)?;
    let found = properties
        .iter()
        .find(|property| heap.text(property.key) == &text[2..close]);
    Ok((found.map_or(Value::Undefined, |property| property.value), close + 1))
}
