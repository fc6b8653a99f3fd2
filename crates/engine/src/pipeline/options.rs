//! Options of a pipeline, as lib/ sends them. It has checked them; here they only get types.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;

use crate::csv;
use crate::error::Error;
use crate::plan::{Input, OnError, Output};
use crate::value::{JsonMessages, Zone};

/// Options.
#[derive(Clone, Debug)]
pub struct PlanOptions {
    /// One callback over the whole document
    pub mill: bool,
    /// Framing
    pub input: Input,
    /// Writing
    pub output: Output,
    /// Keys from the document to the array of records
    pub at: Vec<String>,
    /// Records' callbacks are given params at each run
    pub params: bool,
    /// Indentation of one level
    pub space: Vec<u8>,
    /// Invalid UTF-8 is an error
    pub strict_utf8: bool,
    /// A byte order mark at the start is skipped
    pub strip_bom: bool,
    /// Output is taken while the input is still coming: an error cannot wait for the end
    pub stream: bool,
    /// A folder for temporary files
    pub spill: Option<PathBuf>,
    /// The local time zone, where a callback may need it
    pub zone: Option<Arc<Zone>>,
    /// How V8 words what is no JSON, where that is known
    pub json_messages: Option<JsonMessages>,
    /// How the input is laid out, if it is CSV: its rows are read as lines of JSON
    pub csv_input: Option<csv::Options>,
    /// How the output is laid out, if it is CSV
    pub csv_output: Option<csv::Options>,
    /// Numbers that only go from place to place keep their text
    pub verbatim: bool,
    /// What a bad record does
    pub on_error: OnError,
    /// What errors show of the input
    pub snippets: Snippets,
    /// Bad records that a run bears
    pub max_errors: u64,
    /// Budgets
    pub limits: Limits,
}

/// What errors show of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snippets {
    /// The text around the place
    Plain,
    /// What the grammar is made of; a star for everything else
    Masked,
    /// Nothing
    None,
}

impl Snippets {
    /// What of a snippet is shown.
    pub(super) fn shown(self, snippet: String) -> Option<String> {
        let masked = |character: char| {
            let is_structure = "{}[]:,\"".contains(character) || character.is_whitespace();
            if is_structure { character } else { '*' }
        };
        match self {
            Snippets::Plain => Some(snippet),
            Snippets::Masked => Some(snippet.chars().map(masked).collect()),
            Snippets::None => None,
        }
    }
}

/// Budgets of a run.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Containers inside each other, in results
    pub max_depth: usize,
    /// The same in the input, where it was asked for
    pub max_input_depth: usize,
    /// Bytes of one record
    pub max_record_bytes: u64,
    /// Bytes of output
    pub max_output_bytes: usize,
    /// Bytes of values that one record may make
    pub max_memory: usize,
    /// Steps that one record may take
    pub max_steps: u64,
}

const DEFAULT_MAX_DEPTH: usize = 10_000;
/// Node's longest Buffer.
const DEFAULT_MAX_OUTPUT: usize = 1 << 32;
const DEFAULT_MAX_MEMORY: usize = 4 << 30;
const DEFAULT_MAX_STEPS: u64 = 1_000_000_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    kind: String,
    input: String,
    output: String,
    space: String,
    utf8: String,
    bom: String,
    at: Option<String>,
    #[serde(default)]
    params: bool,
    #[serde(default)]
    stream: bool,
    spill: Option<PathBuf>,
    zone: Option<Zone>,
    json_messages: Option<JsonMessages>,
    numbers: Option<String>,
    csv: Option<csv::Options>,
    on_error: Option<String>,
    error_values: Option<String>,
    max_errors: Option<f64>,
    #[serde(default)]
    limits: WireLimits,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireLimits {
    max_depth: Option<f64>,
    max_record_bytes: Option<f64>,
    max_output_bytes: Option<f64>,
    max_memory: Option<f64>,
    max_steps: Option<f64>,
}

impl PlanOptions {
    pub(super) fn parse(text: &str) -> Result<PlanOptions, Error> {
        let wire: Wire = serde_json::from_str(text)
            .map_err(|error| Error::internal(&format!("the options are not understood: {error}")))?;
        let limits = wire.limits;
        Ok(PlanOptions {
            mill: wire.kind == "mill",
            input: match wire.input.as_str() {
                "ndjson" | "csv" => Input::Lines,
                "values" => Input::Values,
                _ => Input::Json,
            },
            output: match wire.output.as_str() {
                "ndjson" => Output::JsonLines,
                "lines" => Output::TextLines,
                "csv" => Output::Csv,
                "rows" => Output::Rows { copies: false },
                "objects" => Output::Rows { copies: true },
                _ => Output::Json,
            },
            at: wire.at.as_deref().map(pointer).unwrap_or_default(),
            params: wire.params,
            space: wire.space.into_bytes(),
            strict_utf8: wire.utf8 == "strict",
            strip_bom: wire.bom == "strip",
            stream: wire.stream,
            spill: wire.spill,
            zone: wire.zone.map(Arc::new),
            json_messages: wire.json_messages,
            csv_input: wire.csv.clone().filter(|_| wire.input == "csv"),
            csv_output: wire.csv.filter(|_| wire.output == "csv"),
            verbatim: wire.numbers.as_deref() == Some("exact"),
            on_error: match wire.on_error.as_deref() {
                Some("drop") => OnError::Drop,
                Some("reject") => OnError::Reject,
                _ => OnError::Throw,
            },
            snippets: match wire.error_values.as_deref() {
                Some("mask") => Snippets::Masked,
                Some("omit") => Snippets::None,
                _ => Snippets::Plain,
            },
            max_errors: wire.max_errors.map_or(u64::MAX, |n| n as u64),
            limits: Limits {
                max_depth: limits.max_depth.map_or(DEFAULT_MAX_DEPTH, |n| n as usize),
                max_input_depth: limits.max_depth.map_or(usize::MAX, |n| n as usize),
                max_record_bytes: limits.max_record_bytes.map_or(u64::MAX, |n| n as u64),
                // Where output is taken bit by bit, no Buffer has to hold all of it.
                max_output_bytes: match (limits.max_output_bytes, wire.stream) {
                    (Some(n), _) => n as usize,
                    (None, true) => usize::MAX,
                    (None, false) => DEFAULT_MAX_OUTPUT,
                },
                max_memory: limits.max_memory.map_or(DEFAULT_MAX_MEMORY, |n| n as usize),
                max_steps: limits.max_steps.map_or(DEFAULT_MAX_STEPS, |n| n as u64),
            },
        })
    }
}

/// The keys of a JSON Pointer: <https://www.rfc-editor.org/rfc/rfc6901>
fn pointer(text: &str) -> Vec<String> {
    text.split('/')
        .skip(1)
        .map(|key| key.replace("~1", "/").replace("~0", "~"))
        .collect()
}
