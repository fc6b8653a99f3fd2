//! READ THIS FIRST: from the text of callbacks to bytes out.
//!
//! ```text
//! compile, once per stage    source ─▶ syntax ─▶ hir ─▶ typeck ─▶ plan ─▶ optimize ─▶ program
//! run, per record            bytes ─▶ scan ─▶ frame ─▶ walk ─▶ [filter ▸ map ▸ …] ─▶ serialize ─▶ bytes
//! ```
//!
//! [`Stage::compile`] takes a callback as far as it goes on its own. [`Pipeline::new`] plans and optimises the stages
//! together and lowers them to an [`Executable`]. [`Pipeline::run`] runs over a whole input on this thread,
//! [`Pipeline::start`] makes a [`Run`] that takes the input in slices.

mod captured;
mod csv_input;
mod each;
mod frames;
mod guess;
mod options;
mod parallel;
mod params;
mod part;
mod raw;
mod rejects;
mod report;
mod schema_check;
mod session;
mod strict;
pub mod threads;

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::aggregates::Aggregate;
use crate::diagnostic::Diagnostic;
use crate::error::{Code, Error};
use crate::exec::codegen;
use crate::exec::constants::Constants;
use crate::exec::group::{AggregateCode, Grouping};
use crate::exec::places::Places;
use crate::exec::program::{Function, Program};
use crate::exec::run::{Executable, Writing};
use crate::exec::stages::{Operation, StageCode};
use crate::exec::tally::Tally;
use crate::exec::validate::Validation;
use crate::hir::lower::{Callback as Scoped, Scope};
use crate::plan::{self, Input, Output, Plan, StageKind};
use crate::schema::Validator;
use crate::source::Source;
use crate::value::{ShapeId, Store, Value};
use crate::{hir, optimize, syntax, typeck};

pub use each::{Answers, Batch};
pub use options::{Limits, PlanOptions};
pub use params::Params;
pub use rejects::{Rejected, Report};
pub use schema_check::SchemaCheck;
pub use session::{Position, Run};

use parallel::Split;
use params::Given;

/// A compiled callback. Immutable, shared by all pipelines that contain it.
#[derive(Debug)]
pub struct Stage {
    stage: Arc<plan::Stage>,
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

/// Lowers a stage's function; its number and the value of its env.
fn lower_callback(
    constants: &mut Constants,
    functions: &mut Vec<Function>,
    stage: u32,
    callback: &plan::Callback,
    lifted: &HashMap<u32, &hir::Expr>,
) -> Result<(u32, Value), Error> {
    let mut snapshot = |text: &Option<String>| match text {
        Some(text) => constants.snapshot(text).unwrap_or_default(),
        None => Value::Undefined,
    };
    let env = snapshot(&callback.env);
    let bound = if callback.bindings == callback.env {
        env
    } else {
        snapshot(&callback.bindings)
    };
    let bindings: Vec<Value> = callback
        .binding_names
        .iter()
        .map(|name| constants.member(bound, name))
        .collect();
    let captured = constants.take_captured();
    let texts = callback
        .captured
        .iter()
        .filter_map(|captured| captured.code.as_ref().ok());
    for hir in texts.map(|(hir, _)| hir).chain([&callback.hir]) {
        constants.make_methods(&hir.methods);
    }
    let (hir, kinds) = (&callback.hir, &callback.kinds);
    let code = codegen::Stage {
        number: stage,
        source: None,
        text: &callback.source.text,
        hir,
        kinds,
        bindings: &bindings,
        binding_names: &callback.binding_names,
        lifted,
    };
    let function = codegen::compile(constants, functions, &code)
        .map_err(|found| Error::unsupported(&callback.source, stage, &found))?;
    captured::lower(constants, functions, stage, &callback.captured, &captured)?;
    if let Some(opaque) = constants.missed() {
        return Err(Error::new(
            Code::Unsupported,
            format!("{}: {}", opaque.why, captured::NOT_COPIED),
        ));
    }
    Ok((function, env))
}

/// Stages and options together, ready to run any number of times, on any number of threads.
#[derive(Debug)]
pub struct Pipeline {
    plan: Plan,
    options: PlanOptions,
    executable: Executable,
    /// Memory of finished runs, for the next ones
    #[allow(
        clippy::vec_box,
        reason = "a session of some kilobytes would be moved several times a run"
    )]
    idle: Mutex<Vec<Box<session::Session>>>,
    /// What runs without params have in their place
    nothing: Arc<Store>,
    /// Whether several threads may share a run, or why not
    split: Result<Split, &'static str>,
}

