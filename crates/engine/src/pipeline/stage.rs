//! A callback's way from its text to a compiled stage.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::lower::{grouping, lower_callback};
use super::{captured, report};
use crate::aggregates::Aggregate;
use crate::diagnostic::Diagnostic;
use crate::error::{Code, Error};
use crate::exec::constants::Constants;
use crate::hir::lower::{Callback as Scoped, Scope};
use crate::plan::{self, StageKind};
use crate::schema::Validator;
use crate::source::Source;
use crate::value::Value;
use crate::{hir, syntax, typeck};

/// A compiled callback. Immutable, shared by all pipelines that contain it.
#[derive(Debug)]
pub struct Stage {
    pub(super) stage: Arc<plan::Stage>,
}

/// A stage as it comes from JavaScript.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StageSpec<'a> {
    kind: &'a str,
    index: u32,
    source: Option<String>,
    #[serde(borrow)]
    env: Option<&'a RawValue>,
    #[serde(borrow)]
    bindings: Option<&'a RawValue>,
    third: Option<&'a str>,
    #[serde(borrow)]
    initial: Option<&'a RawValue>,
    #[serde(default)]
    has_initial: bool,
    start: Option<f64>,
    end: Option<f64>,
    /// Direction of a sortBy
    #[serde(default)]
    descending: bool,
    /// Schema and options of a validate stage
    #[serde(borrow)]
    schema: Option<&'a RawValue>,
    /// The members of a group's record
    #[serde(borrow, default)]
    aggregates: Vec<AggregateSpec<'a>>,
}

/// An aggregate as it comes from JavaScript.
#[derive(Deserialize)]
struct AggregateSpec<'a> {
    name: String,
    aggregate: String,
    /// That of a quantile
    share: Option<f64>,
    source: Option<String>,
    #[serde(borrow)]
    bindings: Option<&'a RawValue>,
}

/// What a stage is called, as a stage and as the place of a callback.
fn kind_of(spec: &StageSpec<'_>) -> Result<(StageKind, Scoped), Error> {
    Ok(match spec.kind {
        "mill" => (StageKind::Transform, Scoped::Mill),
        "filter" => (StageKind::Filter, Scoped::Filter),
        "map" => (StageKind::Map, Scoped::Map),
        "flatMap" => (StageKind::FlatMap, Scoped::FlatMap),
        "sort" => (StageKind::Sort, Scoped::Comparator),
        "distinct" => (StageKind::Distinct, Scoped::Key),
        "reduce" => (StageKind::Reduce, Scoped::Reducer),
        "validate" => (StageKind::Validate, Scoped::Filter),
        "groupBy" => (StageKind::GroupBy, Scoped::Group),
        "sortBy" => {
            let descending = spec.descending;
            (StageKind::SortBy { descending }, Scoped::SortKey)
        }
        "slice" => {
            let (start, end) = (spec.start.unwrap_or(0.0), spec.end.unwrap_or(f64::INFINITY));
            (StageKind::Slice { start, end }, Scoped::Map)
        }
        other => return Err(Error::internal(&format!("no such stage: {other}"))),
    })
}

