//! Rows, cut anywhere.

use serde_json::json;

use crate::random::Random;
use crate::run::{agree, pipeline, sliced, whole};

const PIECES: &[&str] = &[
    "a",
    "bc",
    "\"",
    "\"\"",
    ",",
    ",",
    "\n",
    "\r\n",
    "\r",
    " ",
    "1",
    "-2.5",
    "007",
    "true",
    "é",
    "😀",
    "{\"x\":[1]}",
    "\u{feff}",
    "\u{0}",
];

pub fn one(random: &mut Random) -> Result<(), String> {
    let mut text: Vec<u8> = random.pick(&["a,b\n", "a\n", "", "\u{feff}a,b\r\n"]).into();
    for _ in 0..random.below(24) {
        text.extend_from_slice(random.pick(PIECES).as_bytes());
    }
    if random.once_in(5) {
        text = random.mutated(&text, PIECES);
    }
    let kinds = random.pick(&["text", "infer"]);
    let kinds = if random.once_in(4) {
        json!({ "a": "json", "b": "number" })
    } else {
        json!(kinds)
    };
    let csv = json!({ "delimiter": ",", "header": true, "eol": "\r\n", "bom": false, "escapeFormulas": false, "kinds": kinds });
    let options = json!({ "input": "csv", "output": random.pick(&["ndjson", "csv"]), "csv": csv, "onError": random.pick(&["throw", "drop"]) });
    let stages: &[&[(&str, &str)]] = &[
        &[],
        &[("map", "(r) => ({ x: r.a, y: r.b })")],
        &[("filter", "(r) => r.a.length > 1")],
    ];
    let Some(pipeline) = pipeline(&options, random.pick(stages)) else {
        return Err("it does not compile".to_owned());
    };
    agree(&text, &whole(&pipeline, &text), &sliced(&pipeline, &text, random))
}
