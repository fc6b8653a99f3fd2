//! Lowers an optimised plan to what a run executes.

use std::collections::HashMap;
use std::sync::Arc;

use super::captured;
use super::options::PlanOptions;
use crate::error::{Code, Error};
use crate::exec::codegen;
use crate::exec::constants::Constants;
use crate::exec::group::{AggregateCode, Grouping};
use crate::exec::places::Places;
use crate::exec::predict::predict;
use crate::exec::program::{Function, Program};
use crate::exec::run::{Executable, Writing};
use crate::exec::stages::{Keeps, Operation, StageCode};
use crate::exec::validate::Validation;
use crate::hir;
use crate::plan::{self, Input, Output, Plan, StageKind};
use crate::value::{ShapeId, Value};

/// Lowers a stage's function; its number and the value of its env.
pub(super) fn lower_callback(
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

/// Whether a record that is sorted can be put away: nobody has it besides, and nobody asks for its text.
fn packed(plan: &Plan, at: usize) -> bool {
    let before = &plan.stages[..at];
    let alone = before.iter().all(|stage| match stage.kind {
        StageKind::Filter | StageKind::Map | StageKind::Validate | StageKind::Slice { .. } | StageKind::Distinct => {
            true
        }
        // a record is in one group only
        StageKind::GroupBy => true,
        _ => false,
    });
    alone && !plan.mill && plan.on_error == plan::OnError::Throw && !plan.takes_array()
}

/// Whether a record that is sorted is not looked at any more, but written.
fn written(plan: &Plan, at: usize) -> bool {
    let written = plan.stages[at + 1..].iter().all(|stage| match stage.kind {
        StageKind::Slice { start, end } => start >= 0.0 && end >= 0.0,
        _ => false,
    });
    let as_text = matches!(plan.output, Output::Json | Output::JsonLines) && !plan.pretty;
    written && as_text
}

/// Whether records behind a stage still are those of the input.
fn keeps_values(stage: &plan::Stage) -> bool {
    // A callback may write to its record.
    match &stage.validator {
        Some(validator) => !validator.changes(),
        None => stage.callback.is_none(),
    }
}

fn reduces(plan: &Plan) -> bool {
    plan.stages.iter().any(|stage| stage.kind == StageKind::Reduce)
}

/// The aggregates of a GroupBy.
pub(super) fn grouping(
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
            keeps: Keeps::Records,
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
        spills: false,
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
pub(super) fn lower(plan: &Plan, options: &PlanOptions) -> Result<Executable, Error> {
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
        code.spills = options.spill.is_some() && packed(plan, at);
        match &mut code.operation {
            Operation::SortBy { keeps, .. } if packed(plan, at) && written(plan, at) => *keeps = Keeps::Texts,
            Operation::SortBy { keeps, .. } if code.spills => *keeps = Keeps::Values,
            _ => {}
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
                spills: false,
            };
            lifted.stages.iter().map(step).collect()
        });
        (pipelines.collect(), Some(transform))
    } else {
        (vec![codes], None)
    };
    let finished = constants.finish();
    let mut program = Program {
        places: Places::of(&finished.shapes, &finished.names),
        functions,
        constants: finished.values,
        store: Arc::new(finished.store),
        shapes: finished.shapes.into(),
        names: finished.names,
        texts: finished.texts,
    };
    predict(&mut program, &plan.projection, &node_shapes);
    Ok(Executable {
        program,
        projection: plan.projection.clone(),
        decisions: plan.decisions.clone(),
        node_shapes,
        pipelines,
        document,
        document_check: plan.document.as_ref().and_then(|stage| {
            let validator = stage.validator.clone()?;
            let of_input = validator.reads_text();
            Some((Validation { validator, of_input }, stage.number))
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
