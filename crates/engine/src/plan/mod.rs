//! The plan: what to do with the records, as operators over a scan. Rules of the optimizer rewrite it.

pub mod condition;
mod print;

use std::sync::Arc;

use jsonmill_json::projection::Projection;

use crate::aggregates::Aggregate;
use crate::diagnostic::Diagnostic;
use crate::hir::{Expr, Hir};
use crate::schema::Validator;
use crate::source::Source;
use crate::typeck::KindTable;
use condition::Decision;

/// What kind of stage it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StageKind {
    /// The transform of a mill
    Transform,
    /// Keeps records
    Filter,
    /// Replaces records
    Map,
    /// Replaces each record by the elements of an array
    FlatMap,
    /// Keeps the records between two positions; negative ones count from the end
    Slice {
        /// First kept
        start: f64,
        /// First not kept any more
        end: f64,
    },
    /// Orders records; without a callback by text
    Sort,
    /// Keeps the first record of each key; without a callback the record is its own key
    Distinct,
    /// One value made of all records
    Reduce,
    /// Lets valid records pass
    Validate,
    /// One record made of all that have the same key
    GroupBy,
    /// Orders records by a key
    SortBy {
        /// The other way round
        descending: bool,
    },
}

impl StageKind {
    /// Its name in plans.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            StageKind::Transform => "Transform",
            StageKind::Filter => "Filter",
            StageKind::Map => "Map",
            StageKind::FlatMap => "FlatMap",
            StageKind::Slice { .. } => "Slice",
            StageKind::Sort => "Sort",
            StageKind::Distinct => "Distinct",
            StageKind::Reduce => "Reduce",
            StageKind::Validate => "Validate",
            StageKind::GroupBy => "GroupBy",
            StageKind::SortBy { .. } => "SortBy",
        }
    }
}

/// One stage, compiled.
#[derive(Debug)]
pub struct Stage {
    /// What it is
    pub kind: StageKind,
    /// The user's number of it
    pub number: u32,
    /// Its function, if it has one
    pub callback: Option<Callback>,
    /// The first accumulator of a Reduce, as snapshot text
    pub initial: Option<String>,
    /// The schema of a Validate
    pub validator: Option<Arc<Validator>>,
    /// What a GroupBy makes of a group
    pub aggregates: Vec<Aggregated>,
}

/// A member of a group's record.
#[derive(Debug)]
pub struct Aggregated {
    /// Its name
    pub name: String,
    /// What it is
    pub aggregate: Aggregate,
    /// What of a record goes into it; without it the record itself
    pub callback: Option<Callback>,
}

impl Stage {
    /// Whether its callback looks at the array of all records that reach it.
    #[must_use]
    pub fn takes_array(&self) -> bool {
        self.callback.as_ref().is_some_and(|callback| callback.hir.uses_array)
    }
}

/// A stage's function.
#[derive(Debug)]
pub struct Callback {
    /// Its text
    pub source: Source,
    /// Its meaning
    pub hir: Hir,
    /// What is known of its expressions
    pub kinds: KindTable,
    /// Its env, as snapshot text
    pub env: Option<String>,
    /// The names by which free names of the source are bound, in the order of binding numbers
    pub binding_names: Vec<String>,
    /// Where those are found: a snapshot of an object with these members
    pub bindings: Option<String>,
    /// The functions in these snapshots, in the order in which they are found there
    pub captured: Vec<Captured>,
    /// Where they are in the env
    pub given: Arc<Given>,
    /// Where they are in the bindings, in the order of binding numbers
    pub bound: Vec<Arc<Given>>,
}

/// Where the functions in a captured value are.
#[derive(Debug, Default)]
pub enum Given {
    /// Nowhere that could be told
    #[default]
    Unknown,
    /// It is one: its number among the captured functions
    Function(u32),
    /// In these members
    Object(Vec<(Arc<str>, Arc<Given>)>),
}

/// A function that a callback captured.
#[derive(Debug)]
pub struct Captured {
    /// Its text
    pub source: Arc<Source>,
    /// The names by which its own free names are bound
    pub binding_names: Vec<String>,
    /// Where functions are in their values
    pub bound: Vec<Arc<Given>>,
    /// What it means, or why it has no meaning here
    pub code: Result<(Hir, KindTable), Vec<Diagnostic>>,
}

/// How the input is framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One document; for records, an array of them
    Json,
    /// A record a line
    Lines,
    /// One record behind the other
    Values,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// One JSON text
    Json,
    /// JSON lines
    JsonLines,
    /// Plain text lines
    TextLines,
    /// Rows of CSV
    Csv,
    /// Rows that JavaScript rebuilds into values
    Rows {
        /// Captured objects among them may be copied
        copies: bool,
    },
}

/// What a bad record does: one that violates a schema, a malformed line, one at which a callback throws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// Ends the run
    #[default]
    Throw,
    /// It is left out
    Drop,
    /// It is left out and reported
    Reject,
}

/// A plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whether the whole document is one value for one callback
    pub mill: bool,
    /// Framing
    pub input: Input,
    /// Writing
    pub output: Output,
    /// Whether output is indented
    pub pretty: bool,
    /// Keys from the document to the array of records
    pub at: Vec<String>,
    /// Whether callbacks take what is given at each run
    pub params: bool,
    /// The stages
    pub stages: Vec<Arc<Stage>>,
    /// What a mill's document is checked against before its transform
    pub document: Option<Arc<Stage>>,
    /// What a bad record does
    pub on_error: OnError,
    /// Numbers that only go from place to place keep their text
    pub verbatim: bool,
    /// What the walk hands over. The rule `projection_pushdown` fills it in.
    pub projection: Projection,
    /// Record pipelines inside the document. The rule `lift_records` finds them.
    pub lifted: Vec<Lifted>,
    /// What filters at the front need of single scalars. The rule `early_filter` finds them.
    pub decisions: Vec<Decision>,
    /// Rules that changed something
    pub applied: Vec<&'static str>,
}

/// A record pipeline that was found inside a document's transform.
#[derive(Clone, Debug)]
pub struct Lifted {
    /// Keys from the document to the array
    pub path: Vec<Arc<str>>,
    /// The array, as an expression of the transform
    pub source: Expr,
    /// The whole chain, by [`Expr::id`]
    pub expression: u32,
    /// Its stages: kind and function of the transform
    pub stages: Vec<(StageKind, u32)>,
}

impl Plan {
    /// Whether a callback looks at the array of all records that reach its stage.
    #[must_use]
    pub fn takes_array(&self) -> bool {
        self.stages.iter().any(|stage| stage.takes_array())
    }

    /// The plan as the stages say it, before any rule.
    #[must_use]
    pub fn new(mill: bool, input: Input, output: Output, pretty: bool, stages: Vec<Arc<Stage>>) -> Plan {
        Plan {
            mill,
            input,
            output,
            pretty,
            at: Vec::new(),
            params: false,
            stages,
            document: None,
            on_error: OnError::Throw,
            verbatim: false,
            projection: Projection::default(),
            lifted: Vec::new(),
            decisions: Vec::new(),
            applied: Vec::new(),
        }
    }
}
