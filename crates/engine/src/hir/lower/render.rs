//! How V8 renders code in its messages: `o.items.map is not a function`. A port of what its CallPrinter prints.
//!
//! Parts that it does not look into are "(intermediate value)"; `!==` is the negation of `===`; chains of one operator are flat.

use std::sync::Arc;

use super::hoist;
use crate::ecma;
use crate::hir::UNTOLD;
use crate::syntax::ast::{
    AssignOp, BinaryOp, Element, Expr, ExprKind, Function, LogicalOp, Param, Pattern, Property, UnaryOp,
};

const NO_SYMBOL: &str = " is not iterable (cannot read property Symbol(Symbol.iterator))";
const INTERMEDIATE: &str = "(intermediate value)";

/// A callee, or a value that is destructured.
pub(super) fn value(expression: &Expr) -> Arc<str> {
    Printer::render(expression, false)
}

/// The message for a callee that is no function.
pub(super) fn not_callable(callee: &Expr) -> Arc<str> {
    Arc::from(format!("{} is not a function", value(callee)))
}

/// The same where the call's result is iterated right away: V8 finds both at one place.
pub(super) fn not_callable_or_iterable(call: &Expr) -> Arc<str> {
    let text = Printer::render(call, true);
    Arc::from(format!("{text} is not a function or its return value is not iterable"))
}

/// The message for the operand of a spread in an array literal that is not iterable.
pub(super) fn spread(expression: &Expr) -> Arc<str> {
    not_iterable(expression)
}

/// The same where V8's printer does not look: it finds other optional chains of the function instead.
pub(super) fn unseen_spread(expression: &Expr) -> Arc<str> {
    match &expression.kind {
        ExprKind::Chain(_) => untold(),
        _ => Arc::from(""),
    }
}

/// The same for a spread in a call, unless it is the last of the arguments and the only one.
pub(super) fn inner_argument(expression: &Expr) -> Arc<str> {
    match &expression.kind {
        ExprKind::Call { callee, .. } | ExprKind::New { callee, .. } => no_symbol(callee),
        _ => Arc::from(""),
    }
}

/// The same for what a `for … of` goes over; "" where V8 describes the value instead. V8 looks for the node whose position
/// the machine noted last before it asked for the iterator.
pub(super) fn iterable(expression: &Expr) -> Arc<str> {
    match (&expression.kind, last_noted(expression)) {
        (ExprKind::Object(_) | ExprKind::Unary(..) | ExprKind::Delete(_), _) if folded(expression).is_none() => {
            untold()
        }
        (ExprKind::Logical(..) | ExprKind::Conditional(..) | ExprKind::Array(_), _) if !is_settled(expression) => {
            untold()
        }
        (ExprKind::Logical(..) | ExprKind::Conditional(..) | ExprKind::Chain(_), Noted::Something) => Arc::from(""),
        (ExprKind::Chain(_), Noted::Nothing) => Arc::from(""),
        (
            ExprKind::Logical(..) | ExprKind::Conditional(..) | ExprKind::Chain(_) | ExprKind::Array(_),
            Noted::Call(callee),
        ) => no_symbol(callee),
        _ => not_iterable(expression),
    }
}

/// A message that is left to V8.
fn untold() -> Arc<str> {
    Arc::from(UNTOLD)
}

/// Whether it is known what V8 notes of the parts of an expression: choices between names, members, calls, literals and plain arrays.
fn is_settled(expression: &Expr) -> bool {
    let is_plain = |element: &Option<Element>| matches!(element, Some(Element::Value(value)) if is_literal(value));
    match &expression.kind {
        ExprKind::Name(_)
        | ExprKind::Member { .. }
        | ExprKind::Index { .. }
        | ExprKind::Call { .. }
        | ExprKind::New { .. } => true,
        ExprKind::Chain(inner) => is_settled(inner),
        ExprKind::Array(elements) => elements.iter().all(is_plain),
        ExprKind::Logical(_, left, right) => !is_literal(left) && is_settled(left) && is_leaf(right),
        ExprKind::Conditional(test, then, otherwise) => {
            let is_test = match &test.kind {
                ExprKind::Unary(UnaryOp::Not, operand) => !is_literal(operand),
                ExprKind::Binary(..) => folded(test).is_none(),
                _ => is_leaf(test) && !is_literal(test),
            };
            is_test && is_leaf(then) && is_leaf(otherwise) && !(is_literal(then) && is_literal(otherwise))
        }
        _ => is_literal(expression),
    }
}

