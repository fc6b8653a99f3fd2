//! The grammar of a JSON number.

use super::short::digit_run;

/// Finds the end of the JSON number at `start`: <https://tc39.es/ecma262/#prod-JSONNumber>.
///
/// The error is the offset of the byte that cannot stand where it stands, `input.len()` if the input ends too early: the
/// position that V8 reports. What follows the number is not looked at, so `01` ends after `0`.
pub fn scan_number(input: &[u8], start: usize) -> Result<usize, usize> {
    let mut at = start;
    if input.get(at) == Some(&b'-') {
        at += 1;
    }
    at = if input.get(at) == Some(&b'0') {
        at + 1
    } else {
        digits(input, at)?
    };
    if input.get(at) == Some(&b'.') {
        at = digits(input, at + 1)?;
    }
    if let Some(b'e' | b'E') = input.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = input.get(at) {
            at += 1;
        }
        at = digits(input, at)?;
    }
    Ok(at)
}

/// The end of one or more digits.
fn digits(input: &[u8], start: usize) -> Result<usize, usize> {
    let mut at = digit_run(input, start);
    while input.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    if at == start { Err(at) } else { Ok(at) }
}

#[cfg(test)]
mod tests {
    use super::scan_number;

    #[test]
    fn ends_where_the_grammar_ends() {
        for (text, end) in [
            ("0", 1),
            ("-0", 2),
            ("01", 1),
            ("12345,", 5),
            ("1.50]", 4),
            ("1e5", 3),
            ("1E+05 ", 5),
            ("-1.5e-3}", 7),
            ("0x10", 1),
            ("1.5.5", 3),
        ] {
            assert_eq!(scan_number(text.as_bytes(), 0), Ok(end), "{text}");
        }
        assert_eq!(scan_number(b"[12]", 1), Ok(3));
    }

    #[test]
    fn points_at_the_byte_that_v8_points_at() {
        for (text, offset) in [
            ("-", 1),
            ("-x", 1),
            ("1.", 2),
            ("1.x", 2),
            ("1e", 2),
            ("1ex", 2),
            ("1e+", 3),
            ("1e+x", 3),
            ("-.5", 1),
            ("+1", 0),
            (".5", 0),
            ("-Infinity", 1),
        ] {
            assert_eq!(scan_number(text.as_bytes(), 0), Err(offset), "{text}");
        }
    }
}
