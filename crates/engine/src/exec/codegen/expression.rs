//! Code of expressions.

use crate::builtins;
use crate::hir::{Expr, ExprKind, RestKey, Target, UnaryOp, left_out};
use crate::value::{OBJECT_PROTOTYPE, Value};

use super::super::program::{NO_LIMIT, NO_TEXT};
use super::super::shortcut::Place;
use super::{Codegen, Op, Reg, Result, captured_locals};

impl<'a> Codegen<'a, '_> {
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
                self.path(e, dst, |this| {
                    let object = this.operand_now(object)?;
                    if *optional {
                        let to = *this.chains.last().expect("`?.` stands in a chain") as u32;
                        this.emit(Op::JumpIfNullish { src: object, to });
                    }
                    let place = Place::of(this.constants.name(name.as_bytes()));
                    this.emit(Op::Member { dst, object, place });
                    Ok(())
                })?;
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
                let result = self.assign_op(*op, &place, value)?;
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
                let (old, new) = self.update(*delta, &place)?;
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
                if let Some(names) = left_out(keys) {
                    let shape = self.constants.shape(&names, false);
                    self.emit(Op::RestWithout { dst, src, shape });
                    return Ok(());
                }
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

    /// The object of a member access; `?.` leaves the chain where it is null or undefined.
    pub(super) fn receiver(&mut self, object: &'a Expr, optional: bool) -> Result<Reg> {
        let reg = self.operand(object)?;
        if optional {
            let to = *self.chains.last().expect("`?.` stands in a chain") as u32;
            self.emit(Op::JumpIfNullish { src: reg, to });
        }
        Ok(reg)
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
