//! HIR → code: every local gets a register, every expression puts its value into one.

mod assignment;
mod call;
mod completion;
mod condition;
mod expression;
mod inline;
mod literal;
mod loops;
mod operand;
mod operator;
mod order;
mod regexp;
mod shortcut;
mod statement;

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::hir::{self, Expr, Hir, LabelId, LocalId, Origin};
use crate::source::{Source, Span};
use crate::typeck::KindTable;
use crate::value::Value;

use super::constants::Constants;
use super::program::{Function, Handler, Label, Op, Reg};
use super::shortcut::{Formula, Path};

/// Compiles one stage's functions behind those already made; returns the number of its callback.
pub fn compile(
    constants: &mut Constants,
    functions: &mut Vec<Function>,
    stage: &Stage<'_>,
) -> Result<u32, Vec<Diagnostic>> {
    let first = functions.len() as u32;
    let mut found = Vec::new();
    for (index, function) in stage.hir.functions.iter().enumerate() {
        // Of the callback the whole text is its own, also where it is a method.
        let text = match (index, function.span) {
            (0, _) => Some(stage.text),
            (_, span) => stage.text.get(span.start as usize..span.end as usize),
        };
        constants.function(first as usize + index, function, text.unwrap_or_default());
        let mut code = Codegen::new(constants, stage, function, first);
        match code.function() {
            Ok(compiled) => functions.push(compiled),
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    for (index, function) in stage.hir.functions.iter().enumerate() {
        let order = order::order(constants, functions, stage, function, first);
        functions[first as usize + index].order = order.map(Box::new);
    }
    Ok(first)
}

/// What a stage's code is made of.
pub struct Stage<'a> {
    /// Its number, for error frames
    pub number: u32,
    /// The text, where it is not the stage's callback but a function that it captured
    pub source: Option<Arc<Source>>,
    /// Its text
    pub text: &'a str,
    /// Its callback
    pub hir: &'a Hir,
    /// What is known of each expression
    pub kinds: &'a KindTable,
    /// Captured values by [`hir::BindingId`]
    pub bindings: &'a [Value],
    /// What they are called in the text
    pub binding_names: &'a [String],
    /// Expressions whose records stream through a pipeline, see [`Op::JumpIfWritten`]
    pub lifted: &'a HashMap<u32, &'a Expr>,
}

type Result<T, E = Diagnostic> = std::result::Result<T, E>;

/// Code of one function in the making.
struct Codegen<'a, 'c> {
    constants: &'c mut Constants,
    stage: &'a Stage<'a>,
    function: &'a hir::Function,
    /// The program's number of the stage's first function
    first_function: u32,
    /// The register of each local
    locals: Vec<Reg>,
    /// Registers in use, locals first
    used: u32,
    /// Most registers ever in use
    most: u32,
    code: Vec<Op>,
    spans: Vec<Span>,
    span: Span,
    labels: Vec<Option<Label>>,
    breaks: HashMap<LabelId, Jump>,
    /// Where the innermost optional chain goes when it ends early
    chains: Vec<usize>,
    /// `finally` blocks around the current place, outermost first
    finalizers: Vec<completion::Finalizer>,
    handlers: Vec<Handler>,
    captures: Vec<(u32, Vec<Reg>)>,
    paths: Vec<Path>,
    formulas: Vec<Formula>,
    /// The code is what a shortcut saves: there are none in it
    saving: bool,
    params: u16,
    captured: u16,
    /// Where `return` goes in the statements of a callback that stand in a loop
    returns: Option<inline::Return>,
    /// How many such loops are around the current place
    depth: u32,
}

/// Where `break` and `continue` of a label go, and how many `finally` blocks lie inside it.
#[derive(Clone, Copy)]
struct Jump {
    end: usize,
    next: Option<usize>,
    finalizers: usize,
}

impl<'a, 'c> Codegen<'a, 'c> {
    fn new(
        constants: &'c mut Constants,
        stage: &'a Stage<'a>,
        function: &'a hir::Function,
        first_function: u32,
    ) -> Codegen<'a, 'c> {
        Codegen {
            constants,
            stage,
            function,
            first_function,
            locals: Vec::new(),
            used: 0,
            most: 0,
            code: Vec::new(),
            spans: Vec::new(),
            span: function.span,
            labels: Vec::new(),
            breaks: HashMap::new(),
            chains: Vec::new(),
            finalizers: Vec::new(),
            handlers: Vec::new(),
            captures: Vec::new(),
            paths: Vec::new(),
            formulas: Vec::new(),
            saving: false,
            params: 0,
            captured: 0,
            returns: None,
            depth: 0,
        }
    }

    /// Registers: parameters, rest, captured values, then all other locals and temporaries.
    fn function(&mut self) -> Result<Function> {
        let function = self.function;
        self.locals = vec![Reg::MAX; function.locals.len()];
        for &param in function.params.iter().chain(&function.rest) {
            self.locals[param.0 as usize] = self.temp()?;
        }
        self.params = function.params.len() as u16;
        for (local, _) in captured_locals(function) {
            self.locals[local.0 as usize] = self.temp()?;
            self.captured += 1;
        }
        for index in 0..function.locals.len() {
            if self.locals[index] == Reg::MAX {
                self.locals[index] = self.temp()?;
            }
        }
        // Parameters that closures share move into their cells; others get theirs where they are declared.
        for (index, local) in function.locals.iter().enumerate() {
            let reg = self.locals[index];
            match local.origin {
                Origin::Parameter if local.cell => {
                    let value = self.temp()?;
                    self.emit(Op::Move { dst: value, src: reg });
                    self.emit(Op::NewCell {
                        dst: reg,
                        initialized: true,
                    });
                    self.emit(Op::WriteCell { cell: reg, src: value });
                    self.release(value);
                }
                _ => {}
            }
        }
        self.block(&function.body)?;
        let result = self.temp()?;
        self.load(result, Value::Undefined);
        self.emit(Op::Return { src: result });
        self.resolve_labels();
        let own_name = function.locals.iter().position(|local| local.origin == Origin::Itself);
        Ok(Function {
            itself: own_name.map(|index| self.locals[index]),
            name: function.name.clone(),
            stage: self.stage.number,
            source: self.stage.source.clone(),
            params: self.params,
            rest: function.rest.is_some(),
            captures: self.captured,
            registers: self.most as u16,
            code: std::mem::take(&mut self.code),
            spans: std::mem::take(&mut self.spans),
            handlers: std::mem::take(&mut self.handlers),
            capture_lists: std::mem::take(&mut self.captures)
                .into_iter()
                .map(|(_, list)| list)
                .collect(),
            paths: std::mem::take(&mut self.paths),
            formulas: std::mem::take(&mut self.formulas),
            order: None,
        })
    }

    // ── registers ──────────────────────────────────────────────────────────────────────────────────────────────────

    /// A fresh register.
    fn temp(&mut self) -> Result<Reg> {
        let reg = self.used;
        if reg >= u32::from(Reg::MAX) - 1 {
            return Err(self.refuse(
                "a callback with more than 65,000 values at once",
                "split it into stages",
            ));
        }
        self.used += 1;
        self.most = self.most.max(self.used);
        Ok(reg as Reg)
    }

    /// Consecutive fresh registers.
    fn temps(&mut self, count: usize) -> Result<Reg> {
        let first = self.used as Reg;
        for _ in 0..count {
            self.temp()?;
        }
        Ok(first)
    }

    /// Gives back a register and all taken after it.
    fn release(&mut self, reg: Reg) {
        self.used = u32::from(reg);
    }

    fn local(&self, local: LocalId) -> (&'a hir::Local, Reg) {
        (&self.function.locals[local.0 as usize], self.locals[local.0 as usize])
    }

    // ── code ───────────────────────────────────────────────────────────────────────────────────────────────────────

    fn emit(&mut self, op: Op) {
        self.code.push(op);
        self.spans.push(self.span);
    }

    fn load(&mut self, dst: Reg, value: Value) {
        let constant = self.constants.value(value);
        self.emit(Op::Load { dst, constant });
    }

    /// A label to be placed later. Jumps hold label numbers until all are placed.
    fn label(&mut self) -> usize {
        self.labels.push(None);
        self.labels.len() - 1
    }

    fn place(&mut self, label: usize) {
        self.labels[label] = Some(self.code.len() as Label);
    }

    fn here(&mut self) -> usize {
        let label = self.label();
        self.place(label);
        label
    }

    fn resolve_labels(&mut self) {
        let at = |label: Label| self.labels[label as usize].expect("every label is placed");
        for op in &mut self.code {
            if let Op::Jump { to }
            | Op::Path { to, .. }
            | Op::Formula { to, .. }
            | Op::Fold { to, .. }
            | Op::Update { to, .. }
            | Op::JumpIfTrue { to, .. }
            | Op::JumpIfFalse { to, .. }
            | Op::JumpUnless { to, .. }
            | Op::JumpUnlessConstant { to, .. }
            | Op::JumpUnlessEqConstant { to, .. }
            | Op::JumpIfNullish { to, .. }
            | Op::JumpIfNotNullish { to, .. }
            | Op::JumpIfDefined { to, .. }
            | Op::JumpIfWritten { to, .. }
            | Op::BeginLoop { to, .. }
            | Op::NextElement { to, .. }
            | Op::Next { to, .. }
            | Op::NextKey { to, .. } = op
            {
                *to = at(*to);
            }
        }
        for handler in &mut self.handlers {
            handler.from = at(handler.from);
            handler.to = at(handler.to);
            handler.target = at(handler.target);
        }
    }

    fn refuse(&self, what: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.span, what, help)
    }
}

/// Locals that come from the function around this one, in the order in which closures hold them.
fn captured_locals(function: &hir::Function) -> impl Iterator<Item = (LocalId, LocalId)> + '_ {
    function
        .locals
        .iter()
        .enumerate()
        .filter_map(|(index, local)| match local.origin {
            Origin::Captured(outer) => Some((LocalId(index as u32), outer)),
            _ => None,
        })
}
