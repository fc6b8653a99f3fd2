//! JSON Schema, drafts 4, 6, 7, 2019-09 and 2020-12: from a schema's text to a [`Schema`], and from values to violations.
//!
//! [`documents`] knows where every schema, `$id` and anchor is, [`compile`] turns keywords into rules in the order in
//! which ajv tries them, [`check`] runs the rules over values of the heap. One keyword is one file in [`keywords`].
//! Violations have ajv's fields and order, because that is what existing error formatters read.

mod changes;
pub mod check;
mod coerce;
mod compile;
mod documents;
mod draft;
mod equal;
mod fast;
mod format;
mod keywords;
mod metaschemas;
mod proto_keys;
mod uri;
mod validator;
mod violation;

use std::collections::HashMap;

use crate::ecma::parse_json;
use crate::value::{Completion, Fixed, Heap, Store};

pub use changes::{Change, Changed, Changes, CoerceTypes, RemoveAdditional, UseDefaults};
pub use check::Detail;
pub use draft::Draft;
pub use fast::Scratch;
pub use validator::Validator;
pub use violation::Violation;

/// A compiled schema. Immutable, shared by all threads.
#[derive(Debug)]
pub struct Schema {
    nodes: Vec<Node>,
    /// The fast path, where all keywords are known to it
    fast: Option<fast::Fast>,
    /// Whether `unevaluated…` keywords need to know what other keywords have looked at
    tracks: bool,
    /// What may be changed in values
    changes: Changes,
}

/// Number of a [`Node`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct NodeId(u32);

impl Schema {
    const ROOT: NodeId = NodeId(0);
}

/// One schema object, or `true`, or `false`.
#[derive(Debug, Default)]
struct Node {
    /// `false` refuses everything
    refuses: bool,
    /// Checked before all rules
    early_type: Option<keywords::type_::Type>,
    /// Rules, by the kind of value that they are about
    groups: Vec<Group>,
    /// Where it stands, as a URI fragment with a JSON Pointer
    path: String,
    /// The schema resource (the document or embedded `$id`) that it belongs to
    resource: u32,
}

/// What kind of value a group of rules is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Number,
    String,
    Any,
    Array,
    Object,
}

/// Rules that are tried together.
#[derive(Debug)]
struct Group {
    subject: Subject,
    /// A `type` that is violated by whatever the group is not about
    late_type: Option<keywords::type_::Type>,
    /// What takes the places that are empty, before the rules
    defaults: Vec<(Place, serde_json::Value, String)>,
    rules: Vec<Box<dyn keywords::Keyword>>,
}

/// A part of a value.
#[derive(Debug)]
enum Place {
    Property(String),
    Item(usize),
}

/// What a schema may be compiled with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The draft of schemas that do not say theirs by `$schema`
    pub draft: Option<Draft>,
    /// `format` is asserted also where the draft only annotates
    pub formats: bool,
    /// Schemas that references may name, by URI
    pub schemas: HashMap<String, serde_json::Value>,
    /// What may be changed in values
    pub changes: Changes,
}

/// Why a schema cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// What is wrong
    pub message: String,
    /// Where, as a URI fragment with a JSON Pointer
    pub path: String,
    /// The metaschema was violated
    pub violation: Option<Box<Violation>>,
}

impl SchemaError {
    fn new(path: &str, message: impl Into<String>) -> SchemaError {
        SchemaError {
            message: message.into(),
            path: path.to_owned(),
            violation: None,
        }
    }
}

impl Schema {
    /// Checks a JSON text; what would have to be changed is told in `changed`.
    ///
    /// # Errors
    /// The text is no JSON (`None` inside), or a limit.
    pub fn check_text(
        &self,
        text: &[u8],
        detail: Detail,
        changed: &mut Changed,
    ) -> Completion<Option<Result<(), Vec<Violation>>>> {
        let mut heap = Heap::new(&[], 0, Fixed::nothing(), Store::default(), usize::MAX);
        let string = heap.string(text)?;
        match parse_json(&mut heap, string)? {
            Some(value) => {
                let checked = check::check(self, &mut heap, value, text.len(), detail, changed)?;
                let is_accepted = |fast: &fast::Fast| fast.accepts_text(text, &mut Scratch::default());
                debug_assert!(
                    (checked.is_ok() && !changed.any) || !self.fast.as_ref().is_some_and(is_accepted),
                    "the fast path accepts nothing that is invalid"
                );
                Ok(Some(checked))
            }
            None => Ok(None),
        }
    }
}
