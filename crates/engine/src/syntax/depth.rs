//! Bounds the native stack that parsing needs, before parsing: oxc recurses on the text without a counter.

/// Bytes of text that can each begin one more level of the parser's recursion.
const OPENERS: &[u8] = b"([{!~+-*?=:<>";

/// Words that can do so without any of those bytes between them.
const WORDS: [&str; 9] = [
    "new", "typeof", "void", "delete", "await", "yield", "else", "do", "async",
];

/// Sources with fewer possible levels are parsed on the caller's stack.
pub const SHALLOW: usize = 48;

/// Sources with more are refused: ten thousand operators are no callback.
pub const MOST: usize = 20_000;

/// A generous bound of the stack that one level takes in the parser, unoptimised.
const STACK_PER_LEVEL: usize = 24 * 1024;

/// An upper bound of the parser's recursion depth: no level begins without one of these.
pub fn bound(text: &str) -> usize {
    let openers = text.bytes().filter(|byte| OPENERS.contains(byte)).count();
    openers + WORDS.iter().map(|word| text.matches(word).count()).sum::<usize>()
}

/// Runs `parse` on a stack large enough for `levels` levels.
pub fn with_stack<T: Send>(levels: usize, parse: impl FnOnce() -> T + Send) -> Option<T> {
    if levels <= SHALLOW {
        return Some(parse());
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size((1 << 20) + levels * STACK_PER_LEVEL);
        match thread.spawn_scoped(scope, parse) {
            // A panic of the parser goes on in the caller, whose guard turns it into an internal error.
            Ok(handle) => Some(handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))),
            Err(_) => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_callback_is_shallow() {
        assert!(bound("(o) => o.total > 100 && o.items.some((i) => i.qty * i.price > 3)") < SHALLOW);
    }

    #[test]
    fn every_level_counts() {
        for (unit, levels) in [
            ("(", 1),
            ("!", 1),
            ("new ", 1),
            ("a?b:", 2),
            ("if(a)", 1),
            ("a=>", 2),
            ("`${", 1),
        ] {
            assert_eq!(bound(&unit.repeat(100)), 100 * levels, "{unit}");
        }
    }
}
