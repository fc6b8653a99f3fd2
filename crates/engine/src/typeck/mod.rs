//! Kinds: which types each expression may have.
//!
//! Input values may be anything JSON can hold; operators, literals and built-ins say what they make. A variable has the
//! kinds of its initialiser unless it is assigned again. Code generation picks typed instructions from this.

use crate::builtins;
use crate::hir::{
    BinaryOp, Callee, Element, Expr, ExprKind, Function, Hir, LocalId, LogicalOp, Origin, PropertyDefinition, Stmt,
    Target, UnaryOp,
};
use crate::types::Kinds;

/// The kinds of every expression of a callback.
#[derive(Clone, Debug, Default)]
pub struct KindTable {
    kinds: Vec<Kinds>,
}

impl KindTable {
    /// The kinds of an expression.
    #[must_use]
    pub fn of(&self, e: &Expr) -> Kinds {
        self.kinds.get(e.id as usize).copied().unwrap_or(Kinds::ANY)
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
    };
    for function in &hir.functions {
        let locals = vec![None; function.locals.len()];
        Inference {
            table: &mut table,
            function,
            locals,
        }
        .block(&function.body);
    }
    table
}

struct Inference<'a> {
    table: &'a mut KindTable,
    function: &'a Function,
    /// Kinds of variables whose only value has been seen
    locals: Vec<Option<Kinds>>,
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
                self.block(then);
                self.block(otherwise);
            }
            Stmt::Return(value) => {
                if let Some(value) = value {
                    self.expr(value);
                }
            }
            Stmt::Block { body, .. } => self.block(body),
            Stmt::Loop { test, update, body, .. } => {
                self.block(body);
                for part in update.iter().chain(test) {
                    self.expr(part);
                }
            }
            Stmt::ForOf {
                iterable: source, body, ..
            }
            | Stmt::ForIn {
                object: source, body, ..
            } => {
                self.expr(source);
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
                if let Some((_, body)) = handler {
                    self.block(body);
                }
                if let Some(body) = finalizer {
                    self.block(body);
                }
            }
        }
    }

    fn bind(&mut self, local: LocalId, kinds: Kinds) {
        let info = &self.function.locals[local.0 as usize];
        if !info.reassigned && !info.may_be_uninitialized && info.origin == Origin::Variable {
            self.locals[local.0 as usize] = Some(kinds);
        }
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

    fn target(&mut self, target: &Target) {
        match target {
            Target::Local(..) => {}
            Target::Member(object, ..) => {
                self.expr(object);
            }
            Target::Index(object, index, _) => self.all([object, index]),
        }
    }

    fn kind(&mut self, e: &Expr) -> Kinds {
        match &e.kind {
            ExprKind::Undefined => Kinds::UNDEFINED,
            ExprKind::Null => Kinds::NULL,
            ExprKind::Bool(_) => Kinds::BOOLEAN,
            ExprKind::Number(_) => Kinds::NUMBER,
            ExprKind::String(_) => Kinds::STRING,
            ExprKind::RegExp { .. } => Kinds::EXOTIC,
            ExprKind::Local(local) => self.locals[local.0 as usize].unwrap_or(Kinds::ANY),
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
                binary(*op, left, right)
            }
            ExprKind::Logical(op, left, right) => {
                let (left, right) = (self.expr(left), self.expr(right));
                logical(*op, left).or(right)
            }
            ExprKind::Conditional(test, then, otherwise) => {
                self.expr(test);
                self.expr(then).or(self.expr(otherwise))
            }
            ExprKind::Member { object, name, .. } => {
                let object = self.expr(object);
                let counted = object.within(Kinds::STRING.or(Kinds::ARRAY));
                if &**name == "length" && counted {
                    Kinds::NUMBER
                } else {
                    Kinds::ANY
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
                    Callee::Method { object, .. } => {
                        self.expr(object);
                        Kinds::ANY
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
                self.expr(value)
            }
            ExprKind::AssignOp(op, target, value) => {
                self.target(target);
                let value = self.expr(value);
                binary(*op, Kinds::ANY, value)
            }
            ExprKind::AssignLogical(_, target, value) => {
                self.target(target);
                self.expr(value);
                Kinds::ANY
            }
            ExprKind::Update { target, .. } => {
                self.target(target);
                Kinds::NUMBER
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

fn binary(op: BinaryOp, left: Kinds, right: Kinds) -> Kinds {
    use BinaryOp::{Add, BitAnd, BitOr, BitXor, Div, Mul, Pow, Rem, ShiftLeft, ShiftRight, ShiftRightUnsigned, Sub};
    match op {
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
