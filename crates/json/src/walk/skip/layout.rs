//! What JSON.stringify writes for text that is read: <https://tc39.es/ecma262/#sec-json.stringify>.

use crate::number;
use crate::string;

/// Rewritten text so far, and how it is laid out.
#[derive(Debug, Default)]
pub(in crate::walk) struct Layout {
    pub out: Vec<u8>,
    /// No more lines are begun behind so many bytes: the caller refuses the text anyway
    pub limit: usize,
    /// Numbers are written as they stand
    pub verbatim: bool,
    /// A line break and the indentation of the deepest level so far
    indents: Vec<u8>,
    /// Bytes of one level; 0 for text on one line
    gap: usize,
    /// The level at which the value stands
    level: usize,
    /// Escaped text on its way
    plain: Vec<u8>,
}

impl Layout {
    /// Begins to write behind `out`, which stands at `level`.
    pub fn begin(&mut self, out: Vec<u8>, limit: usize, gap: &[u8], level: usize) {
        self.out = out;
        self.limit = limit;
        self.gap = gap.len();
        self.level = level;
        self.indents.clear();
        self.indents.push(b'\n');
        self.indents.extend_from_slice(gap);
    }

    /// A new line, indented by so many levels below the value's.
    #[inline(always)]
    pub fn line(&mut self, depth: usize) {
        if self.gap > 0 {
            self.new_line(depth);
        }
    }

    #[inline]
    fn new_line(&mut self, depth: usize) {
        if self.out.len() > self.limit {
            return;
        }
        let len = 1 + (self.level + depth) * self.gap;
        while self.indents.len() < len {
            // All levels look the same, so the first can be repeated.
            self.indents.extend_from_within(1..=self.gap);
        }
        self.out.extend_from_slice(&self.indents[..len]);
    }

    #[inline(always)]
    pub fn comma(&mut self) {
        self.out.push(b',');
    }

    #[inline(always)]
    pub fn bracket(&mut self, bracket: u8) {
        self.out.push(bracket);
    }

    /// A key without escapes, with its quotes.
    pub fn key(&mut self, quoted: &[u8]) {
        self.out.extend_from_slice(quoted);
        self.key_and_colon(b":");
    }

    /// The same with its colon.
    #[inline(always)]
    pub fn key_and_colon(&mut self, text: &[u8]) {
        self.out.extend_from_slice(text);
        if self.gap > 0 {
            self.out.push(b' ');
        }
    }

    /// A string, with its quotes.
    #[inline(always)]
    pub fn string(&mut self, quoted: &[u8], escaped: bool) {
        if escaped {
            self.escaped(quoted);
        } else {
            self.out.extend_from_slice(quoted);
        }
    }

    #[inline(never)]
    fn escaped(&mut self, quoted: &[u8]) {
        let inner = &quoted[1..quoted.len() - 1];
        if string::has_canonical_escapes(inner) {
            return self.out.extend_from_slice(quoted);
        }
        self.plain.clear();
        let unescaped = string::unescape(inner, &mut self.plain);
        debug_assert!(unescaped.is_ok(), "checked before");
        string::write_quoted(&mut self.out, &self.plain);
    }

    /// A number, `true`, `false` or `null`; `exact` if JSON.stringify writes it so.
    #[inline(always)]
    pub fn scalar(&mut self, text: &[u8], exact: bool) {
        if exact || self.verbatim {
            self.out.extend_from_slice(text);
        } else {
            number::write_json(&mut self.out, number::parse(text));
        }
    }
}
