//! Expressions of the HIR as text.

use std::sync::Arc;

use super::Printer;
use crate::hir::{BinaryOp, Callee, Element, Expr, ExprKind, LogicalOp, PropertyDefinition, RestKey, Target, UnaryOp};

impl Printer<'_, '_, '_> {
    /// An expression; operations stand in parentheses.
    pub(super) fn expression(&self, expression: &Expr) -> String {
        match &expression.kind {
            ExprKind::Undefined => "undefined".to_owned(),
            ExprKind::Null => "null".to_owned(),
            ExprKind::Bool(value) => value.to_string(),
            ExprKind::Number(value) => number(*value),
            ExprKind::String(text) => quoted(text),
            ExprKind::RegExp { source, flags } => format!("/{source}/{flags}"),
            ExprKind::Local(local) => self.name(*local),
            ExprKind::Binding(binding) => format!("@{}", binding.0),
            ExprKind::Global(path) => path.to_string(),
            ExprKind::Template(texts, values) => self.template(texts, values),
            ExprKind::Unary(op, operand) => format!("{}{}", unary(*op), self.expression(operand)),
            ExprKind::Binary(op, left, right) => self.operation(left, binary(*op), right),
            ExprKind::Logical(op, left, right) => self.operation(left, logical(*op), right),
            ExprKind::Conditional(test, then, otherwise) => {
                format!(
                    "({} ? {} : {})",
                    self.expression(test),
                    self.expression(then),
                    self.expression(otherwise)
                )
            }
            ExprKind::Member { object, name, optional } => {
                format!(
                    "{}{}{name}",
                    self.expression(object),
                    if *optional { "?." } else { "." }
                )
            }
            ExprKind::Index {
                object,
                index,
                optional,
            } => self.index(object, index, *optional),
            ExprKind::Chain(inner) => format!("chain({})", self.expression(inner)),
            ExprKind::Call {
                callee,
                arguments,
                optional,
                ..
            } => {
                let optional = if *optional { "?." } else { "" };
                format!("{}{optional}({})", self.callee(callee), self.elements(arguments))
            }
            ExprKind::New { constructor, arguments } => format!("new {constructor}({})", self.elements(arguments)),
            ExprKind::Array(elements) => format!("[{}]", self.elements(elements)),
            ExprKind::Object(properties) => self.object(properties),
            ExprKind::Function(function) => format!("fn{}", function.0),
            ExprKind::Assign(target, value) => format!("({} = {})", self.target(target), self.expression(value)),
            ExprKind::AssignOp(op, target, value) => {
                format!("({} {}= {})", self.target(target), binary(*op), self.expression(value))
            }
            ExprKind::AssignLogical(op, target, value) => {
                format!("({} {}= {})", self.target(target), logical(*op), self.expression(value))
            }
            ExprKind::Update { delta, prefix, target } => {
                let sign = if *delta > 0.0 { "++" } else { "--" };
                let target = self.target(target);
                if *prefix {
                    format!("{sign}{target}")
                } else {
                    format!("{target}{sign}")
                }
            }
            ExprKind::Delete(target) => format!("delete {}", self.target(target)),
            ExprKind::Sequence(values) => format!("({})", self.list(values)),
            ExprKind::Default(value, default) => {
                format!("default({}, {})", self.expression(value), self.expression(default))
            }
            ExprKind::RequireCoercible { value, property, text } => {
                let property = property.as_ref().map_or_else(String::new, |name| format!(" '{name}'"));
                format!("coercible({}{property} of '{text}')", self.expression(value))
            }
            ExprKind::Elements { value, limit, text, .. } => {
                let limit = limit.map_or_else(String::new, |limit| format!(", {limit}"));
                format!("elements({}{limit} of '{text}')", self.expression(value))
            }
            ExprKind::ElementsRest(value, from) => format!("elementsRest({}, {from})", self.expression(value)),
            ExprKind::ObjectRest(value, keys) => {
                let key = |key: &RestKey| match key {
                    RestKey::Name(name) => format!(", '{name}'"),
                    RestKey::Local(local) => format!(", {}", self.name(*local)),
                };
                format!(
                    "objectRest({}{})",
                    self.expression(value),
                    keys.iter().map(key).collect::<String>()
                )
            }
            ExprKind::ToPropertyKey(value) => format!("toPropertyKey({})", self.expression(value)),
        }
    }

    fn operation(&self, left: &Expr, operator: &str, right: &Expr) -> String {
        format!("({} {operator} {})", self.expression(left), self.expression(right))
    }

    fn index(&self, object: &Expr, index: &Expr, optional: bool) -> String {
        format!(
            "{}{}[{}]",
            self.expression(object),
            if optional { "?." } else { "" },
            self.expression(index)
        )
    }

    fn list(&self, values: &[Expr]) -> String {
        let values: Vec<String> = values.iter().map(|value| self.expression(value)).collect();
        values.join(", ")
    }

    fn template(&self, texts: &[Arc<[u8]>], values: &[Expr]) -> String {
        let mut out = String::from("`");
        for (at, text) in texts.iter().enumerate() {
            out.push_str(&String::from_utf8_lossy(text));
            if let Some(value) = values.get(at) {
                out.push_str(&format!("${{{}}}", self.expression(value)));
            }
        }
        out.push('`');
        out
    }

    fn callee(&self, callee: &Callee) -> String {
        match callee {
            Callee::Value(value) => self.expression(value),
            Callee::Method { object, name, optional } => {
                format!(
                    "{}{}{name}",
                    self.expression(object),
                    if *optional { "?." } else { "." }
                )
            }
            Callee::IndexMethod {
                object,
                index,
                optional,
            } => self.index(object, index, *optional),
            Callee::Global(path) => path.to_string(),
        }
    }

    fn elements(&self, elements: &[Element]) -> String {
        let element = |element: &Element| match element {
            Element::Value(value) => self.expression(value),
            Element::Spread(value, _) => format!("...{}", self.expression(value)),
            Element::Hole => "hole".to_owned(),
        };
        elements.iter().map(element).collect::<Vec<_>>().join(", ")
    }

    fn object(&self, properties: &[PropertyDefinition]) -> String {
        let property = |property: &PropertyDefinition| match property {
            PropertyDefinition::Value(name, value) => {
                format!("{}: {}", quoted(name.as_bytes()), self.expression(value))
            }
            PropertyDefinition::Computed(key, value) => {
                format!("[{}]: {}", self.expression(key), self.expression(value))
            }
            PropertyDefinition::Spread(value) => format!("...{}", self.expression(value)),
        };
        format!("{{{}}}", properties.iter().map(property).collect::<Vec<_>>().join(", "))
    }

    fn target(&self, target: &Target) -> String {
        match target {
            Target::Local(local, _) => self.name(*local),
            Target::Member(object, name, _) => format!("{}.{name}", self.expression(object)),
            Target::Index(object, index, _) => self.index(object, index, false),
        }
    }
}

