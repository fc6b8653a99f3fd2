//! Functions that callbacks capture, compiled over bindings of their own.
//!
//! What is captured is often a whole module, of which the callback uses little. So a function that cannot be compiled is
//! reported only where its name occurs in what is compiled; otherwise it stays a value without code, and a call of it under
//! a name that nobody could foresee makes the run go to V8.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::exec::codegen;
use crate::exec::constants::Constants;
use crate::exec::program::Function;
use crate::hir::lower::{Callback as Scoped, Scope};
use crate::plan::{Captured, Given};
use crate::source::Source;
use crate::value::snapshot::CapturedFunction;
use crate::value::{Class, Value};
use crate::{hir, syntax, typeck};

/// What is wrong with a member of a module that is mentioned.
pub(super) const NOT_COPIED: &str =
    "it cannot be copied to native code, which takes JSON values, Date, RegExp, Map, Set and functions";

/// How deep functions are looked for in captured objects, and in how many members of each: tables of data are not.
const DEPTH: usize = 4;
const MEMBERS: usize = 256;

/// The functions of the snapshots that were just decoded.
pub(super) struct Found {
    functions: Vec<CapturedFunction>,
    /// Their numbers by their objects' places
    numbers: HashMap<u32, u32>,
}

impl Found {
    pub fn take(constants: &mut Constants) -> Found {
        let functions = constants.take_captured();
        let places = functions.iter().map(|function| function.object.index);
        Found {
            numbers: places.zip(0..).collect(),
            functions,
        }
    }

    /// Takes them as far as they go on their own.
    pub fn compile(&self, constants: &mut Constants) -> Vec<Captured> {
        let compile_one = |function: &CapturedFunction| {
            let source = Arc::new(Source::new(function.source.clone()));
            let bindings = function.bindings.constant();
            let binding_names = constants.keys(bindings);
            let bound = self.members(constants, bindings, &binding_names);
            let scope = Scope {
                bindings: &binding_names,
                third_is_env: false,
                kind: Scoped::Helper,
                methods: Some(constants.methods()),
            };
            let lowered = syntax::parse_captured(&source).and_then(|syntax| hir::lower::lower(&syntax, &scope));
            let code = lowered.map(|hir| {
                let kinds = typeck::infer(&hir);
                (hir, kinds)
            });
            Captured {
                source,
                binding_names,
                bound,
                code,
            }
        };
        self.functions.iter().map(compile_one).collect()
    }

    /// Where functions are in a captured value.
    pub fn given(&self, constants: &mut Constants, value: Value) -> Arc<Given> {
        self.look(constants, value, DEPTH)
    }

    /// Where they are in some of its members.
    pub fn members(&self, constants: &mut Constants, object: Value, names: &[String]) -> Vec<Arc<Given>> {
        let member = |name: &String| {
            let value = constants.member(object, name);
            self.look(constants, value, DEPTH)
        };
        names.iter().map(member).collect()
    }

    fn look(&self, constants: &mut Constants, value: Value, depth: usize) -> Arc<Given> {
        let Value::Object(r) = value else { return Arc::default() };
        if r.class == Class::Function {
            let number = self.numbers.get(&r.index);
            return number.map_or_else(Arc::default, |&number| Arc::new(Given::Function(number)));
        }
        if r.class != Class::Plain || depth == 0 || self.functions.is_empty() {
            return Arc::default();
        }
        let names = constants.keys(value);
        if names.len() > MEMBERS {
            return Arc::default();
        }
        let mut members = Vec::new();
        for name in names {
            let member = constants.member(value, &name);
            let given = self.look(constants, member, depth - 1);
            if !matches!(*given, Given::Unknown) {
                members.push((Arc::from(name), given));
            }
        }
        if members.is_empty() {
            Arc::default()
        } else {
            Arc::new(Given::Object(members))
        }
    }
}

/// Gives the functions of the snapshots that were just decoded their code. The callback has its own already, so that it is known
/// which names occur.
pub(super) fn lower(
    constants: &mut Constants,
    functions: &mut Vec<Function>,
    stage: u32,
    compiled: &[Captured],
    found: &[CapturedFunction],
) -> Result<(), Error> {
    let mut waiting: Vec<(&CapturedFunction, &Captured)> = found.iter().zip(compiled).collect();
    // All of them at once: nobody wants to find them one by one.
    let mut refused: Option<Error> = None;
    loop {
        let (named, rest): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|(function, _)| constants.is_mentioned(&function.name));
        waiting = rest;
        if named.is_empty() {
            break;
        }
        for (function, captured) in named {
            if let Err(found) = lower_one(constants, functions, stage, captured, function) {
                let error = refuse(&captured.source, stage, &function.name, found);
                refused = Some(match refused {
                    None => error,
                    Some(first) => first.with(|all| all.diagnostics.extend_from_slice(&error.payload().diagnostics)),
                });
            }
        }
    }
    if let Some(error) = refused {
        return Err(error);
    }
    for (function, captured) in waiting {
        let first = functions.len();
        if lower_one(constants, functions, stage, captured, function).is_err() {
            functions.truncate(first);
        }
    }
    Ok(())
}

fn lower_one(
    constants: &mut Constants,
    functions: &mut Vec<Function>,
    stage: u32,
    captured: &Captured,
    function: &CapturedFunction,
) -> Result<(), Vec<Diagnostic>> {
    let (hir, kinds) = captured.code.as_ref().map_err(Vec::clone)?;
    let bound = function.bindings.constant();
    let bindings: Vec<Value> = captured
        .binding_names
        .iter()
        .map(|name| constants.member(bound, name))
        .collect();
    let code = codegen::Stage {
        number: stage,
        source: Some(Arc::clone(&captured.source)),
        text: &captured.source.text,
        hir,
        kinds,
        bindings: &bindings,
        binding_names: &captured.binding_names,
        lifted: &HashMap::new(),
    };
    let number = codegen::compile(constants, functions, &code)?;
    constants.set_code(function, number);
    Ok(())
}

fn refuse(source: &Source, stage: u32, name: &str, found: Vec<Diagnostic>) -> Error {
    let name = if name.is_empty() { "a captured function" } else { name };
    let named = found.into_iter().map(|found| Diagnostic {
        message: format!("{name}: {}", found.message),
        ..found
    });
    Error::unsupported(source, stage, &named.collect::<Vec<_>>())
}
