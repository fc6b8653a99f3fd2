//! Keys of SortBy as bytes that stand to each other as the keys do.
//!
//! Numbers and dates come first, then texts by UTF-16 units, then booleans. What is missing (`undefined`, `null`, NaN and invalid
//! dates) comes last in either direction.

use std::cmp::Ordering;

use crate::value::{Abrupt, Class, Heap, UNREAD, Value};

/// First byte of numbers and dates.
const NUMBER: u8 = 1;
/// First byte of texts.
const TEXT: u8 = 2;
/// First byte of booleans.
const BOOLEAN: u8 = 3;
/// First byte of what is missing.
const MISSING: u8 = 0xFF;

/// Appends the bytes of a key.
///
/// # Errors
/// A TypeError where it has no place in the order.
pub(super) fn write(heap: &Heap<'_>, key: Value, out: &mut Vec<u8>) -> Result<(), Abrupt> {
    match key {
        Value::Number(number) => number_key(number, out),
        Value::Verbatim(number, _) => number_key(number.number(), out),
        Value::Object(r) if r.class == Class::Date => number_key(heap.date(r), out),
        Value::String(s) => {
            out.push(TEXT);
            match s.ascii {
                true => out.extend_from_slice(heap.text(s)),
                false => unit_order(heap.text(s), out),
            }
        }
        Value::Bool(truth) => out.extend_from_slice(&[BOOLEAN, u8::from(truth)]),
        Value::Undefined | Value::Absent | Value::Null => out.push(MISSING),
        Value::Unread => return Err(UNREAD),
        Value::Builtin(_) => return Err(mistaken("a function")),
        Value::Object(r) => {
            return Err(mistaken(match r.class {
                Class::Array => "an array",
                Class::Function => "a function",
                _ => "an object",
            }));
        }
    }
    Ok(())
}

#[cold]
fn mistaken(what: &str) -> Abrupt {
    Abrupt::type_error(format!(
        "sortBy takes numbers, strings, booleans, dates, null and undefined as keys, not {what}"
    ))
}

fn number_key(number: f64, out: &mut Vec<u8>) {
    if number.is_nan() {
        out.push(MISSING);
        return;
    }
    // Minus zero is zero. Negative numbers the other way round, and before the others.
    let bits = (number + 0.0).to_bits();
    let ordered = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
    out.push(NUMBER);
    out.extend_from_slice(&ordered.to_be_bytes());
}

/// Text such that its bytes stand as UTF-16 units do: a character of four bytes as its two surrogates of three each.
fn unit_order(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&byte| byte >= 0xF0) {
        out.extend_from_slice(&rest[..at]);
        let [a, b, c, d] = [rest[at], rest[at + 1], rest[at + 2], rest[at + 3]].map(u32::from);
        let character = (a & 7) << 18 | (b & 0x3F) << 12 | (c & 0x3F) << 6 | d & 0x3F;
        let above = character - 0x1_0000;
        for unit in [0xD800 | above >> 10, 0xDC00 | above & 0x3FF] {
            out.extend_from_slice(&[
                0xE0 | (unit >> 12) as u8,
                0x80 | (unit >> 6 & 0x3F) as u8,
                0x80 | (unit & 0x3F) as u8,
            ]);
        }
        rest = &rest[at + 4..];
    }
    out.extend_from_slice(rest);
}

/// How two keys stand.
pub(super) fn compare(a: &[u8], b: &[u8], descending: bool) -> Ordering {
    let turned = descending && a.first() != Some(&MISSING) && b.first() != Some(&MISSING);
    if turned { b.cmp(a) } else { a.cmp(b) }
}

#[cfg(test)]
mod tests {
    use super::{compare, number_key, unit_order};
    use std::cmp::Ordering;

    #[test]
    fn numbers_in_order() {
        let numbers = [
            f64::NEG_INFINITY,
            -1e300,
            -1.5,
            -5e-324,
            0.0,
            5e-324,
            1.0,
            2.0,
            1e300,
            f64::INFINITY,
            f64::NAN,
        ];
        let keys = numbers.map(|number| {
            let mut key = Vec::new();
            number_key(number, &mut key);
            key
        });
        assert!(keys.is_sorted());
        let (mut zero, mut minus) = (Vec::new(), Vec::new());
        number_key(0.0, &mut zero);
        number_key(-0.0, &mut minus);
        assert_eq!(zero, minus);
        assert_eq!(compare(&keys[1], &keys[2], true), Ordering::Greater);
        assert_eq!(compare(&keys[1], &keys[10], true), Ordering::Less);
    }

    #[test]
    fn texts_in_the_order_of_units() {
        let texts = [
            "",
            "a",
            "ab",
            "b",
            "é",
            "\u{d7ff}",
            "\u{1f600}",
            "\u{1f600}a",
            "\u{10ffff}",
            "\u{e000}",
            "\u{ffff}",
        ];
        let keys = texts.map(|text| {
            let mut key = Vec::new();
            unit_order(text.as_bytes(), &mut key);
            key
        });
        assert!(keys.is_sorted());
    }
}
