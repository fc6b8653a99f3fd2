//! `new RegExp`: <https://tc39.es/ecma262/#sec-regexp-pattern-flags>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{message_text, to_string};
use crate::types::Kinds;
use crate::value::regexp::{Flags, syntax_error};
use crate::value::{Class, Completion, Heap, Ref, Str, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "new RegExp",
    spec: "sec-regexp-pattern-flags",
    summary: "A regular expression from text, or a copy of one.",
    length: 2,
    returns: Kinds::EXOTIC,
    examples: &[("new RegExp('a+', 'i').test('xA')", "true")],
    run: Run::Pure(run),
};

/// Literals come here too: each evaluation makes a new object of the pattern.
fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let pattern = argument(arguments, 0);
    let flags = argument(arguments, 1);
    let source = match (pattern, flags) {
        (
            Value::Object(
                r @ Ref {
                    class: Class::RegExp, ..
                },
            ),
            Value::Undefined,
        ) => {
            return Ok(Value::Object(heap.clone_regexp(r)));
        }
        (
            Value::Object(
                r @ Ref {
                    class: Class::RegExp, ..
                },
            ),
            _,
        ) => {
            let source = heap.pattern(r).source.to_vec();
            heap.string(&source)?
        }
        (Value::Undefined, _) => Str::EMPTY,
        (pattern, _) => to_string(heap, pattern)?,
    };
    let flags = match flags {
        Value::Undefined => Flags::default(),
        flags => {
            let text = to_string(heap, flags)?;
            let parsed = Flags::parse(heap.text(text));
            let Some(flags) = parsed else {
                let shown = message_text(heap, text)?;
                return Err(syntax_error(format!(
                    "Invalid flags supplied to RegExp constructor '{shown}'"
                )));
            };
            flags
        }
    };
    Ok(Value::Object(heap.compile_regexp(source, flags)?))
}

/// RegExpCreate for the String methods that take anything for a pattern: <https://tc39.es/ecma262/#sec-regexpcreate>
pub(in crate::builtins) fn create(heap: &mut Heap<'_>, pattern: Value, flags: Flags) -> Completion<Ref> {
    let source = match pattern {
        Value::Undefined => Str::EMPTY,
        pattern => to_string(heap, pattern)?,
    };
    heap.compile_regexp(source, flags)
}
