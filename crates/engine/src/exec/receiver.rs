//! Methods called on a receiver of another kind than their own: `''.trim.call(5)`.

use crate::builtins;
use crate::ecma;
use crate::value::{Abrupt, BORROWED, BuiltinId, Class, Completion, OWN_METHOD, Str, Value};

use super::conversion::Effects;
use super::machine::Machine;

/// What only V8 knows.
const UNKNOWN: Abrupt = Abrupt::Unsupported(BORROWED);

/// Array methods whose TypeError V8 words with their name.
const NAMED: [&str; 13] = [
    "concat",
    "every",
    "filter",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "forEach",
    "indexOf",
    "map",
    "reduce",
    "reduceRight",
    "some",
];

impl Machine<'_, '_> {
    /// What such a call gives where that is known; the built-in gave up after `before`.
    #[cold]
    pub(super) fn call_borrowed(
        &mut self,
        before: Effects,
        id: BuiltinId,
        this: Value,
        arguments: &[Value],
    ) -> Completion {
        let name = builtins::get(id).name;
        let Some((family, method)) = name.split_once(".prototype.") else {
            return Err(UNKNOWN);
        };
        let message = match (family, this) {
            // It was another method, which this one had called.
            _ if self.effects() != before => return Err(UNKNOWN),
            ("String", Value::String(_)) | ("Number", Value::Number(_)) | ("Boolean", Value::Bool(_)) => {
                return Err(UNKNOWN);
            }
            ("Array", Value::Undefined | Value::Null) if NAMED.contains(&method) => {
                format!("{name} called on null or undefined")
            }
            // It sorts no elements.
            ("Array", Value::Bool(_) | Value::Number(_) | Value::String(Str { len: 0, .. }))
                if method == "sort" && arguments.is_empty() =>
            {
                return Ok(self.heap.to_object(this));
            }
            ("Array", Value::Undefined | Value::Null) => "Cannot convert undefined or null to object".into(),
            ("String", _) if matches!(method, "toString" | "valueOf") => {
                format!("{name} requires that 'this' be a String")
            }
            ("String", Value::Undefined | Value::Null) => {
                // These are known to V8 by their older names.
                let method = match method {
                    "trimStart" => "trimLeft",
                    "trimEnd" => "trimRight",
                    method => method,
                };
                format!("String.prototype.{method} called on null or undefined")
            }
            // What comes first, the pattern or the receiver, differs from method to method.
            ("String", Value::Object(_)) if arguments.iter().any(|argument| argument.is_object()) => {
                return Err(UNKNOWN);
            }
            ("String", _) => {
                return self.retry(before, |machine| {
                    let string = ecma::to_string(&mut machine.heap, this)?;
                    machine.run_builtin(id, Value::String(string), arguments)
                });
            }
            ("Number" | "Boolean", _) => format!("{name} requires that 'this' be a {family}"),
            ("Map", Value::Object(r)) if r.class == Class::Map => return Err(UNKNOWN),
            ("Set", Value::Object(r)) if r.class == Class::Set => return Err(UNKNOWN),
            ("Map" | "Set", _) => {
                let shown = ecma::inspect(&mut self.heap, this)?;
                format!("Method {name} called on incompatible receiver {shown}")
            }
            _ => return Err(UNKNOWN),
        };
        Err(Abrupt::type_error(message))
    }

    /// Attempts what may need a conversion method.
    fn retry(&mut self, before: Effects, mut attempt: impl FnMut(&mut Self) -> Completion) -> Completion {
        match attempt(self) {
            Err(Abrupt::Unsupported(OWN_METHOD)) => self.converting(before, None, attempt),
            result => result,
        }
    }
}
