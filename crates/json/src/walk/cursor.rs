//! A place in a buffer of input, and the units of text that begin there.

use super::framing::{Framing, is_delimiter};
use super::outcome::{SyntaxError, SyntaxErrorKind, WalkError};
use crate::number;
use crate::scan::Scanner;
use crate::string;

/// How a token-sized unit ended.
pub(super) enum Unit<T> {
    Seen(T),
    More,
}

/// A string: offsets of its quotes, and how many tokens it takes (two, and one more for each backslash).
#[derive(Clone, Copy)]
pub(super) struct StringToken {
    pub open: usize,
    pub close: usize,
    pub tokens: usize,
}

impl StringToken {
    #[inline(always)]
    pub fn escaped(self) -> bool {
        self.tokens > 2
    }
}

/// A buffer of input with its scan, and a place in it.
pub(super) struct Cursor<'a> {
    pub scanner: &'a mut Scanner,
    pub input: &'a [u8],
    pub base: u64,
    pub last: bool,
    pub framing: Framing,
}

impl Cursor<'_> {
    /// The offset of the `ahead`-th token from here.
    #[inline(always)]
    pub fn token(&mut self, ahead: usize) -> Unit<usize> {
        loop {
            if let Some(&token) = self.scanner.tokens.get(self.scanner.cursor + ahead) {
                return Unit::Seen(self.scanner.base + token as usize);
            }
            if !self.refill() {
                return Unit::More;
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn refill(&mut self) -> bool {
        self.scanner.refill(self.input, self.last)
    }

    /// Whether white space stands behind one of the tokens that come next: it is a habit of whole documents.
    pub fn has_white_space(&self) -> bool {
        const LOOK: usize = 8;
        let tokens = self.scanner.tokens[self.scanner.cursor - 1..].iter().take(LOOK);
        let mut ends = tokens.map(|&token| self.scanner.base + token as usize + 1);
        ends.any(|end| {
            let separator = matches!(self.input[end - 1], b'{' | b'[' | b':' | b',');
            separator && matches!(self.input.get(end), Some(b' ' | b'\n' | b'\r' | b'\t'))
        })
    }

    #[inline(always)]
    pub fn consume(&mut self, tokens: usize) {
        self.scanner.cursor += tokens;
    }

    /// The next token, or the error of a text that ends here.
    #[inline(always)]
    pub fn expect_token<E>(&mut self) -> Result<Unit<usize>, WalkError<E>> {
        match self.token(0) {
            Unit::Seen(at) => Ok(Unit::Seen(at)),
            Unit::More if self.last => Err(self.error(SyntaxErrorKind::UnexpectedEnd, self.input.len())),
            Unit::More => Ok(Unit::More),
        }
    }

    #[cold]
    pub fn error<E>(&self, kind: SyntaxErrorKind, at: usize) -> WalkError<E> {
        // In lines, the end of the line is the end of the text.
        let ends = self.framing == Framing::Line
            && matches!(
                kind,
                SyntaxErrorKind::UnexpectedToken | SyntaxErrorKind::ControlCharacter
            );
        let kind = match self.input.get(at) {
            Some(b'\n') if ends && kind == SyntaxErrorKind::ControlCharacter => SyntaxErrorKind::UnterminatedString,
            Some(b'\n') if ends => SyntaxErrorKind::UnexpectedEnd,
            None if kind == SyntaxErrorKind::UnexpectedToken => SyntaxErrorKind::UnexpectedEnd,
            _ => kind,
        };
        WalkError::Syntax(SyntaxError {
            kind,
            offset: self.base + at as u64,
        })
    }

    /// The string whose opening quote is the next token. It is not consumed: the caller may need to see more first.
    #[inline(always)]
    pub fn string<E>(&mut self, open: usize) -> Result<Unit<StringToken>, WalkError<E>> {
        match self.token(1) {
            Unit::Seen(close) if self.input[close] == b'"' => Ok(Unit::Seen(StringToken { open, close, tokens: 2 })),
            Unit::Seen(_) => self.escaped_string(open),
            Unit::More => self.unterminated(),
        }
    }

    #[cold]
    fn unterminated<T, E>(&self) -> Result<Unit<T>, WalkError<E>> {
        if self.last {
            Err(self.error(SyntaxErrorKind::UnterminatedString, self.input.len()))
        } else {
            Ok(Unit::More)
        }
    }

    #[inline(never)]
    fn escaped_string<E>(&mut self, open: usize) -> Result<Unit<StringToken>, WalkError<E>> {
        let mut ahead = 1;
        let mut checked = open;
        loop {
            let Unit::Seen(at) = self.token(ahead) else {
                return self.unterminated();
            };
            match self.input[at] {
                b'"' => {
                    return Ok(Unit::Seen(StringToken {
                        open,
                        close: at,
                        tokens: ahead + 1,
                    }));
                }
                b'\\' => {
                    debug_assert!(at >= checked);
                    match string::check_escape(self.input, at) {
                        Ok(len) => checked = at + len,
                        Err(bad) if bad >= self.input.len() && !self.last => return Ok(Unit::More),
                        Err(bad) if bad >= self.input.len() => {
                            return Err(self.error(SyntaxErrorKind::UnterminatedString, self.input.len()));
                        }
                        Err(bad) => return Err(self.error(SyntaxErrorKind::BadEscape, bad)),
                    }
                }
                _ => return Err(self.error(SyntaxErrorKind::ControlCharacter, at)),
            }
            ahead += 1;
        }
    }

    /// Consumes a key and the colon behind it.
    #[inline(always)]
    pub fn colon<E>(&mut self, key: StringToken) -> Result<Unit<()>, WalkError<E>> {
        match self.token(key.tokens) {
            Unit::Seen(at) if self.input[at] == b':' => {
                self.consume(key.tokens + 1);
                Ok(Unit::Seen(()))
            }
            Unit::Seen(at) => Err(self.error(SyntaxErrorKind::UnexpectedToken, at)),
            Unit::More if self.last => Err(self.error(SyntaxErrorKind::UnexpectedEnd, self.input.len())),
            Unit::More => Ok(Unit::More),
        }
    }

    /// The end of the number or literal whose first byte is the next token, which is consumed.
    #[inline]
    pub fn scalar<E>(&mut self, start: usize) -> Result<Unit<usize>, WalkError<E>> {
        let end = match self.input[start] {
            b'-' | b'0'..=b'9' => match number::scan_number(self.input, start) {
                Ok(end) => end,
                Err(bad) if bad >= self.input.len() && !self.last => return Ok(Unit::More),
                Err(bad) => return Err(self.error(SyntaxErrorKind::UnexpectedToken, bad)),
            },
            b't' => match self.literal(start, b"true")? {
                Unit::Seen(end) => end,
                Unit::More => return Ok(Unit::More),
            },
            b'f' => match self.literal(start, b"false")? {
                Unit::Seen(end) => end,
                Unit::More => return Ok(Unit::More),
            },
            b'n' => match self.literal(start, b"null")? {
                Unit::Seen(end) => end,
                Unit::More => return Ok(Unit::More),
            },
            _ => return Err(self.error(SyntaxErrorKind::UnexpectedToken, start)),
        };
        match self.input.get(end) {
            Some(&byte) if is_delimiter(byte) => {}
            None if self.last => {}
            None => return Ok(Unit::More),
            Some(_) => return Err(self.error(SyntaxErrorKind::UnexpectedToken, end)),
        }
        self.consume(1);
        Ok(Unit::Seen(end))
    }

    /// The same, where it is the whole document.
    #[inline]
    pub fn lone_scalar<E>(&mut self, start: usize) -> Result<Unit<usize>, WalkError<E>> {
        self.scalar(start).map_err(|error| self.lone(error, start))
    }

    /// What is wrong with a number or word that stands alone: it may end too early, or something may follow that is no part of it.
    #[cold]
    fn lone<E>(&self, error: WalkError<E>, start: usize) -> WalkError<E> {
        let WalkError::Syntax(SyntaxError { kind, offset }) = error else {
            return error;
        };
        let at = (offset - self.base) as usize;
        let (Some(text), Some(&byte)) = (self.input.get(start..at), self.input.get(at)) else {
            return error;
        };
        if kind != SyntaxErrorKind::UnexpectedToken || text.is_empty() {
            return error;
        }
        let complete = matches!(text, b"true" | b"false" | b"null")
            || (number::scan_number(self.input, start) == Ok(at) && !byte.is_ascii_digit());
        if complete {
            self.error(SyntaxErrorKind::TrailingToken, at)
        } else if self.framing == Framing::Value && is_delimiter(byte) {
            self.error(SyntaxErrorKind::UnexpectedEnd, at)
        } else {
            error
        }
    }

    fn literal<E>(&self, start: usize, word: &[u8]) -> Result<Unit<usize>, WalkError<E>> {
        for (index, &byte) in word.iter().enumerate() {
            match self.input.get(start + index) {
                Some(&found) if found == byte => {}
                None if !self.last => return Ok(Unit::More),
                _ => return Err(self.error(SyntaxErrorKind::UnexpectedToken, start + index)),
            }
        }
        Ok(Unit::Seen(start + word.len()))
    }
}
