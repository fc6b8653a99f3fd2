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

mod options;
mod report;
mod session;

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::diagnostic::Diagnostic;
use crate::error::{Code, Error};
use crate::exec::codegen;
use crate::exec::constants::Constants;
use crate::exec::program::{Function, Program};
use crate::exec::run::{Executable, Operation, StageCode, State, Writing};
use crate::hir::lower::{Callback, Scope};
use crate::plan::{self, Input, Output, Plan, StageKind};
use crate::source::{Source, Span};
use crate::value::{ShapeId, Value};
use crate::{hir, optimize, syntax, typeck};

pub use options::{Limits, PlanOptions};
pub use session::Run;

/// A compiled callback. Immutable, shared by all pipelines that contain it.
#[derive(Debug)]
pub struct Stage {
    stage: Arc<plan::Stage>,
}

/// A stage as it comes from JavaScript.
#[derive(Deserialize)]
struct StageSpec<'a> {
    kind: &'a str,
    index: u32,
    source: String,
    #[serde(borrow)]
    env: Option<&'a RawValue>,
    #[serde(borrow)]
    bindings: Option<&'a RawValue>,
    third: &'a str,
}

impl Stage {
    /// Compiles one callback. `spec` is JSON: `{ kind, index, source, env, bindings, third }`.
    ///
    /// # Errors
    /// UNSUPPORTED with all that was found, if the callback cannot be compiled exactly.
    pub fn compile(spec: &str) -> Result<Stage, Error> {
        let spec: StageSpec<'_> = serde_json::from_str(spec).map_err(|error| match error.to_string() {
            text if text.contains("surrogate") => {
                Error::new(Code::Unsupported, "a lone surrogate in the callback's text").with(|payload| {
                    payload.help = Some("write it as an escape, such as \\ud83d".to_owned());
                })
            }
            text => Error::internal(&format!("the stage is not understood: {text}")),
        })?;
        let (kind, callback) = match spec.kind {
            "mill" => (StageKind::Transform, Callback::Mill),
            "filter" => (StageKind::Filter, Callback::Filter),
            "map" => (StageKind::Map, Callback::Map),
            other => return Err(Error::internal(&format!("no such stage: {other}"))),
        };
        let source = Source::new(spec.source);
        let env = spec.env.map(|raw| raw.get().to_owned()).filter(|text| text != "null");
        let bindings = spec.bindings.map(|raw| raw.get().to_owned()).filter(|text| text != "null").or(env.clone());
        let mut constants = Constants::default();
        let snapshot = |constants: &mut Constants, what: &str, text: &Option<String>| match text {
            None => Ok(Value::Undefined),
            Some(text) => constants.snapshot(text).map_err(|reason| {
                Error::new(Code::Unsupported, format!("{what}: {reason}"))
                    .with(|payload| payload.help = Some("keep it out of the callback, or leave it to V8".to_owned()))
            }),
        };
        snapshot(&mut constants, "env", &env)?;
        let bound = snapshot(&mut constants, "bindings", &bindings)?;
        let binding_names = constants.keys(bound);
        let scope = Scope { bindings: &binding_names, third_is_env: spec.third == "env", kind: callback };
        let refuse = |source: &Source, found: Vec<Diagnostic>| Error::unsupported(source, spec.index, &found);
        let syntax = syntax::parse(&source).map_err(|found| refuse(&source, found))?;
        let hir = hir::lower::lower(&syntax, &scope).map_err(|found| refuse(&source, found))?;
        if hir.root().rest.is_some() && spec.third != "env" && kind != StageKind::Transform {
            let message = "a rest parameter, which would receive the array itself";
            let found = Diagnostic::new(Span::new(0, 1), message, "name the parameters: (record, index)");
            return Err(refuse(&source, vec![found]));
        }
        let kinds = typeck::infer(&hir);
        let stage = plan::Stage { kind, number: spec.index, source, hir, kinds, env, binding_names, bindings };
        // What cannot be lowered is found now, not at the first run.
        lower_stage(&mut constants, &mut Vec::new(), &stage, &HashMap::new())
            .map_err(|found| refuse(&stage.source, found))?;
        Ok(Stage { stage: Arc::new(stage) })
    }
}

/// Lowers a stage; the number of its callback and the value of its env.
fn lower_stage(
    constants: &mut Constants,
    functions: &mut Vec<Function>,
    stage: &plan::Stage,
    lifted: &HashMap<u32, &hir::Expr>,
) -> Result<(u32, Value), Vec<Diagnostic>> {
    let mut snapshot = |text: &Option<String>| match text {
        Some(text) => constants.snapshot(text).unwrap_or_default(),
        None => Value::Undefined,
    };
    let env = snapshot(&stage.env);
    let bound = if stage.bindings == stage.env { env } else { snapshot(&stage.bindings) };
    let bindings: Vec<Value> = stage.binding_names.iter().map(|name| constants.member(bound, name)).collect();
    let code = codegen::Stage { number: stage.number, hir: &stage.hir, kinds: &stage.kinds, bindings: &bindings, lifted };
    Ok((codegen::compile(constants, functions, &code)?, env))
}

