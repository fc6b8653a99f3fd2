//! From a double to the text that ECMAScript gives it.

/// Appends `Number::toString(n)` in base ten: <https://tc39.es/ecma262/#sec-numeric-types-number-tostring>.
pub fn write(out: &mut Vec<u8>, n: f64) {
    if let Some(integer) = small_integer(n) {
        return write_integer(out, integer);
    }
    if let Some((scaled, places)) = short_decimal(n) {
        return write_decimal(out, n < 0.0, scaled, places);
    }
    out.extend_from_slice(ryu_js::Buffer::new().format(n).as_bytes());
}

/// Appends the number as JSON.stringify does, which writes `null` for what JSON cannot say:
/// <https://tc39.es/ecma262/#sec-serializejsonproperty> step 9.
pub fn write_json(out: &mut Vec<u8>, n: f64) {
    if n.is_finite() {
        write(out, n);
    } else {
        out.extend_from_slice(b"null");
    }
}

/// The integer that `n` is, where its digits are those of a `u64`. Minus zero is written as zero.
fn small_integer(n: f64) -> Option<i64> {
    let integer = n as i64;
    (integer as f64 == n && integer.unsigned_abs() < 1 << 53).then_some(integer)
}

/// "00" to "99": two digits for one division.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut index = 0;
    while index < 100 {
        pairs[index] = [b'0' + (index / 10) as u8, b'0' + (index % 10) as u8];
        index += 1;
    }
    pairs
};

fn write_integer(out: &mut Vec<u8>, n: i64) {
    // 16 digits and a sign are the most that fit 53 bits.
    let mut text = [0; 18];
    let mut start = text.len();
    let mut rest = n.unsigned_abs();
    while rest >= 10 {
        start -= 2;
        text[start..start + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
        rest /= 100;
    }
    if rest > 0 || start == text.len() {
        start -= 1;
        text[start] = b'0' + rest as u8;
    }
    if n < 0 {
        start -= 1;
        text[start] = b'-';
    }
    out.extend_from_slice(&text[start..]);
}

/// How many places behind the point are tried: those of money, and those of coordinates.
const PLACES: [(f64, usize); 2] = [(1e2, 2), (1e6, 6)];

/// A number with few places, as the integer that its digits make, and how many of them are places.
///
/// No two decimals of up to 15 digits are the same double, so one that is this double has its shortest digits.
fn short_decimal(n: f64) -> Option<(u64, usize)> {
    let magnitude = n.abs();
    PLACES.into_iter().find_map(|(scale, places)| {
        let product = magnitude * scale + 0.5;
        if product >= 1e15 {
            return None;
        }
        let scaled = product as u64;
        (scaled as f64 / scale == magnitude).then_some((scaled, places))
    })
}

fn write_decimal(out: &mut Vec<u8>, negative: bool, scaled: u64, mut places: usize) {
    let mut rest = scaled;
    // It is no integer, so that some place is left.
    while rest.is_multiple_of(10) && places > 1 {
        rest /= 10;
        places -= 1;
    }
    // 15 digits, or a zero before the point and six behind it; a point and a sign
    let mut text = [0; 18];
    let mut start = text.len();
    for _ in 0..places {
        start -= 1;
        text[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    start -= 1;
    text[start] = b'.';
    while rest >= 10 {
        start -= 2;
        text[start..start + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
        rest /= 100;
    }
    // The first of an odd number of digits, or the zero before the point.
    if rest > 0 || text[start] == b'.' {
        start -= 1;
        text[start] = b'0' + rest as u8;
    }
    if negative {
        start -= 1;
        text[start] = b'-';
    }
    out.extend_from_slice(&text[start..]);
}

#[cfg(test)]
mod tests {
    use super::{write, write_json};

    fn written(n: f64) -> String {
        let mut out = Vec::new();
        write(&mut out, n);
        String::from_utf8(out).expect("digits")
    }

    #[test]
    fn writes_as_v8_writes() {
        for (n, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (7.0, "7"),
            (10.0, "10"),
            (-100.0, "-100"),
            (1234567.0, "1234567"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (-9_007_199_254_740_991.0, "-9007199254740991"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (12_345_678_901_234_567_890.0, "12345678901234567000"),
            (1e21, "1e+21"),
            (123e-20, "1.23e-18"),
            (0.000_001, "0.000001"),
            (0.000_000_1, "1e-7"),
            (0.1 + 0.2, "0.30000000000000004"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(written(n), text);
        }
    }

    #[test]
    fn integers_take_the_short_way_to_the_same_text() {
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        for round in 0..100_000u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(round);
            let n = (state as i64 >> (state % 60 + 4)) as f64;
            assert_eq!(written(n), ryu_js::Buffer::new().format(n), "{n}");
        }
    }

    #[test]
    fn decimals_take_the_short_way_to_the_same_text() {
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        for round in 0..300_000u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(round);
            let digits = (state >> (state % 50 + 10)) as f64;
            let scale = [10.0, 100.0, 1000.0, 1e4, 1e5, 1e6, 1e7, 3.0][(state >> 3 & 7) as usize];
            for n in [
                digits / scale,
                -digits / scale,
                digits / scale + 0.1,
                digits * (1.0 / scale),
            ] {
                assert_eq!(written(n), ryu_js::Buffer::new().format(n), "{n}");
            }
        }
        for n in [
            0.01,
            -0.01,
            0.1,
            0.000_001,
            -0.000_001,
            0.000_002_5,
            10.01,
            100.5,
            9_999_999_999_999.99,
            99_999_999.25,
        ] {
            assert_eq!(written(n), ryu_js::Buffer::new().format(n), "{n}");
        }
    }

    #[test]
    fn json_has_no_infinity() {
        for (n, text) in [(f64::NAN, "null"), (f64::INFINITY, "null"), (-0.0, "0"), (1.5, "1.5")] {
            let mut out = Vec::new();
            write_json(&mut out, n);
            assert_eq!(out, text.as_bytes());
        }
    }
}
