//! Number::toString with a radix: <https://tc39.es/ecma262/#sec-numeric-types-number-tostring>
//!
//! The specification leaves the digits of fractions open; this is what V8's `DoubleToRadixCString` writes, step by step.

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Appends a number's text in a radix from 2 to 36 other than 10.
pub fn number_to_radix_string(out: &mut Vec<u8>, value: f64, radix: u32) {
    if !value.is_finite() || value == 0.0 {
        return jsonmill_json::number::write(out, value);
    }
    if value < 0.0 {
        out.push(b'-');
    }
    let value = value.abs();
    let base = f64::from(radix);
    let mut integer = value.floor();
    let mut fraction = value - integer;
    // Only digits that the precision of the number supports are written.
    let mut delta = (0.5 * (value.next_up() - value)).max(0f64.next_up());
    let mut fraction_digits = Vec::new();
    if fraction >= delta {
        loop {
            fraction *= base;
            delta *= base;
            let digit = fraction as u32;
            fraction_digits.push(digit);
            fraction -= f64::from(digit);
            // Round to even.
            if (fraction > 0.5 || (fraction == 0.5 && digit & 1 == 1)) && fraction + delta > 1.0 {
                // The carry runs through digits already written, into the integer at last.
                loop {
                    match fraction_digits.pop() {
                        None => {
                            integer += 1.0;
                            break;
                        }
                        Some(digit) if digit + 1 < radix => {
                            fraction_digits.push(digit + 1);
                            break;
                        }
                        Some(_) => {}
                    }
                }
                break;
            }
            if fraction < delta {
                break;
            }
        }
    }
    write_integer(out, integer, base);
    if !fraction_digits.is_empty() {
        out.push(b'.');
        out.extend(fraction_digits.iter().map(|&digit| DIGITS[digit as usize]));
    }
}

/// Digits that a double cannot represent are zeros.
fn write_integer(out: &mut Vec<u8>, mut integer: f64, base: f64) {
    let start = out.len();
    // Beyond 2^53 a quotient has no digits of its own left.
    while integer / base >= 9_007_199_254_740_992.0 {
        integer /= base;
        out.push(b'0');
    }
    loop {
        let remainder = integer % base;
        out.push(DIGITS[remainder as usize]);
        integer = (integer - remainder) / base;
        if integer <= 0.0 {
            break;
        }
    }
    out[start..].reverse();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_v8_writes_it() {
        let cases = [
            (255.0, 16, "ff"),
            (0.1, 2, "0.0001100110011001100110011001100110011001100110011001101"),
            (-255.5, 16, "-ff.8"),
            (1e21, 36, "5v1j4f4ds7c000"),
            (1.0 / 3.0, 3, "0.1"),
            (0.0, 2, "0"),
            (f64::NAN, 36, "NaN"),
            (f64::NEG_INFINITY, 2, "-Infinity"),
        ];
        for (value, radix, expected) in cases {
            let mut out = Vec::new();
            number_to_radix_string(&mut out, value, radix);
            assert_eq!(String::from_utf8_lossy(&out), expected);
        }
    }
}
