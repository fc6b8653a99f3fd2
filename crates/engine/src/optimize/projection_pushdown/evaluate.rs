//! Interpreting statements and expressions over abstract values.

use std::sync::Arc;

use super::want::join;
use super::{Abstract, Analysis};
use crate::hir::{
    Callee, Element, Expr, ExprKind, Function, LocalId, LogicalOp, Origin, PropertyDefinition, Stmt, Target, UnaryOp,
    copied, left_out,
};

/// The function being interpreted, and what it may return.
pub(super) struct Frame {
    pub(super) function: u32,
    pub(super) result: Abstract,
}

/// Deeper and more calls than these are not looked into.
const MAX_DEPTH: usize = 32;
const MAX_CALLS: u32 = 5000;

impl<'a> Analysis<'a> {
    /// Calls a function of the callback's text.
    pub(super) fn call(&mut self, number: u32, arguments: &[Abstract]) -> Abstract {
        self.calls += 1;
        if self.active.contains(&number) || self.active.len() >= MAX_DEPTH || self.calls > MAX_CALLS {
            // Recursion, or helpers that call helpers without an end: whatever goes round is wanted whole.
            for argument in arguments {
                self.want_value(argument, true);
            }
            return Abstract::default();
        }
        let function: &'a Function = self.functions[number as usize];
        for (index, &param) in function.params.iter().enumerate() {
            let argument = arguments.get(index).cloned().unwrap_or_default();
            self.assign(number, param, argument);
        }
        for argument in arguments.iter().skip(function.params.len()) {
            if function.rest.is_some() {
                self.want_value(argument, true);
            }
        }
        self.active.push(number);
        let mut frame = Frame {
            function: number,
            result: Abstract::default(),
        };
        self.block(&mut frame, &function.body);
        self.active.pop();
        frame.result
    }

    /// A variable may hold this. What flows into a variable that is assigned again is wanted whole.
    fn assign(&mut self, function: u32, local: LocalId, value: Abstract) {
        if self.functions[function as usize].locals[local.0 as usize].reassigned {
            self.want_value(&value, true);
            return;
        }
        let known = self.locals.remove(&(function, local.0)).unwrap_or_default();
        self.locals.insert((function, local.0), join(known, value));
    }

    fn block(&mut self, frame: &mut Frame, body: &'a [Stmt]) {
        for statement in body {
            self.statement(frame, statement);
        }
    }

    fn statement(&mut self, frame: &mut Frame, statement: &'a Stmt) {
        match statement {
            Stmt::Init(local, value) => {
                if let Some(value) = value {
                    self.note_length(frame, *local, value);
                    let value = self.expr(frame, value);
                    self.assign(frame.function, *local, value);
                }
            }
            Stmt::Expr(value) => {
                self.expr(frame, value);
            }
            Stmt::If { test, then, otherwise } => {
                let test = self.expr(frame, test);
                self.want_kind(&test);
                self.block(frame, then);
                self.block(frame, otherwise);
            }
            Stmt::Return(value) => {
                if let Some(value) = value {
                    let value = self.expr(frame, value);
                    frame.result = join(std::mem::take(&mut frame.result), value);
                }
            }
            Stmt::Block { body, .. } => self.block(frame, body),
            Stmt::Loop { test, update, body, .. } => {
                let counts = self.begin_counting(frame, test.as_ref());
                self.block(frame, body);
                if counts {
                    self.end_counting();
                }
                for part in update.iter().chain(test) {
                    let part = self.expr(frame, part);
                    self.want_kind(&part);
                }
            }
            Stmt::ForOf {
                item, iterable, body, ..
            } => {
                let iterable = self.expr(frame, iterable);
                let element = self.elements_of(&iterable);
                self.want_kind(&element);
                self.assign(frame.function, *item, element);
                self.block(frame, body);
            }
            Stmt::ForIn { object, body, .. } => {
                let object = self.expr(frame, object);
                self.want_open(&object, false);
                self.block(frame, body);
            }
            Stmt::Switch {
                discriminant, cases, ..
            } => {
                let value = self.expr(frame, discriminant);
                self.want_value(&value, false);
                for (test, body) in cases {
                    if let Some(test) = test {
                        let value = self.expr(frame, test);
                        self.want_value(&value, false);
                    }
                    self.block(frame, body);
                }
            }
            Stmt::Declare(_) | Stmt::Break(_) | Stmt::Continue(_) => {}
            Stmt::Throw(value) => {
                let value = self.expr(frame, value);
                self.want_value(&value, true);
            }
            Stmt::Try {
                body,
                handler,
                finalizer,
            } => {
                self.block(frame, body);
                if let Some((_, body)) = handler {
                    self.block(frame, body);
                }
                if let Some(body) = finalizer {
                    self.block(frame, body);
                }
            }
        }
    }

