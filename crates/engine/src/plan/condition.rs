//! Conditions on one scalar of a record, exact for every kind of scalar.

use std::fmt;
use std::sync::Arc;

use jsonmill_json::projection::NodeId;

use crate::hir::BinaryOp;

/// A filter that keeps no record whose scalar there fails the condition.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The scalar's place in the projection
    pub node: NodeId,
    /// The names that lead there from the record
    pub path: Vec<Arc<str>>,
    /// What the scalar must fulfil
    pub condition: Condition,
}

/// What a scalar (a string, a number, a boolean or `null`) may fulfil.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// It is truthy
    Truthy,
    /// `=== literal`
    Equals(Literal),
    /// `< literal` and the like, where the literal is a number or a string
    Relation(BinaryOp, Literal),
    /// `== null`
    Nullish,
    /// `typeof` it is this
    Typeof(Arc<[u8]>),
    /// It is a number, and what this operator makes of it and a literal on its right fulfils this
    Computed(BinaryOp, f64, Box<Condition>),
    /// It does not fulfil this
    Not(Box<Condition>),
    /// It fulfils all of these
    All(Vec<Condition>),
    /// It fulfils one of these
    Any(Vec<Condition>),
}

/// A value of the callback's text.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number
    Number(f64),
    /// A string, as WTF-8
    String(Arc<[u8]>),
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, &self.path.join("."), &self.condition, false)
    }
}

/// Writes a condition close to JavaScript.
fn write(f: &mut fmt::Formatter<'_>, place: &str, condition: &Condition, nested: bool) -> fmt::Result {
    match condition {
        Condition::Truthy => write!(f, "{place}"),
        Condition::Equals(literal) => write!(f, "{place} === {literal}"),
        Condition::Relation(op, literal) => write!(f, "{place} {} {literal}", sign(*op)),
        Condition::Nullish => write!(f, "{place} == null"),
        Condition::Typeof(kind) => write!(f, "typeof {place} === '{}'", String::from_utf8_lossy(kind)),
        Condition::Computed(op, literal, inner) => write(f, &format!("{place} {} {literal}", sign(*op)), inner, nested),
        Condition::Not(inner) => match &**inner {
            Condition::Truthy => write!(f, "!{place}"),
            Condition::Computed(op, literal, inner) if **inner == Condition::Truthy => {
                write!(f, "!({place} {} {literal})", sign(*op))
            }
            Condition::Computed(op, literal, inner) => {
                let computed = format!("{place} {} {literal}", sign(*op));
                write(f, &computed, &Condition::Not(inner.clone()), nested)
            }
            Condition::Equals(literal) => write!(f, "{place} !== {literal}"),
            Condition::Nullish => write!(f, "{place} != null"),
            other => {
                f.write_str("!(")?;
                write(f, place, other, false)?;
                f.write_str(")")
            }
        },
        Condition::All(parts) | Condition::Any(parts) => {
            let sign = if matches!(condition, Condition::All(_)) {
                " && "
            } else {
                " || "
            };
            if nested {
                f.write_str("(")?;
            }
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    f.write_str(sign)?;
                }
                write(f, place, part, true)?;
            }
            if nested {
                f.write_str(")")?;
            }
            Ok(())
        }
    }
}

fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Less => "<",
        BinaryOp::LessEq => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEq => ">=",
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        _ => "%",
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Undefined => f.write_str("undefined"),
            Literal::Null => f.write_str("null"),
            Literal::Bool(value) => write!(f, "{value}"),
            Literal::Number(value) => write!(f, "{value}"),
            Literal::String(text) => write!(f, "'{}'", String::from_utf8_lossy(text)),
        }
    }
}
