//! Code of expressions.

use crate::ecma::Constructor;
use crate::hir::{BinaryOp, Expr, ExprKind, LocalId, LogicalOp, RestKey, Target, UnaryOp};
use crate::types::Kinds;
use crate::value::{OBJECT_PROTOTYPE, Value};
use crate::{builtins, typeck};

use super::super::program::{NO_LIMIT, NO_TEXT};
use super::{Codegen, Op, Reg, Result, captured_locals};

impl<'a> Codegen<'a, '_> {
    /// The value's register: a variable's own where nothing can change it before it is used, else a temporary.
    pub(super) fn operand(&mut self, e: &'a Expr) -> Result<Reg> {
        if let ExprKind::Local(local) = e.kind {
            let (info, reg) = self.local(local);
            if !info.cell && !info.reassigned && !info.may_be_uninitialized {
                return Ok(reg);
            }
        }
        self.operand_copy(e)
    }

    /// The value's register where the next instruction uses it: no variable can change until then.
    pub(super) fn operand_now(&mut self, e: &'a Expr) -> Result<Reg> {
        match self.plain_variable(e) {
            Some(reg) => Ok(reg),
            None => self.operand_copy(e),
        }
    }

    /// The value's register where `next` is evaluated before it is used.
    fn operand_before(&mut self, e: &'a Expr, next: &Expr) -> Result<Reg> {
        if assigns_nothing(next) {
            self.operand_now(e)
        } else {
            self.operand(e)
        }
    }

    /// The register of a variable that holds its value itself, whatever that is.
    fn plain_variable(&self, e: &Expr) -> Option<Reg> {
        let ExprKind::Local(local) = e.kind else { return None };
        let (info, reg) = self.local(local);
        (!info.cell && !info.may_be_uninitialized).then_some(reg)
    }

    /// Evaluates an expression whose value nobody looks at.
    pub(super) fn effect(&mut self, e: &'a Expr) -> Result<()> {
        let outer = std::mem::replace(&mut self.span, e.span);
        let mark = self.used as Reg;
        match &e.kind {
            ExprKind::Assign(target, value) => {
                let place = self.place_of(target)?;
                let result = self.operand_now(value)?;
                self.write_place(&place, result);
            }
            ExprKind::AssignOp(op, target, value) => match self.assignable(target) {
                Some(reg) => self.update_in_place(*op, reg, value)?,
                None => {
                    self.operand(e)?;
                }
            },
            ExprKind::Update { delta, target, .. } => match self.assignable(target) {
                Some(reg) => self.count(*delta, reg),
                None => {
                    self.operand(e)?;
                }
            },
            _ => {
                self.operand(e)?;
            }
        }
        self.release(mark);
        self.span = outer;
        Ok(())
    }

    /// The register of a variable that can be changed where it lies.
    fn assignable(&self, target: &Target) -> Option<Reg> {
        let Target::Local(local, _) = target else { return None };
        let (info, reg) = self.local(*local);
        (!info.cell && !info.may_be_uninitialized && !info.constant).then_some(reg)
    }

    /// `variable op= value`
    fn update_in_place(&mut self, op: BinaryOp, reg: Reg, value: &'a Expr) -> Result<()> {
        if let Some(right) = number(op, value) {
            self.emit(Op::NumberConstant {
                op,
                dst: reg,
                left: reg,
                right,
            });
            return Ok(());
        }
        let left = if assigns_nothing(value) {
            reg
        } else {
            let old = self.temp()?;
            self.emit(Op::Move { dst: old, src: reg });
            old
        };
        let right = self.operand_now(value)?;
        self.emit(Op::Binary {
            op,
            dst: reg,
            left,
            right,
        });
        Ok(())
    }

    /// `++` and `--`: a difference, which is a number whatever the variable holds.
    fn count(&mut self, delta: f64, reg: Reg) {
        self.emit(Op::NumberConstant {
            op: BinaryOp::Sub,
            dst: reg,
            left: reg,
            right: -delta,
        });
    }

    /// The value in a temporary of its own.
    pub(super) fn operand_copy(&mut self, e: &'a Expr) -> Result<Reg> {
        let reg = self.temp()?;
        self.expr(e, reg)?;
        Ok(reg)
    }

    /// Puts the value into `dst`. `dst` is written last: it may be a variable that the expression reads.
    pub(super) fn expr(&mut self, e: &'a Expr, dst: Reg) -> Result<()> {
        let outer = std::mem::replace(&mut self.span, e.span);
        let mark = self.used as Reg;
        if let Some(source) = self.stage.lifted.get(&e.id) {
            self.lifted(e, source, dst)?;
        } else {
            self.kind(e, dst)?;
        }
        self.release(mark);
        self.span = outer;
        Ok(())
    }

    /// A record pipeline inside a document: its results are already written where the document held an array. Any other
    /// value there takes the ordinary way.
    fn lifted(&mut self, e: &'a Expr, source: &'a Expr, dst: Reg) -> Result<()> {
        let end = self.label();
        let result = self.temp()?;
        self.expr(source, result)?;
        self.emit(Op::JumpIfWritten {
            src: result,
            to: end as u32,
        });
        self.kind(e, result)?;
        self.place(end);
        self.emit(Op::Move { dst, src: result });
        Ok(())
    }

    fn kind(&mut self, e: &'a Expr, dst: Reg) -> Result<()> {
        match &e.kind {
            ExprKind::Undefined => self.load(dst, Value::Undefined),
            ExprKind::Null => self.load(dst, Value::Null),
            ExprKind::Bool(value) => self.load(dst, Value::Bool(*value)),
            ExprKind::Number(value) => self.load(dst, Value::Number(*value)),
            ExprKind::String(text) => {
                let string = Value::String(self.constants.string(text));
                self.load(dst, string);
            }
            ExprKind::RegExp { source, flags } => self.regexp(source, flags, dst)?,
            ExprKind::Local(local) => self.read_local(*local, dst),
            ExprKind::Binding(binding) => {
                let number = binding.0 as usize;
                self.constants.mention(&self.stage.binding_names[number]);
                self.load(dst, self.stage.bindings[number]);
            }
            ExprKind::Global(path) => self.global(path, dst)?,
            ExprKind::Template(texts, values) => self.template(texts, values, dst)?,
            ExprKind::Unary(op, operand) => {
                let src = self.operand(operand)?;
                if *op == UnaryOp::Void {
                    self.load(dst, Value::Undefined);
                } else {
                    self.emit(Op::Unary { op: *op, dst, src });
                }
            }
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, dst)?,
            ExprKind::Logical(op, left, right) => {
                let end = self.label();
                let result = self.temp()?;
                self.expr(left, result)?;
                self.skip_right(*op, result, end);
                self.expr(right, result)?;
                self.place(end);
                self.emit(Op::Move { dst, src: result });
            }
            ExprKind::Conditional(test, then, otherwise) => {
                let (other, end) = (self.label(), self.label());
                self.jump_if_false(test, other)?;
                let result = self.temp()?;
                self.expr(then, result)?;
                self.emit(Op::Jump { to: end as u32 });
                self.place(other);
                self.expr(otherwise, result)?;
                self.place(end);
                self.emit(Op::Move { dst, src: result });
            }
            ExprKind::Member { object, name, optional } => {
                let object = self.operand_now(object)?;
                if *optional {
                    let to = *self.chains.last().expect("`?.` stands in a chain") as u32;
                    self.emit(Op::JumpIfNullish { src: object, to });
                }
                let name = self.constants.name(name.as_bytes());
                self.emit(Op::Member { dst, object, name });
            }
            ExprKind::Index {
                object,
                index,
                optional,
            } => {
                let object = self.receiver(object, *optional)?;
                if let Some(index) = element_index(index) {
                    self.emit(Op::Element { dst, object, index });
                } else {
                    let index = self.operand(index)?;
                    self.emit(Op::Index { dst, object, index });
                }
            }
            ExprKind::Chain(inner) => {
                let (nullish, end) = (self.label(), self.label());
                let result = self.temp()?;
                self.chains.push(nullish);
                self.expr(inner, result)?;
                self.chains.pop();
                self.emit(Op::Jump { to: end as u32 });
                self.place(nullish);
                self.load(result, Value::Undefined);
                self.place(end);
                self.emit(Op::Move { dst, src: result });
            }
            ExprKind::Call {
                callee,
                arguments,
                optional,
                text,
            } => self.call(callee, arguments, *optional, text, dst)?,
            ExprKind::New { constructor, arguments } => self.construct(constructor, arguments, dst)?,
            ExprKind::Array(elements) => self.array(elements, dst)?,
            ExprKind::Object(properties) => self.object(properties, dst)?,
            ExprKind::Function(function) => self.closure(function.0, dst),
            ExprKind::Assign(target, value) => self.assign(target, value, dst)?,
            ExprKind::AssignOp(op, target, value) => {
                let place = self.place_of(target)?;
                let old = self.temp()?;
                self.read_place(&place, old);
                let right = self.operand(value)?;
                let result = self.temp()?;
                self.emit(Op::Binary {
                    op: *op,
                    dst: result,
                    left: old,
                    right,
                });
                self.write_place(&place, result);
                self.emit(Op::Move { dst, src: result });
            }
            ExprKind::AssignLogical(op, target, value) => {
                let place = self.place_of(target)?;
                let (result, end) = (self.temp()?, self.label());
                self.read_place(&place, result);
                self.skip_right(*op, result, end);
                self.expr(value, result)?;
                self.write_place(&place, result);
                self.place(end);
                self.emit(Op::Move { dst, src: result });
            }
            ExprKind::Update { delta, prefix, target } => {
                let place = self.place_of(target)?;
                let old = self.temp()?;
                self.read_place(&place, old);
                self.emit(Op::ToNumeric { dst: old, src: old });
                let (one, new) = (self.temp()?, self.temp()?);
                self.load(one, Value::Number(*delta));
                self.emit(Op::NumberBinary {
                    op: BinaryOp::Add,
                    dst: new,
                    left: old,
                    right: one,
                });
                self.write_place(&place, new);
                self.emit(Op::Move {
                    dst,
                    src: if *prefix { new } else { old },
                });
            }
            ExprKind::Delete(target) => match &**target {
                Target::Local(..) => return Err(self.refuse("delete of a variable", "it does nothing: leave it out")),
                Target::Member(object, name, _) => {
                    let object = self.operand(object)?;
                    let name = self.constants.name(name.as_bytes());
                    self.emit(Op::DeleteMember { dst, object, name });
                }
                Target::Index(object, index, _) => {
                    let object = self.operand(object)?;
                    let index = self.operand(index)?;
                    self.emit(Op::DeleteIndex { dst, object, index });
                }
            },
            ExprKind::Sequence(parts) => {
                if let Some((last, effects)) = parts.split_last() {
                    for part in effects {
                        let mark = self.used as Reg;
                        self.operand(part)?;
                        self.release(mark);
                    }
                    self.expr(last, dst)?;
                }
            }
            ExprKind::Default(value, default) => {
                let (result, end) = (self.temp()?, self.label());
                self.expr(value, result)?;
                self.emit(Op::JumpIfDefined {
                    src: result,
                    to: end as u32,
                });
                self.expr(default, result)?;
                self.place(end);
                self.emit(Op::Move { dst, src: result });
            }
            ExprKind::RequireCoercible { value, property, text } => {
                let src = self.operand(value)?;
                let property = property.as_ref().map_or(NO_TEXT, |name| self.constants.text(name));
                let text = self.constants.text(text);
                self.emit(Op::RequireCoercible { src, property, text });
                self.emit(Op::Move { dst, src });
            }
            ExprKind::Elements {
                value,
                limit,
                text,
                interleaved,
            } => {
                let src = self.operand(value)?;
                let text = self.constants.text(text);
                self.emit(Op::Elements {
                    dst,
                    src,
                    limit: limit.unwrap_or(NO_LIMIT),
                    text,
                    interleaved: *interleaved,
                });
            }
            ExprKind::ElementsRest(array, from) => {
                let src = self.operand(array)?;
                self.emit(Op::ElementsRest { dst, src, from: *from });
            }
            ExprKind::ObjectRest(object, keys) => {
                let src = self.operand(object)?;
                let first = self.temps(keys.len())?;
                for (index, key) in keys.iter().enumerate() {
                    let at = first + index as Reg;
                    match key {
                        RestKey::Name(name) => {
                            let string = Value::String(self.constants.string(name.as_bytes()));
                            self.load(at, string);
                        }
                        RestKey::Local(local) => self.read_local(*local, at),
                    }
                }
                self.emit(Op::ObjectRest {
                    dst,
                    src,
                    first,
                    count: keys.len() as u16,
                });
            }
            ExprKind::ToPropertyKey(value) => {
                let src = self.operand(value)?;
                self.emit(Op::ToPropertyKey { dst, src });
            }
        }
        Ok(())
    }

    /// `&&`, `||` and `??` keep their left side: go to `end` then.
    fn skip_right(&mut self, op: LogicalOp, src: Reg, end: usize) {
        let to = end as u32;
        self.emit(match op {
            LogicalOp::And => Op::JumpIfFalse { src, to },
            LogicalOp::Or => Op::JumpIfTrue { src, to },
            LogicalOp::Coalesce => Op::JumpIfNotNullish { src, to },
        });
    }

    /// The object of a member access; `?.` leaves the chain where it is null or undefined.
    pub(super) fn receiver(&mut self, object: &'a Expr, optional: bool) -> Result<Reg> {
        let reg = self.operand(object)?;
        if optional {
            let to = *self.chains.last().expect("`?.` stands in a chain") as u32;
            self.emit(Op::JumpIfNullish { src: reg, to });
        }
        Ok(reg)
    }

    /// Goes to `other` if the test is falsy; conditions that are `&&`, `||` or `!` jump without making a value.
    pub(super) fn jump_if_false(&mut self, test: &'a Expr, other: usize) -> Result<()> {
        let mark = self.used as Reg;
        match &test.kind {
            ExprKind::Logical(LogicalOp::And, left, right) => {
                self.jump_if_false(left, other)?;
                self.jump_if_false(right, other)?;
            }
            ExprKind::Logical(LogicalOp::Or, left, right) => {
                let (then, next) = (self.label(), self.label());
                self.jump_if_false(left, next)?;
                self.emit(Op::Jump { to: then as u32 });
                self.place(next);
                self.jump_if_false(right, other)?;
                self.place(then);
            }
            ExprKind::Unary(UnaryOp::Not, operand) => {
                let src = self.operand(operand)?;
                self.emit(Op::JumpIfTrue { src, to: other as u32 });
            }
            ExprKind::Binary(op, left, right) if is_relation(*op) => {
                let outer = std::mem::replace(&mut self.span, test.span);
                let (op, to) = (*op, other as u32);
                if let Some(right) = number(op, right).filter(|n| f64::from(*n as f32) == *n) {
                    let left = self.operand_now(left)?;
                    let right = right as f32;
                    self.emit(Op::JumpUnlessConstant { op, left, right, to });
                } else {
                    let left = self.operand_before(left, right)?;
                    let right = self.operand_now(right)?;
                    self.emit(Op::JumpUnless { op, left, right, to });
                }
                self.span = outer;
            }
            ExprKind::Binary(op @ (BinaryOp::StrictEq | BinaryOp::StrictNe), left, right)
                if is_literal(right) && !matches!(left.kind, ExprKind::Unary(UnaryOp::Typeof, _)) =>
            {
                let outer = std::mem::replace(&mut self.span, test.span);
                let constant = self.literal(right).expect("a literal");
                let left = self.operand_now(left)?;
                self.emit(Op::JumpUnlessEqConstant {
                    left,
                    constant,
                    negate: *op == BinaryOp::StrictNe,
                    to: other as u32,
                });
                self.span = outer;
            }
            _ => {
                let src = self.operand_now(test)?;
                self.emit(Op::JumpIfFalse { src, to: other as u32 });
            }
        }
        self.release(mark);
        Ok(())
    }

    fn binary(&mut self, op: BinaryOp, left: &'a Expr, right: &'a Expr, dst: Reg) -> Result<()> {
        // `x === 'literal'`, the commonest condition of all, needs no second register.
        let (strict, negate) = (
            matches!(op, BinaryOp::StrictEq | BinaryOp::StrictNe),
            op == BinaryOp::StrictNe,
        );
        if strict
            && let (ExprKind::Unary(UnaryOp::Typeof, operand), ExprKind::String(_))
            | (ExprKind::String(_), ExprKind::Unary(UnaryOp::Typeof, operand)) = (&left.kind, &right.kind)
            && let Some(constant) = self.literal(right).or_else(|| self.literal(left))
        {
            let src = self.operand_now(operand)?;
            self.emit(Op::TypeofEqConstant {
                dst,
                src,
                constant,
                negate,
            });
            return Ok(());
        }
        if strict && let Some(constant) = self.literal(right) {
            let left = self.operand_now(left)?;
            self.emit(Op::StrictEqConstant {
                dst,
                left,
                constant,
                negate,
            });
            return Ok(());
        }
        if strict && let Some(constant) = self.literal(left) {
            let left = self.operand_now(right)?;
            self.emit(Op::StrictEqConstant {
                dst,
                left,
                constant,
                negate,
            });
            return Ok(());
        }
        if op == BinaryOp::InstanceOf {
            let class = match &right.kind {
                ExprKind::Global(path) => Constructor::named(path),
                _ => None,
            };
            let Some(class) = class else {
                return Err(self.refuse(
                    "instanceof with something else than a built-in class",
                    "values of a record are never instances of a class of your own: test a field instead",
                ));
            };
            let left = self.operand(left)?;
            self.emit(Op::InstanceOf { dst, left, class });
            return Ok(());
        }
        if let Some(right) = number(op, right) {
            let left = self.operand_now(left)?;
            self.emit(Op::NumberConstant { op, dst, left, right });
            return Ok(());
        }
        let (a, b) = (self.operand_before(left, right)?, self.operand_now(right)?);
        let kinds = self.stage.kinds;
        let numbers = kinds.of(left).within(Kinds::NUMBER) && kinds.of(right).within(Kinds::NUMBER);
        self.emit(if numbers && typeck::is_numeric(op) {
            Op::NumberBinary {
                op,
                dst,
                left: a,
                right: b,
            }
        } else {
            Op::Binary {
                op,
                dst,
                left: a,
                right: b,
            }
        });
        Ok(())
    }

    fn literal(&mut self, e: &Expr) -> Option<u32> {
        let value = match &e.kind {
            ExprKind::Undefined => Value::Undefined,
            ExprKind::Null => Value::Null,
            ExprKind::Bool(value) => Value::Bool(*value),
            ExprKind::Number(value) => Value::Number(*value),
            ExprKind::String(text) => Value::String(self.constants.string(text)),
            _ => return None,
        };
        Some(self.constants.value(value))
    }

    fn global(&mut self, path: &str, dst: Reg) -> Result<()> {
        if let Some(number) = builtins::constant(path) {
            self.load(dst, Value::Number(number));
        } else if let Some(id) = builtins::global(path) {
            self.load(dst, Value::Builtin(id));
        } else if path == "Object.prototype" {
            self.load(dst, Value::Object(OBJECT_PROTOTYPE));
        } else {
            return Err(self.unknown_global(path));
        }
        Ok(())
    }

    pub(super) fn unknown_global(&self, path: &str) -> crate::diagnostic::Diagnostic {
        let help = match path {
            "BigInt" => "JSON has no such values: keep large integers as text, or use Number below 2 ** 53",
            _ => "this callback runs in V8; do this part before or after it",
        };
        self.refuse(format!("`{path}` is not compiled"), help)
    }

    pub(super) fn closure(&mut self, function: u32, dst: Reg) {
        let inner = &self.stage.hir.functions[function as usize];
        let list: Vec<Reg> = captured_locals(inner).map(|(_, outer)| self.local(outer).1).collect();
        self.captures.push((function, list));
        let list = self.captures.len() as u32 - 1;
        self.emit(Op::Closure {
            dst,
            function: self.first_function + function,
            list,
        });
    }

    // ── variables and other places ─────────────────────────────────────────────────────────────────────────────────

    fn read_local(&mut self, local: LocalId, dst: Reg) {
        let (info, reg) = self.local(local);
        if info.cell {
            self.emit(Op::ReadCell { dst, cell: reg });
        } else if dst != reg {
            self.emit(Op::Move { dst, src: reg });
        }
        if info.may_be_uninitialized {
            let name = self.constants.text(&info.name);
            self.emit(Op::CheckInitialized { src: dst, name });
        }
    }

    fn assign(&mut self, target: &'a Target, value: &'a Expr, dst: Reg) -> Result<()> {
        let place = self.place_of(target)?;
        let result = self.operand(value)?;
        self.write_place(&place, result);
        self.emit(Op::Move { dst, src: result });
        Ok(())
    }

    fn place_of(&mut self, target: &'a Target) -> Result<Place> {
        Ok(match target {
            Target::Local(local, _) => Place::Local(*local),
            Target::Member(object, name, _) => {
                let object = self.operand(object)?;
                Place::Member(object, self.constants.name(name.as_bytes()))
            }
            Target::Index(object, index, _) => Place::Index(self.operand(object)?, self.operand(index)?),
        })
    }

    fn read_place(&mut self, place: &Place, dst: Reg) {
        match *place {
            Place::Local(local) => self.read_local(local, dst),
            Place::Member(object, name) => self.emit(Op::Member { dst, object, name }),
            Place::Index(object, index) => self.emit(Op::Index { dst, object, index }),
        }
    }

    fn write_place(&mut self, place: &Place, src: Reg) {
        match *place {
            Place::Local(local) => {
                let (info, reg) = self.local(local);
                if info.may_be_uninitialized {
                    let old = self.used as Reg;
                    self.most = self.most.max(self.used + 1);
                    let name = self.constants.text(&info.name);
                    if info.cell {
                        self.emit(Op::ReadCell { dst: old, cell: reg });
                    } else {
                        self.emit(Op::Move { dst: old, src: reg });
                    }
                    self.emit(Op::CheckInitialized { src: old, name });
                }
                if info.constant {
                    self.emit(Op::ThrowConstant);
                } else if info.cell {
                    self.emit(Op::WriteCell { cell: reg, src });
                } else {
                    self.emit(Op::Move { dst: reg, src });
                }
            }
            Place::Member(object, name) => self.emit(Op::SetMember { object, name, src }),
            Place::Index(object, index) => self.emit(Op::SetIndex { object, index, src }),
        }
    }
}