/// Stages and options together, ready to run any number of times, on any number of threads.
#[derive(Debug)]
pub struct Pipeline {
    plan: Plan,
    options: PlanOptions,
    executable: Executable,
    /// Memory of finished runs, for the next ones
    idle: Mutex<Vec<State>>,
}

/// How many finished runs' memory is kept.
const IDLE_STATES: usize = 4;

impl Pipeline {
    /// Plans, optimises and lowers. `options` is JSON, see [`PlanOptions`].
    ///
    /// # Errors
    /// INTERNAL, if the options are not those that lib/ sends.
    pub fn new(options: &str, stages: &[Arc<Stage>]) -> Result<Pipeline, Error> {
        let options = PlanOptions::parse(options)?;
        let compiled = stages.iter().map(|stage| Arc::clone(&stage.stage)).collect();
        let mut plan = Plan::new(options.mill, options.input, options.output, !options.space.is_empty(), compiled);
        optimize::optimize(&mut plan);
        let executable = lower(&plan, &options)?;
        Ok(Pipeline { plan, options, executable, idle: Mutex::default() })
    }

    /// The plan as text: what is read, what is native.
    #[must_use]
    pub fn explain(&self) -> String {
        self.plan.to_string()
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
    pub fn run(&self, input: &[u8]) -> Result<Vec<u8>, Error> {
        let never = AtomicBool::new(false);
        session::run_whole(self, input, &never)
    }

    /// Starts a run that takes its input in slices.
    #[must_use]
    pub fn start(self: &Arc<Self>) -> Run {
        Run::new(Arc::clone(self))
    }

    fn take_state(&self) -> State {
        let mut state = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        state.clear(self.executable.pipelines.len());
        state.serializer.gap.clear();
        state.serializer.gap.extend_from_slice(&self.options.space);
        state.serializer.max_depth = self.options.limits.max_depth;
        state.serializer.max_output = self.options.limits.max_output_bytes;
        state
    }

    fn give_state(&self, mut state: State) {
        state.shrink();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_STATES {
            idle.push(state);
        }
    }
}

/// Lowers an optimised plan.
fn lower(plan: &Plan, options: &PlanOptions) -> Result<Executable, Error> {
    let mut constants = Constants::default();
    let mut functions = Vec::new();
    let lifted: HashMap<u32, &hir::Expr> =
        plan.lifted.iter().map(|lifted| (lifted.expression, &lifted.source)).collect();
    let mut codes = Vec::new();
    for stage in &plan.stages {
        let (function, env) = lower_stage(&mut constants, &mut functions, stage, &lifted)
            .map_err(|found| Error::unsupported(&stage.source, stage.number, &found))?;
        let root = stage.hir.root();
        let arity = if root.rest.is_some() { 3 } else { root.params.len() as u16 };
        let operation = if stage.kind == StageKind::Filter { Operation::Filter } else { Operation::Map };
        codes.push(StageCode { operation, function, arity, env, stage: stage.number });
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
        let transform = codes.pop().ok_or_else(|| Error::internal("a mill without a transform"))?;
        let pipelines = plan.lifted.iter().map(|lifted| {
            let stage_code = |&(kind, function): &(StageKind, u32)| StageCode {
                operation: if kind == StageKind::Filter { Operation::Filter } else { Operation::Map },
                function: transform.function + function,
                arity: functions[(transform.function + function) as usize].params,
                env: Value::Undefined,
                stage: transform.stage,
            };
            lifted.stages.iter().map(stage_code).collect()
        });
        (pipelines.collect(), Some(transform))
    } else {
        (vec![codes], None)
    };
    let finished = constants.finish();
    let program = Program {
        functions,
        constants: finished.values,
        store: Arc::new(finished.store),
        shapes: finished.shapes.into(),
        names: finished.names,
        texts: finished.texts,
        sources: plan.stages.iter().map(|stage| stage.source.clone()).collect(),
    };
    Ok(Executable {
        program,
        projection: plan.projection.clone(),
        node_shapes,
        pipelines,
        document,
        writing: match plan.output {
            Output::Json => Writing::Array,
            Output::JsonLines => Writing::JsonLines,
            Output::TextLines => Writing::TextLines,
        },
        defer_errors: plan.input == Input::Json,
        max_steps: options.limits.max_steps,
    })
}
