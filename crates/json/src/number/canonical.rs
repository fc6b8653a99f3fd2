//! Which numbers may be copied as they stand.

use super::{parse, write_json};

/// Decimal texts of so many significant digits survive the way through a double (DBL_DIG).
const EXACT_DIGITS: usize = 15;

/// Zeros that may stand between the dot and the first other digit: from 1e-7 on ECMAScript writes an exponent.
const MAX_LEADING_ZEROS: usize = 5;

/// Whether the JSON number `text` is surely what JSON.stringify writes for its value, so that a copy is exact.
///
/// True for `-?(0|[1-9]\d*)(\.\d*[1-9])?` of at most 15 significant digits, or 16 without a fraction up to 2^53 - 1,
/// other than `-0` and not below 1e-6. `false` says nothing: the number has to be read and written.
pub fn is_canonical(text: &[u8]) -> bool {
    is_short(text) || (text.len() > EXACT_DIGITS && is_rewritten_alike(text))
}

/// Long numbers, such as identifiers of 18 digits, are read and written to see.
fn is_rewritten_alike(text: &[u8]) -> bool {
    // No number is written in more characters than these: -1.2345678901234567e-308, or 21 digits and a sign.
    const LONGEST: usize = 25;
    if text.len() > LONGEST {
        return false;
    }
    let mut written = Vec::with_capacity(LONGEST);
    write_json(&mut written, parse(text));
    written == text
}

fn is_short(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let integer = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let starts_with_zero = digits.first() == Some(&b'0');
    if integer == 0 || (starts_with_zero && integer > 1) {
        return false;
    }
    match digits[integer..].split_first() {
        None if starts_with_zero => text.len() == 1,
        None => integer <= EXACT_DIGITS || (integer == 16 && digits <= b"9007199254740991".as_slice()),
        Some((b'.', fraction)) => {
            let is_trimmed = fraction.last().is_some_and(|last| matches!(last, b'1'..=b'9'));
            if !is_trimmed || !fraction.iter().all(u8::is_ascii_digit) {
                return false;
            }
            if !starts_with_zero {
                return integer + fraction.len() <= EXACT_DIGITS;
            }
            let zeros = fraction.iter().take_while(|&&byte| byte == b'0').count();
            zeros <= MAX_LEADING_ZEROS && fraction.len() - zeros <= EXACT_DIGITS
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{parse, write_json};
    use super::is_canonical;

    fn rewritten(text: &str) -> String {
        let mut out = Vec::new();
        write_json(&mut out, parse(text.as_bytes()));
        String::from_utf8(out).expect("digits")
    }

    #[test]
    fn knows_the_usual_numbers() {
        for text in [
            "0",
            "1",
            "-1",
            "10",
            "1.5",
            "-0.5",
            "0.000001",
            "999999999999999",
            "9007199254740991",
            "123.456",
        ] {
            assert!(is_canonical(text.as_bytes()), "{text}");
            assert_eq!(rewritten(text), text);
        }
        for text in [
            "-0",
            "0.0",
            "1.0",
            "1.50",
            "1e2",
            "1E2",
            "0.0000001",
            "9007199254740993",
            "12345678901234567",
            "-0.0",
        ] {
            assert!(!is_canonical(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_is_canonical_survives_reading_and_writing() {
        let mut state = 0xD1B5_4A32_D192_ED03u64;
        let mut next = |limit: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 8) % limit
        };
        let mut copied = 0;
        for _ in 0..300_000 {
            let mut text = String::from(if next(3) == 0 { "-" } else { "" });
            for index in 0..=next(17) {
                let digit = if index == 0 && next(4) > 0 {
                    1 + next(9)
                } else {
                    next(10)
                };
                text.push((b'0' + digit as u8) as char);
                if index == 0 && digit == 0 {
                    break;
                }
            }
            if next(2) == 0 {
                text.push('.');
                let small = next(3) == 0;
                for _ in 0..=next(17) {
                    let digit = if small && next(2) == 0 { 0 } else { next(10) };
                    text.push((b'0' + digit as u8) as char);
                }
            }
            if is_canonical(text.as_bytes()) {
                copied += 1;
                assert_eq!(rewritten(&text), text);
            }
        }
        assert!(copied > 100_000, "{copied}");
    }
}
