//! From decimal text to the nearest double.

/// The powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Up to here every integer is a double.
const MAX_EXACT: u64 = 1 << 53;

/// The value of a JSON number; also of a StrDecimalLiteral other than Infinity
/// (<https://tc39.es/ecma262/#prod-StrDecimalLiteral>), which may have a leading `+` and a dot at either end.
///
/// Any other text gives NaN.
pub fn parse(text: &[u8]) -> f64 {
    match parse_exactly(text) {
        Some(value) => value,
        // Too long or too far from 1 for the short way, or no number at all. The standard library rounds correctly, but
        // it also knows words such as "inf", which no number here contains.
        None if text
            .iter()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) =>
        {
            let shortened = if text.len() > LONG { shorten(text) } else { None };
            let text = shortened.as_deref().unwrap_or(text);
            std::str::from_utf8(text)
                .ok()
                .and_then(|text| text.parse().ok())
                .unwrap_or(f64::NAN)
        }
        None => f64::NAN,
    }
}

/// The standard library stops counting in exponents of six digits, which shorter texts cannot make up for by digits.
const LONG: usize = 10_000;

/// The same number in fewer characters: its significant digits and one exponent. More digits than 800 only tell on which
/// side of a tie the number lies, and one digit more can say that.
fn shorten(text: &[u8]) -> Option<Vec<u8>> {
    let split = text.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let (digits, exponent) = match split {
        Some(at) => (&text[..at], std::str::from_utf8(&text[at + 1..]).ok()?),
        None => (text, "0"),
    };
    // No text in memory has digits enough to bring a longer exponent back.
    let exponent: i64 = match exponent.trim_start_matches(['+', '-']).trim_start_matches('0') {
        far if far.len() > 15 => {
            if exponent.starts_with('-') {
                -1_000_000_000_000_000
            } else {
                1_000_000_000_000_000
            }
        }
        _ => exponent.parse().ok()?,
    };
    let mut short = Vec::with_capacity(900);
    let mut scale = 0i64;
    let mut dotted = false;
    let mut significant = false;
    let mut beyond = false;
    let mut kept = 0;
    for &byte in digits {
        match byte {
            b'-' => short.push(b'-'),
            b'.' => dotted = true,
            b'0'..=b'9' => {
                significant |= byte != b'0';
                scale -= i64::from(dotted);
                if significant && kept < 800 {
                    short.push(byte);
                    kept += 1;
                } else if significant {
                    beyond |= byte != b'0';
                    scale += 1;
                }
            }
            _ => {}
        }
    }
    if kept == 0 {
        short.push(b'0');
    } else if beyond {
        short.push(b'1');
        scale -= 1;
    }
    let exponent = (exponent + scale).clamp(-100_000, 100_000);
    short.extend_from_slice(format!("e{exponent}").as_bytes());
    Some(short)
}

/// The short way (Clinger 1990): an exact integer times or over an exact power of ten is rounded once, hence correctly.
fn parse_exactly(text: &[u8]) -> Option<f64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    // 19 digits cannot overflow a u64; longer texts, leading zeros included, take the long way.
    if digits.is_empty() || digits.len() > 20 {
        return None;
    }
    let mut significand = 0u64;
    let mut count = 0usize;
    let mut exponent = 0i32;
    let mut dotted = false;
    for (index, &byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' if count < 19 => {
                significand = significand.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                count += 1;
                exponent -= i32::from(dotted);
            }
            b'.' if !dotted => dotted = true,
            b'e' | b'E' => {
                exponent += small_integer(&digits[index + 1..])?;
                break;
            }
            _ => return None,
        }
    }
    if count == 0 || significand > MAX_EXACT {
        return None;
    }
    let power = POWERS.get(exponent.unsigned_abs() as usize)?;
    let value = significand as f64;
    let value = if exponent < 0 { value / power } else { value * power };
    Some(if negative { -value } else { value })
}

/// An exponent of at most three digits.
fn small_integer(text: &[u8]) -> Option<i32> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 3 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits
        .iter()
        .fold(0, |value, digit| value * 10 + i32::from(digit - b'0'));
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn digits_and_exponents_of_any_length() {
        let zeros = "0".repeat(990_000);
        assert_eq!(parse(format!("1{zeros}e-990000").as_bytes()), 1.0);
        assert_eq!(parse(format!("0.{zeros}1e990001").as_bytes()), 1.0);
        assert_eq!(parse(format!("1{zeros}").as_bytes()), f64::INFINITY);
        assert_eq!(
            parse(format!("-1e-99999999999999999999{zeros}").as_bytes()).to_bits(),
            (-0.0f64).to_bits()
        );
        // The middle between 1 and the next double, and just above it.
        let tie = format!("1.00000000000000011102230246251565404236316680908203125{zeros}");
        assert_eq!(parse(tie.as_bytes()), 1.0);
        assert_eq!(parse(format!("{tie}1").as_bytes()), 1.0 + f64::EPSILON);
    }

    #[test]
    fn equals_the_standard_library() {
        let mut state = 0x2545_F491_4F6C_DD1Du64;
        let mut next = |limit: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 8) % limit
        };
        for _ in 0..200_000 {
            let mut text = String::new();
            if next(3) == 0 {
                text.push('-');
            }
            for _ in 0..=next(20) {
                text.push((b'0' + next(10) as u8) as char);
            }
            if next(2) == 0 {
                text.push('.');
                for _ in 0..=next(12) {
                    text.push((b'0' + next(10) as u8) as char);
                }
            }
            if next(3) == 0 {
                text += &format!("e{}", next(700) as i64 - 350);
            }
            let expected: f64 = text.parse().expect("made of digits");
            assert_eq!(parse(text.as_bytes()).to_bits(), expected.to_bits(), "{text}");
        }
    }

    #[test]
    fn keeps_minus_zero_and_rounds_as_ecmascript() {
        assert!(parse(b"-0").is_sign_negative());
        assert!(parse(b"-0.0e5").is_sign_negative());
        assert_eq!(parse(b"9007199254740993"), 9_007_199_254_740_992.0);
        assert_eq!(parse(b"1e400"), f64::INFINITY);
        assert_eq!(parse(b"-1e400"), f64::NEG_INFINITY);
        assert_eq!(parse(b"1e-400"), 0.0);
        assert_eq!(parse(b"5e-324"), f64::from_bits(1));
        assert_eq!(parse(b"1e99999999999999999999"), f64::INFINITY);
        assert_eq!(parse(b"0.000000000000000000000000000001"), 1e-30);
    }

    #[test]
    fn reads_ecmascript_decimal_literals() {
        assert_eq!(parse(b"1."), 1.0);
        assert_eq!(parse(b".5"), 0.5);
        assert_eq!(parse(b"+1e+2"), 100.0);
        for text in [
            "", ".", "+", "-", "e5", "1e", "1e+", "inf", "nan", "infinity", "1..2", "1x", "--1", "1-1", "0x1",
        ] {
            assert!(parse(text.as_bytes()).is_nan(), "{text}");
        }
    }
}
