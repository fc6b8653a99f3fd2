//! Numbers rounded to significant digits.

use super::to_fixed::increment;

/// The first `count` significant digits of a finite positive number, and the exponent of the first one. Ties go up.
pub(super) fn significant_digits(n: f64, count: usize) -> (Vec<u8>, i32) {
    // The standard library rounds ties to even; a tie has a five and nothing behind it at the next place.
    let (next, _) = parts(&format!("{n:.count$e}"));
    if next[count] != b'5' {
        return parts(&format!("{n:.*e}", count - 1));
    }
    // No double has more than 767 significant digits, so this is exact.
    let (mut digits, exponent) = parts(&format!("{n:.800e}"));
    let up = digits[count] >= b'5';
    digits.truncate(count);
    if up {
        increment(&mut digits);
    }
    if digits.len() > count {
        digits.pop();
        return (digits, exponent + 1);
    }
    (digits, exponent)
}

/// Digits and exponent of `d.ddde±x`.
fn parts(text: &str) -> (Vec<u8>, i32) {
    let (digits, exponent) = text.split_once('e').expect("the format has an exponent");
    let digits = digits.bytes().filter(u8::is_ascii_digit).collect();
    (digits, exponent.parse().expect("an exponent is an integer"))
}

/// Appends `d.ddde±x`.
pub(super) fn write_exponential(out: &mut Vec<u8>, digits: &[u8], exponent: i32) {
    out.push(digits[0]);
    if digits.len() > 1 {
        out.push(b'.');
        out.extend_from_slice(&digits[1..]);
    }
    out.extend_from_slice(format!("e{exponent:+}").as_bytes());
}
