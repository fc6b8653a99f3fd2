//! What an Error's `message` is.

use super::json_flaw::write_flaw;
use crate::value::{Completion, Heap, JsonMessages, Str, V8_MESSAGE};

/// The message of an error object; of a text that JSON.parse refused, what V8 says is wrong with it.
pub fn error_message(heap: &mut Heap<'_>, message: Result<Str, Str>) -> Completion<Str> {
    let text = match message {
        Ok(message) => return Ok(message),
        Err(text) => text,
    };
    let messages = heap.json_messages().filter(|&messages| messages != JsonMessages::Other);
    let messages = messages.ok_or(V8_MESSAGE)?;
    let mut worded = Vec::new();
    if !write_flaw(heap.text(text), messages, &mut worded) {
        return Err(V8_MESSAGE);
    }
    heap.string(&worded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, text};

    fn worded(source: &str, messages: JsonMessages) -> String {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        heap.set_json_messages(Some(messages));
        let source = heap.string(source.as_bytes()).expect("fits");
        let message = error_message(&mut heap, Err(source)).expect("it is no JSON");
        text(&heap, message)
    }

    #[test]
    fn texts_of_v8() {
        let cases = [
            ("", "Unexpected end of JSON input"),
            ("[1,", "Unexpected end of JSON input"),
            ("\"\\", "Unexpected end of JSON input"),
            ("tru", "Unexpected end of JSON input"),
            ("str", "Unexpected token 's', \"str\" is not valid JSON"),
            ("[1,]", "Unexpected token ']', \"[1,]\" is not valid JSON"),
            ("[object Object]", "\"[object Object]\" is not valid JSON"),
            ("undefined", "\"undefined\" is not valid JSON"),
            (" NaN", "Unexpected token 'N', \" NaN\" is not valid JSON"),
            (
                "[aaaaaaaaaaaaaaaaaaaaaaaa",
                "Unexpected token 'a', \"[aaaaaaaaaa\"... is not valid JSON",
            ),
            (
                "[1,2,3,4,5,6,a,7,8,9,10,11]",
                "Unexpected token 'a', ...\"2,3,4,5,6,a,7,8,9,10\"... is not valid JSON",
            ),
            (
                "[1,2,3,4,5,6,7,8,9,10,11,12,a]",
                "Unexpected token 'a', ...\",10,11,12,a]\" is not valid JSON",
            ),
            ("{", "Expected property name or '}' in JSON at position 1"),
            ("{\"ä\"", "Expected ':' after property name in JSON at position 4"),
            (
                "{\"a\":1,\"b\"}",
                "Unexpected token '}', \"{\"a\":1,\"b\"}\" is not valid JSON",
            ),
            ("\"\\\u{ff}", "Bad escaped character in JSON at position 2"),
            (
                "\"\\\u{100}",
                "Unexpected token '\u{100}', \"\"\\\u{100}\" is not valid JSON",
            ),
            (
                "{\"a\":1,}",
                "Expected double-quoted property name in JSON at position 7",
            ),
            (
                "{\"a\":1 2",
                "Expected ',' or '}' after property value in JSON at position 7",
            ),
            ("[1 2", "Expected ',' or ']' after array element in JSON at position 3"),
            ("1 2", "Unexpected non-whitespace character after JSON at position 2"),
            ("- 1", "No number after minus sign in JSON at position 1"),
            ("-01", "Unexpected number in JSON at position 2"),
            ("nul\"", "Unexpected string in JSON at position 3"),
            ("1.x", "Unterminated fractional number in JSON at position 2"),
            ("1e+", "Exponent part is missing a number in JSON at position 3"),
            ("1e-x", "Exponent part is missing a number in JSON at position 3"),
            ("\"😀", "Unterminated string in JSON at position 3"),
            (
                "\"a\n\"",
                "Bad control character in string literal in JSON at position 2",
            ),
            ("\"\\x\"", "Bad escaped character in JSON at position 2"),
            ("\"\\u12\"", "Bad Unicode escape in JSON at position 5"),
        ];
        for (source, message) in cases {
            assert_eq!(worded(source, JsonMessages::Positioned), message, "{source}");
        }
    }

    #[test]
    fn newer_versions_add_line_and_column() {
        let cases = [
            (
                "[1 2",
                "Expected ',' or ']' after array element in JSON at position 3 (line 1 column 4)",
            ),
            (
                "[\r\n\n\r1 2",
                "Expected ',' or ']' after array element in JSON at position 7 (line 4 column 3)",
            ),
            (
                "{\"a\":1,\"b\"}",
                "Expected ':' after property name in JSON at position 10 (line 1 column 11)",
            ),
            ("x", "Unexpected token 'x', \"x\" is not valid JSON"),
        ];
        for (source, message) in cases {
            assert_eq!(worded(source, JsonMessages::Located), message, "{source}");
        }
    }

    #[test]
    fn unknown_versions_word_it_themselves() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let source = heap.string(b"x").expect("fits");
        for messages in [None, Some(JsonMessages::Other)] {
            heap.set_json_messages(messages);
            assert!(error_message(&mut heap, Err(source)).is_err());
        }
    }
}
