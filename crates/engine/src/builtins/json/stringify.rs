//! `JSON.stringify`: <https://tc39.es/ecma262/#sec-json.stringify>

use std::cell::Cell;

use super::replace::{Replacer, property_list};
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::serialize_json::Serializer;
use crate::ecma::to_integer_or_infinity;
use crate::types::Kinds;
use crate::value::{Abrupt, Caller, Completion, Heap, Limit, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "JSON.stringify",
    spec: "sec-json.stringify",
    summary: "The JSON text of a value.",
    length: 3,
    returns: Kinds::STRING.or(Kinds::UNDEFINED),
    examples: &[(
        "JSON.stringify({ a: [1, undefined], b: undefined })",
        "\"{\\\"a\\\":[1,null]}\"",
    )],
    run: Run::Calling(run),
};

/// Deeper values, and so cycles, are left to V8.
const MAX_DEPTH: usize = 2000;

/// Longer texts are left to V8.
const MAX_OUTPUT: usize = 1 << 30;

thread_local! {
    /// The memory of the last call, for the next one: a serializer's tables are large beside most texts.
    static IDLE: Cell<Serializer> = Cell::default();
}

/// The memory that longer texts took is not kept.
const IDLE_BYTES: usize = 1 << 18;

fn run(caller: &mut dyn Caller<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let mut value = argument(arguments, 0);
    let replacer = match argument(arguments, 1) {
        list if list.as_array().is_some() => Some(Replacer::Keys(property_list(caller.heap(), list)?)),
        function if function.is_callable() => Some(Replacer::Function(function)),
        _ => None,
    };
    if let Some(replacer) = replacer {
        value = replacer.replace(caller, value)?;
    }
    let heap = caller.heap();
    let gap = gap(heap, argument(arguments, 2))?;
    let mut serializer = IDLE.take();
    serializer.gap = gap;
    serializer.max_depth = MAX_DEPTH;
    serializer.max_output = MAX_OUTPUT;
    let mut text = heap.local.spare.take_bytes();
    let written = serializer.write(heap, value, &[], 0, &mut text);
    if text.len() <= IDLE_BYTES {
        IDLE.set(serializer);
    }
    match written {
        Ok(true) => heap.finish_text(text),
        Ok(false) => Ok(Value::Undefined),
        Err(Abrupt::Limit(Limit::Depth | Limit::Output)) => {
            Err(Abrupt::Unsupported("JSON.stringify of a deep or long value"))
        }
        Err(other) => Err(other),
    }
}

/// One level of indentation.
fn gap(heap: &mut Heap<'_>, space: Value) -> Completion<Vec<u8>> {
    let space = heap.unwrapped(space);
    Ok(match space {
        Value::Number(_) => {
            let width = to_integer_or_infinity(heap, space)?.clamp(0.0, 10.0);
            vec![b' '; width as usize]
        }
        Value::String(text) => {
            let length = heap.length(text).min(10);
            let gap = heap.slice_units(text, 0, length)?;
            heap.text(gap).to_vec()
        }
        _ => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::check;

    #[test]
    fn texts() {
        check(&[
            (
                "JSON.stringify",
                "null",
                "[[1,\"$undefined\",\"$NaN\",\"a\\\"\"]]",
                r#""[1,null,null,\"a\\\"\"]""#,
            ),
            (
                "JSON.stringify",
                "null",
                r#"[{"a":{"b":[]},"c":"$undefined"}]"#,
                r#""{\"a\":{\"b\":[]}}""#,
            ),
            ("JSON.stringify", "null", r#"["$undefined"]"#, "undefined"),
            (
                "JSON.stringify",
                "null",
                r#"[{"a":[1,{}]},null,2]"#,
                r#""{\n  \"a\": [\n    1,\n    {}\n  ]\n}""#,
            ),
            (
                "JSON.stringify",
                "null",
                r#"[[1],null,"abcdefghijkl"]"#,
                r#""[\nabcdefghij1\n]""#,
            ),
            ("JSON.stringify", "null", r#"[[1],{},-3]"#, r#""[1]""#),
        ]);
    }

    #[test]
    fn replacers() {
        check(&[
            (
                "JSON.stringify",
                "null",
                r#"[{"a":1,"b":{"a":2,"c":3}},["b","a","b"]]"#,
                r#""{\"b\":{\"a\":2},\"a\":1}""#,
            ),
            (
                "JSON.stringify",
                "null",
                r#"[[{"a":1,"b":2}],["b",null]]"#,
                r#""[{\"b\":2}]""#,
            ),
            ("JSON.stringify", "null", r#"[{"a":1},"$fn:String"]"#, r#""\"\"""#),
            ("JSON.stringify", "null", r#"[{"a":1},"$fn:Object.is"]"#, "\"false\""),
        ]);
    }
}