/// How many finished runs' memory is kept.
const IDLE_SESSIONS: usize = 4;

impl Pipeline {
    /// Plans, optimises and lowers. `options` is JSON, see [`PlanOptions`].
    ///
    /// # Errors
    /// INTERNAL, if the options are not those that lib/ sends.
    pub fn new(options: &str, stages: &[Arc<Stage>]) -> Result<Pipeline, Error> {
        let options = PlanOptions::parse(options)?;
        let compiled = stages.iter().map(|stage| Arc::clone(&stage.stage)).collect();
        let mut plan = Plan::new(
            options.mill,
            options.input,
            options.output,
            !options.space.is_empty(),
            compiled,
        );
        plan.at = options.at.clone();
        plan.on_error = options.on_error;
        plan.verbatim = options.verbatim;
        if plan.mill && plan.stages.len() > 1 {
            plan.document = Some(plan.stages.remove(0));
        }
        let takes_two = |stage: &Arc<plan::Stage>| {
            let root = stage.callback.as_ref().map(|callback| callback.hir.root());
            root.is_some_and(|root| root.params.len() > 1)
        };
        plan.params = options.params || (plan.mill && plan.stages.iter().any(takes_two));
        if let Some(what) = plan.verbatim.then(|| looks_at_numbers(&plan)).flatten() {
            let message = format!("{what} has no exact numbers");
            return Err(Error::new(Code::Unsupported, message)
                .with(|payload| payload.help = Some("leave out numbers: 'exact'".to_owned())));
        }
        if plan.on_error != plan::OnError::Throw && scatters(&plan) {
            let what = "a stage that waits for all records behind flatMap, where bad records are left out with all that they have become";
            return Err(Error::new(Code::Unsupported, what));
        }
        optimize::optimize(&mut plan);
        let executable = lower(&plan, &options)?;
        Ok(Pipeline {
            split: parallel::split(&plan, &options, &executable),
            plan,
            options,
            executable,
            idle: Mutex::default(),
            nothing: Arc::default(),
        })
    }

    /// The plan as text: what is read, what is native.
    #[must_use]
    pub fn explain(&self) -> String {
        let plan = self.plan.to_string();
        format!("{}\n{}", plan.trim_end(), parallel::explain(self.split))
            .trim_end()
            .to_owned()
    }

    /// The code, for tests and the curious.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.executable.program
    }

    /// Runs over the whole input on this thread.
    ///
    /// # Errors
    /// PARSE, CALLBACK, LIMIT, DEPTH, OPTION; BAIL where V8 has to run instead.
    pub fn run(&self, input: &[u8], params: Option<&Params>) -> Result<Vec<u8>, Error> {
        let never = AtomicBool::new(false);
        csv_input::run_whole(self, input, self.given(params)?, false, &never).map(|(output, _)| output)
    }

    /// The same, with the numbers of the run and the bad records that it left out; where it is `measured`, also with where
    /// records and time went.
    ///
    /// # Errors
    /// As [`Pipeline::run`].
    pub fn run_reporting(
        &self,
        input: &[u8],
        params: Option<&Params>,
        measured: bool,
    ) -> Result<(Vec<u8>, Report), Error> {
        let never = AtomicBool::new(false);
        csv_input::run_whole(self, input, self.given(params)?, measured, &never)
    }

    /// Starts a run that takes its input in slices.
    ///
    /// # Errors
    /// BAIL where V8 has to run instead.
    pub fn start(self: &Arc<Self>, params: Option<&Params>) -> Result<Run, Error> {
        Ok(Run::new(Arc::clone(self), self.given(params)?))
    }

    /// An empty tally, where somebody wants one.
    fn tally(&self, measured: bool) -> Option<Box<Tally>> {
        measured.then(|| Box::new(Tally::new(self.plan.stages.len())))
    }

    /// What the stages are given at a run, where that is more than their envs.
    fn given(&self, params: Option<&Params>) -> Result<Given, Error> {
        let nothing = || Given {
            store: Arc::clone(&self.nothing),
            values: Vec::new(),
        };
        params.map_or_else(|| Ok(nothing()), |params| params.under(self))
    }

    /// Whether records stay in memory until the end: then so do the bytes they point to.
    fn keeps_records(&self) -> bool {
        self.plan.stages.iter().any(|stage| match stage.kind {
            StageKind::Sort | StageKind::Reduce => true,
            StageKind::SortBy { .. } => !self.packs(),
            StageKind::Slice { start, end } => start < 0.0 || end < 0.0,
            _ => stage.takes_array(),
        })
    }
}

