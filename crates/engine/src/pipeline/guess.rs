//! Where another thread may go on: places between two records, found without reading what stands before them.
//!
//! A line's end is certain. In an array a place is only guessed: a comma that is less deep than what stands around it. Whoever
//! uses it must see the part before end there.

use jsonmill_json::scan::Scanner;

/// How many records a look around should see: among fewer, a comma inside one of them may seem the least deep.
const RECORDS: u64 = 6;
const SHORTEST_LOOK: usize = 4 << 10;
const LONGEST_LOOK: usize = 1 << 20;

/// Finds places between records.
pub(super) enum Places {
    /// Behind line feeds
    Lines,
    /// At commas between the elements of an array
    Commas {
        /// Memory of the look around
        scanner: Box<Scanner>,
        /// How far that goes
        look: usize,
    },
}

impl Places {
    /// Places in an array whose records had so many bytes so far.
    pub(super) fn commas(bytes: u64, records: u64) -> Places {
        let look = usize::try_from(bytes / records.max(1) * RECORDS).unwrap_or(LONGEST_LOOK);
        Places::Commas {
            scanner: Box::new(Scanner::new(false)),
            look: look.clamp(SHORTEST_LOOK, LONGEST_LOOK),
        }
    }

    /// The first place from `from` on.
    pub(super) fn next(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        match self {
            Places::Lines => memchr::memchr(b'\n', &bytes[from..]).map(|at| from + at + 1),
            Places::Commas { scanner, look } => {
                let around = &bytes[from..bytes.len().min(from + *look)];
                least_deep_comma(scanner, around).map(|at| from + at)
            }
        }
    }

    /// One of the last places, behind `from`.
    pub(super) fn last(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        match self {
            Places::Lines => memchr::memrchr(b'\n', &bytes[from..]).map(|at| from + at + 1),
            Places::Commas { look, .. } => {
                let start = from.max(bytes.len().saturating_sub(*look));
                self.next(bytes, start)
            }
        }
    }
}

/// The first of the least deep commas of an array in a text cut out of a document.
fn least_deep_comma(scanner: &mut Scanner, text: &[u8]) -> Option<usize> {
    if let Ok(found) = look_from(scanner, text, 0) {
        return found;
    }
    // It seems to begin inside a string: that ends at the first quote.
    let mut from = 0;
    loop {
        let quote = from + memchr::memchr(b'"', &text[from..])?;
        let escapes = text[..quote].iter().rev().take_while(|byte| **byte == b'\\').count();
        if escapes % 2 == 0 {
            return look_from(scanner, text, quote + 1).ok().flatten();
        }
        from = quote + 1;
    }
}

/// The text is not what it was taken for.
struct Mistaken;

/// Looks from a place that is taken to be outside strings.
fn look_from(scanner: &mut Scanner, text: &[u8], from: usize) -> Result<Option<usize>, Mistaken> {
    let text_from = &text[from..];
    scanner.reset(0);
    while scanner.refill(text_from, true) {}
    let tokens = &scanner.tokens;
    let byte = |token: usize| tokens.get(token).map(|&at| text_from[at as usize]);
    let ends_value = |token: usize| matches!(byte(token), Some(b',' | b'}' | b']') | None);
    let (mut depth, mut least, mut found) = (0i64, i64::MAX, None);
    let mut token = 0;
    while let Some(at) = tokens.get(token) {
        let here = text_from[*at as usize];
        match here {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let Some(close) = close_of(token, &byte)? else { break };
                if byte(close + 1) != Some(b':') && !ends_value(close + 1) {
                    return Err(Mistaken);
                }
                token = close;
            }
            b',' if depth < least && !before_key(token, &byte) => {
                least = depth;
                found = Some(from + *at as usize);
            }
            b',' | b':' => {}
            // A number or a word; the first may be the rest of one.
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' if ends_value(token + 1) => {}
            _ if token == 0 && ends_value(1) => {}
            _ => return Err(Mistaken),
        }
        token += 1;
    }
    Ok(found)
}

/// The token that ends the string that another begins, if it is there.
fn close_of(open: usize, byte: &impl Fn(usize) -> Option<u8>) -> Result<Option<usize>, Mistaken> {
    let mut close = open + 1;
    loop {
        match byte(close) {
            Some(b'"') => return Ok(Some(close)),
            Some(b'\\') => close += 1,
            Some(_) => return Err(Mistaken),
            None => return Ok(None),
        }
    }
}

/// Whether a comma stands between members of an object, as far as can be seen.
fn before_key(comma: usize, byte: &impl Fn(usize) -> Option<u8>) -> bool {
    match byte(comma + 1) {
        Some(b'"') => match close_of(comma + 1, byte) {
            Ok(Some(close)) => matches!(byte(close + 1), Some(b':') | None),
            Ok(None) | Err(Mistaken) => true,
        },
        Some(_) => false,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Places, least_deep_comma};
    use jsonmill_json::scan::Scanner;

    const TEXT: &str = r#"[{"id":1,"tags":["a,b","}]"],"at":{"x":[{"y":1},{"y":2}]}},{"id":2,"tags":["\\\",{",3],"at":null},{"id":3,"tags":[1],"at":{"x":[]}}]"#;

    #[test]
    fn commas_between_records_are_found_from_everywhere() {
        let places: Vec<usize> = TEXT.match_indices(",{\"id\"").map(|(at, _)| at).collect();
        let mut scanner = Scanner::new(false);
        for from in 1..places[0] {
            if !TEXT.is_char_boundary(from) {
                continue;
            }
            let found = least_deep_comma(&mut scanner, &TEXT.as_bytes()[from..]);
            assert_eq!(
                found.map(|at| from + at),
                Some(places[0]),
                "from {from}: {}",
                &TEXT[from..]
            );
        }
    }

    #[test]
    fn lines() {
        let mut places = Places::Lines;
        assert_eq!(places.next(b"a\nb\nc", 0), Some(2));
        assert_eq!(places.next(b"a\nb\nc", 2), Some(4));
        assert_eq!(places.last(b"a\nb\nc", 0), Some(4));
        assert_eq!(places.next(b"a\nb\nc", 4), None);
    }
}