fn number(value: f64) -> String {
    let mut text = Vec::new();
    jsonmill_json::number::write(&mut text, value);
    let sign = if value == 0.0 && value.is_sign_negative() {
        "-"
    } else {
        ""
    };
    format!("{sign}{}", String::from_utf8_lossy(&text))
}

fn quoted(text: &[u8]) -> String {
    format!("{:?}", String::from_utf8_lossy(text))
}

fn unary(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Not => "!",
        UnaryOp::Minus => "-",
        UnaryOp::Plus => "+",
        UnaryOp::BitNot => "~",
        UnaryOp::Typeof => "typeof ",
        UnaryOp::Void => "void ",
    }
}

fn logical(op: LogicalOp) -> &'static str {
    match op {
        LogicalOp::And => "&&",
        LogicalOp::Or => "||",
        LogicalOp::Coalesce => "??",
    }
}

fn binary(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Rem => "%",
        BinaryOp::Pow => "**",
        BinaryOp::BitAnd => "&",
        BinaryOp::BitOr => "|",
        BinaryOp::BitXor => "^",
        BinaryOp::ShiftLeft => "<<",
        BinaryOp::ShiftRight => ">>",
        BinaryOp::ShiftRightUnsigned => ">>>",
        BinaryOp::StrictEq => "===",
        BinaryOp::StrictNe => "!==",
        BinaryOp::LooseEq => "==",
        BinaryOp::LooseNe => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessEq => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEq => ">=",
        BinaryOp::In => "in",
        BinaryOp::InstanceOf => "instanceof",
    }
}
