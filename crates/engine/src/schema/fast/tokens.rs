//! Where the tokens come from: the walk's, if a record has come in one chunk, else a scan of its text.

use jsonmill_json::scan::Scanner;

use super::scratch::Scratch;
use super::{Fast, value_len};

/// Texts of more bytes are left to the full validator: their tokens take as much memory.
const MAX_TEXT: usize = 256 << 20;

impl Fast {
    /// Whether the value at `offset` of the input, which the walk has passed, is valid for sure. `text_from` gives the text
    /// from an offset on.
    pub(in crate::schema) fn accepts_input<'i>(
        &self,
        text_from: impl Fn(u64) -> &'i [u8],
        offset: u64,
        scratch: &mut Scratch,
    ) -> bool {
        let Some(first) = scratch.token_at(offset) else {
            let text = text_from(offset);
            return self.accepts(&text[..value_len(text)], scratch);
        };
        self.accepts_lent(text_from, first, scratch)
    }

    /// Whether the value with which the input begins, at `start`, is valid for sure, if the walk has all its tokens still.
    pub(in crate::schema) fn accepts_first<'i>(
        &self,
        start: u64,
        text_from: impl Fn(u64) -> &'i [u8],
        scratch: &mut Scratch,
    ) -> bool {
        // Tokens that have been forgotten are counted from behind them.
        scratch.lent.1 == start && !scratch.lent.0.is_empty() && self.accepts_lent(text_from, 0, scratch)
    }

    fn accepts_lent<'i>(&self, text_from: impl Fn(u64) -> &'i [u8], first: usize, scratch: &mut Scratch) -> bool {
        let (tokens, origin) = std::mem::take(&mut scratch.lent);
        let behind = self.accepts_tokens(text_from(origin), &tokens, first, scratch);
        scratch.lent = (tokens, origin);
        scratch.before = behind.unwrap_or(first);
        behind.is_some()
    }

    /// Whether a text is JSON, and valid for sure.
    pub(in crate::schema) fn accepts_text(&self, text: &[u8], scratch: &mut Scratch) -> bool {
        if !self.accepts(text, scratch) {
            return false;
        }
        let Some(mut scanner) = scratch.scanner.take() else {
            return false;
        };
        let is_json = scratch.grammar.accepts(&mut scanner, text);
        scratch.scanner = Some(scanner);
        is_json
    }

    /// Whether a text that is one JSON value is valid for sure. The scanner is left at its start.
    pub(in crate::schema) fn accepts(&self, text: &[u8], scratch: &mut Scratch) -> bool {
        if text.len() > MAX_TEXT {
            return false;
        }
        let mut scanner = scratch.scanner.take().unwrap_or_else(|| Box::new(Scanner::new(false)));
        scanner.reset(0);
        while scanner.refill(text, true) {}
        let accepted = self.accepts_tokens(text, &scanner.tokens, 0, scratch).is_some();
        scratch.scanner = Some(scanner);
        accepted
    }
}

impl Scratch {
    /// The number of the token at an offset of the input, if the walk has it still.
    fn token_at(&self, offset: u64) -> Option<usize> {
        let (tokens, origin) = &self.lent;
        let sought = u32::try_from(offset.checked_sub(*origin)?).ok()?;
        // Records mostly follow each other with one token between them.
        let guess = self.before + 1;
        if tokens.get(guess) == Some(&sought) {
            return Some(guess);
        }
        tokens.binary_search(&sought).ok()
    }
}
