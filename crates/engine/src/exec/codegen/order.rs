//! Finds comparators over keys: what they make of keys of the two values, and code that reads each key.
//!
//! A key is any part of the text that looks at one of the two values only and changes nothing. Both values have the same key
//! where the text is the same but for the parameter.

mod part;

use std::collections::HashMap;

use crate::exec::order::{Key, KeyUse, Order, Term};
use crate::exec::program::Function;
use crate::hir::{self, BinaryOp, Callee, Element, Expr, ExprKind, LocalId, LogicalOp, Origin, Stmt, UnaryOp};
use crate::typeck::KindTable;

use super::{Codegen, Constants, Stage};
use part::{Part, Side};

/// How much text is looked at: variables are put in the place of their names, which can make it grow.
const BUDGET: u32 = 2_000;

/// Compiles the keys of a comparator behind the other functions. Nothing if it is no comparator over keys.
pub(super) fn order(
    constants: &mut Constants,
    functions: &mut Vec<Function>,
    stage: &Stage<'_>,
    function: &hir::Function,
    first: u32,
) -> Option<Order> {
    let (found, term) = Finder::new(function)?.comparator()?;
    // What is known of values where the key stands in the text need not be true of all values.
    let (kinds, lifted) = (KindTable::default(), HashMap::new());
    let stage = Stage {
        kinds: &kinds,
        lifted: &lifted,
        source: stage.source.clone(),
        ..*stage
    };
    let mut keys = Vec::new();
    let mut compiled = Vec::new();
    for part in found {
        let reader = hir::Function {
            body: vec![Stmt::Return(Some(part.expr))],
            ..function.clone()
        };
        compiled.push(Codegen::new(constants, &stage, &reader, first).function().ok()?);
        keys.push(Key {
            function: (functions.len() + keys.len()) as u32,
            second: part.side == Side::Second,
            usage: part.usage,
        });
    }
    functions.extend(compiled);
    Some(Order { keys, term })
}

/// A key that was found.
struct Found {
    expr: Expr,
    side: Side,
    text: String,
    usage: KeyUse,
}

struct Finder<'a> {
    function: &'a hir::Function,
    /// Variables that are given a value once, at the start
    variables: HashMap<LocalId, &'a Expr>,
    keys: Vec<Found>,
    budget: u32,
}