/// Whether what one record has become goes on apart: then a bad part of it comes too late for the others.
fn scatters(plan: &Plan) -> bool {
    let mut stages = plan.stages.iter().skip_while(|stage| stage.kind != StageKind::FlatMap);
    stages.any(|stage| match stage.kind {
        StageKind::Sort | StageKind::SortBy { .. } | StageKind::GroupBy => true,
        StageKind::Slice { start, end } => start < 0.0 || end < 0.0,
        _ => false,
    })
}

/// Whether a SortBy needs of each record only its text: nobody looks at it behind, or before when others have been read.
fn packed(plan: &Plan, at: usize) -> bool {
    let (before, behind) = (&plan.stages[..at], &plan.stages[at + 1..]);
    let alone = before.iter().all(|stage| match stage.kind {
        StageKind::Filter | StageKind::Map | StageKind::Validate | StageKind::Slice { .. } | StageKind::Distinct => {
            true
        }
        StageKind::GroupBy => stage.aggregates.iter().all(|member| !member.aggregate.keeps_values()),
        _ => false,
    });
    let written = behind.iter().all(|stage| match stage.kind {
        StageKind::Slice { start, end } => start >= 0.0 && end >= 0.0,
        _ => false,
    });
    let as_text = matches!(plan.output, Output::Json | Output::JsonLines) && !plan.pretty;
    alone && written && as_text && plan.on_error == plan::OnError::Throw && !plan.takes_array()
}

impl Pipeline {
    /// Whether sorted records need no more than their text.
    fn packs(&self) -> bool {
        let mut stages = self.executable.pipelines.iter().flatten();
        stages.any(|stage| matches!(stage.operation, Operation::SortBy { packs: true, .. }))
    }

    /// Whether errors may name records whose bytes are gone: a group goes on under the name of its first record.
    fn names_gone_records(&self) -> bool {
        self.plan.stages.iter().any(|stage| stage.kind == StageKind::GroupBy)
    }
}

/// Whether records behind a stage still are those of the input.
fn keeps_values(stage: &plan::Stage) -> bool {
    // A callback may write to its record.
    match &stage.validator {
        Some(validator) => !validator.changes(),
        None => stage.callback.is_none(),
    }
}

/// What of a plan makes new values of numbers that only seem to pass through it.
fn looks_at_numbers(plan: &Plan) -> Option<&'static str> {
    if plan.document.is_some() {
        return Some("a schema for a document");
    }
    plan.stages.iter().find_map(|stage| match stage.kind {
        StageKind::GroupBy => Some("groupBy"),
        StageKind::Validate if stage.validator.as_ref().is_some_and(|validator| validator.changes()) => {
            Some("a schema that changes records")
        }
        _ => None,
    })
}

fn reduces(plan: &Plan) -> bool {
    plan.stages.iter().any(|stage| stage.kind == StageKind::Reduce)
}

/// The aggregates of a GroupBy.
fn grouping(
    constants: &mut Constants,
    functions: &mut Vec<Function>,
    stage: &plan::Stage,
) -> Result<Option<Box<Grouping>>, Error> {
    if stage.kind != StageKind::GroupBy {
        return Ok(None);
    }
    let mut aggregates = Vec::with_capacity(stage.aggregates.len());
    let mut keys: Vec<&[u8]> = vec![b"key"];
    for member in &stage.aggregates {
        keys.push(member.name.as_bytes());
        let mut code = AggregateCode {
            aggregate: member.aggregate,
            function: None,
            arity: 0,
        };
        if let Some(callback) = &member.callback {
            let first = functions.len();
            let (function, _) = lower_callback(constants, functions, stage.number, callback, &HashMap::new())?;
            code.function = Some(function);
            code.arity = arity(callback);
            let source = Arc::new(callback.source.clone());
            for function in &mut functions[first..] {
                function.source.get_or_insert_with(|| Arc::clone(&source));
            }
        }
        aggregates.push(code);
    }
    let shape = constants.shape(&keys, false);
    Ok(Some(Box::new(Grouping { aggregates, shape })))
}

/// How many arguments a callback looks at.
fn arity(callback: &plan::Callback) -> u16 {
    let root = callback.hir.root();
    match root.rest {
        Some(_) => u16::MAX,
        None => root.params.len() as u16,
    }
}

