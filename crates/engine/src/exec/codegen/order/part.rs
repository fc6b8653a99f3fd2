//! Parts of a comparator that look at one of its two values at most, and change nothing.

use std::fmt::Write as _;

use crate::hir::{Callee, Element, Expr, ExprKind, Origin};

use super::Finder;

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

/// Which of the two values a part of the text looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Neither,
    First,
    Second,
}

/// A part that looks at one value at most.
pub(super) struct Part {
    /// With the variables that it names put in their places
    pub(super) expr: Expr,
    pub(super) side: Side,
    /// The same for the same key of the other value
    pub(super) text: String,
}

impl Finder<'_> {
    /// A part that looks at one value at most and changes nothing.
    pub(super) fn part(&mut self, expr: &Expr) -> Option<Part> {
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