    /// The value is used in a way that may look at all of it.
    pub(super) fn used(&mut self, frame: &mut Frame, e: &'a Expr) {
        let value = self.expr(frame, e);
        self.want_value(&value, false);
    }

    pub(super) fn expr(&mut self, frame: &mut Frame, e: &'a Expr) -> Abstract {
        if let Some(chain) = self.lifted.get(&e.id)
            && self.text_of(frame.function).functions.start == 0
        {
            return self.streamed(frame, chain);
        }
        match &e.kind {
            ExprKind::Local(local) => self.local(frame.function, *local),
            ExprKind::Template(_, values) => {
                for value in values {
                    self.used(frame, value);
                }
                Abstract::default()
            }
            ExprKind::Unary(op, operand) => {
                let value = self.expr(frame, operand);
                match op {
                    UnaryOp::Not | UnaryOp::Typeof | UnaryOp::Void => self.want_kind(&value),
                    UnaryOp::Minus | UnaryOp::Plus | UnaryOp::BitNot => self.want_value(&value, false),
                }
                Abstract::default()
            }
            ExprKind::Binary(op, left, right) => {
                use crate::hir::BinaryOp::{InstanceOf, StrictEq, StrictNe};
                let (left, right) = (self.expr(frame, left), self.expr(frame, right));
                if matches!(op, StrictEq | StrictNe | InstanceOf) {
                    // Identity and class need no content: primitives are handed over anyway.
                    self.want_kind(&left);
                    self.want_kind(&right);
                } else {
                    self.want_value(&left, false);
                    self.want_value(&right, false);
                }
                Abstract::default()
            }
            ExprKind::Logical(op, left, right) => {
                let left = self.expr(frame, left);
                self.want_kind(&left);
                let right = self.expr(frame, right);
                debug_assert!(matches!(op, LogicalOp::And | LogicalOp::Or | LogicalOp::Coalesce));
                join(left, right)
            }
            ExprKind::Conditional(test, then, otherwise) => {
                let test = self.expr(frame, test);
                self.want_kind(&test);
                let then = self.expr(frame, then);
                join(then, self.expr(frame, otherwise))
            }
            ExprKind::Member { object, name, .. } => {
                let object = self.expr(frame, object);
                self.want_kind(&object);
                self.member(&object, name)
            }
            ExprKind::Index { object, index, .. } => {
                let counted = self.is_counted(frame, object, index);
                let object = self.expr(frame, object);
                self.used(frame, index);
                match index.kind {
                    // An element of an array, or a member of an object that has such a name.
                    ExprKind::Number(n) if n >= 0.0 && n.fract() == 0.0 && n < f64::from(u32::MAX) => {
                        let element = self.elements_of(&object);
                        join(element, self.member(&object, &n.to_string()))
                    }
                    _ if counted => self.elements_of(&object),
                    _ => {
                        self.want_open(&object, true);
                        Abstract::default()
                    }
                }
            }
            ExprKind::Chain(inner) | ExprKind::RequireCoercible { value: inner, .. } => {
                let value = self.expr(frame, inner);
                self.want_kind(&value);
                value
            }
            ExprKind::Elements { value, .. } => {
                let value = self.expr(frame, value);
                let element = self.elements_of(&value);
                self.want_kind(&element);
                Abstract {
                    elements: Some(Arc::new(element)),
                    ..Abstract::default()
                }
            }
            ExprKind::ElementsRest(value, _) => self.expr(frame, value),
            ExprKind::ObjectRest(value, keys) => {
                let value = self.expr(frame, value);
                match left_out(keys) {
                    Some(names) => self.want_copied(&value, &names),
                    None => self.want_open(&value, true),
                }
                Abstract::default()
            }
            ExprKind::Default(value, default) => {
                let value = self.expr(frame, value);
                self.want_kind(&value);
                join(value, self.expr(frame, default))
            }
            ExprKind::ToPropertyKey(value) => {
                self.used(frame, value);
                Abstract::default()
            }
            ExprKind::Call { callee, arguments, .. } => self.call_expression(frame, callee, arguments),
            ExprKind::New { arguments, .. } => {
                self.unknown_arguments(frame, arguments);
                Abstract::default()
            }
            ExprKind::Array(elements) => {
                let mut all = Abstract::default();
                for element in elements {
                    match element {
                        Element::Value(value) => all = join(all, self.expr(frame, value)),
                        Element::Spread(value, _) => {
                            let value = self.expr(frame, value);
                            let element = self.elements_of(&value);
                            self.want_kind(&element);
                            all = join(all, element);
                        }
                        Element::Hole => {}
                    }
                }
                if all.is_nothing() {
                    all
                } else {
                    Abstract {
                        elements: Some(Arc::new(all)),
                        ..Abstract::default()
                    }
                }
            }
            ExprKind::Object(properties) => self.object(frame, properties),
            ExprKind::Function(function) => {
                // Whoever calls it: its body reads what it reads, and what it returns may go anywhere.
                let number = self.text_of(frame.function).functions.start + function.0;
                let result = self.call(number, &[]);
                self.want_value(&result, true);
                Abstract {
                    functions: vec![number],
                    ..Abstract::default()
                }
            }
            ExprKind::Assign(target, value) => {
                let value = self.expr(frame, value);
                self.write(frame, target, value.clone());
                value
            }
            ExprKind::AssignOp(_, target, value) => {
                self.used(frame, value);
                self.write(frame, target, Abstract::default());
                Abstract::default()
            }
            ExprKind::AssignLogical(_, target, value) => {
                let value = self.expr(frame, value);
                self.want_value(&value, true);
                self.write(frame, target, Abstract::default());
                Abstract::default()
            }
            ExprKind::Update { target, .. } | ExprKind::Delete(target) => {
                self.write(frame, target, Abstract::default());
                Abstract::default()
            }
            ExprKind::Sequence(parts) => {
                let mut last = Abstract::default();
                for part in parts {
                    last = self.expr(frame, part);
                }
                last
            }
            ExprKind::Undefined
            | ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::RegExp { .. }
            | ExprKind::Global(_) => Abstract::default(),
            ExprKind::Binding(binding) => {
                let bound = self.text_of(frame.function).bound;
                self.given(&bound[binding.0 as usize])
            }
        }
    }