fn is_leaf(expression: &Expr) -> bool {
    is_settled(expression) && !matches!(expression.kind, ExprKind::Logical(..) | ExprKind::Conditional(..))
}

fn is_literal(expression: &Expr) -> bool {
    literal_truth(expression).is_some()
}

/// The message for a part of what is destructured that is not iterable, by the rendering of the whole.
pub(super) fn inner_iterable(whole: &str) -> Arc<str> {
    if whole.is_empty() {
        Arc::from("")
    } else {
        Arc::from(format!("{whole}{NO_SYMBOL}"))
    }
}

/// Whose position V8's bytecode notes last in an expression.
enum Noted<'e> {
    Nothing,
    /// A call's, which V8 finds and renders by this callee
    Call(&'e Expr),
    /// Another node's, where it finds nothing
    Something,
}

fn last_noted(expression: &Expr) -> Noted<'_> {
    fn last<'e>(parts: impl IntoIterator<Item = &'e Expr>) -> Noted<'e> {
        let noted = parts.into_iter().map(last_noted);
        noted
            .filter(|noted| !matches!(noted, Noted::Nothing))
            .last()
            .unwrap_or(Noted::Nothing)
    }
    match &expression.kind {
        _ if folded(expression).is_some() => Noted::Nothing,
        ExprKind::Call { callee, .. } | ExprKind::New { callee, .. } => Noted::Call(callee),
        ExprKind::Chain(inner) | ExprKind::Unary(UnaryOp::Not | UnaryOp::Typeof | UnaryOp::Void, inner) => {
            last_noted(inner)
        }
        ExprKind::Logical(op, left, right) => match (&left.kind, op, &right.kind) {
            // Both notes are for one place.
            (left, LogicalOp::Coalesce, ExprKind::Name(_)) if !matches!(left, ExprKind::Logical(..)) => Noted::Nothing,
            // A name that is only tested notes nothing.
            (ExprKind::Name(_), ..) => last_noted(right),
            _ => last([&**left, &**right]),
        },
        ExprKind::Conditional(test, then, otherwise) => match test.kind {
            ExprKind::Name(_) => last([&**then, &**otherwise]),
            _ => last([&**test, &**then, &**otherwise]),
        },
        ExprKind::Array(elements) => last(elements.iter().flatten().map(|element| match element {
            Element::Value(value) | Element::Spread(value) => value,
        })),
        ExprKind::Object(properties) => last(properties.iter().map(|property| match property {
            Property::Value(_, value) | Property::Spread(value) => value,
        })),
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::String(_)
        | ExprKind::RegExp { .. }
        | ExprKind::Function(_) => Noted::Nothing,
        _ => Noted::Something,
    }
}

/// The message where V8 finds a call, but no iteration, at the place of the error.
fn no_symbol(callee: &Expr) -> Arc<str> {
    let callee = value(callee);
    Arc::from(format!("{callee}{NO_SYMBOL}"))
}

/// What an array pattern is declared from. V8 finds it only where the value's node and its text begin at the same place.
pub(super) fn declared_iterable(expression: &Expr, parenthesized: bool) -> Arc<str> {
    let begins_with_node = match &expression.kind {
        ExprKind::Call { callee, .. } => matches!(callee.kind, ExprKind::Name(_)),
        ExprKind::Member { .. }
        | ExprKind::Index { .. }
        | ExprKind::Chain(_)
        | ExprKind::Binary(..)
        | ExprKind::Logical(..)
        | ExprKind::Sequence(_)
        | ExprKind::Assign(..)
        | ExprKind::Update { prefix: false, .. } => false,
        _ => true,
    };
    let is_long = |left: &Expr| matches!(left.kind, ExprKind::Logical(..));
    match called_at(expression, expression.span.start) {
        _ if matches!(&expression.kind, ExprKind::Logical(_, left, _) if is_long(left)) => untold(),
        _ if parenthesized => Arc::from(""),
        _ if begins_with_node => not_iterable(expression),
        Some(callee) => no_symbol(callee),
        None => Arc::from(""),
    }
}

