//! How a walk ends.

/// How far a walk came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<V> {
    /// The bytes ended before the value did.
    More,
    /// The document is complete.
    Done(V),
}

/// Why a walk stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WalkError<E> {
    /// The text is not JSON.
    Syntax(SyntaxError),
    /// The receiver failed.
    Slots(E),
}

/// What is wrong with the text, and at which offset from the very start of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What
    pub kind: SyntaxErrorKind,
    /// Where: the first byte that no JSON text could have here
    pub offset: u64,
}

/// What can be wrong with JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// A byte that cannot stand here
    UnexpectedToken,
    /// The text ends too early
    UnexpectedEnd,
    /// A control character inside a string
    ControlCharacter,
    /// A backslash before something that is no escape
    BadEscape,
    /// A string that nothing closes
    UnterminatedString,
    /// Something after the document
    TrailingToken,
    /// The document is not an array though its elements are the records
    NotAnArray,
    /// More containers inside each other than allowed
    TooDeep,
    /// Bytes that are not UTF-8, where that is asked for. The walk itself takes every byte above ASCII.
    InvalidUtf8,
}
