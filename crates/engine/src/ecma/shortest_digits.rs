//! Number::toString's digits: <https://tc39.es/ecma262/#sec-numeric-types-number-tostring>

use jsonmill_json::number;

/// The fewest digits that identify a finite number that is not negative, and the exponent of the first: `1.5e3` is
/// `15` and 3. Of two such numbers it is the one that V8 writes.
#[must_use]
pub fn shortest_digits(n: f64) -> (Vec<u8>, i32) {
    let mut text = Vec::with_capacity(24);
    number::write(&mut text, n);
    let (mantissa, exponent) = match text.iter().position(|byte| *byte == b'e') {
        Some(at) => {
            let exponent = std::str::from_utf8(&text[at + 1..]).expect("digits are ASCII");
            (&text[..at], exponent.parse().expect("an exponent is an integer"))
        }
        None => (&text[..], 0),
    };
    let whole = mantissa.iter().position(|byte| *byte == b'.').unwrap_or(mantissa.len());
    let mut digits: Vec<u8> = mantissa.iter().copied().filter(u8::is_ascii_digit).collect();
    let zeros = digits
        .iter()
        .take_while(|digit| **digit == b'0')
        .count()
        .min(digits.len() - 1);
    digits.drain(..zeros);
    while digits.len() > 1 && digits.last() == Some(&b'0') {
        digits.pop();
    }
    let exponent: i32 = exponent;
    (digits, exponent + whole as i32 - 1 - zeros as i32)
}

#[cfg(test)]
mod tests {
    use super::shortest_digits;

    #[test]
    fn digits_and_exponents() {
        for (n, digits, exponent) in [
            (1500.0, "15", 3),
            (0.00123, "123", -3),
            (1e21, "1", 21),
            (5e-324, "5", -324),
            (0.1, "1", -1),
            (6_310_203_078_738_233.0 / 4.0, "15775507696845582", 15),
        ] {
            assert_eq!(shortest_digits(n), (digits.as_bytes().to_vec(), exponent), "{n}");
        }
        assert_eq!(shortest_digits(0.0).0, b"0");
    }
}