/// The callee of a call that begins where the text does: V8 finds it in the place of what it is only the beginning of.
fn called_at(expression: &Expr, start: u32) -> Option<&Expr> {
    match &expression.kind {
        ExprKind::New { callee, .. } => (expression.span.start == start).then_some(callee),
        ExprKind::Call { callee, .. } if matches!(callee.kind, ExprKind::Name(_)) => {
            (expression.span.start == start).then_some(callee)
        }
        ExprKind::Call { callee: left, .. }
        | ExprKind::Member { object: left, .. }
        | ExprKind::Index { object: left, .. }
        | ExprKind::Chain(left)
        | ExprKind::Binary(_, left, _)
        | ExprKind::Logical(_, left, _) => called_at(left, start),
        _ => None,
    }
}

/// The message where V8 finds what is iterated: with its hint that a call may have gone wrong.
fn not_iterable(expression: &Expr) -> Arc<str> {
    if ends_in_call(expression) {
        not_callable_or_iterable(expression)
    } else {
        let text = Printer::render(expression, true);
        Arc::from(format!("{text} is not iterable"))
    }
}

/// Whether a call gives the value: V8 looks for it behind one comma, but not in longer chains.
fn ends_in_call(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Call { .. } | ExprKind::New { .. } => true,
        ExprKind::Sequence(values) => matches!(values.as_slice(), [_, last] if ends_in_call(last)),
        _ => false,
    }
}

struct Printer {
    out: String,
    /// The message is about an iterator: calls are printed without their parentheses.
    iterator: bool,
}

impl Printer {
    fn render(expression: &Expr, iterator: bool) -> Arc<str> {
        let mut printer = Printer {
            out: String::new(),
            iterator,
        };
        printer.find(expression);
        Arc::from(printer.out)
    }

    /// Prints a part, or that it is one.
    fn find(&mut self, expression: &Expr) {
        let before = self.out.len();
        self.visit(expression);
        if self.out.len() == before {
            self.out.push_str(INTERMEDIATE);
        }
    }

    fn intermediate(&mut self, count: usize) {
        (0..count).for_each(|_| self.out.push_str(INTERMEDIATE));
    }

    fn visit(&mut self, expression: &Expr) {
        if let Some(number) = folded(expression) {
            return self.number(number);
        }
        match &expression.kind {
            ExprKind::Null => self.out.push_str("null"),
            ExprKind::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            ExprKind::Number(value) => self.number(*value),
            ExprKind::String(text) => {
                self.out.push('"');
                self.out.push_str(&String::from_utf8_lossy(text));
                self.out.push('"');
            }
            ExprKind::RegExp { source, flags } => self.out.push_str(&format!("/{source}/{flags}")),
            ExprKind::Template(_, values) => values.iter().for_each(|value| self.find(value)),
            ExprKind::Name(name) => self.out.push_str(name),
            ExprKind::Array(elements) => self.array(elements),
            ExprKind::Object(properties) => {
                self.out.push('{');
                self.intermediate(properties.len());
                self.out.push('}');
            }
            ExprKind::Function(function) => self.intermediate(statements(function)),
            ExprKind::Unary(op, operand) => self.unary(*op, operand),
            ExprKind::Delete(operand) => self.prefix("delete ", operand),
            ExprKind::Update { delta, prefix, target } => {
                let sign = if *delta > 0.0 { "++" } else { "--" };
                self.out.push('(');
                self.out.push_str(if *prefix { sign } else { "" });
                self.find(target);
                self.out.push_str(if *prefix { "" } else { sign });
                self.out.push(')');
            }
            ExprKind::Binary(BinaryOp::StrictNe, left, right) => self.negated("===", left, right),
            ExprKind::Binary(BinaryOp::LooseNe, left, right) => self.negated("==", left, right),
            ExprKind::Binary(..) | ExprKind::Logical(..) => {
                self.out.push('(');
                self.flat(expression);
                self.out.push(')');
            }
            ExprKind::Conditional(..) => self.intermediate(3),
            ExprKind::Assign(op, target, _) => self.assignment(*op, target),
            ExprKind::Sequence(values) => {
                self.out.push('(');
                for (at, value) in values.iter().enumerate() {
                    self.out.push_str(if at == 0 { "" } else { " , " });
                    self.find(value);
                }
                self.out.push(')');
            }
            ExprKind::Member { object, name, optional } => {
                self.find(object);
                self.out.push_str(if *optional { "?." } else { "." });
                self.out.push_str(name);
            }
            ExprKind::Index {
                object,
                index,
                optional,
            } => self.index(object, index, *optional),
            ExprKind::Chain(_) => {}
            ExprKind::Call { callee, .. } => {
                self.find(callee);
                self.out.push_str(if self.iterator { "" } else { "(...)" });
            }
            ExprKind::New { callee, .. } if self.iterator => self.find(callee),
            ExprKind::New { .. } => {}
        }
    }

