//! Kinds: which types each expression may have.
//!
//! Input values may be anything JSON can hold; operators, literals and built-ins say what they make. A variable has the
//! kinds of all that is ever assigned to it, found by going over the function until nothing new turns up. Conditions narrow
//! what they test. Code generation picks typed instructions from this, and `explain()` shows it; instructions look at the
//! values all the same, so that a kind too few costs time and nothing else.

#[cfg(test)]
mod inferred;
mod narrow;
mod operators;
mod summary;

use std::sync::Arc;

use crate::builtins::{self, Prototype};
use crate::hir::{
    BinaryOp, Callee, Element, Expr, ExprKind, Function, Hir, Local, LocalId, LogicalOp, Origin, PropertyDefinition,
    Stmt, Target, UnaryOp,
};
use crate::types::Kinds;

/// The kinds of every expression of a callback.
#[derive(Clone, Debug, Default)]
pub struct KindTable {
    kinds: Vec<Kinds>,
    /// What the callback's results are
    results: summary::Results,
    /// Its variables of known kinds, by name
    variables: Vec<(Arc<str>, Kinds)>,
    /// What its operators work on, in the order of the text
    operators: operators::Operators,
}

impl KindTable {
    /// The kinds of an expression.
    #[must_use]
    pub fn of(&self, e: &Expr) -> Kinds {
        self.kinds.get(e.id as usize).copied().unwrap_or(Kinds::ANY)
    }
}

impl KindTable {
    /// What the operators of the callback work on, in words: "" where it has none. `source` is its text.
    #[must_use]
    pub fn operators(&self, source: &str) -> String {
        self.operators.describe(source)
    }
}

/// Whether an operator has a form for two numbers.
#[must_use]
pub fn is_numeric(op: BinaryOp) -> bool {
    use BinaryOp::{Add, Div, Greater, GreaterEq, Less, LessEq, Mul, Sub};
    matches!(op, Add | Sub | Mul | Div | Less | LessEq | Greater | GreaterEq)
}

/// Infers the kinds of a callback.
#[must_use]
pub fn infer(hir: &Hir) -> KindTable {
    let mut table = KindTable {
        kinds: vec![Kinds::ANY; hir.expressions as usize],
        ..KindTable::default()
    };
    for (number, function) in hir.functions.iter().enumerate() {
        let mut locals: Vec<Kinds> = function.locals.iter().map(start).collect();
        let mut results = summary::Results::default();
        for _ in 0..MAX_PASSES {
            let mut inference = Inference {
                table: &mut table,
                function,
                locals: locals.clone(),
                narrowed: Vec::new(),
                results: summary::Results::default(),
            };
            inference.block(&function.body);
            results = inference.results;
            if inference.locals == locals {
                break;
            }
            locals = inference.locals;
        }
        if number == 0 {
            table.results = results;
        }
        for (local, &kinds) in function.locals.iter().zip(&locals) {
            if tracked(local) && !local.name.is_empty() && kinds != Kinds::ANY && kinds != Kinds::NONE {
                table.variables.push((local.name.clone(), kinds));
            }
        }
    }
    table
}

/// Each pass lets kinds flow through one more assignment; chains of variables are short.
const MAX_PASSES: usize = 8;

/// A variable whose values are all seen here: closures change none that has no cell.
fn tracked(local: &Local) -> bool {
    !local.cell && !local.may_be_uninitialized && local.origin == Origin::Variable
}

fn start(local: &Local) -> Kinds {
    if tracked(local) { Kinds::NONE } else { Kinds::ANY }
}

struct Inference<'a> {
    table: &'a mut KindTable,
    function: &'a Function,
    /// Kinds of variables, as far as they have been seen
    locals: Vec<Kinds>,
    /// What conditions around the current place say of variables and members, innermost last
    narrowed: Vec<narrow::Fact>,
    results: summary::Results,
}

