//! Checked text, written anew as JSON.stringify would write it.

use super::cursor::{Cursor, Unit};
use super::framing::Framing;
use super::keys::Keys;
use super::outcome::WalkError;
use super::skip::{Skip, Skipping};
use super::whole::Trace;
use crate::scan::Scanner;

/// Rewrites values without building them. Keeps its memory between values.
#[derive(Debug)]
pub struct Rewriter {
    scanner: Scanner,
    skip: Skip,
    keys: Keys,
}

impl Default for Rewriter {
    fn default() -> Rewriter {
        Rewriter {
            scanner: Scanner::new(false),
            skip: Skip::new(),
            keys: Keys::default(),
        }
    }
}

impl Rewriter {
    /// Whether numbers are written as they stand.
    pub fn keep_numbers(&mut self, verbatim: bool) {
        self.skip.layout.verbatim = verbatim;
    }

    /// Appends what JSON.stringify writes for a checked container's text that stands at `level`, indented by `gap`.
    ///
    /// False, with nothing appended, if members would have to change places: a key stands there twice or is an array
    /// index. Stops somewhere behind `limit` bytes. `max_depth` is how many containers may stand inside each other.
    pub fn write(
        &mut self,
        text: &[u8],
        gap: &[u8],
        level: usize,
        max_depth: usize,
        limit: usize,
        out: &mut Vec<u8>,
    ) -> bool {
        let before = out.len();
        let array = text.first() == Some(&b'[');
        self.scanner.reset(0);
        let mut cursor = Cursor {
            scanner: &mut self.scanner,
            input: text,
            base: 0,
            last: true,
            framing: Framing::Whole,
        };
        let Ok(Unit::Seen(_)) = cursor.expect_token::<()>() else {
            return false;
        };
        cursor.consume(1);
        self.skip.layout.begin(std::mem::take(out), limit, gap, level);
        let root = self.keys.root();
        self.skip.checked = true;
        self.skip.trace = Trace::default();
        self.skip.begin(Skipping::Rewrite, 0, array, root, max_depth);
        let done: Result<_, WalkError<()>> = self.skip.run(&mut cursor, &mut self.keys);
        *out = std::mem::take(&mut self.skip.layout.out);
        let written = matches!(done, Ok(Unit::Seen(_))) && self.skip.tidy;
        if !written {
            out.truncate(before);
        }
        written
    }
}
