//! Code of calls.

use crate::builtins::{self, Prototype};
use crate::hir::{Callee, Element, Expr, ExprKind};

use super::super::program::Spread;
use super::super::shortcut::Place;
use super::{Codegen, Op, Reg, Result};

impl<'a> Codegen<'a, '_> {
    pub(super) fn call(
        &mut self,
        callee: &'a Callee,
        arguments: &'a [Element],
        optional: bool,
        text: &str,
        dst: Reg,
    ) -> Result<()> {
        let text = self.constants.text(text);
        match callee {
            Callee::Global(path) => {
                let Some(builtin) = builtins::global(path) else {
                    return Err(self.unknown_global(path));
                };
                if let Some(list) = self.spread_arguments(arguments)? {
                    self.emit(Op::CallBuiltinSpread {
                        dst,
                        builtin,
                        arguments: list,
                    });
                } else {
                    let (first, count) = self.arguments(arguments)?;
                    self.emit(Op::CallBuiltin {
                        dst,
                        builtin,
                        first,
                        count,
                    });
                }
            }
            Callee::Method {
                object,
                name,
                optional: optional_member,
            } => {
                self.check_method(object, name, optional)?;
                self.check_last_index(object, name)?;
                let object = self.receiver(object, *optional_member)?;
                let loop_ = self.loop_of(name, arguments);
                let name = self.constants.name(name.as_bytes());
                if optional {
                    let method = self.temp()?;
                    let place = Place::of(name);
                    self.emit(Op::Member {
                        dst: method,
                        object,
                        place,
                    });
                    self.leave_chain_if_nullish(method);
                } else if arguments.iter().any(may_throw) {
                    self.emit(Op::CheckReceiver { object, name });
                }
                if let Some(found) = loop_ {
                    return self.inline(&found, object, (name, text), arguments, dst);
                }
                if let Some(list) = self.spread_arguments(arguments)? {
                    self.emit(Op::CallMethodSpread {
                        dst,
                        object,
                        name,
                        text,
                        arguments: list,
                    });
                } else {
                    let (first, count) = self.arguments(arguments)?;
                    self.emit(Op::CallMethod {
                        dst,
                        object,
                        name,
                        text,
                        first,
                        count,
                    });
                }
            }
            Callee::IndexMethod {
                object,
                index,
                optional: optional_member,
            } => {
                let object = self.receiver(object, *optional_member)?;
                let index = self.operand(index)?;
                if optional || arguments.iter().any(may_throw) {
                    let method = self.temp()?;
                    self.emit(Op::Index {
                        dst: method,
                        object,
                        index,
                    });
                    if optional {
                        self.leave_chain_if_nullish(method);
                    }
                }
                if let Some(list) = self.spread_arguments(arguments)? {
                    self.emit(Op::CallIndexSpread {
                        dst,
                        object,
                        index,
                        text,
                        arguments: list,
                    });
                } else {
                    let (first, count) = self.arguments(arguments)?;
                    self.emit(Op::CallIndex {
                        dst,
                        object,
                        index,
                        text,
                        first,
                        count,
                    });
                }
            }
            Callee::Value(value) => {
                let callee = self.operand(value)?;
                if optional {
                    self.leave_chain_if_nullish(callee);
                }
                if let Some(list) = self.spread_arguments(arguments)? {
                    self.emit(Op::CallValueSpread {
                        dst,
                        callee,
                        text,
                        arguments: list,
                    });
                } else {
                    let (first, count) = self.arguments(arguments)?;
                    self.emit(Op::CallValue {
                        dst,
                        callee,
                        text,
                        first,
                        count,
                    });
                }
            }
        }
        Ok(())
    }

    pub(super) fn construct(&mut self, constructor: &str, arguments: &'a [Element], dst: Reg) -> Result<()> {
        let Some(builtin) = builtins::construct(constructor) else {
            return Err(self.refuse(
                format!("`new {constructor}`"),
                "this callback runs in V8; do this part before or after it",
            ));
        };
        if let Some(list) = self.spread_arguments(arguments)? {
            self.emit(Op::CallBuiltinSpread {
                dst,
                builtin,
                arguments: list,
            });
        } else {
            let (first, count) = self.arguments(arguments)?;
            self.emit(Op::CallBuiltin {
                dst,
                builtin,
                first,
                count,
            });
        }
        Ok(())
    }

    /// A method that no value of a record has, nor any object of the callback's own, or that nobody has compiled: better said
    /// now than at every record. One that is looked at before it is called may be missing.
    fn check_method(&self, object: &Expr, name: &str, optional: bool) -> Result<()> {
        if self.stage.hir.methods.contains(name) {
            return Ok(());
        }
        if self.constants.is_captured_method(name) {
            return Ok(());
        }
        let known = |prototype| builtins::is_inherited(prototype, name);
        let made = |prototype| builtins::method(prototype, name).is_some();
        if Prototype::ALL
            .into_iter()
            .any(|prototype| known(prototype) && made(prototype))
        {
            return Ok(());
        }
        if Prototype::ALL.into_iter().any(known) {
            return Err(self.refuse(
                format!("the method `{name}` is not compiled"),
                "this callback runs in V8",
            ));
        }
        if optional || self.constants.is_read(name) {
            return Ok(());
        }
        Err(if let ExprKind::Binding(binding) = object.kind {
            let owner = &self.stage.binding_names[binding.0 as usize];
            self.refuse(
                format!("the method `{name}`, which `{owner}` as it was given does not have"),
                format!("pass an object that has it: {{ {owner}: {{ {name}: … }} }}"),
            )
        } else {
            self.refuse(
                format!("the method `{name}`, which values of a record do not have"),
                "call it on the results, in plain JavaScript",
            )
        })
    }

    fn leave_chain_if_nullish(&mut self, src: Reg) {
        let to = *self.chains.last().expect("`?.` stands in a chain") as u32;
        self.emit(Op::JumpIfNullish { src, to });
    }

    /// Arguments in consecutive registers.
    fn arguments(&mut self, arguments: &'a [Element]) -> Result<(Reg, u16)> {
        let first = self.temps(arguments.len())?;
        for (index, argument) in arguments.iter().enumerate() {
            if let Element::Value(value) = argument {
                self.expr(value, first + index as Reg)?;
            }
        }
        Ok((first, arguments.len() as u16))
    }

    /// Arguments as an array, where some are spread.
    fn spread_arguments(&mut self, arguments: &'a [Element]) -> Result<Option<Reg>> {
        if !arguments.iter().any(|argument| matches!(argument, Element::Spread(..))) {
            return Ok(None);
        }
        let list = self.temp()?;
        self.emit(Op::NewArray {
            dst: list,
            first: list,
            count: 0,
        });
        let spreads = arguments
            .iter()
            .filter(|argument| matches!(argument, Element::Spread(..)))
            .count();
        let last = spreads == 1 && matches!(arguments.last(), Some(Element::Spread(..)));
        self.append_all(arguments, list, if last { Spread::LastArgument } else { Spread::Inner })?;
        Ok(Some(list))
    }
}

/// Whether evaluating an argument can throw: then the receiver is checked first, as V8 does.
fn may_throw(argument: &Element) -> bool {
    let Element::Value(Expr { kind, .. }) = argument else {
        return true;
    };
    !matches!(
        kind,
        ExprKind::Undefined
            | ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::Local(_)
            | ExprKind::Binding(_)
            | ExprKind::Function(_)
    )
}
