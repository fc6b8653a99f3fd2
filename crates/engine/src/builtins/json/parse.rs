//! `JSON.parse`: <https://tc39.es/ecma262/#sec-json.parse>

use super::revive::revive;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{parse_json, to_string};
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "JSON.parse",
    spec: "sec-json.parse",
    summary: "The value of a JSON text.",
    length: 2,
    returns: Kinds::ANY,
    examples: &[("JSON.parse('{\"a\":[1,2]}').a.length", "2")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let heap = caller.heap();
    let text = to_string(heap, argument(arguments, 0))?;
    let Some(value) = parse_json(heap, text)? else {
        return Err(heap.refuse_json(text));
    };
    let reviver = argument(arguments, 1);
    if reviver.is_callable() {
        revive(caller, reviver, value)
    } else {
        Ok(value)
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
