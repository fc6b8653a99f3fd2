//! Code of regular expressions.

use crate::builtins;
use crate::hir::{Expr, ExprKind};

use super::{Codegen, Op, Reg, Result};

impl Codegen<'_, '_> {
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
}
