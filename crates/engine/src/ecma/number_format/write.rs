//! The text of a number in a format.

use super::{NumberFormat, Style};
use crate::ecma::shortest_digits;

/// Writes a number. ICU rounds the shortest decimal form of a double, not its exact value: 1.005 is 1.01.
pub fn write_number(n: f64, format: &NumberFormat, out: &mut Vec<u8>) {
    // -0 is written with its sign, and so is what rounds to it
    if n.is_sign_negative() && !n.is_nan() {
        out.push(b'-');
    }
    if let Style::Currency(sign) = format.style {
        out.extend_from_slice(sign.as_bytes());
    }
    if n.is_nan() {
        out.extend_from_slice(b"NaN");
    } else if n.is_infinite() {
        out.extend_from_slice("∞".as_bytes());
    } else {
        let (digits, exponent) = shortest_digits(n.abs());
        let hundredfold = format.style == Style::Percent && n != 0.0;
        let point = exponent + if hundredfold { 3 } else { 1 };
        write_digits(&digits, point, format, out);
    }
    if format.style == Style::Percent {
        out.push(b'%');
    }
}

/// Writes `0.d1 d2 d3 … × 10^point`, rounded; a half goes away from zero.
fn write_digits(digits: &[u8], point: i32, format: &NumberFormat, out: &mut Vec<u8>) {
    let digit = |place: i32| {
        let at = usize::try_from(place).ok();
        at.and_then(|at| digits.get(at)).copied().unwrap_or(b'0')
    };
    // the digits before the point, at least one, and as many as there may be behind it
    let end = point + format.max_fraction as i32;
    let mut text: Vec<u8> = ((point - 1).min(0)..end).map(digit).collect();
    if digit(end) >= b'5' {
        increment(&mut text);
    }
    let whole = text.len() - format.max_fraction;
    let mut len = text.len();
    while len > whole + format.min_fraction && text[len - 1] == b'0' {
        len -= 1;
    }
    for (at, digit) in text[..whole].iter().enumerate() {
        if format.grouping && at > 0 && (whole - at).is_multiple_of(3) {
            out.push(b',');
        }
        out.push(*digit);
    }
    if len > whole {
        out.push(b'.');
        out.extend_from_slice(&text[whole..len]);
    }
}

/// Adds one at the last of some decimal digits.
fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(n: f64, format: NumberFormat) -> String {
        let mut out = Vec::new();
        write_number(n, &format, &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn as_v8_writes_them() {
        let decimal = NumberFormat::default();
        for (n, expected) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (1234.5, "1,234.5"),
            (999.9999, "1,000"),
            (-0.0001, "-0"),
            (0.0005, "0.001"),
            (1e21, "1,000,000,000,000,000,000,000"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-∞"),
        ] {
            assert_eq!(text(n, decimal), expected);
        }
        let cents = NumberFormat {
            style: Style::Currency("$"),
            min_fraction: 2,
            max_fraction: 2,
            ..decimal
        };
        assert_eq!(text(1.005, cents), "$1.01");
        assert_eq!(text(-1234567.891, cents), "-$1,234,567.89");
        let percent = NumberFormat {
            style: Style::Percent,
            max_fraction: 0,
            ..decimal
        };
        assert_eq!(text(0.125, percent), "13%");
        assert_eq!(text(12.0, percent), "1,200%");
        assert_eq!(text(0.0, percent), "0%");
    }
}
