//! The error that leaves the engine: one type, a JSON payload for those who show it.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// An error's code. The names are public and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Code {
    /// A construct that cannot be compiled exactly
    #[serde(rename = "ERR_JSONMILL_UNSUPPORTED")]
    Unsupported,
    /// Input that is not what was announced
    #[serde(rename = "ERR_JSONMILL_PARSE")]
    Parse,
    /// A callback threw
    #[serde(rename = "ERR_JSONMILL_CALLBACK")]
    Callback,
    /// A wrong option or argument
    #[serde(rename = "ERR_JSONMILL_OPTION")]
    Option,
    /// A record violates its schema
    #[serde(rename = "ERR_JSONMILL_VALIDATION")]
    Validation,
    /// A budget ran out
    #[serde(rename = "ERR_JSONMILL_LIMIT")]
    Limit,
    /// Something nests too deeply
    #[serde(rename = "ERR_JSONMILL_DEPTH")]
    Depth,
    /// A defect of jsonmill
    #[serde(rename = "ERR_JSONMILL_INTERNAL")]
    Internal,
    /// Not an error of the user's: the call must run in V8
    #[serde(rename = "BAIL")]
    Bail,
    /// Not an error of the user's: the run needs input that it has let go, and must begin again
    #[serde(rename = "AGAIN")]
    Again,
    /// The caller asked to stop
    #[serde(rename = "CANCELLED")]
    Cancelled,
}

/// An error.
#[derive(Clone, Debug)]
pub struct Error(Box<Payload>);

/// What an error knows; absent where it means nothing.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Payload {
    /// What happened
    pub code: Code,
    /// In one line
    pub message: String,
    /// The class of what a callback threw
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What a callback threw, if it was no error, as a snapshot
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thrown: Option<serde_json::Value>,
    /// The text for which a callback's JSON.parse threw: V8 knows the message
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_json: Option<String>,
    /// Number of the input record, from 0
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// Number of the stage, from 0
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<u32>,
    /// Offset in the input's bytes
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// From 1
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// From 1, in UTF-16 units
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
    /// Input around the place
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
    /// The callback's lines around the place
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_frame: Option<String>,
    /// What to do
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// What a schema found wrong with a record
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<serde_json::Value>,
    /// All findings of a compilation
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Finding>,
}

/// A diagnostic, rendered.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// In one line
    pub message: String,
    /// From 1
    pub line: u32,
    /// From 1, in UTF-16 units
    pub column: u32,
    /// The lines around the place
    pub code_frame: String,
    /// What to do
    pub help: String,
}

impl From<Payload> for Error {
    fn from(payload: Payload) -> Error {
        Error(Box::new(payload))
    }
}

impl Error {
    /// An error with a message.
    pub fn new(code: Code, message: impl Into<String>) -> Error {
        Error(Box::new(Payload {
            code,
            message: message.into(),
            name: None,
            thrown: None,
            refused_json: None,
            record: None,
            stage: None,
            offset: None,
            line: None,
            column: None,
            snippet: None,
            code_frame: None,
            help: None,
            violations: Vec::new(),
            diagnostics: Vec::new(),
        }))
    }

    /// A defect of jsonmill.
    #[must_use]
    pub fn internal(what: &str) -> Error {
        let help = "This is a defect of jsonmill: please report it with the callback and, if you can, the input.";
        Error::new(Code::Internal, what).with(|payload| payload.help = Some(help.to_owned()))
    }

    /// What a stage's compilation found.
    #[must_use]
    pub fn unsupported(source: &Source, stage: u32, found: &[Diagnostic]) -> Error {
        let findings: Vec<Finding> = found
            .iter()
            .map(|diagnostic| {
                let (line, column) = source.position(diagnostic.span.start);
                Finding {
                    message: diagnostic.message.clone(),
                    line,
                    column,
                    code_frame: diagnostic.code_frame(source),
                    help: diagnostic.help.clone(),
                }
            })
            .collect();
        let message = findings.first().map_or_else(String::new, |first| first.message.clone());
        Error::new(Code::Unsupported, message).with(|payload| {
            payload.stage = Some(stage);
            if let Some(first) = findings.first() {
                payload.line = Some(u64::from(first.line));
                payload.column = Some(u64::from(first.column));
                payload.code_frame = Some(first.code_frame.clone());
                payload.help = Some(first.help.clone());
            }
            payload.diagnostics = findings;
        })
    }

    /// The error with more said.
    #[must_use]
    pub fn with(mut self, say: impl FnOnce(&mut Payload)) -> Error {
        say(&mut self.0);
        self
    }

    /// What it knows.
    #[must_use]
    pub fn payload(&self) -> &Payload {
        &self.0
    }

    /// What it knows, as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.0)
            .unwrap_or_else(|_| "{\"code\":\"ERR_JSONMILL_INTERNAL\",\"message\":\"\"}".to_owned())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}
