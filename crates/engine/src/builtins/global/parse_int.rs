//! `parseInt`: <https://tc39.es/ecma262/#sec-parseint-string-radix>

use jsonmill_json::{number, wtf8};

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::PowerOfTwo;
use crate::ecma::{to_int32, to_string};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "parseInt",
    spec: "sec-parseint-string-radix",
    summary: "The integer at the beginning of a text, in a radix.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("parseInt('12px')", "12"), ("parseInt('ff', 16)", "255")],
    run: Run::Pure(run),
};

pub(in crate::builtins) fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let text = to_string(heap, argument(arguments, 0))?;
    let radix = to_int32(heap, argument(arguments, 1))?;
    let text = wtf8::trim_start(heap.text(text));
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    let hexadecimal = matches!(radix, 0 | 16) && matches!(digits, [b'0', b'x' | b'X', ..]);
    let (radix, digits) = match radix {
        0 if hexadecimal => (16, &digits[2..]),
        16 if hexadecimal => (16, &digits[2..]),
        0 => (10, digits),
        2..=36 => (radix as u32, digits),
        _ => return Ok(Value::Number(f64::NAN)),
    };
    let value = leading_integer(digits, radix);
    Ok(Value::Number(if negative { -value } else { value }))
}

/// The value of the digits at the beginning, NaN if there are none.
fn leading_integer(text: &[u8], radix: u32) -> f64 {
    let end = text
        .iter()
        .position(|&byte| !(byte as char).is_digit(radix))
        .unwrap_or(text.len());
    let digits = &text[..end];
    if digits.is_empty() {
        return f64::NAN;
    }
    match radix {
        10 => number::parse(digits),
        2 | 4 | 8 | 16 | 32 => {
            let mut exact = PowerOfTwo::default();
            digits
                .iter()
                .for_each(|&byte| exact.push(u64::from(digit(byte, radix)), radix.trailing_zeros()));
            exact.value()
        }
        _ => by_parts(digits, radix),
    }
}

fn digit(byte: u8, radix: u32) -> u32 {
    (byte as char).to_digit(radix).expect("only digits are passed")
}

/// The specification allows an approximation for other radixes beyond 20 digits. V8's is a sum of parts that each fit
/// 32 bits.
fn by_parts(digits: &[u8], radix: u32) -> f64 {
    let largest_multiplier = u32::MAX / 36;
    let mut value = 0.0;
    let (mut part, mut multiplier) = (0u32, 1u32);
    for &byte in digits {
        let next = multiplier * radix;
        if next > largest_multiplier {
            value = value * f64::from(multiplier) + f64::from(part);
            (part, multiplier) = (digit(byte, radix), radix);
        } else {
            part = part * radix + digit(byte, radix);
            multiplier = next;
        }
    }
    value * f64::from(multiplier) + f64::from(part)
}
