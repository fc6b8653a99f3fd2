//! What ends a document.

/// What ends the document that is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// The input: only white space may follow
    Whole,
    /// A newline (the scanner must hand over newlines)
    Line,
    /// Its own last byte: whatever follows is another document
    Value,
}

/// What ends a number or a word.
#[must_use]
pub fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b':' | b'"' | b'{' | b'['
    )
}
