//! Functions: parameters, hoisted declarations, body.

use std::collections::HashMap;
use std::sync::Arc;

use super::hoist::{self, Hoisted};
use super::pattern::{Mode, Place, Step};
use super::scope::{Frame, Kind, VariableId};
use super::{Callback, Lower, report};
use crate::hir::{ExprKind, Function, FunctionId, LocalId, Origin, Stmt};
use crate::syntax::ast::{self, DeclarationKind, Pattern};

/// How a function stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is the callback.
    Callback,
    /// Its name is a variable of the scope it stands in.
    Declaration,
    /// Its name, if any, is known only inside it.
    Expression,
}

impl Lower<'_> {
    /// Lowers a function; nested ones come after it.
    pub(super) fn function(&mut self, function: &ast::Function, role: Role) -> FunctionId {
        let id = FunctionId(self.functions.len() as u32);
        let name = function.name.clone().unwrap_or_else(|| Arc::from(""));
        self.functions.push(Function {
            name,
            params: Vec::new(),
            rest: None,
            locals: Vec::new(),
            body: Vec::new(),
            span: function.span,
            called: function.called.clone().filter(|_| role != Role::Callback),
            length: function
                .params
                .iter()
                .take_while(|param| param.default.is_none())
                .count() as u32,
            has_prototype: Some(function.plain).filter(|_| role != Role::Callback),
        });
        self.locals.push(Vec::new());
        self.frames.push(Frame {
            function: id,
            blocks: Vec::new(),
            captured: HashMap::new(),
            labels: Vec::new(),
            next_label: 0,
            conditional: 0,
            block_functions: Vec::new(),
            unseen: false,
        });
        self.enter();
        let first = self.parameter_locals(function);
        // A parameter of the same name hides the function's own.
        if let Some(name) = &function.name
            && role == Role::Expression
            && self.find_own(name).is_none()
        {
            self.declare(name, Kind::Itself, Origin::Itself);
        }
        if role == Role::Callback {
            self.mark_given(function);
        }
        let mut body = self.parameter_patterns(function, &first);
        body.extend(self.function_body(function));
        let mut declared = self.leave();
        declared.append(&mut body);
        self.frames.pop();
        let lowered = &mut self.functions[id.0 as usize];
        lowered.body = declared;
        lowered.rest = function.rest.as_ref().map(|_| first[function.params.len()]);
        lowered.params = first[..function.params.len()].to_vec();
        id
    }

    /// A variable of the innermost scope.
    pub(super) fn find_own(&mut self, name: &str) -> Option<VariableId> {
        self.frame()
            .blocks
            .last()
            .and_then(|block| block.names.get(name))
            .copied()
    }

    /// One local for each parameter, and then the rest: a variable, or a temporary that a pattern or a default reads.
    fn parameter_locals(&mut self, function: &ast::Function) -> Vec<LocalId> {
        let mut locals = Vec::with_capacity(function.params.len() + 1);
        for param in &function.params {
            locals.push(match (&param.pattern, &param.default) {
                (Pattern::Name(name), None) => self.parameter(name),
                _ => self.local(Arc::from(""), Origin::Parameter, None),
            });
        }
        match &function.rest {
            Some(Pattern::Name(name)) => locals.push(self.parameter(name)),
            Some(_) => locals.push(self.local(Arc::from(""), Origin::Parameter, None)),
            None => {}
        }
        locals
    }

    fn parameter(&mut self, name: &ast::Name) -> LocalId {
        self.check_duplicate(name);
        let id = self.declare(&name.text, Kind::Parameter, Origin::Parameter);
        self.variables[id.0].initialized = true;
        self.variables[id.0].local
    }

    fn check_duplicate(&mut self, name: &ast::Name) {
        if self
            .find_own(&name.text)
            .is_some_and(|id| self.variables[id.0].kind != Kind::Itself)
        {
            self.errors.push(report::duplicate_parameter(&name.text, name.span));
        }
    }

    /// Which parameter the env (or the params of a mill) is, and which the array.
    fn mark_given(&mut self, function: &ast::Function) {
        let (given, array) = match self.scope.kind {
            Callback::Helper => (None, None),
            Callback::Mill => (Some(1), None),
            Callback::Reducer if self.scope.third_is_env => (Some(3), None),
            Callback::Reducer => (None, Some(3)),
            Callback::Comparator => (Some(2), None),
            _ if self.scope.third_is_env => (Some(2), None),
            _ => (None, Some(2)),
        };
        if let Some(Pattern::Name(name)) = given.and_then(|at| function.params.get(at)).map(|param| &param.pattern)
            && let Some(id) = self.find_own(&name.text)
        {
            self.variables[id.0].given = true;
        }
        self.mark_index(function);
        let Some(array) = array else { return };
        match function.params.get(array) {
            Some(ast::Param {
                pattern: Pattern::Name(name),
                default: None,
                ..
            }) => {
                if let Some(id) = self.find_own(&name.text) {
                    self.variables[id.0].is_array = true;
                }
            }
            // Patterns and defaults look at it.
            Some(_) => self.uses_array = true,
            None if function.rest.is_some() => {
                // `(...args)` holds the array too; what is read from it cannot be told.
                let span = function.rest.as_ref().map_or(function.span, Pattern::span);
                let found = self.array_parameter(span);
                self.errors.push(found);
            }
            None => {}
        }
    }

    /// Which parameter the record's position is; rest parameters and patterns look at it.
    fn mark_index(&mut self, function: &ast::Function) {
        match function.params.get(1).map(|param| (&param.pattern, &param.default)) {
            Some((Pattern::Name(name), None)) => {
                if let Some(id) = self.find_own(&name.text) {
                    self.variables[id.0].is_index = true;
                }
            }
            Some(_) => self.uses_index = true,
            None => self.uses_index |= function.rest.is_some(),
        }
    }

    /// What patterns and defaults of parameters take from them.
    /// <https://tc39.es/ecma262/#sec-functiondeclarationinstantiation> steps 19 to 26
    fn parameter_patterns(&mut self, function: &ast::Function, locals: &[LocalId]) -> Vec<Stmt> {
        let given = match self.scope.kind {
            Callback::Helper => usize::MAX,
            Callback::Mill => 1,
            Callback::Reducer => 3,
            _ => 2,
        };
        let is_callback = self.frames.len() == 1;
        let is_given = |at: usize| is_callback && at == given;
        let mut patterns = Vec::new();
        for (at, param) in function.params.iter().enumerate() {
            if !matches!((&param.pattern, &param.default), (Pattern::Name(_), None)) {
                patterns.push((at, &param.pattern, param.default.as_ref()));
            }
        }
        if let Some(rest @ (Pattern::Object { .. } | Pattern::Array { .. })) = &function.rest {
            patterns.push((function.params.len(), rest, None));
        }
        for (at, pattern, _) in &patterns {
            let mut names = Vec::new();
            hoist::names_of(pattern, &mut names);
            for name in names {
                self.check_duplicate(name);
                let id = self.declare(&name.text, Kind::Let, Origin::Variable);
                self.variables[id.0].given = is_given(*at);
            }
        }
        let mut steps = Vec::new();
        let later = self.later_parameters(function, patterns.first().map_or(usize::MAX, |&(at, ..)| at));
        for (at, pattern, default) in patterns {
            let span = pattern.span();
            for &(id, of) in &later {
                self.variables[id.0].initialized = of < at;
            }
            let value = self.make(span, ExprKind::Local(locals[at]));
            let (value, place) = match default {
                None => (value, Place::assigned("", "")),
                Some(default) => {
                    let default = self.expression(default);
                    let value = self.make(span, ExprKind::Default(Box::new(value), Box::new(default)));
                    // V8 sees `parameter === undefined ? default : parameter`, and renders a conditional so.
                    (
                        value,
                        Place::assigned("(intermediate value)(intermediate value)(intermediate value)", ""),
                    )
                }
            };
            self.pattern(pattern, value, &place, Mode::Declare(DeclarationKind::Let), &mut steps);
        }
        for (id, at) in later {
            let variable = &mut self.variables[id.0];
            variable.initialized = true;
            if variable.read_early || variable.captured_early {
                let found = report::read_before_declaration(&variable.name, function.params[at].span);
                self.errors.push(found);
            }
        }
        Step::statements(steps)
    }

    /// Plain parameters behind the first one with a pattern or default, which may not read them yet.
    fn later_parameters(&mut self, function: &ast::Function, first: usize) -> Vec<(VariableId, usize)> {
        let params = function.params.iter().enumerate().skip(first.saturating_add(1));
        let plain: Vec<(Arc<str>, usize)> = params
            .filter_map(|(at, param)| match (&param.pattern, &param.default) {
                (Pattern::Name(name), None) => Some((Arc::clone(&name.text), at)),
                _ => None,
            })
            .collect();
        plain
            .into_iter()
            .filter_map(|(name, at)| Some((self.find_own(&name)?, at)))
            .collect()
    }

    /// <https://tc39.es/ecma262/#sec-functiondeclarationinstantiation> from step 27
    fn function_body(&mut self, function: &ast::Function) -> Vec<Stmt> {
        let hoisted = Hoisted::of(&function.body);
        self.frame().block_functions = hoisted.block_functions;
        let has_expressions = function.params.iter().any(|param| {
            param.default.is_some() || matches!(param.pattern, Pattern::Object { .. } | Pattern::Array { .. })
        });
        for name in &hoisted.vars {
            match self.find_own(&name.text) {
                Some(id) if self.variables[id.0].kind == Kind::Itself => {}
                Some(_) if has_expressions => self.errors.push(report::parameter_redeclared(&name.text, name.span)),
                _ => {}
            }
        }
        // `var x` of a parameter's name is the parameter.
        let params: Vec<Arc<str>> = self.parameter_names();
        self.enter();
        for name in hoisted.vars {
            if !params.contains(&name.text) && self.find_own(&name.text).is_none() {
                self.declare(&name.text, Kind::Var, Origin::Variable);
            }
        }
        let vars: Vec<VariableId> = self
            .frame()
            .blocks
            .last()
            .map_or_else(Vec::new, |block| block.variables.clone());
        let mut body = self.scope_statements(&function.body, &params);
        let mut start = self.leave();
        for id in vars {
            let variable = &self.variables[id.0];
            // A `var` whose first use is its initialisation needs no other.
            if variable.kind == Kind::Var {
                start.push(Stmt::Init(variable.local, None));
            }
        }
        start.append(&mut body);
        start
    }

    fn parameter_names(&mut self) -> Vec<Arc<str>> {
        let block = self.frame().blocks.last();
        let ids = block.map_or_else(Vec::new, |block| block.variables.clone());
        let ids = ids.into_iter().filter(|id| self.variables[id.0].kind != Kind::Itself);
        ids.map(|id| Arc::clone(&self.variables[id.0].name)).collect()
    }
}
