//! What a name means.

use std::sync::Arc;

use super::globals::{self, Global};
use super::scope::{Kind, VariableId};
use super::{Lower, report};
use crate::hir::{BindingId, Expr, ExprKind, FunctionId, LocalId, Origin};
use crate::source::Span;

/// What a name means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Resolved {
    Variable(VariableId),
    Binding(BindingId),
    /// The callback itself
    Root,
    Global,
    Free,
}

impl Lower<'_> {
    /// What a name means, without a report.
    pub(super) fn resolve(&self, name: &str) -> Resolved {
        if let Some(found) = self.find(name) {
            return Resolved::Variable(found);
        }
        if self.root_name.as_deref() == Some(name) {
            return Resolved::Root;
        }
        if let Some(at) = self.scope.bindings.iter().position(|binding| binding == name) {
            return Resolved::Binding(BindingId(at as u32));
        }
        match globals::classify(name) {
            Global::Pure => Resolved::Global,
            Global::Impure | Global::Unknown => Resolved::Free,
        }
    }

    /// The variable of a name, if it is one.
    pub(super) fn find(&self, name: &str) -> Option<VariableId> {
        let blocks = self.frames.iter().rev().flat_map(|frame| frame.blocks.iter().rev());
        blocks.filter_map(|block| block.names.get(name)).copied().next()
    }

    /// Reports a name that is declared by a function in a block of the current function but found elsewhere.
    fn check_block_function(&mut self, name: &str, found: Option<VariableId>, span: Span) {
        let owner = found.map(|id| self.variables[id.0].frame);
        let inner = self
            .frames
            .iter()
            .enumerate()
            .rev()
            .take_while(|(at, _)| owner.is_none_or(|owner| *at > owner));
        let hidden = inner
            .flat_map(|(_, frame)| &frame.block_functions)
            .any(|declared| &**declared == name);
        let same = owner.is_some_and(|owner| {
            found.is_some_and(|id| self.variables[id.0].kind != Kind::Function)
                && self.frames[owner]
                    .block_functions
                    .iter()
                    .any(|declared| &**declared == name)
        });
        if hidden || same {
            self.errors.push(report::block_function(name, span));
        }
    }

    /// A name that is read.
    pub(super) fn name(&mut self, name: &Arc<str>, span: Span) -> Expr {
        let resolved = self.resolve(name);
        let found = if let Resolved::Variable(id) = resolved {
            Some(id)
        } else {
            None
        };
        self.check_block_function(name, found, span);
        let kind = match resolved {
            Resolved::Variable(id) => return self.read(id, span),
            Resolved::Root => ExprKind::Function(FunctionId(0)),
            Resolved::Binding(id) => ExprKind::Binding(id),
            Resolved::Global => ExprKind::Global(Arc::clone(name)),
            Resolved::Free => match &**name {
                "undefined" => ExprKind::Undefined,
                "NaN" => ExprKind::Number(f64::NAN),
                "Infinity" => ExprKind::Number(f64::INFINITY),
                _ => return self.missing(name, span),
            },
        };
        self.make(span, kind)
    }

    /// Reports a name that nothing gives, once.
    pub(super) fn missing(&mut self, name: &Arc<str>, span: Span) -> Expr {
        if self.reported.insert(Arc::clone(name)) {
            let found = match globals::classify(name) {
                Global::Impure => self.impure_global(name, span),
                Global::Pure | Global::Unknown => {
                    self.missing.push((Arc::clone(name), self.errors.len()));
                    self.free_variable(name, span)
                }
            };
            self.errors.push(found);
        }
        self.make(span, ExprKind::Undefined)
    }

    /// Reads a variable.
    fn read(&mut self, id: VariableId, span: Span) -> Expr {
        let inner = self.variables[id.0].frame + 1 < self.frames.len();
        let variable = &mut self.variables[id.0];
        // A hoisted function has its value before anything can call the closures made with it.
        let has_value = variable.initialized || (inner && variable.kind == Kind::Function);
        variable.read_early |= !has_value;
        let local = self.local_of(id);
        self.make(span, ExprKind::Local(local))
    }

    /// The current function's local for a variable, captured through the functions between.
    pub(super) fn local_of(&mut self, id: VariableId) -> LocalId {
        let current = self.frames.len() - 1;
        let variable = &mut self.variables[id.0];
        variable.touched = true;
        // also where it is assigned to: `&&=` looks at it first
        self.uses_array |= variable.is_array;
        if variable.frame == current {
            return variable.local;
        }
        variable.captured = true;
        variable.captured_early |= !variable.initialized;
        let name = Arc::clone(&variable.name);
        let mut from = variable.local;
        for depth in variable.frame + 1..=current {
            if let Some(&known) = self.frames[depth].captured.get(&id) {
                from = known;
                continue;
            }
            let locals = &mut self.locals[self.frames[depth].function.0 as usize];
            let local = LocalId(locals.len() as u32);
            let origin = Origin::Captured(from);
            locals.push(super::scope::LocalInfo {
                name: Arc::clone(&name),
                origin,
                variable: Some(id),
            });
            self.frames[depth].captured.insert(id, local);
            from = local;
        }
        from
    }
}
