//! StringToNumber: <https://tc39.es/ecma262/#sec-stringtonumber>

use jsonmill_json::{number, wtf8};

/// The number that a whole string spells, NaN if it spells none.
#[must_use]
pub fn string_to_number(text: &[u8]) -> f64 {
    let text = wtf8::trim_end(wtf8::trim_start(text));
    match text {
        [] => 0.0,
        [b'0', b'x' | b'X', digits @ ..] => power_of_two_digits(digits, 4),
        [b'0', b'o' | b'O', digits @ ..] => power_of_two_digits(digits, 3),
        [b'0', b'b' | b'B', digits @ ..] => power_of_two_digits(digits, 1),
        _ => match decimal_prefix(text) {
            (end, value) if end == text.len() => value,
            _ => f64::NAN,
        },
    }
}

/// The longest prefix that is a StrDecimalLiteral: where it ends (0 if there is none) and its value.
#[must_use]
pub fn decimal_prefix(text: &[u8]) -> (usize, f64) {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let negative = text.first() == Some(&b'-');
    if text[sign..].starts_with(b"Infinity") {
        return (sign + 8, if negative { f64::NEG_INFINITY } else { f64::INFINITY });
    }
    let whole = digits_end(text, sign);
    let mut end = whole;
    if text.get(end) == Some(&b'.') {
        end = digits_end(text, end + 1);
        if end == whole + 1 && whole == sign {
            return (0, f64::NAN);
        }
    }
    if end == sign {
        return (0, f64::NAN);
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let exponent = end + 1 + usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let exponent_end = digits_end(text, exponent);
        if exponent_end > exponent {
            end = exponent_end;
        }
    }
    (end, number::parse(&text[..end]))
}

fn digits_end(text: &[u8], from: usize) -> usize {
    text[from..]
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .map_or(text.len(), |digits| from + digits)
}

/// Digits of 1, 3 or 4 bits each, rounded to nearest, ties to even; NaN where one is none, or there is none.
fn power_of_two_digits(digits: &[u8], bits: u32) -> f64 {
    if digits.is_empty() {
        return f64::NAN;
    }
    let mut exact = PowerOfTwo::default();
    for &byte in digits {
        match (byte as char).to_digit(1 << bits) {
            Some(digit) => exact.push(u64::from(digit), bits),
            None => return f64::NAN,
        }
    }
    exact.value()
}

/// An integer given bit by bit from the top: the first 64 significant ones, whether any behind them is set, and how many.
#[derive(Default)]
pub(crate) struct PowerOfTwo {
    head: u64,
    sticky: bool,
    dropped: u32,
}

impl PowerOfTwo {
    /// Appends a digit of so many bits.
    pub(crate) fn push(&mut self, digit: u64, bits: u32) {
        for bit in (0..bits).rev() {
            let set = digit >> bit & 1;
            if self.head >> 63 == 0 {
                self.head = self.head << 1 | set;
            } else {
                self.sticky |= set == 1;
                self.dropped = self.dropped.saturating_add(1);
            }
        }
    }

    /// The nearest number.
    pub(crate) fn value(&self) -> f64 {
        // With ten bits to spare, a sticky lowest bit decides ties as all the dropped ones would.
        let head = (self.head | u64::from(self.sticky)) as f64;
        if self.dropped > 1023 {
            if head == 0.0 { 0.0 } else { f64::INFINITY }
        } else {
            head * 2f64.powi(self.dropped as i32)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_strings() {
        let cases: [(&str, f64); 20] = [
            ("", 0.0),
            (" \u{feff}\n", 0.0),
            ("0x1F", 31.0),
            ("0b11", 3.0),
            ("0o17", 15.0),
            (" 12\u{a0}", 12.0),
            ("1e1000", f64::INFINITY),
            ("+.5", 0.5),
            ("5.", 5.0),
            ("5.e1", 50.0),
            ("-Infinity", f64::NEG_INFINITY),
            ("+Infinity", f64::INFINITY),
            ("00012", 12.0),
            ("-0", 0.0),
            ("1E+2", 100.0),
            ("0x20000000000001", 9_007_199_254_740_992.0),
            ("0x20000000000003", 9_007_199_254_740_996.0),
            (
                "0x200000000000010000000000000001",
                166_153_499_473_114_502_559_719_956_244_594_689.0,
            ),
            (
                "0b100000000000000000000000000000000000000000000000000001",
                9_007_199_254_740_992.0,
            ),
            ("0x0", 0.0),
        ];
        for (text, expected) in cases {
            assert_eq!(string_to_number(text.as_bytes()), expected, "{text}");
        }
        assert!(string_to_number(b"-0").is_sign_negative());
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "-0x1F",
            "1_0",
            ".",
            "+",
            "-",
            "Infinityx",
            "infinity",
            "0x",
            "1e",
            "1e+",
            "1n",
            "e5",
            "0x1g",
            "\u{85}1",
            "1 2",
            "+-1",
            "0b2",
            "NaN",
        ] {
            assert!(string_to_number(text.as_bytes()).is_nan(), "{text}");
        }
    }
}