impl Inference<'_> {
    fn block(&mut self, body: &[Stmt]) {
        for statement in body {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Init(local, value) => {
                let kinds = value.as_ref().map_or(Kinds::UNDEFINED, |value| self.expr(value));
                self.bind(*local, kinds);
            }
            Stmt::Expr(value) | Stmt::Throw(value) => {
                self.expr(value);
            }
            Stmt::If { test, then, otherwise } => {
                self.expr(test);
                self.assuming(test, true, |this| this.block(then));
                self.assuming(test, false, |this| this.block(otherwise));
            }
            Stmt::Return(value) => {
                let kinds = value.as_ref().map_or(Kinds::UNDEFINED, |value| self.expr(value));
                self.results.add(value.as_ref(), kinds, self.table);
            }
            Stmt::Block { body, .. } => self.block(body),
            Stmt::Loop { test, update, body, .. } => {
                self.block(body);
                for part in update.iter().chain(test) {
                    self.expr(part);
                }
            }
            Stmt::ForOf {
                item, iterable, body, ..
            } => {
                self.expr(iterable);
                self.bind(*item, Kinds::ANY);
                self.block(body);
            }
            Stmt::ForIn { key, object, body, .. } => {
                self.expr(object);
                self.bind(*key, Kinds::STRING);
                self.block(body);
            }
            Stmt::Switch {
                discriminant, cases, ..
            } => {
                self.expr(discriminant);
                for (test, body) in cases {
                    if let Some(test) = test {
                        self.expr(test);
                    }
                    self.block(body);
                }
            }
            Stmt::Declare(_) | Stmt::Break(_) | Stmt::Continue(_) => {}
            Stmt::Try {
                body,
                handler,
                finalizer,
            } => {
                self.block(body);
                if let Some((thrown, body)) = handler {
                    if let Some(thrown) = thrown {
                        self.bind(*thrown, Kinds::ANY);
                    }
                    self.block(body);
                }
                if let Some(body) = finalizer {
                    self.block(body);
                }
            }
        }
    }

    fn bind(&mut self, local: LocalId, kinds: Kinds) {
        let known = &mut self.locals[local.0 as usize];
        *known = known.or(kinds);
    }

    fn expr(&mut self, e: &Expr) -> Kinds {
        let kinds = self.kind(e);
        self.table.kinds[e.id as usize] = kinds;
        kinds
    }

    fn all<'e>(&mut self, parts: impl IntoIterator<Item = &'e Expr>) {
        for part in parts {
            self.expr(part);
        }
    }

    fn elements(&mut self, elements: &[Element]) {
        for element in elements {
            if let Element::Value(value) | Element::Spread(value, _) = element {
                self.expr(value);
            }
        }
    }

    /// The kinds of what an assignment replaces.
    fn target(&mut self, target: &Target) -> Kinds {
        match target {
            Target::Local(local, _) => return self.locals[local.0 as usize],
            Target::Member(object, ..) => {
                self.expr(object);
            }
            Target::Index(object, index, _) => self.all([object, index]),
        }
        Kinds::ANY
    }

    fn assign(&mut self, target: &Target, kinds: Kinds) -> Kinds {
        if let Target::Local(local, _) = target {
            self.bind(*local, kinds);
        }
        kinds
    }

    fn kind(&mut self, e: &Expr) -> Kinds {
        match &e.kind {
            ExprKind::Undefined => Kinds::UNDEFINED,
            ExprKind::Null => Kinds::NULL,
            ExprKind::Bool(_) => Kinds::BOOLEAN,
            ExprKind::Number(_) => Kinds::NUMBER,
            ExprKind::String(_) => Kinds::STRING,
            ExprKind::RegExp { .. } => Kinds::EXOTIC,
            ExprKind::Local(local) => self.narrow(e, self.locals[local.0 as usize]),
            ExprKind::Binding(_) => Kinds::ANY,
            ExprKind::Global(path) if builtins::constant(path).is_some() => Kinds::NUMBER,
            ExprKind::Global(_) | ExprKind::Function(_) => Kinds::FUNCTION,
            ExprKind::Template(_, values) => {
                self.all(values);
                Kinds::STRING
            }
            ExprKind::Unary(op, operand) => {
                self.expr(operand);
                match op {
                    UnaryOp::Not => Kinds::BOOLEAN,
                    UnaryOp::Minus | UnaryOp::Plus | UnaryOp::BitNot => Kinds::NUMBER,
                    UnaryOp::Typeof => Kinds::STRING,
                    UnaryOp::Void => Kinds::UNDEFINED,
                }
            }
            ExprKind::Binary(op, left, right) => {
                let (left, right) = (self.expr(left), self.expr(right));
                self.table.operators.note(e.span, *op, left, right);
                binary(*op, left, right)
            }
            ExprKind::Logical(op, left, right) => {
                let kept = self.expr(left);
                let right = match op {
                    LogicalOp::And => self.assuming(left, true, |this| this.expr(right)),
                    LogicalOp::Or => self.assuming(left, false, |this| this.expr(right)),
                    LogicalOp::Coalesce => self.expr(right),
                };
                logical(*op, kept).or(right)
            }
            ExprKind::Conditional(test, then, otherwise) => {
                self.expr(test);
                let then = self.assuming(test, true, |this| this.expr(then));
                then.or(self.assuming(test, false, |this| this.expr(otherwise)))
            }
            ExprKind::Member { object, name, .. } => {
                let object = self.expr(object);
                let counted = object.within(Kinds::STRING.or(Kinds::ARRAY));
                if &**name == "length" && counted {
                    Kinds::NUMBER
                } else {
                    self.narrow(e, Kinds::ANY)
                }
            }
            ExprKind::Index { object, index, .. } => {
                self.all([&**object, &**index]);
                Kinds::ANY
            }
            ExprKind::Chain(inner) => self.expr(inner).or(Kinds::UNDEFINED),
            ExprKind::Call { callee, arguments, .. } => {
                let kinds = match callee {
                    Callee::Value(value) => {
                        self.expr(value);
                        Kinds::ANY
                    }
                    Callee::Method { object, name, .. } => {
                        let object = self.expr(object);
                        method(object, name)
                    }
                    Callee::IndexMethod { object, index, .. } => {
                        self.all([&**object, &**index]);
                        Kinds::ANY
                    }
                    Callee::Global(path) => builtins::global(path).map_or(Kinds::ANY, |id| builtins::get(id).returns),
                };
                self.elements(arguments);
                kinds
            }
            ExprKind::New { arguments, .. } => {
                self.elements(arguments);
                Kinds::ANY
            }
            ExprKind::Array(elements) => {
                self.elements(elements);
                Kinds::ARRAY
            }
            ExprKind::Object(properties) => {
                for property in properties {
                    match property {
                        PropertyDefinition::Value(_, value) | PropertyDefinition::Spread(value) => {
                            self.expr(value);
                        }
                        PropertyDefinition::Computed(key, value) => self.all([key, value]),
                    }
                }
                Kinds::OBJECT
            }
            ExprKind::Assign(target, value) => {
                self.target(target);
                let kinds = self.expr(value);
                self.assign(target, kinds)
            }
            ExprKind::AssignOp(op, target, value) => {
                let old = self.target(target);
                let value = self.expr(value);
                self.assign(target, binary(*op, old, value))
            }
            ExprKind::AssignLogical(op, target, value) => {
                let old = self.target(target);
                let value = self.expr(value);
                self.assign(target, logical(*op, old).or(value))
            }
            ExprKind::Update { target, .. } => {
                self.target(target);
                self.assign(target, Kinds::NUMBER)
            }
            ExprKind::Delete(target) => {
                self.target(target);
                Kinds::BOOLEAN
            }
            ExprKind::Sequence(parts) => parts
                .iter()
                .map(|part| self.expr(part))
                .last()
                .unwrap_or(Kinds::UNDEFINED),
            ExprKind::Default(value, default) => {
                let (value, default) = (self.expr(value), self.expr(default));
                value.without(Kinds::UNDEFINED).or(default)
            }
            ExprKind::RequireCoercible { value, .. } => {
                let kinds = self.expr(value);
                kinds.without(Kinds::UNDEFINED.or(Kinds::NULL))
            }
            ExprKind::Elements { value, .. } | ExprKind::ElementsRest(value, _) => {
                self.expr(value);
                Kinds::ARRAY
            }
            ExprKind::ObjectRest(value, _) => {
                self.expr(value);
                Kinds::OBJECT
            }
            ExprKind::ToPropertyKey(value) => {
                self.expr(value);
                Kinds::STRING
            }
        }
    }
}

