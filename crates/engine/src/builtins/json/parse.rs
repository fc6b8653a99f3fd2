//! `JSON.parse`: <https://tc39.es/ecma262/#sec-json.parse>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{parse_json, to_string};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "JSON.parse",
    spec: "sec-json.parse",
    summary: "The value of a JSON text.",
    length: 2,
    returns: Kinds::JSON,
    examples: &[("JSON.parse('{\"a\":[1,2]}').a.length", "2")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    if argument(arguments, 1).is_callable() {
        return Err(Abrupt::Unsupported("JSON.parse with a reviver"));
    }
    let text = to_string(heap, argument(arguments, 0))?;
    match parse_json(heap, text)? {
        Some(value) => Ok(value),
        None => Err(heap.refuse_json(text)),
    }
}

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::{call, check};

    #[test]
    fn values() {
        check(&[
            (
                "JSON.parse",
                "null",
                r#"[" {\"b\" : [1, {}, [] ,null], \"a\":\"x\\u0041\", \"b\": -0 } "]"#,
                r#"{b:-0,a:"xA"}"#,
            ),
            ("JSON.parse", "null", r#"["[]"]"#, "[]"),
            (
                "JSON.parse",
                "null",
                r#"["[[1,[true]],[false]]"]"#,
                "[[1,[true]],[false]]",
            ),
            ("JSON.parse", "null", r#"["\"a\\nb\""]"#, r#""a\nb""#),
            ("JSON.parse", "null", "[5]", "5"),
            ("JSON.parse", "null", "[null]", "null"),
            ("JSON.parse", "null", r#"["\"\\ud83d\\ude00\""]"#, "\"😀\""),
        ]);
    }

    #[test]
    fn what_is_not_json_throws() {
        let broken = [
            "",
            " ",
            "{",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "{\\\"a\\\"}",
            "{\\\"a\\\":}",
            "{\\\"a\\\":1,}",
            "{a:1}",
            "01",
            "1.",
            "-",
            "tru",
            "nulll",
            "[1]]",
            "1 2",
            "\\\"a",
            "\\\"\\u0001\\\"",
            "\\\"\\\\x\\\"",
            "]",
            ",",
            "{,}",
            "'a'",
            "\\u00a01",
        ];
        for text in broken {
            let result = call("JSON.parse", "null", &format!("[\"{text}\"]"));
            assert!(
                result.starts_with("Throw(Object(Ref") && result.contains("class: Error"),
                "{text}: {result}"
            );
        }
    }
}
