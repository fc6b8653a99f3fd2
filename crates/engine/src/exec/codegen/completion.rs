//! Code of `try`, and of leaving it: <https://tc39.es/ecma262/#sec-try-statement-runtime-semantics-evaluation>
//!
//! A `finally` block is compiled once. Whoever comes to it says in a register how it goes on behind it: the completion record
//! of the specification.

use crate::hir::{LocalId, Stmt};
use crate::value::Value;

use super::{Codegen, Handler, Op, Reg, Result};

/// A `finally` block that lies between the current place and the end of the function.
pub(super) struct Finalizer {
    /// Where it begins
    start: usize,
    /// How to go on behind it: [`NORMAL`], [`THROW`], or an exit's number
    how: Reg,
    /// What is returned or thrown then
    value: Reg,
    /// The exits that lead through it
    exits: Vec<Exit>,
}

/// A way out of statements.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// With the value of a register
    Return(Reg),
    /// To a label outside all but so many `finally` blocks
    Jump { to: usize, finalizers: usize },
}

const NORMAL: f64 = 0.0;
const THROW: f64 = 1.0;
const FIRST_EXIT: usize = 2;

impl<'a> Codegen<'a, '_> {
    /// Goes to an exit, through the innermost `finally` that lies on the way.
    pub(super) fn leave(&mut self, exit: Exit) {
        let outside = match exit {
            Exit::Return(_) => 0,
            Exit::Jump { finalizers, .. } => finalizers,
        };
        if self.finalizers.len() <= outside {
            return self.emit(match exit {
                Exit::Return(src) => Op::Return { src },
                Exit::Jump { to, .. } => Op::Jump { to: to as u32 },
            });
        }
        let finalizer = self.finalizers.last_mut().expect("more than none");
        let (start, how, value) = (finalizer.start, finalizer.how, finalizer.value);
        let onward = match exit {
            Exit::Return(_) => Exit::Return(value),
            jump => jump,
        };
        let known = finalizer.exits.iter().position(|other| *other == onward);
        let number = known.unwrap_or(finalizer.exits.len());
        if known.is_none() {
            finalizer.exits.push(onward);
        }
        if let Exit::Return(src) = exit {
            self.emit(Op::Move { dst: value, src });
        }
        self.load(how, Value::Number((number + FIRST_EXIT) as f64));
        self.emit(Op::Jump { to: start as u32 });
    }

    pub(super) fn try_(
        &mut self,
        body: &'a [Stmt],
        handler: Option<&'a (Option<LocalId>, Vec<Stmt>)>,
        finalizer: Option<&'a [Stmt]>,
    ) -> Result<()> {
        let Some(finalizer) = finalizer else {
            return self.try_catch(body, handler);
        };
        let (start, how, value) = (self.label(), self.temp()?, self.temp()?);
        self.finalizers.push(Finalizer {
            start,
            how,
            value,
            exits: Vec::new(),
        });
        let from = self.here();
        self.try_catch(body, handler)?;
        let to = self.here();
        let Finalizer { exits, .. } = self.finalizers.pop().expect("just pushed");
        self.load(how, Value::Number(NORMAL));
        self.emit(Op::Jump { to: start as u32 });
        let thrown = self.here();
        self.guard(from, to, thrown, value);
        self.load(how, Value::Number(THROW));
        self.place(start);
        self.block(finalizer)?;
        self.go_on(how, THROW, |this| this.emit(Op::Throw { src: value }))?;
        for (number, exit) in exits.into_iter().enumerate() {
            self.go_on(how, (number + FIRST_EXIT) as f64, |this| this.leave(exit))?;
        }
        Ok(())
    }

    /// Goes on in a way if it was the one chosen before the `finally` block.
    fn go_on(&mut self, how: Reg, way: f64, go: impl FnOnce(&mut Self)) -> Result<()> {
        let other = self.label();
        let (chosen, constant) = (self.temp()?, self.constants.value(Value::Number(way)));
        self.emit(Op::StrictEqConstant {
            dst: chosen,
            left: how,
            constant,
            negate: false,
        });
        self.emit(Op::JumpIfFalse {
            src: chosen,
            to: other as u32,
        });
        self.release(chosen);
        go(self);
        self.place(other);
        Ok(())
    }

    fn try_catch(&mut self, body: &'a [Stmt], handler: Option<&'a (Option<LocalId>, Vec<Stmt>)>) -> Result<()> {
        let Some((parameter, statements)) = handler else {
            return self.block(body);
        };
        let (caught, after) = (self.temp()?, self.label());
        let from = self.here();
        self.block(body)?;
        let to = self.here();
        self.emit(Op::Jump { to: after as u32 });
        let target = self.here();
        self.guard(from, to, target, caught);
        if let Some(parameter) = parameter {
            let (info, reg) = self.local(*parameter);
            debug_assert!(!info.cell, "what is caught is a temporary");
            self.emit(Op::Move { dst: reg, src: caught });
        }
        self.block(statements)?;
        self.place(after);
        Ok(())
    }

    fn guard(&mut self, from: usize, to: usize, target: usize, caught: Reg) {
        self.handlers.push(Handler {
            from: from as u32,
            to: to as u32,
            target: target as u32,
            caught,
        });
    }
}