impl<'a> Finder<'a> {
    /// Nothing if the function cannot be a comparator over keys.
    fn new(function: &'a hir::Function) -> Option<Finder<'a>> {
        let suits = matches!(function.params.len(), 2 | 3)
            && function.rest.is_none()
            && function.locals.iter().all(|local| local.origin != Origin::Itself)
            && function.params.iter().all(|param| {
                let local = &function.locals[param.0 as usize];
                !local.reassigned && !local.cell
            });
        suits.then(|| Finder {
            function,
            variables: HashMap::new(),
            keys: Vec::new(),
            budget: BUDGET,
        })
    }

    /// The keys, and what the function makes of them.
    fn comparator(mut self) -> Option<(Vec<Found>, Term)> {
        let term = self.statements(&self.function.body)?;
        let sides = |side| self.keys.iter().any(|key| key.side == side);
        // The keys are read of both values, so there is one at least.
        (sides(Side::First) || sides(Side::Second)).then_some((self.keys, term))
    }

    fn spend(&mut self) -> Option<()> {
        self.budget = self.budget.checked_sub(1)?;
        Some(())
    }

    /// Statements that end with `return` on every way.
    fn statements(&mut self, statements: &'a [Stmt]) -> Option<Term> {
        self.spend()?;
        let (statement, rest) = statements.split_first()?;
        match statement {
            Stmt::Declare(_) => self.statements(rest),
            Stmt::Init(local, Some(value)) => {
                let known = &self.function.locals[local.0 as usize];
                if known.reassigned || known.cell || known.may_be_uninitialized || known.origin != Origin::Variable {
                    return None;
                }
                self.variables.insert(*local, value);
                self.statements(rest)
            }
            Stmt::Return(Some(value)) => self.number(value),
            Stmt::If { test, then, otherwise } => {
                let test = self.truth(test)?;
                // What follows runs where this does not: a `var` in here has no value there.
                let variables = self.variables.clone();
                let then = self.statements(then)?;
                self.variables = variables;
                let otherwise = if otherwise.is_empty() { rest } else { otherwise };
                let otherwise = self.statements(otherwise)?;
                Some(Term::Conditional(test.into(), then.into(), otherwise.into()))
            }
            _ => None,
        }
    }

    /// An expression of which only the number that it converts to counts.
    fn number(&mut self, expr: &'a Expr) -> Option<Term> {
        self.term(expr, true)
    }

    /// An expression of which the truth counts, or what it is exactly.
    fn truth(&mut self, expr: &'a Expr) -> Option<Term> {
        self.term(expr, false)
    }

    fn term(&mut self, expr: &'a Expr, number: bool) -> Option<Term> {
        self.spend()?;
        match &expr.kind {
            ExprKind::Number(value) => return Some(Term::Number(*value)),
            ExprKind::Bool(value) => return Some(Term::Number(f64::from(*value))),
            ExprKind::Local(local) if self.variables.contains_key(local) => {
                return self.term(self.variables[local], number);
            }
            _ => {}
        }
        if let Some(part) = self.part(expr) {
            return self.key(part, if number { KeyUse::Number } else { KeyUse::Truth });
        }
        match &expr.kind {
            ExprKind::Unary(UnaryOp::Minus, x) => Some(Term::Minus(self.number(x)?.into())),
            ExprKind::Unary(UnaryOp::Plus, x) => self.number(x),
            ExprKind::Unary(UnaryOp::Not, x) => Some(Term::Not(self.truth(x)?.into())),
            ExprKind::Binary(op, x, y) => self.binary(*op, x, y),
            ExprKind::Logical(op, x, y) => {
                let (x, y) = (self.truth(x)?, self.term(y, number)?);
                match op {
                    LogicalOp::And => Some(Term::And(x.into(), y.into())),
                    LogicalOp::Or => Some(Term::Or(x.into(), y.into())),
                    LogicalOp::Coalesce => None,
                }
            }
            ExprKind::Conditional(test, x, y) => Some(Term::Conditional(
                self.truth(test)?.into(),
                self.term(x, number)?.into(),
                self.term(y, number)?.into(),
            )),
            ExprKind::Call {
                callee:
                    Callee::Method {
                        object,
                        name,
                        optional: false,
                    },
                arguments,
                optional: false,
                ..
            } if &**name == "localeCompare" => match arguments.as_slice() {
                [Element::Value(other)] => {
                    let (x, y) = self.same_key(object, other, KeyUse::Collated)?;
                    Some(Term::Collate(x.into(), y.into()))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn binary(&mut self, op: BinaryOp, x: &'a Expr, y: &'a Expr) -> Option<Term> {
        let ordered = |finder: &mut Finder<'a>| match finder.same_key(x, y, KeyUse::Ordered) {
            Some((x, y)) => Some((Box::new(x), Box::new(y))),
            None => Some((finder.number_only(x)?.into(), finder.number_only(y)?.into())),
        };
        Some(match op {
            BinaryOp::Sub => Term::Sub(self.number(x)?.into(), self.number(y)?.into()),
            BinaryOp::Mul => Term::Mul(self.number(x)?.into(), self.number(y)?.into()),
            BinaryOp::Less => {
                let (x, y) = ordered(self)?;
                Term::Less(x, y)
            }
            BinaryOp::Greater => {
                let (x, y) = ordered(self)?;
                Term::Less(y, x)
            }
            BinaryOp::LessEq => {
                let (x, y) = ordered(self)?;
                Term::LessEq(x, y)
            }
            BinaryOp::GreaterEq => {
                let (x, y) = ordered(self)?;
                Term::LessEq(y, x)
            }
            BinaryOp::StrictEq | BinaryOp::LooseEq | BinaryOp::StrictNe | BinaryOp::LooseNe => {
                let (x, y) = match self.same_key(x, y, KeyUse::Compared) {
                    Some(same) => same,
                    None => (self.number_only(x)?, self.number_only(y)?),
                };
                let equal = Term::Equal(x.into(), y.into());
                match op {
                    BinaryOp::StrictEq | BinaryOp::LooseEq => equal,
                    _ => Term::Not(equal.into()),
                }
            }
            _ => return None,
        })
    }

    /// An expression that is a number whatever the values are.
    fn number_only(&mut self, expr: &'a Expr) -> Option<Term> {
        match &expr.kind {
            ExprKind::Local(local) => self.number_only(self.variables.get(local).copied()?),
            ExprKind::Number(_)
            | ExprKind::Unary(UnaryOp::Minus | UnaryOp::Plus, _)
            | ExprKind::Binary(BinaryOp::Sub | BinaryOp::Mul, ..) => self.number(expr),
            ExprKind::Call {
                callee: Callee::Method { name, .. },
                ..
            } if &**name == "localeCompare" => match self.truth(expr)? {
                compared @ Term::Collate(..) => Some(compared),
                // Of one value: its own method may have that name.
                _ => None,
            },
            _ => None,
        }
    }

    /// The same key of the two values.
    fn same_key(&mut self, x: &'a Expr, y: &'a Expr, usage: KeyUse) -> Option<(Term, Term)> {
        let (x, y) = (self.part(x)?, self.part(y)?);
        let both = x.text == y.text && x.side != Side::Neither && y.side != Side::Neither && x.side != y.side;
        if both {
            Some((self.key(x, usage)?, self.key(y, usage)?))
        } else {
            None
        }
    }

    /// Files a key.
    fn key(&mut self, mut part: Part, mut usage: KeyUse) -> Option<Term> {
        let is_date = matches!(&part.expr.kind, ExprKind::New { .. });
        if usage == KeyUse::Number || (usage == KeyUse::Ordered && is_date) {
            let (id, span) = (part.expr.id, part.expr.span);
            part.expr = Expr {
                id,
                span,
                kind: ExprKind::Unary(UnaryOp::Plus, Box::new(part.expr)),
            };
            part.text.insert(0, '+');
            usage = KeyUse::Number;
        }
        let second = part.side == Side::Second;
        let known = self.keys.iter().position(|key| {
            key.text == part.text && key.usage == usage && (key.side != Side::Neither) == (part.side != Side::Neither)
        });
        let number = known.unwrap_or_else(|| {
            let Part { expr, side, text } = part;
            self.keys.push(Found {
                expr,
                side,
                text,
                usage,
            });
            self.keys.len() - 1
        });
        Some(Term::Key {
            key: number as u32,
            second,
        })
    }
}
