//! How many records a part of the input has, without reading them.

use jsonmill_json::scan::Scanner;

/// Elements of an array in a text that begins before a comma between two of them and ends before another.
pub(super) fn elements_of(bytes: &[u8]) -> u64 {
    let mut scanner = Scanner::new(false);
    let (mut depth, mut count) = (0i64, 0);
    let mut more = true;
    while more {
        more = scanner.refill(bytes, true);
        for &token in &scanner.tokens[scanner.cursor..] {
            match bytes[scanner.base + token as usize] {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b',' if depth == 0 => count += 1,
                _ => {}
            }
        }
        scanner.cursor = scanner.tokens.len();
    }
    count
}

/// Lines that are not blank.
pub(super) fn lines_of(bytes: &[u8]) -> u64 {
    let mut start = 0;
    let mut count = 0;
    let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    for end in ends {
        let blank = bytes[start..end]
            .iter()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
        count += u64::from(!blank);
        start = (end + 1).min(bytes.len());
    }
    count
}
