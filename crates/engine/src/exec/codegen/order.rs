//! Finds comparators over keys: what they make of keys of the two values, and code that reads each key.
//!
//! A key is any part of the text that looks at one of the two values only and changes nothing. Both values have the same key
//! where the text is the same but for the parameter.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::exec::order::{Key, KeyUse, Order, Term};
use crate::exec::program::Function;
use crate::hir::{self, BinaryOp, Callee, Element, Expr, ExprKind, LocalId, LogicalOp, Origin, Stmt, UnaryOp};
use crate::typeck::KindTable;

use super::{Codegen, Constants, Stage};

/// How much text is looked at: variables are put in the place of their names, which can make it grow.
const BUDGET: u32 = 2_000;

/// Methods that change nothing, neither their receivers nor their arguments, and call nothing that they are given.
#[rustfmt::skip]
const READING_METHODS: &[&str] = &[
    "at", "charAt", "charCodeAt", "codePointAt", "endsWith", "get", "getDate", "getDay", "getFullYear", "getHours", "getMinutes",
    "getMonth", "getSeconds", "getTime", "has", "includes", "indexOf", "lastIndexOf", "localeCompare", "normalize", "padEnd",
    "padStart", "repeat", "slice", "startsWith", "substring", "toLowerCase", "toUpperCase", "trim", "trimEnd", "trimStart",
];

/// Functions of the same kind.
fn is_reading_function(name: &str) -> bool {
    matches!(
        name,
        "Boolean"
            | "Date.parse"
            | "Number"
            | "String"
            | "parseFloat"
            | "parseInt"
            | "Number.parseFloat"
            | "Number.parseInt"
    ) || (name.starts_with("Math.") && name != "Math.random")
}

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

/// Which of the two values a part of the text looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Neither,
    First,
    Second,
}

/// A part that looks at one value at most.
struct Part {
    /// With the variables that it names put in their places
    expr: Expr,
    side: Side,
    /// The same for the same key of the other value
    text: String,
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

    /// A part that looks at one value at most and changes nothing.
    fn part(&mut self, expr: &Expr) -> Option<Part> {
        let mut part = Part {
            expr: expr.clone(),
            side: Side::Neither,
            text: String::new(),
        };
        self.read(&mut part.expr, &mut part.side, &mut part.text)?;
        Some(part)
    }

    /// Puts variables in their places, and notes what is looked at.
    fn read(&mut self, expr: &mut Expr, side: &mut Side, text: &mut String) -> Option<()> {
        self.spend()?;
        if let ExprKind::Local(local) = expr.kind
            && let Some(&value) = self.variables.get(&local)
        {
            *expr = value.clone();
            return self.read(expr, side, text);
        }
        text.push('(');
        match &mut expr.kind {
            ExprKind::Undefined => text.push_str("undefined"),
            ExprKind::Null => text.push_str("null"),
            ExprKind::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            ExprKind::Number(value) => {
                let _ = write!(text, "{}", value.to_bits());
            }
            ExprKind::String(value) => {
                let _ = write!(text, "{value:?}");
            }
            ExprKind::Binding(id) => {
                let _ = write!(text, "#{}", id.0);
            }
            ExprKind::Local(local) => {
                let seen = self.function.params.iter().position(|param| param == local);
                let of = match seen {
                    Some(0) => Side::First,
                    Some(1) => Side::Second,
                    Some(_) => Side::Neither,
                    None if matches!(self.function.locals[local.0 as usize].origin, Origin::Captured(_)) => {
                        Side::Neither
                    }
                    None => return None,
                };
                if of == Side::Neither {
                    let _ = write!(text, "@{}", local.0);
                } else if *side == Side::Neither || *side == of {
                    *side = of;
                    text.push('$');
                } else {
                    return None;
                }
            }
            ExprKind::Template(texts, values) => {
                let _ = write!(text, "`{texts:?}");
                for value in values {
                    self.read(value, side, text)?;
                }
            }
            ExprKind::Unary(op, x) => {
                let _ = write!(text, "{op:?}");
                self.read(x, side, text)?;
            }
            ExprKind::Binary(op, x, y) => {
                let _ = write!(text, "{op:?}");
                self.read(x, side, text)?;
                self.read(y, side, text)?;
            }
            ExprKind::Logical(op, x, y) => {
                let _ = write!(text, "{op:?}");
                self.read(x, side, text)?;
                self.read(y, side, text)?;
            }
            ExprKind::Conditional(x, y, z) => {
                text.push('?');
                for part in [x, y, z] {
                    self.read(part, side, text)?;
                }
            }
            ExprKind::Default(x, y) => {
                text.push('=');
                self.read(x, side, text)?;
                self.read(y, side, text)?;
            }
            ExprKind::Member { object, name, optional } => {
                let _ = write!(text, ".{optional}{name:?}");
                self.read(object, side, text)?;
            }
            ExprKind::Index {
                object,
                index,
                optional,
            } => {
                let _ = write!(text, "[{optional}");
                self.read(object, side, text)?;
                self.read(index, side, text)?;
            }
            ExprKind::Chain(x) => {
                text.push_str("?.");
                self.read(x, side, text)?;
            }
            ExprKind::RequireCoercible { value, .. } => {
                text.push('!');
                self.read(value, side, text)?;
            }
            ExprKind::Call {
                callee,
                arguments,
                optional,
                ..
            } => {
                match callee {
                    Callee::Method { object, name, optional } if READING_METHODS.contains(&&**name) => {
                        let _ = write!(text, "call .{optional}{name}");
                        self.read(object, side, text)?;
                    }
                    Callee::Global(name) if is_reading_function(name) => {
                        let _ = write!(text, "call {name}");
                    }
                    _ => return None,
                }
                let _ = write!(text, "{optional}");
                self.arguments(arguments, side, text)?;
            }
            ExprKind::New { constructor, arguments } if &**constructor == "Date" && !arguments.is_empty() => {
                text.push_str("new Date");
                self.arguments(arguments, side, text)?;
            }
            _ => return None,
        }
        text.push(')');
        Some(())
    }

    fn arguments(&mut self, arguments: &mut [Element], side: &mut Side, text: &mut String) -> Option<()> {
        for argument in arguments {
            match argument {
                Element::Value(value) => self.read(value, side, text)?,
                Element::Spread(..) | Element::Hole => return None,
            }
        }
        Some(())
    }
}
