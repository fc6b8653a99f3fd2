//! Calls: methods by name, function values, built-ins.

use std::ops::Range;

use crate::builtins::{self, Run};
use crate::ecma;
use crate::value::{Abrupt, BORROWED, BuiltinId, Class, Completion, OWN_METHOD, Value};

use super::machine::Machine;
use super::program::{Inherited, NameId, TextId};

/// Calls with at most this many arguments copy them without an allocation.
const FEW: usize = 6;

impl Machine<'_, '_> {
    /// `object.name(arguments)`; the arguments are registers.
    pub(super) fn call_method(
        &mut self,
        object: Value,
        name: NameId,
        text: TextId,
        arguments: Range<usize>,
    ) -> Completion {
        if let Value::Object(r) = object
            && r.class == Class::Plain
        {
            let own = self.own_by_name(r, name)?;
            if !matches!(own, Value::Absent) {
                return self.call_checked(own, object, text, arguments);
            }
        }
        match self.inherited_method(object, name) {
            Inherited::Method(id) => self.call_builtin_range(id, object, arguments),
            Inherited::Unknown => Err(Abrupt::Unsupported("a built-in method")),
            Inherited::Nothing => {
                let callee = self.get_name(object, name)?;
                self.call_checked(callee, object, text, arguments)
            }
        }
    }

    /// Calls a value that code expects to be a function; `text` is V8's message if it is none, "" where that describes the value.
    pub(super) fn call_checked(
        &mut self,
        callee: Value,
        this: Value,
        text: TextId,
        arguments: Range<usize>,
    ) -> Completion {
        match callee {
            Value::Builtin(id) => self.call_builtin_range(id, this, arguments),
            Value::Object(r) if r.class == Class::Function => self.with_arguments(arguments, |machine, arguments| {
                machine.call_value(callee, this, arguments)
            }),
            Value::Unread => Err(crate::value::UNREAD),
            _ => Err(match &*self.program.texts[text as usize] {
                "" => Abrupt::type_error(format!("{} is not a function", ecma::call_site(&self.heap, callee)?)),
                text => Abrupt::type_error(text),
            }),
        }
    }

    /// Calls a built-in; the arguments are registers.
    pub(super) fn call_builtin_range(&mut self, id: BuiltinId, this: Value, arguments: Range<usize>) -> Completion {
        if self.heap.keeps_numbers() {
            return self.with_arguments(arguments, |machine, arguments| {
                machine.call_builtin(id, this, arguments)
            });
        }
        let unwrapped = self.heap.unwrapped(this);
        match builtins::get(id).run {
            Run::Pure(run) => {
                let before = self.effects();
                match run(&mut self.heap, unwrapped, &self.registers[arguments.clone()]) {
                    Err(Abrupt::Unsupported(BORROWED)) => self.with_arguments(arguments, |machine, arguments| {
                        machine.call_borrowed(before, id, this, arguments)
                    }),
                    Err(Abrupt::Unsupported(OWN_METHOD)) => self.with_arguments(arguments, |machine, arguments| {
                        machine.convert_arguments(before, id, unwrapped, arguments)
                    }),
                    result => result,
                }
            }
            Run::Calling(_) => self.with_arguments(arguments, |machine, arguments| {
                machine.call_builtin(id, this, arguments)
            }),
        }
    }

    pub(super) fn call_builtin(&mut self, id: BuiltinId, this: Value, arguments: &[Value]) -> Completion {
        let looked_at = arguments.iter().any(|value| matches!(value, Value::Verbatim(..))) && !passes_on(id);
        if looked_at {
            let plain: Vec<Value> = arguments.iter().map(|value| value.plain()).collect();
            return self.call_builtin(id, this, &plain);
        }
        let before = self.effects();
        let unwrapped = self.heap.unwrapped(this);
        match self.run_builtin(id, unwrapped, arguments) {
            Err(Abrupt::Unsupported(BORROWED)) => self.call_borrowed(before, id, this, arguments),
            Err(Abrupt::Unsupported(OWN_METHOD)) => self.convert_arguments(before, id, unwrapped, arguments),
            result => result,
        }
    }

    /// Runs a built-in's code once.
    pub(super) fn run_builtin(&mut self, id: BuiltinId, this: Value, arguments: &[Value]) -> Completion {
        match builtins::get(id).run {
            Run::Pure(run) => run(&mut self.heap, this, arguments),
            Run::Calling(run) => run(self, this, arguments),
        }
    }

    /// Registers move while calls are under way, so arguments are copied out of them.
    fn with_arguments(
        &mut self,
        range: Range<usize>,
        call: impl FnOnce(&mut Self, &[Value]) -> Completion,
    ) -> Completion {
        let count = range.len();
        if count <= FEW {
            let mut few = [Value::Undefined; FEW];
            few[..count].copy_from_slice(&self.registers[range]);
            call(self, &few[..count])
        } else {
            let many = self.registers[range].to_vec();
            call(self, &many)
        }
    }

    /// Puts the elements of an argument array behind all registers; the caller takes them away again.
    pub(super) fn spread(&mut self, array: Value) -> Completion<Range<usize>> {
        let Some(array) = array.as_array() else {
            unreachable!("code collects spread arguments in an array")
        };
        let start = self.registers.len();
        for index in 0..self.heap.array_len(array)? {
            let value = self.heap.array_get(array, index)?.or_undefined();
            self.registers.push(value);
        }
        // V8 cannot spread more arguments than fit on its stack.
        if self.registers.len() - start > 60_000 {
            self.registers.truncate(start);
            return Err(Abrupt::Unsupported("a spread of more than 60,000 arguments"));
        }
        Ok(start..self.registers.len())
    }
}

/// Whether a built-in hands numbers that it is given on as they are: all others look at them.
fn passes_on(id: BuiltinId) -> bool {
    matches!(
        id.path(),
        "Array.of"
            | "Array.prototype.concat"
            | "Array.prototype.fill"
            | "Array.prototype.push"
            | "Array.prototype.reduce"
            | "Array.prototype.reduceRight"
            | "Array.prototype.unshift"
            | "Array.prototype.with"
            | "Function.prototype.apply"
            | "Function.prototype.bind"
            | "Function.prototype.call"
            | "Map.prototype.set"
            | "Set.prototype.add"
    )
}
