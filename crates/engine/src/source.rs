//! The text of a callback and places in it.

/// A range of a callback's text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte
    pub start: u32,
    /// One past the last byte
    pub end: u32,
}

impl Span {
    /// The range `start .. end`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Span {
        Span { start, end }
    }
}

/// A callback's text, as `Function.prototype.toString` gave it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The text
    pub text: String,
}

impl Source {
    /// Keeps a callback's text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Source {
        Source { text: text.into() }
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of an offset, both from 1; columns count UTF-16 units, as editors show them.
    #[must_use]
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let before = &self.text[..floor(&self.text, offset as usize)];
        let line = before.matches('\n').count() as u32 + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (line, before[start..].encode_utf16().count() as u32 + 1)
    }
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
