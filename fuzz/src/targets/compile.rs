//! Source texts of callbacks.

use crate::random::Random;
use crate::run::pipeline;
use serde_json::json;

/// Callbacks to begin with; other targets run them.
pub const CALLBACKS: &[&str] = &[
    "(r) => r",
    "(o, i) => ({ ...o, i })",
    "({ a, ...rest }) => [a, rest]",
    "(o) => o.a?.b ?? o.id",
    "(o) => `${o.a}-${o.b}`",
    "(o) => Object.entries(o ?? {}).map(([k, v]) => k + v)",
    "(o) => { let s = 0; for (const x of o.items ?? []) s += x; return s }",
    "(o) => (o.items || []).filter(Boolean).sort((x, y) => x - y)",
    "(o) => String(o.a).replace(/(\\d)+/g, '<$1>').split('').reverse().join('')",
    "(o) => { switch (o.a) { case 1: return 'x'; default: try { return o.a.b.c } catch (e) { return e.message } } }",
    "(o) => { o.a = [o.a]; delete o.b; return o }",
    "(o) => JSON.stringify(o) + JSON.stringify(o, null, 2).length",
    "(o) => new Map(Object.entries(o ?? {})).size + new Set([o, o]).size",
    "(o) => [...String(o.id)].reduce((m, c) => ((m[c] = (m[c] ?? 0) + 1), m), {})",
    "function f(o, n = 3) { return n > 0 ? [f(o, n - 1)] : o }",
    "(o) => [o.a < o.b, o.a == o.b, o.a === o.b, typeof o.a, -o.a, ~o.a]",
    "(o) => Array.isArray(o) ? o.flat().slice(-2) : Object.keys(o ?? {})",
    "(o) => (o.b ?? '').toString().toUpperCase().padStart(5, '*').codePointAt(0)",
    "(o) => { label: for (let i = 0; ; i++) { if (i > 3) break label; else continue label } return o }",
    "(o) => new Date(o.a).toISOString()",
];

const PIECES: &[&str] = &[
    "=>",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "...",
    ".",
    "?.",
    "??",
    "||",
    "=",
    "===",
    "+",
    "-",
    "*",
    "/",
    "/a+/g",
    "`",
    "${",
    "'",
    "\"x\"",
    ";",
    ",",
    ":",
    "?",
    "let",
    "const",
    "var",
    "function",
    "return",
    "if",
    "else",
    "for",
    "of",
    "in",
    "while",
    "do",
    "switch",
    "case",
    "break",
    "continue",
    "try",
    "catch",
    "throw",
    "new",
    "typeof",
    "delete",
    "void",
    "this",
    "async",
    "await",
    "yield",
    "class",
    "super",
    "o",
    "a",
    "b",
    "x",
    "0",
    "1e3",
    "1n",
    "null",
    "undefined",
    "arguments",
    "eval",
    "Math.max",
    "Object",
    "JSON",
    ".map(",
    ".length",
    "__proto__",
    "é",
    "😀",
    "\\u{61}",
    "//",
    "/*",
    "*/",
    "\n",
    "#x",
    "@",
];

pub fn one(random: &mut Random) -> Result<(), String> {
    let source = random.pick(CALLBACKS);
    let mut text = random.mutated(source.as_bytes(), PIECES);
    if random.once_in(3) {
        let other = random.pick(CALLBACKS);
        let at = random.below(text.len() + 1);
        text.splice(at..at, other.bytes());
    }
    let text = String::from_utf8_lossy(&text);
    let kind = random.pick(&["map", "filter", "flatMap", "sort", "distinct", "reduce"]);
    if let Some(pipeline) = pipeline(&json!({ "input": "ndjson", "output": "ndjson" }), &[(kind, &text)]) {
        let _ = pipeline.explain();
        let _ = pipeline.run(b"{\"a\":1,\"b\":\"x\",\"items\":[1,2]}\n[1]\nnull\n", None);
    }
    Ok(())
}