/// A number of the text on the right of an operator that has a form for two numbers.
fn number(op: BinaryOp, right: &Expr) -> Option<f64> {
    match right.kind {
        ExprKind::Number(value) if typeck::is_numeric(op) => Some(value),
        _ => None,
    }
}

/// An array index of the text.
fn element_index(index: &Expr) -> Option<u32> {
    match index.kind {
        ExprKind::Number(n) if n.to_bits() == f64::from(n as u32).to_bits() && n < f64::from(u32::MAX) => {
            Some(n as u32)
        }
        _ => None,
    }
}

fn is_literal(e: &Expr) -> bool {
    matches!(
        e.kind,
        ExprKind::Undefined | ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_)
    )
}

fn is_relation(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Less | BinaryOp::LessEq | BinaryOp::Greater | BinaryOp::GreaterEq
    )
}

/// Whether evaluating it leaves all variables of the function as they are: it reads, and calls nothing of the text that could
/// stand between. Variables that closures change live in cells.
fn assigns_nothing(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Undefined
        | ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::String(_)
        | ExprKind::Local(_)
        | ExprKind::Binding(_)
        | ExprKind::Global(_) => true,
        ExprKind::Member { object, .. } => assigns_nothing(object),
        ExprKind::Index { object, index, .. } => assigns_nothing(object) && assigns_nothing(index),
        ExprKind::Unary(_, operand) | ExprKind::Chain(operand) => assigns_nothing(operand),
        ExprKind::Binary(_, left, right) | ExprKind::Logical(_, left, right) => {
            assigns_nothing(left) && assigns_nothing(right)
        }
        _ => false,
    }
}

/// An evaluated assignment target.
enum Place {
    Local(LocalId),
    Member(Reg, u32),
    Index(Reg, Reg),
}
