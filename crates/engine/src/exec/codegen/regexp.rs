//! Code of regular expressions.

use crate::builtins;
use crate::hir::{Element, Expr, ExprKind, LogicalOp};

use super::{Codegen, Op, Reg, Result};

impl<'a> Codegen<'a, '_> {
    /// A literal: each evaluation makes an object of the one pattern.
    pub(super) fn regexp(&mut self, source: &str, flags: &str, dst: Reg) -> Result<()> {
        let constant = match self.constants.regexp(source, flags) {
            Ok(constant) => constant,
            Err(what) => return Err(self.refuse(what, "write it another way, or let it run in V8")),
        };
        let first = self.temp()?;
        self.load(first, constant);
        let builtin = builtins::construct("RegExp").expect("RegExp is a built-in");
        self.emit(Op::CallBuiltin {
            dst,
            builtin,
            first,
            count: 1,
        });
        Ok(())
    }

    /// `test` and `exec` of a captured regular expression with flag g or y go on in V8 where the last record left it.
    pub(super) fn check_last_index(&self, object: &Expr, name: &str) -> Result<()> {
        if matches!(name, "test" | "exec")
            && let ExprKind::Binding(binding) = object.kind
            && self.constants.keeps_last_index(self.stage.bindings[binding.0 as usize])
        {
            return Err(self.refuse(
                "a captured RegExp with flag g or y keeps lastIndex between records",
                "leave the flag out, or write the literal inside the callback",
            ));
        }
        Ok(())
    }

    /// Notes that the value of an expression is gone through at once and not kept.
    pub(super) fn goes_through(&mut self, e: &Expr) {
        self.gone_through.insert(e.id);
        match &e.kind {
            ExprKind::Chain(inner) => self.goes_through(inner),
            ExprKind::Logical(LogicalOp::Or | LogicalOp::Coalesce, left, right) => {
                // Arrays are truthy, as iterators are.
                self.goes_through(left);
                self.goes_through(right);
            }
            ExprKind::Logical(LogicalOp::And, _, right) => self.goes_through(right),
            ExprKind::Conditional(_, then, otherwise) => {
                self.goes_through(then);
                self.goes_through(otherwise);
            }
            _ => {}
        }
    }

    /// The same for the first argument of what copies an iterable.
    pub(super) fn goes_through_argument(&mut self, function: &str, arguments: &[Element]) {
        if let Some(Element::Value(first)) = arguments.first()
            && matches!(function, "Array.from" | "Object.fromEntries" | "new Map" | "new Set")
        {
            self.goes_through(first);
        }
    }

    /// Whether a method of that name is the one of strings.
    pub(super) fn is_match_all(&self, name: &str) -> bool {
        name == "matchAll" && !self.stage.hir.methods.contains(name) && !self.constants.is_captured_method(name)
    }

    /// `text.matchAll(pattern)`, as the array of its matches.
    pub(super) fn match_all(
        &mut self,
        call: u32,
        object: &'a Expr,
        optional: bool,
        arguments: &'a [Element],
        dst: Reg,
    ) -> Result<()> {
        let spread = arguments.iter().any(|argument| matches!(argument, Element::Spread(..)));
        if spread || !self.gone_through.contains(&call) {
            return Err(self.refuse(
                "the iterator of `matchAll` as a value",
                "go through it where it is made: `[...text.matchAll(pattern)]`",
            ));
        }
        let object = self.receiver(object, optional)?;
        let name = self.constants.name(b"matchAll");
        self.emit(Op::CheckReceiver { object, name });
        let first = self.temps(arguments.len() + 1)?;
        self.emit(Op::Move {
            dst: first,
            src: object,
        });
        for (index, argument) in arguments.iter().enumerate() {
            if let Element::Value(value) = argument {
                self.expr(value, first + 1 + index as Reg)?;
            }
        }
        let builtin = builtins::global("String.prototype.matchAll").expect("matchAll is a built-in");
        self.emit(Op::CallBuiltin {
            dst,
            builtin,
            first,
            count: arguments.len() as u16 + 1,
        });
        Ok(())
    }
}