    fn local(&mut self, function: u32, local: LocalId) -> Abstract {
        let info = &self.functions[function as usize].locals[local.0 as usize];
        if let Origin::Captured(outer) = info.origin {
            // The function around is interpreted too; its number is not noted, so look through those being active.
            let parent = self.parent_of(function);
            return self.local(parent, outer);
        }
        self.locals.get(&(function, local.0)).cloned().unwrap_or_default()
    }

    /// The function whose text contains this one: the nearest before it whose span does.
    fn parent_of(&self, function: u32) -> u32 {
        let span = self.functions[function as usize].span;
        let text = self.text_of(function).functions.clone();
        let contains = |other: &u32| {
            let outer = self.functions[*other as usize].span;
            outer.start <= span.start && span.end <= outer.end
        };
        let first = text.start;
        let around = text.filter(|other| *other != function).filter(contains);
        let size = |other: &u32| {
            let span = self.functions[*other as usize].span;
            span.end - span.start
        };
        around.min_by_key(size).unwrap_or(first)
    }

    fn object(&mut self, frame: &mut Frame, properties: &'a [PropertyDefinition]) -> Abstract {
        let mut fields = Vec::new();
        for (index, property) in properties.iter().enumerate() {
            match property {
                PropertyDefinition::Value(name, value) => {
                    let value = self.expr(frame, value);
                    fields.push((name.clone(), value));
                }
                PropertyDefinition::Computed(key, value) => {
                    self.used(frame, key);
                    let value = self.expr(frame, value);
                    self.want_value(&value, true);
                }
                PropertyDefinition::Spread(value) => {
                    let value = self.expr(frame, value);
                    // Members of new objects that are overwritten below are not wanted on account of the spread, but
                    // which those are does not matter here: the value as a whole is.
                    match (index, copied(properties)) {
                        (0, Some((_, names))) => self.want_copied(&value, &names),
                        _ => self.want_open(&value, true),
                    }
                }
            }
        }
        if fields.iter().all(|(_, value)| value.is_nothing()) {
            return Abstract::default();
        }
        Abstract {
            fields: Some(Arc::new(fields)),
            ..Abstract::default()
        }
    }

