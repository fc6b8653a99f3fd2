//! Scopes, variables and the functions they live in.

use std::collections::HashMap;
use std::sync::Arc;

use super::Lower;
use super::label::Label;
use crate::hir::{FunctionId, LocalId, Origin, Stmt};

/// Index into `Lower::variables`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct VariableId(pub usize);

/// How a variable was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Parameter,
    Var,
    Let,
    Const,
    /// A function declaration: it has its value before any statement of its scope runs.
    Function,
    /// A named function expression's own name
    Itself,
}

/// A variable, wherever it is used.
#[derive(Debug)]
pub(super) struct Variable {
    pub name: Arc<str>,
    pub kind: Kind,
    /// Index into `Lower::frames` of the function that it belongs to
    pub frame: usize,
    pub local: LocalId,
    /// Its declaration has run, as far as the text so far can tell.
    pub initialized: bool,
    /// It was named before
    pub touched: bool,
    pub reassigned: bool,
    pub captured: bool,
    /// A closure may have been made before the declaration ran.
    pub captured_early: bool,
    /// It may be read before the declaration ran.
    pub read_early: bool,
    /// It holds (a part of) env or params, which nobody may change.
    pub given: bool,
    /// It is the array parameter, which only the array itself could provide.
    pub is_array: bool,
    /// It is the parameter that is the record's position.
    pub is_index: bool,
}

impl Variable {
    /// Whether closures must share it rather than copy it.
    pub fn is_cell(&self) -> bool {
        self.captured && (self.reassigned || self.captured_early)
    }
}

/// A local of a function being lowered.
#[derive(Debug)]
pub(super) struct LocalInfo {
    pub name: Arc<str>,
    pub origin: Origin,
    /// `None` for a temporary
    pub variable: Option<VariableId>,
}

/// A function being lowered.
#[derive(Debug)]
pub(super) struct Frame {
    pub function: FunctionId,
    /// Scopes around the current place, outermost first
    pub blocks: Vec<Block>,
    /// Locals for variables of the functions around it
    pub captured: HashMap<VariableId, LocalId>,
    pub labels: Vec<Label>,
    pub next_label: u32,
    /// How many statements around the current place may run it never or more than once
    pub conditional: u32,
    /// Names of functions declared in blocks: strict and sloppy code see them differently from outside the block.
    pub block_functions: Vec<Arc<str>>,
    /// The current place is one that V8's messages cannot render.
    pub unseen: bool,
}

/// The declarations of one scope.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub names: HashMap<Arc<str>, VariableId>,
    /// In order of declaration
    pub variables: Vec<VariableId>,
}

impl Lower<'_> {
    /// The function being lowered.
    pub(super) fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("expressions stand in functions")
    }

    /// A new local of the current function.
    pub(super) fn local(&mut self, name: Arc<str>, origin: Origin, variable: Option<VariableId>) -> LocalId {
        let function = self.frame().function;
        let locals = &mut self.locals[function.0 as usize];
        locals.push(LocalInfo { name, origin, variable });
        LocalId(locals.len() as u32 - 1)
    }

    /// A new temporary of the current function.
    pub(super) fn temporary(&mut self) -> LocalId {
        self.local(Arc::from(""), Origin::Variable, None)
    }

    /// Declares a variable in the innermost scope.
    pub(super) fn declare(&mut self, name: &Arc<str>, kind: Kind, origin: Origin) -> VariableId {
        let id = VariableId(self.variables.len());
        let local = self.local(Arc::clone(name), origin, Some(id));
        self.variables.push(Variable {
            name: Arc::clone(name),
            kind,
            frame: self.frames.len() - 1,
            local,
            initialized: matches!(kind, Kind::Var | Kind::Itself),
            touched: false,
            reassigned: false,
            captured: false,
            captured_early: false,
            read_early: false,
            given: false,
            is_array: false,
            is_index: false,
        });
        let block = self.frame().blocks.last_mut().expect("a scope was entered");
        block.names.insert(Arc::clone(name), id);
        block.variables.push(id);
        id
    }

    /// Enters a scope.
    pub(super) fn enter(&mut self) {
        self.frame().blocks.push(Block::default());
    }

    /// Leaves the innermost scope; gives the [`Stmt::Declare`]s that belong at its start.
    pub(super) fn leave(&mut self) -> Vec<Stmt> {
        let block = self.frame().blocks.pop().expect("a scope was entered");
        let variables = block.variables.iter().map(|id| &self.variables[id.0]);
        let needed = variables.filter(|it| !matches!(it.kind, Kind::Itself) && (it.is_cell() || it.read_early));
        let function = self.frames.last().map_or(0, |frame| frame.function.0);
        let locals = &self.locals[function as usize];
        let declared = needed.filter(|it| locals[it.local.0 as usize].origin == Origin::Variable);
        declared.map(|it| Stmt::Declare(it.local)).collect()
    }
}
