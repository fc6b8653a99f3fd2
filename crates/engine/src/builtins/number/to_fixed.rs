//! `Number.prototype.toFixed`: <https://tc39.es/ecma262/#sec-number.prototype.tofixed>

use std::io::Write as _;

use crate::builtins::arguments::{argument, this_number};
use crate::builtins::{Builtin, Run};
use crate::ecma::{to_integer_or_infinity, to_string};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.prototype.toFixed",
    spec: "sec-number.prototype.tofixed",
    summary: "The text of the number with so many digits behind the point.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("(1.005).toFixed(2)", "\"1.00\""), ("(2.5).toFixed(0)", "\"3\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let n = this_number(this)?;
    let digits = to_integer_or_infinity(heap, argument(arguments, 0))?;
    if !(0.0..=100.0).contains(&digits) {
        return Err(Abrupt::range_error(
            "toFixed() digits argument must be between 0 and 100",
        ));
    }
    if n.is_nan() || n.abs() >= 1e21 {
        return Ok(Value::String(to_string(heap, this)?));
    }
    let mut text = heap.local.spare.take_bytes();
    write_fixed(n.abs(), digits as usize, &mut text);
    if n < 0.0 {
        text.insert(0, b'-');
    }
    heap.finish_text(text)
}

/// Appends a number that is not negative with so many digits behind the point; ties go up.
fn write_fixed(n: f64, digits: usize, text: &mut Vec<u8>) {
    // A number with b fractional bits has exactly b fractional digits, the last of them a five. So it lies between two
    // neighbours of `digits` digits exactly where b is one more: there the standard library rounds to even.
    if fractional_bits(n) != digits + 1 {
        write!(text, "{n:.digits$}").expect("a Vec takes all");
        return;
    }
    write!(text, "{n:.*}", digits + 1).expect("a Vec takes all");
    text.pop();
    if digits == 0 {
        text.pop();
    }
    increment(text);
}

/// How many binary digits behind the point a number needs.
fn fractional_bits(n: f64) -> usize {
    let bits = n.to_bits();
    let exponent = (bits >> 52) as i32;
    let significand = bits & ((1 << 52) - 1);
    let (significand, exponent) = if exponent == 0 {
        (significand, -1074)
    } else {
        (significand | 1 << 52, exponent - 1075)
    };
    if significand == 0 {
        return 0;
    }
    (-(exponent + significand.trailing_zeros() as i32)).max(0) as usize
}

/// Adds one at the last digit of decimal text.
pub(super) fn increment(text: &mut Vec<u8>) {
    for digit in text.iter_mut().rev().filter(|digit| digit.is_ascii_digit()) {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    text.insert(0, b'1');
}