    /// A copy is made of a value with other members of these names: as long as it is only written, its text is.
    fn want_copied(&mut self, value: &Abstract, names: &[&[u8]]) {
        self.want_value(value, true);
        for name in names {
            if let Ok(name) = std::str::from_utf8(name) {
                self.member(value, name);
            }
        }
    }

    /// Something is written to: objects that are written to are wanted whole, and so is what is put into them.
    fn write(&mut self, frame: &mut Frame, target: &'a Target, value: Abstract) {
        match target {
            Target::Local(local, _) => {
                self.want_value(&value, true);
                let known = self.local(frame.function, *local);
                self.want_value(&known, true);
            }
            Target::Member(object, ..) => {
                let object = self.expr(frame, object);
                self.want_open(&object, true);
                self.want_value(&value, true);
            }
            Target::Index(object, index, _) => {
                let object = self.expr(frame, object);
                self.want_open(&object, true);
                self.used(frame, index);
                self.want_value(&value, true);
            }
        }
    }

    /// Arguments of something unknown.
    pub(super) fn unknown_arguments(&mut self, frame: &mut Frame, arguments: &'a [Element]) {
        for argument in arguments {
            if let Element::Value(value) | Element::Spread(value, _) = argument {
                let value = self.expr(frame, value);
                self.want_value(&value, true);
            }
        }
    }

    fn call_expression(&mut self, frame: &mut Frame, callee: &'a Callee, arguments: &'a [Element]) -> Abstract {
        match callee {
            Callee::Global(path) => self.call_global(frame, path, arguments),
            Callee::Method { object, name, .. } => self.call_method(frame, object, name, arguments),
            Callee::IndexMethod { object, index, .. } => {
                let object = self.expr(frame, object);
                self.want_open(&object, true);
                self.used(frame, index);
                self.unknown_arguments(frame, arguments);
                Abstract::default()
            }
            Callee::Value(value) => {
                let callee = self.expr(frame, value);
                self.want_value(&callee, false);
                match callee.one_function() {
                    Some(function) => self.known_call(frame, function, arguments),
                    None => {
                        self.unknown_arguments(frame, arguments);
                        Abstract::default()
                    }
                }
            }
        }
    }

    /// A call of a function whose text is known.
    pub(super) fn known_call(&mut self, frame: &mut Frame, function: u32, arguments: &'a [Element]) -> Abstract {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let Element::Value(value) = argument else {
                self.unknown_arguments(frame, arguments);
                return Abstract::default();
            };
            let value = self.expr(frame, value);
            // It is handed over, whether the function looks at it or not.
            self.want_kind(&value);
            values.push(value);
        }
        self.call(function, &values)
    }

    /// A record pipeline inside the document: its callbacks see the elements of the array's place.
    fn streamed(&mut self, frame: &mut Frame, chain: &super::LiftedChain<'a>) -> Abstract {
        let source = self.expr(frame, chain.source);
        let mut value = self.elements_of(&source);
        for &node in &source.nodes {
            self.projection.nodes[node.0 as usize].records = Some(chain.pipeline);
        }
        for &(kind, function) in &chain.stages {
            let result = self.call(function, &[value.clone()]);
            if kind == crate::plan::StageKind::Filter {
                self.want_kind(&result);
            } else {
                value = result;
            }
        }
        self.want_value(&value, true);
        Abstract::default()
    }
}