    fn number(&mut self, number: f64) {
        let mut text = Vec::new();
        jsonmill_json::number::write(&mut text, number);
        self.out.push_str(&String::from_utf8_lossy(&text));
    }

    fn array(&mut self, elements: &[Option<Element>]) {
        self.out.push('[');
        for (at, element) in elements.iter().enumerate() {
            self.out.push_str(if at == 0 { "" } else { "," });
            match element {
                None => self.intermediate(1),
                Some(Element::Value(value)) => self.find(value),
                Some(Element::Spread(value)) => self.prefix("...", value),
            }
        }
        self.out.push(']');
    }

    /// `object[index]`; a literal string prints as a name.
    fn index(&mut self, object: &Expr, index: &Expr, optional: bool) {
        self.find(object);
        if let ExprKind::String(name) = &index.kind {
            self.out.push_str(if optional { "?." } else { "." });
            self.out.push_str(&String::from_utf8_lossy(name));
            return;
        }
        self.out.push_str(if optional { "?.[" } else { "[" });
        self.find(index);
        self.out.push(']');
    }

    fn unary(&mut self, op: UnaryOp, operand: &Expr) {
        if let (UnaryOp::Not, Some(truthy)) = (op, literal_truth(operand)) {
            return self.out.push_str(if truthy { "false" } else { "true" });
        }
        let text = match op {
            UnaryOp::Not => "!",
            UnaryOp::Minus => "-",
            UnaryOp::Plus => "+",
            UnaryOp::BitNot => "~",
            UnaryOp::Typeof => "typeof ",
            UnaryOp::Void => "void ",
        };
        self.prefix(text, operand);
    }

    fn prefix(&mut self, operator: &str, operand: &Expr) {
        self.out.push('(');
        self.out.push_str(operator);
        self.find(operand);
        self.out.push(')');
    }

    fn negated(&mut self, operator: &str, left: &Expr, right: &Expr) {
        self.out.push_str("(!(");
        self.find(left);
        self.out.push_str(&format!(" {operator} "));
        self.find(right);
        self.out.push_str("))");
    }

    /// A binary operation without its parentheses: chains of one operator print as one.
    fn flat(&mut self, expression: &Expr) {
        let Some((operator, chains, left, right)) = operands(expression) else {
            return self.find(expression);
        };
        // V8 joins what stands in parentheses, too, but for `??`.
        let joined = operator != "??" || left.span.start == expression.span.start;
        let same = operands(left).is_some_and(|(other, ..)| other == operator) && folded(left).is_none();
        if chains && joined && same {
            self.flat(left);
        } else {
            self.find(left);
        }
        self.out.push_str(&format!(" {operator} "));
        self.find(right);
    }

    fn assignment(&mut self, _: AssignOp, target: &Pattern) {
        match target {
            Pattern::Name(name) => self.out.push_str(&name.text),
            Pattern::Place(place) => self.find(place),
            Pattern::Object { .. } | Pattern::Array { .. } => {}
        }
    }
}

/// How many statements a function has for V8. Where parameters take work, one does it, and names that the body declares make one of all others.
fn statements(function: &Function) -> usize {
    let plain = |param: &Param| param.default.is_none() && matches!(param.pattern, Pattern::Name(_));
    if function.rest.is_none() && function.params.iter().all(plain) {
        return function.statements;
    }
    if hoist::declares(&function.body) {
        2
    } else {
        1 + function.statements
    }
}

