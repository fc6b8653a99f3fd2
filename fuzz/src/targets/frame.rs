//! Lines, values and arrays, cut anywhere.

use serde_json::json;

use crate::random::Random;
use crate::run::{agree, pipeline, sliced, whole};

const STAGES: &[&[(&str, &str)]] = &[
    &[],
    &[("map", "(r) => r.a")],
    &[("filter", "(r) => r?.id > 1"), ("map", "(r) => ({ ...r, n: r.a })")],
    &[("flatMap", "(r) => r?.items ?? [r]")],
    &[("map", "(r, i) => [i, typeof r]")],
];

pub fn one(random: &mut Random) -> Result<(), String> {
    let (input, separator) = random.pick(&[("ndjson", "\n"), ("values", " "), ("json", ",")]);
    let on_error = random.pick(&["throw", "throw", "drop"]);
    let numbers = random.pick(&["js", "js", "exact"]);
    let stages = random.pick(STAGES);
    let mut text = random.records(separator);
    if input == "json" {
        text = [b"[", text.strip_suffix(b",").unwrap_or(&text), b"]"].concat();
    }
    let options = json!({ "input": input, "output": "ndjson", "onError": on_error, "numbers": numbers });
    let Some(pipeline) = pipeline(&options, stages) else {
        return Err("it does not compile".to_owned());
    };
    agree(&text, &whole(&pipeline, &text), &sliced(&pipeline, &text, random))
}