impl Stage {
    /// Compiles one stage. `spec` is JSON: `{ kind, index, source, env, bindings, third, … }`.
    ///
    /// # Errors
    /// UNSUPPORTED with all that was found, if the callback cannot be compiled exactly.
    pub fn compile(spec: &str) -> Result<Stage, Error> {
        let mut spec: StageSpec<'_> = serde_json::from_str(spec).map_err(|error| match error.to_string() {
            text if text.contains("surrogate") => {
                Error::new(Code::Unsupported, "a lone surrogate in the callback's text").with(|payload| {
                    payload.help = Some("write it as an escape, such as \\ud83d".to_owned());
                })
            }
            text => Error::internal(&format!("the stage is not understood: {text}")),
        })?;
        let (kind, scoped) = kind_of(&spec)?;
        let callback = match spec.source.take() {
            Some(source) => Some(compile_callback(&spec, spec.bindings, Source::new(source), scoped)?),
            None => None,
        };
        let aggregates = std::mem::take(&mut spec.aggregates);
        let aggregates: Result<Vec<_>, Error> = aggregates
            .into_iter()
            .map(|aggregate| compile_aggregate(&spec, aggregate))
            .collect();
        let mut constants = Constants::default();
        let initial = text_of(spec.initial)
            .or(spec.has_initial.then(|| "null".to_owned()))
            .filter(|_| spec.has_initial);
        snapshot(&mut constants, "initial value", &initial)?;
        if !constants.take_captured().is_empty() {
            return Err(Error::new(Code::Unsupported, "initial value: it holds a function"));
        }
        let stage = plan::Stage {
            kind,
            number: spec.index,
            callback,
            initial,
            validator: spec.schema.map(validator).transpose()?,
            aggregates: aggregates?,
        };
        // What cannot be lowered is found now, not at the first run.
        if let Some(callback) = &stage.callback {
            lower_callback(&mut constants, &mut Vec::new(), stage.number, callback, &HashMap::new())?;
        }
        grouping(&mut constants, &mut Vec::new(), &stage)?;
        Ok(Stage { stage: Arc::new(stage) })
    }
}

fn validator(spec: &RawValue) -> Result<Arc<Validator>, Error> {
    let compiled = Validator::compile(spec.get());
    compiled.map(Arc::new).map_err(|error| report::schema_error(&error))
}

/// Snapshot text, where there is any.
fn text_of(raw: Option<&RawValue>) -> Option<String> {
    raw.map(|raw| raw.get().to_owned()).filter(|text| text != "null")
}

fn snapshot(constants: &mut Constants, what: &str, text: &Option<String>) -> Result<Value, Error> {
    let Some(text) = text else { return Ok(Value::Undefined) };
    constants.snapshot(text).map_err(|reason| {
        Error::new(Code::Unsupported, format!("{what}: {reason}"))
            .with(|payload| payload.help = Some("keep it out of the callback, or leave it to V8".to_owned()))
    })
}

fn compile_aggregate(spec: &StageSpec<'_>, aggregate: AggregateSpec<'_>) -> Result<plan::Aggregated, Error> {
    let unknown = || Error::internal(&format!("no such aggregate: {}", aggregate.aggregate));
    let callback = aggregate
        .source
        .map(|source| compile_callback(spec, aggregate.bindings, Source::new(source), Scoped::Group));
    Ok(plan::Aggregated {
        aggregate: Aggregate::named(&aggregate.aggregate, aggregate.share).ok_or_else(unknown)?,
        name: aggregate.name,
        callback: callback.transpose()?,
    })
}

fn compile_callback(
    spec: &StageSpec<'_>,
    bindings: Option<&RawValue>,
    source: Source,
    scoped: Scoped,
) -> Result<plan::Callback, Error> {
    let constants = &mut Constants::default();
    let third_is_env = spec.third == Some("env");
    let env = text_of(spec.env);
    let bindings = text_of(bindings).or(env.clone());
    let given = snapshot(constants, "env", &env)?;
    let bound = if bindings == env {
        given
    } else {
        snapshot(constants, "bindings", &bindings)?
    };
    let binding_names = constants.keys(bound);
    let refuse = |found: Vec<Diagnostic>| Error::unsupported(&source, spec.index, &found);
    let scope = Scope {
        bindings: &binding_names,
        third_is_env,
        kind: scoped,
        methods: Some(constants.methods()),
    };
    let syntax = syntax::parse(&source).map_err(refuse)?;
    let hir = hir::lower::lower(&syntax, &scope).map_err(refuse)?;
    let kinds = typeck::infer(&hir);
    let found = captured::Found::take(constants);
    Ok(plan::Callback {
        source,
        hir,
        kinds,
        env,
        given: found.given(constants, given),
        bound: found.members(constants, bound, &binding_names),
        captured: found.compile(constants),
        binding_names,
        bindings,
    })
}