/// Operator and operands; whether a chain of it is one node.
fn operands(expression: &Expr) -> Option<(&'static str, bool, &Expr, &Expr)> {
    match &expression.kind {
        ExprKind::Logical(op, left, right) => {
            let text = match op {
                LogicalOp::And => "&&",
                LogicalOp::Or => "||",
                LogicalOp::Coalesce => "??",
            };
            Some((text, true, left, right))
        }
        ExprKind::Binary(op, left, right) => {
            let (text, chains) = operator(*op)?;
            Some((text, chains, left, right))
        }
        _ => None,
    }
}

fn operator(op: BinaryOp) -> Option<(&'static str, bool)> {
    Some(match op {
        BinaryOp::Add => ("+", true),
        BinaryOp::Sub => ("-", true),
        BinaryOp::Mul => ("*", true),
        BinaryOp::Div => ("/", true),
        BinaryOp::Rem => ("%", true),
        BinaryOp::Pow => ("**", false),
        BinaryOp::BitAnd => ("&", true),
        BinaryOp::BitOr => ("|", true),
        BinaryOp::BitXor => ("^", true),
        BinaryOp::ShiftLeft => ("<<", true),
        BinaryOp::ShiftRight => (">>", true),
        BinaryOp::ShiftRightUnsigned => (">>>", true),
        BinaryOp::StrictEq => ("===", false),
        BinaryOp::LooseEq => ("==", false),
        BinaryOp::Less => ("<", false),
        BinaryOp::LessEq => ("<=", false),
        BinaryOp::Greater => (">", false),
        BinaryOp::GreaterEq => (">=", false),
        BinaryOp::In => ("in", false),
        BinaryOp::InstanceOf => ("instanceof", false),
        BinaryOp::StrictNe | BinaryOp::LooseNe => return None,
    })
}

/// The number that V8's parser folds an operation on literals to.
fn folded(expression: &Expr) -> Option<f64> {
    let number = |expression: &Expr| match expression.kind {
        ExprKind::Number(value) => Some(value),
        _ => folded(expression),
    };
    match &expression.kind {
        ExprKind::Unary(UnaryOp::Minus, operand) => number(operand).map(|value| -value),
        ExprKind::Unary(UnaryOp::Plus, operand) => number(operand),
        ExprKind::Unary(UnaryOp::BitNot, operand) => number(operand)
            .filter(|value| value.abs() < 2_147_483_648.0)
            .map(|value| f64::from(!(value as i32))),
        ExprKind::Binary(op, left, right) => {
            let (left, right) = (number(left)?, number(right)?);
            match op {
                BinaryOp::Add => Some(left + right),
                BinaryOp::Sub => Some(left - right),
                BinaryOp::Mul => Some(left * right),
                BinaryOp::Div => Some(left / right),
                BinaryOp::Rem => Some(left % right),
                BinaryOp::Pow => Some(ecma::pow(left, right)),
                BinaryOp::BitAnd => Some(f64::from(ecma::wrap_int32(left) & ecma::wrap_int32(right))),
                BinaryOp::BitOr => Some(f64::from(ecma::wrap_int32(left) | ecma::wrap_int32(right))),
                BinaryOp::BitXor => Some(f64::from(ecma::wrap_int32(left) ^ ecma::wrap_int32(right))),
                BinaryOp::ShiftLeft => Some(f64::from(ecma::wrap_int32(left) << (ecma::wrap_uint32(right) & 31))),
                BinaryOp::ShiftRight => Some(f64::from(ecma::wrap_int32(left) >> (ecma::wrap_uint32(right) & 31))),
                BinaryOp::ShiftRightUnsigned => {
                    Some(f64::from(ecma::wrap_uint32(left) >> (ecma::wrap_uint32(right) & 31)))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a literal is truthy.
fn literal_truth(expression: &Expr) -> Option<bool> {
    if let Some(number) = folded(expression) {
        return Some(number != 0.0 && !number.is_nan());
    }
    match &expression.kind {
        ExprKind::Null => Some(false),
        ExprKind::Bool(value) => Some(*value),
        ExprKind::Number(value) => Some(*value != 0.0 && !value.is_nan()),
        ExprKind::String(text) => Some(!text.is_empty()),
        _ => None,
    }
}