fn stage_code(
    constants: &mut Constants,
    functions: &mut Vec<Function>,
    stage: &plan::Stage,
    of_input: bool,
    lifted: &HashMap<u32, &hir::Expr>,
) -> Result<StageCode, Error> {
    let operation = match stage.kind {
        StageKind::Transform | StageKind::Map => Operation::Map,
        StageKind::Filter => Operation::Filter,
        StageKind::FlatMap => Operation::FlatMap,
        StageKind::Slice { start, end } => Operation::Slice { start, end },
        StageKind::Sort => Operation::Sort,
        StageKind::Distinct => Operation::Distinct,
        StageKind::Validate => Operation::Validate,
        StageKind::GroupBy => Operation::GroupBy,
        StageKind::SortBy { descending } => Operation::SortBy {
            descending,
            packs: false,
        },
        StageKind::Reduce => Operation::Reduce {
            initial: stage.initial.clone(),
        },
    };
    let mut code = StageCode {
        operation,
        function: None,
        arity: 0,
        env: Value::Undefined,
        stage: stage.number,
        takes_array: stage.takes_array(),
        validation: stage
            .validator
            .clone()
            .map(|validator| Validation { validator, of_input }),
        grouping: None,
    };
    if let Some(callback) = &stage.callback {
        let (function, env) = lower_callback(constants, functions, stage.number, callback, lifted)?;
        code.function = Some(function);
        code.env = env;
        code.arity = arity(callback);
    }
    code.grouping = grouping(constants, functions, stage)?;
    Ok(code)
}

/// Lowers an optimised plan.
fn lower(plan: &Plan, options: &PlanOptions) -> Result<Executable, Error> {
    let mut constants = Constants::default();
    let mut functions = Vec::new();
    let lifted: HashMap<u32, &hir::Expr> = plan
        .lifted
        .iter()
        .map(|lifted| (lifted.expression, &lifted.source))
        .collect();
    let mut codes = Vec::new();
    let mut of_input = true;
    for stage in &plan.stages {
        codes.push(stage_code(&mut constants, &mut functions, stage, of_input, &lifted)?);
        of_input &= keeps_values(stage);
    }
    for (at, code) in codes.iter_mut().enumerate() {
        if let Operation::SortBy { packs, .. } = &mut code.operation {
            *packs = packed(plan, at);
        }
    }
    let node_shapes: Vec<ShapeId> = plan
        .projection
        .nodes
        .iter()
        .map(|node| {
            let keys: Vec<&[u8]> = node.fields.iter().map(|field| &*field.name).collect();
            constants.shape(&keys, true)
        })
        .collect();
    let (pipelines, document) = if plan.mill {
        let transform = codes
            .pop()
            .ok_or_else(|| Error::internal("a mill without a transform"))?;
        let pipelines = plan.lifted.iter().map(|lifted| {
            let first = transform.function.unwrap_or_default();
            let step = |&(kind, function): &(StageKind, u32)| StageCode {
                operation: if kind == StageKind::Filter {
                    Operation::Filter
                } else {
                    Operation::Map
                },
                function: Some(first + function),
                arity: functions[(first + function) as usize].params,
                env: Value::Undefined,
                stage: transform.stage,
                takes_array: false,
                validation: None,
                grouping: None,
            };
            lifted.stages.iter().map(step).collect()
        });
        (pipelines.collect(), Some(transform))
    } else {
        (vec![codes], None)
    };
    let finished = constants.finish();
    let program = Program {
        places: Places::of(&finished.shapes, &finished.names),
        functions,
        constants: finished.values,
        store: Arc::new(finished.store),
        shapes: finished.shapes.into(),
        names: finished.names,
        texts: finished.texts,
    };
    Ok(Executable {
        program,
        projection: plan.projection.clone(),
        node_shapes,
        pipelines,
        document,
        document_check: plan.document.as_ref().and_then(|stage| {
            let validation = Validation {
                validator: stage.validator.clone()?,
                of_input: true,
            };
            Some((validation, stage.number))
        }),
        on_error: options.on_error,
        max_errors: options.max_errors,
        at: options.at.clone(),
        writing: match plan.output {
            Output::Rows { copies } => Writing::Rows { copies },
            _ if reduces(plan) => Writing::Value,
            Output::Json => Writing::Array,
            Output::JsonLines => Writing::JsonLines,
            Output::TextLines => Writing::TextLines,
            Output::Csv => Writing::Csv,
        },
        csv: options.csv_output.clone().filter(|_| !reduces(plan)),
        defer_errors: plan.input == Input::Json && !options.stream,
        takes_array: plan.takes_array(),
        max_memory: options.limits.max_memory,
        spill: options.spill.clone(),
        stream: options.stream,
        max_steps: options.limits.max_steps,
        // To a mill the whole document is the record.
        max_record_bytes: if plan.mill {
            u64::MAX
        } else {
            options.limits.max_record_bytes
        },
    })
}