/// What a method gives that a string or an array is sure to have.
fn method(receiver: Kinds, name: &str) -> Kinds {
    let prototype = match receiver {
        Kinds::STRING => Prototype::String,
        Kinds::NUMBER => Prototype::Number,
        Kinds::ARRAY => Prototype::Array,
        _ => return Kinds::ANY,
    };
    builtins::method(prototype, name).map_or(Kinds::ANY, |id| builtins::get(id).returns)
}

fn binary(op: BinaryOp, left: Kinds, right: Kinds) -> Kinds {
    use BinaryOp::{Add, BitAnd, BitOr, BitXor, Div, Mul, Pow, Rem, ShiftLeft, ShiftRight, ShiftRightUnsigned, Sub};
    match op {
        // Nothing has been seen of a variable yet: what it adds is found in the next pass.
        Add if left == Kinds::NONE || right == Kinds::NONE => Kinds::NONE,
        Add if left.within(Kinds::STRING) || right.within(Kinds::STRING) => Kinds::STRING,
        // Objects may turn into strings, so only primitives without strings are sure to add up as numbers.
        Add if left.or(right).within(Kinds::PRIMITIVE.without(Kinds::STRING)) => Kinds::NUMBER,
        Add => Kinds::NUMBER.or(Kinds::STRING),
        Sub | Mul | Div | Rem | Pow | BitAnd | BitOr | BitXor | ShiftLeft | ShiftRight | ShiftRightUnsigned => {
            Kinds::NUMBER
        }
        _ => Kinds::BOOLEAN,
    }
}

/// What an operator lets through of its left side.
fn logical(op: LogicalOp, left: Kinds) -> Kinds {
    match op {
        // Truthy values never come out of `&&`, nor undefined and null out of `||` and `??`.
        LogicalOp::And => left.without(Kinds::OBJECT.or(Kinds::ARRAY).or(Kinds::FUNCTION).or(Kinds::EXOTIC)),
        LogicalOp::Or | LogicalOp::Coalesce => left.without(Kinds::UNDEFINED.or(Kinds::NULL)),
    }
}
