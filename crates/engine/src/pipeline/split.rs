//! Whether several threads may share a run of a plan, and how.

use super::options::PlanOptions;
use crate::exec::run::{Executable, Writing};
use crate::exec::stages::{Operation, StageCode};
use crate::plan::{Input, OnError, Plan, StageKind};

/// How the records of a plan can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// At line feeds
    Lines {
        /// Their positions matter: lines are counted first.
        counted: bool,
    },
    /// Between the elements of an array
    Elements {
        /// The same
        counted: bool,
    },
}

/// Why a document is one thread's.
const NO_RECORDS: &str = "there are no records";

/// Whether several threads may share a run of a plan, or why not.
pub(super) fn split(plan: &Plan, options: &PlanOptions, executable: &Executable) -> Result<Split, &'static str> {
    if plan.on_error == OnError::Reject && options.stream {
        return Err("bad records are handed out with their text");
    }
    match executable.writing {
        Writing::Rows { copies: false } => return Err("stages in V8 go on with the results"),
        Writing::Rows { .. } if plan.mill => return Err("the result of a document is a JavaScript value"),
        _ => {}
    }
    if plan.takes_array() {
        return Err("a callback looks at the array of all records");
    }
    for stage in executable.pipelines.iter().flatten() {
        return Err(match stage.operation {
            Operation::Filter | Operation::Map | Operation::FlatMap | Operation::Validate => continue,
            Operation::Slice { .. } => "slice needs a count",
            Operation::Sort | Operation::SortBy { .. } => "sort holds all records",
            Operation::Distinct => "distinct compares all records",
            Operation::Reduce { .. } => "reduce takes one record after the other",
            // Behind it stands what the trunk does at the end.
            Operation::GroupBy => match unjoined(stage) {
                None => break,
                Some(reason) => reason,
            },
        });
    }
    let counted = uses_index(plan, executable)?;
    match options.input {
        Input::Values => Err("values end where they end"),
        Input::Lines => Ok(Split::Lines { counted }),
        Input::Json if executable.pipelines.is_empty() => Err(NO_RECORDS),
        Input::Json => Ok(Split::Elements { counted }),
    }
}

/// Why the groups of parts cannot be joined, if so.
fn unjoined(stage: &StageCode) -> Option<&'static str> {
    let mut aggregates = stage.grouping.iter().flat_map(|grouping| &grouping.aggregates);
    aggregates
        .any(|code| !code.aggregate.joins())
        .then_some("groupBy keeps values of records")
}

/// Whether callbacks look at positions that are those of the input.
fn uses_index(plan: &Plan, executable: &Executable) -> Result<bool, &'static str> {
    if plan.mill {
        let mut stages = executable.pipelines.iter().flatten();
        return Ok(stages.any(|stage| stage.arity > 1));
    }
    let (mut counted, mut of_input) = (false, true);
    for stage in &plan.stages {
        let members = stage.aggregates.iter().filter_map(|member| member.callback.as_ref());
        let mut callbacks = stage.callback.iter().chain(members);
        if callbacks.any(|callback| callback.hir.uses_index) {
            if !of_input {
                return Err("a callback looks at positions behind a filter");
            }
            counted = true;
        }
        if stage.kind == StageKind::GroupBy {
            break;
        }
        of_input &= matches!(stage.kind, StageKind::Map | StageKind::Validate);
    }
    Ok(counted)
}

/// A line of `explain()`; a document without records is one piece of work anyway.
pub(super) fn explain(split: Result<Split, &'static str>) -> String {
    match split {
        Err(NO_RECORDS) => String::new(),
        Ok(Split::Lines { counted: true }) => "threads: all, over lines that are counted first".to_owned(),
        Ok(Split::Lines { counted: false }) => "threads: all, over lines".to_owned(),
        Ok(Split::Elements { counted: true }) => "threads: all, over records that are counted first".to_owned(),
        Ok(Split::Elements { counted: false }) => "threads: all, over records".to_owned(),
        Err(reason) => format!("threads: one, because {reason}"),
    }
}
