//! How evaluation ends other than with a value.

use super::Value;

/// The result of anything that may throw.
pub type Completion<T = Value> = Result<T, Abrupt>;

/// The built-in error classes that evaluation itself raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// `Error`
    Error,
    /// `TypeError`
    TypeError,
    /// `RangeError`
    RangeError,
    /// `ReferenceError`
    ReferenceError,
    /// `SyntaxError`
    SyntaxError,
    /// `URIError`
    UriError,
    /// `EvalError`
    EvalError,
}

impl ErrorClass {
    /// The constructor's name, which is also the errors' `name`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ErrorClass::Error => "Error",
            ErrorClass::TypeError => "TypeError",
            ErrorClass::RangeError => "RangeError",
            ErrorClass::ReferenceError => "ReferenceError",
            ErrorClass::SyntaxError => "SyntaxError",
            ErrorClass::UriError => "URIError",
            ErrorClass::EvalError => "EvalError",
        }
    }
}

/// An error that evaluation raised, before any object is made for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsError {
    /// Its class
    pub class: ErrorClass,
    /// V8's wording
    pub message: String,
}

/// A budget that ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// `limits.maxSteps`
    Steps,
    /// `limits.maxMemory`
    Memory,
    /// `limits.maxOutputBytes`
    Output,
    /// `limits.maxRecordBytes`
    Record,
    /// `limits.maxDepth`
    Depth,
    /// The disk that `spill` names
    Spill(std::io::ErrorKind),
    /// `limits.maxMemory`, by what cannot go to that disk
    Unspilled,
}

/// What a built-in method says that was called on another kind of receiver.
pub const BORROWED: &str = "a method called on another kind of receiver";

/// Why evaluation stopped.
#[derive(Clone, Debug)]
pub enum Abrupt {
    /// An error raised by evaluation, worded as V8 words it
    Error(Box<JsError>),
    /// `throw value`
    Throw(Value),
    /// The situation cannot be evaluated exactly: the call runs in V8 instead. The text says what it was.
    Unsupported(&'static str),
    /// A budget ran out
    Limit(Limit),
    /// The results of a record pipeline are used, one of whose callbacks threw: that error
    Pipeline(u32),
    /// The caller asked to stop
    Cancelled,
}

impl Abrupt {
    /// A TypeError with V8's message.
    #[cold]
    #[must_use]
    pub fn type_error(message: impl Into<String>) -> Abrupt {
        Abrupt::Error(Box::new(JsError {
            class: ErrorClass::TypeError,
            message: message.into(),
        }))
    }

    /// A RangeError with V8's message.
    #[cold]
    #[must_use]
    pub fn range_error(message: impl Into<String>) -> Abrupt {
        Abrupt::Error(Box::new(JsError {
            class: ErrorClass::RangeError,
            message: message.into(),
        }))
    }
}
