//! The plan as text: the heart of `explain()`.

use std::fmt;

use jsonmill_json::projection::{Node, NodeId, Projection};

use super::{Aggregated, Callback, Input, Output, Plan, Stage, StageKind};
use crate::aggregates::Aggregate;

/// Longest excerpt of a callback shown.
const EXCERPT: usize = 96;

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let output = match self.output {
            Output::Json if self.pretty => "json, indented",
            Output::Json => "json",
            Output::JsonLines => "ndjson",
            Output::TextLines => "lines",
            Output::Csv => "csv",
            Output::Rows { copies: false } => "rows for V8",
            Output::Rows { copies: true } => "objects",
        };
        let params = if self.params { ", params at each run" } else { "" };
        let numbers = if self.verbatim { ", numbers keep their text" } else { "" };
        writeln!(f, "Emit {output}{numbers}{params}")?;
        let mut depth = 0;
        for stage in self.stages.iter().rev() {
            let shown = match (&stage.callback, stage.kind) {
                (Some(callback), StageKind::GroupBy) => group_text(callback, &stage.aggregates),
                (Some(callback), StageKind::SortBy { descending: true }) => {
                    format!("{}, descending", excerpt(&callback.source.text))
                }
                (Some(callback), _) => excerpt(&callback.source.text),
                (None, StageKind::Slice { start, end }) => format!("{start}, {end}"),
                (None, StageKind::Validate) => schema_text(stage),
                (None, _) => String::new(),
            };
            let text = format!("{} (stage {}, native) {shown}", stage.kind.name(), stage.number);
            line(f, &mut depth, text.trim_end())?;
            let kinds = stage.callback.as_ref().map(|callback| callback.kinds.to_string());
            if let Some(kinds) = kinds.filter(|kinds| !kinds.is_empty()) {
                writeln!(f, "{}├─ {kinds}", "   ".repeat(depth))?;
            }
            let operators = stage
                .callback
                .as_ref()
                .map(|callback| callback.kinds.operators(&callback.source.text));
            if let Some(operators) = operators.filter(|operators| !operators.is_empty()) {
                writeln!(f, "{}├─ operators: {operators}", "   ".repeat(depth))?;
            }
            if let (true, Some(decided)) = (depth == self.stages.len(), self.decided()) {
                writeln!(f, "{}├─ decided early: {decided}", "   ".repeat(depth))?;
            }
            for lifted in &self.lifted {
                let steps: Vec<&str> = lifted.stages.iter().map(|(kind, _)| kind.name()).collect();
                let path = path_text(&lifted.path);
                writeln!(
                    f,
                    "{}├─ Records {path} streamed through {}",
                    "   ".repeat(depth),
                    steps.join(" ▸ ")
                )?;
            }
        }
        if let Some(stage) = &self.document {
            let text = format!("Validate (stage {}, native) {}", stage.number, schema_text(stage));
            line(f, &mut depth, &text)?;
        }
        let framing = match (self.mill, self.input) {
            (true, _) => "json document",
            (false, Input::Json) => "json array",
            (false, Input::Lines) => "ndjson",
            (false, Input::Values) => "json values",
        };
        let reads = reads(&self.projection);
        line(f, &mut depth, &format!("Scan {framing}, reads {reads}"))?;
        if !self.applied.is_empty() {
            write!(f, "rules: {}", self.applied.join(", "))?;
        }
        Ok(())
    }
}

impl Plan {
    /// What filters at the front need of single scalars, if there are any that do.
    fn decided(&self) -> Option<String> {
        let decisions: Vec<String> = self.decisions.iter().map(ToString::to_string).collect();
        (!decisions.is_empty()).then(|| decisions.join(", "))
    }
}

fn line(f: &mut fmt::Formatter<'_>, depth: &mut usize, text: &str) -> fmt::Result {
    writeln!(f, "{}└─ {text}", "   ".repeat(*depth))?;
    *depth += 1;
    Ok(())
}

fn schema_text(stage: &Stage) -> String {
    let is_fast = stage.validator.as_ref().is_some_and(|validator| validator.is_fast());
    let how = if is_fast { "over bytes" } else { "over values" };
    format!("JSON Schema {how}")
}

/// The key and the aggregates of a GroupBy.
fn group_text(key: &Callback, aggregates: &[Aggregated]) -> String {
    let members = aggregates.iter().map(|member| {
        let share = match member.aggregate {
            Aggregate::Quantile(share) => format!("{share}, "),
            _ => String::new(),
        };
        let callback = member
            .callback
            .as_ref()
            .map_or_else(String::new, |callback| excerpt(&callback.source.text));
        format!("{}: {}({share}{callback})", member.name, member.aggregate.name())
    });
    let members: Vec<String> = members.collect();
    format!("{} {{ {} }}", excerpt(&key.source.text), members.join(", "))
}

fn path_text(path: &[std::sync::Arc<str>]) -> String {
    if path.is_empty() {
        "of the document".to_owned()
    } else {
        format!(".{}", path.join("."))
    }
}

fn excerpt(source: &str) -> String {
    let words = source.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(EXCERPT) {
        Some((cut, _)) => format!("{}…", &words[..cut]),
        None => words,
    }
}

/// The wanted paths, one name each.
fn reads(projection: &Projection) -> String {
    let mut paths = Vec::new();
    if let Some(root) = projection.nodes.first() {
        collect(projection, root, "", &mut paths);
    }
    match paths.len() {
        0 => "nothing (everything is checked)".to_owned(),
        _ => paths.join(", "),
    }
}

fn collect(projection: &Projection, node: &Node, path: &str, out: &mut Vec<String>) {
    let named = |path: &str| {
        if path.is_empty() {
            "everything".to_owned()
        } else {
            path.to_owned()
        }
    };
    if node.value {
        out.push(named(path));
        return;
    }
    let mut leaf = true;
    if let Some(NodeId(child)) = node.elements {
        leaf = false;
        let path = if node.records.is_some() && path.is_empty() {
            String::new()
        } else {
            format!("{path}[]")
        };
        let child = &projection.nodes[child as usize];
        if child.is_skipped() && !path.is_empty() {
            out.push(format!("{path} (count)"));
        }
        collect(projection, child, &path, out);
    }
    for field in &node.fields {
        leaf = false;
        let name = String::from_utf8_lossy(&field.name);
        let path = if path.is_empty() {
            name.into_owned()
        } else {
            format!("{path}.{name}")
        };
        collect(projection, projection.node(field.node), &path, out);
    }
    if leaf && node.kind {
        out.push(format!("{} (type)", named(path)));
    }
}
