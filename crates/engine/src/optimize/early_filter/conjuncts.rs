//! What a filter's result is a conjunction of, in the order of evaluation, and what evaluating its parts rests on.

use std::collections::HashMap;

use super::conditions::{literal, not};
use super::outside::{Known, Outside};
use super::{Needed, Path};
use crate::hir::{BinaryOp, Callee, Element, Expr, ExprKind, Function, LocalId, LogicalOp, Origin, Stmt, UnaryOp};
use crate::plan::condition::Literal;

/// The search through one filter.
pub(super) struct Search<'h> {
    function: &'h Function,
    outside: &'h Outside,
    /// Variables that hold captured values
    knowns: HashMap<LocalId, &'h Known>,
    /// Variables that hold members of the record
    places: HashMap<LocalId, Path>,
    /// Members that are known to be neither null nor undefined where evaluation has come to
    present: Vec<Path>,
    /// Members that must not be null or undefined so that evaluation comes so far
    objects: Vec<Path>,
    /// Members that must be scalars for that
    scalars: Vec<Path>,
    /// Evaluation may throw, or do something, for other reasons
    blocked: bool,
    /// What has been found
    pub found: Vec<Needed>,
}

/// More parts than these are not looked for: each is looked at in every record.
const MOST: usize = 8;

impl<'h> Search<'h> {
    pub(super) fn new(function: &'h Function, outside: &'h Outside) -> Search<'h> {
        let mut search = Search {
            function,
            outside,
            knowns: HashMap::new(),
            places: HashMap::new(),
            present: Vec::new(),
            objects: Vec::new(),
            scalars: Vec::new(),
            blocked: false,
            found: Vec::new(),
        };
        if let Some(&record) = function.params.first() {
            search.name(record, Path::new());
        }
        if let (Some(&given), Some(env)) = (function.params.get(2), &outside.env)
            && search.is_fixed(given)
        {
            search.knowns.insert(given, env);
        }
        search
    }

    /// A variable holds a member of the record, for good.
    fn name(&mut self, local: LocalId, path: Path) {
        if self.is_fixed(local) {
            self.places.insert(local, path);
        }
    }

    /// Whether a variable holds one value for good.
    fn is_fixed(&self, local: LocalId) -> bool {
        let variable = &self.function.locals[local.0 as usize];
        !variable.reassigned && !variable.cell && !variable.may_be_uninitialized
    }

    /// The statements of the filter.
    pub(super) fn body(&mut self, body: &[Stmt]) {
        for statement in body {
            match statement {
                Stmt::Init(_, None) => {}
                Stmt::Init(local, Some(value)) => {
                    self.evaluate(value);
                    if let Some(path) = self.place(value) {
                        self.name(*local, path);
                    } else if let Some(known) = self.known(value).filter(|_| self.is_fixed(*local)) {
                        self.knowns.insert(*local, known);
                    }
                }
                Stmt::Expr(value) => self.evaluate(value),
                Stmt::If { test, then, otherwise } => {
                    let [Stmt::Return(result)] = then.as_slice() else {
                        return;
                    };
                    let is_falsy = result.as_ref().is_none_or(|result| {
                        matches!(
                            result.kind,
                            ExprKind::Bool(false) | ExprKind::Null | ExprKind::Undefined
                        )
                    });
                    if !is_falsy || !otherwise.is_empty() {
                        return;
                    }
                    self.conjuncts(test, false);
                }
                Stmt::Return(Some(result)) => return self.conjuncts(result, true),
                _ => return,
            }
            if self.blocked {
                return;
            }
        }
    }

    /// The record is kept only if this is truthy, or if it is not.
    fn conjuncts(&mut self, e: &Expr, truthy: bool) {
        if self.blocked || self.found.len() >= MOST {
            return;
        }
        match &e.kind {
            ExprKind::Unary(UnaryOp::Not, inner) => self.conjuncts(inner, !truthy),
            ExprKind::Logical(op, left, right)
                if (*op == LogicalOp::And && truthy) || (*op == LogicalOp::Or && !truthy) =>
            {
                self.conjuncts(left, truthy);
                self.conjuncts(right, truthy);
            }
            _ => self.part(e, truthy),
        }
    }

    /// A part of the conjunction.
    fn part(&mut self, e: &Expr, truthy: bool) {
        let scalars = self.scalars.clone();
        self.evaluate(e);
        if let Some((path, condition)) = self.condition(e) {
            let inside = |object: &Path| object.len() < path.len() && path.starts_with(object);
            if self.objects.iter().all(inside) {
                self.found.push(Needed {
                    condition: if truthy { condition } else { not(condition) },
                    scalars,
                    path,
                });
            }
        }
        self.learn(e, truthy);
    }

    /// What is known behind an expression of which it is known whether it is truthy.
    fn learn(&mut self, e: &Expr, truthy: bool) {
        match &e.kind {
            ExprKind::Unary(UnaryOp::Not, inner) => self.learn(inner, !truthy),
            ExprKind::Logical(op, left, right)
                if (*op == LogicalOp::And && truthy) || (*op == LogicalOp::Or && !truthy) =>
            {
                self.learn(left, truthy);
                self.learn(right, truthy);
            }
            ExprKind::Binary(BinaryOp::LooseNe, left, right) if truthy && is_nothing(right) => self.is_present(left),
            ExprKind::Binary(BinaryOp::LooseEq, left, right) if !truthy && is_nothing(right) => self.is_present(left),
            _ if truthy => self.is_present(e),
            _ => {}
        }
    }

    fn is_present(&mut self, e: &Expr) {
        if let Some(path) = self.place(e) {
            self.present.push(path);
        }
    }

    /// The member of the record that an expression reads, the record itself included.
    pub(super) fn place(&self, e: &Expr) -> Option<Path> {
        match &e.kind {
            ExprKind::Local(local) => self.places.get(local).cloned(),
            ExprKind::Chain(inner) => self.place(inner),
            // Where a scalar lies there or below, no default has taken its place.
            ExprKind::RequireCoercible { value, .. } | ExprKind::Default(value, _) => self.place(value),
            ExprKind::Member { object, name, .. } => {
                let mut path = self.place(object)?;
                path.push(name.clone());
                Some(path)
            }
            _ => None,
        }
    }

    /// The captured value that an expression is.
    pub(super) fn known(&self, e: &Expr) -> Option<&'h Known> {
        match &e.kind {
            ExprKind::Local(local) => self.knowns.get(local).copied(),
            ExprKind::Binding(binding) => self.outside.bound.get(binding.0 as usize)?.as_ref(),
            ExprKind::Chain(inner) | ExprKind::RequireCoercible { value: inner, .. } => self.known(inner),
            ExprKind::Member { object, name, .. } => self.known(object)?.member(name.as_bytes()),
            _ => None,
        }
    }

    /// The literal that an expression is, or stands for.
    pub(super) fn literal(&self, e: &Expr) -> Option<Literal> {
        match self.known(e) {
            Some(Known::Literal(literal)) => Some(literal.clone()),
            Some(Known::Object(_)) => None,
            None => literal(e),
        }
    }

    /// An expression is evaluated: notes what must be so that it only gives a value.
    fn evaluate(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Local(local) => {
                let variable = &self.function.locals[local.0 as usize];
                self.blocked |=
                    variable.may_be_uninitialized || matches!(variable.origin, Origin::Captured(_)) && variable.cell;
            }
            ExprKind::Chain(inner) => self.evaluate(inner),
            ExprKind::RequireCoercible { value, .. } => {
                self.evaluate(value);
                self.need_object(value);
            }
            ExprKind::Member { object, optional, .. } => {
                self.evaluate(object);
                if !optional {
                    self.need_object(object);
                }
            }
            ExprKind::Unary(UnaryOp::Not | UnaryOp::Typeof | UnaryOp::Void, operand) => self.evaluate(operand),
            ExprKind::Unary(..) => self.primitive(e),
            ExprKind::Binary(op, left, right) => match op {
                BinaryOp::StrictEq | BinaryOp::StrictNe => {
                    self.evaluate(left);
                    self.evaluate(right);
                }
                BinaryOp::LooseEq | BinaryOp::LooseNe if is_nothing(right) => self.evaluate(left),
                BinaryOp::LooseEq | BinaryOp::LooseNe if is_nothing(left) => self.evaluate(right),
                _ => self.primitive(e),
            },
            ExprKind::Logical(op, left, right) => {
                self.evaluate(left);
                let known = self.present.len();
                if *op != LogicalOp::Coalesce {
                    self.learn(left, *op == LogicalOp::And);
                }
                self.evaluate(right);
                self.present.truncate(known);
            }
            ExprKind::Conditional(test, then, otherwise) => {
                self.evaluate(test);
                let known = self.present.len();
                self.learn(test, true);
                self.evaluate(then);
                self.present.truncate(known);
                self.learn(test, false);
                self.evaluate(otherwise);
                self.present.truncate(known);
            }
            ExprKind::Call {
                callee: Callee::Method { object, name, .. },
                arguments,
                ..
            } if &**name == "includes" && matches!(object.kind, ExprKind::Array(_)) => {
                self.evaluate(object);
                self.arguments(arguments);
            }
            ExprKind::Call {
                callee: Callee::Global(name),
                arguments,
                ..
            } if &**name == "Boolean" => self.arguments(arguments),
            ExprKind::Array(elements) => self.arguments(elements),
            ExprKind::Default(value, default) => {
                self.evaluate(value);
                let is_plain = match &default.kind {
                    ExprKind::Object(properties) => properties.is_empty(),
                    ExprKind::Array(elements) => elements.is_empty(),
                    _ => literal(default).is_some(),
                };
                self.blocked |= !is_plain;
            }
            ExprKind::Binding(_) | ExprKind::Global(_) | ExprKind::Function(_) => {}
            _ => self.blocked |= literal(e).is_none(),
        }
    }

    fn arguments(&mut self, arguments: &[Element]) {
        for argument in arguments {
            match argument {
                Element::Value(value) => self.evaluate(value),
                Element::Spread(..) | Element::Hole => self.blocked = true,
            }
        }
    }

    /// A member of this is read, which throws where it is null or undefined.
    fn need_object(&mut self, e: &Expr) {
        match self.place(e) {
            // A record that has members is an object.
            Some(path) if path.is_empty() => {}
            Some(path) if self.present.contains(&path) => {}
            Some(path) if !self.objects.contains(&path) => self.objects.push(path),
            Some(_) => {}
            // A captured value; what follows `?.` in a chain is not reached where that ends it.
            None => self.blocked |= self.known(e).is_none_or(Known::is_nothing),
        }
    }

    /// An expression is evaluated whose parts must be primitives, because objects are converted by methods of theirs.
    fn primitive(&mut self, e: &Expr) {
        if self.literal(e).is_some() {
            return;
        }
        if let Some(path) = self.place(e) {
            self.evaluate(e);
            if !self.scalars.contains(&path) {
                self.scalars.push(path);
            }
            return;
        }
        match &e.kind {
            // The record's position.
            ExprKind::Local(local) if self.function.params.get(1) == Some(local) => self.evaluate(e),
            ExprKind::Unary(UnaryOp::Minus | UnaryOp::Plus | UnaryOp::BitNot, operand) => self.primitive(operand),
            ExprKind::Unary(UnaryOp::Not | UnaryOp::Typeof | UnaryOp::Void, operand) => self.evaluate(operand),
            ExprKind::Binary(op, left, right) => match op {
                BinaryOp::In | BinaryOp::InstanceOf => self.blocked = true,
                BinaryOp::StrictEq | BinaryOp::StrictNe => self.evaluate(e),
                _ => {
                    self.primitive(left);
                    self.primitive(right);
                }
            },
            _ => self.blocked = true,
        }
    }
}

fn is_nothing(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Null | ExprKind::Undefined)
}
