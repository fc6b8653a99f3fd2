//! Callbacks over random documents.

use serde_json::json;

use super::compile::CALLBACKS;
use crate::random::Random;
use crate::run::{agree, pipeline, sliced, whole};

pub fn one(random: &mut Random) -> Result<(), String> {
    let kinds: [&str; 5] = ["map", "map", "filter", "flatMap", "distinct"];
    let stages: Vec<(&str, &str)> = (0..1 + random.below(3))
        .map(|_| (random.pick(&kinds), random.pick(CALLBACKS)))
        .collect();
    let numbers = random.pick(&["js", "js", "exact"]);
    let input = random.pick(&["ndjson", "json"]);
    let Some(pipeline) = pipeline(
        &json!({ "input": input, "output": "ndjson", "numbers": numbers }),
        &stages,
    ) else {
        return Ok(());
    };
    let mut text = Vec::new();
    let count = random.below(4);
    for at in 0..count {
        random.json(3, &mut text);
        if input == "ndjson" {
            text.push(b'\n');
        } else if at + 1 < count {
            text.push(b',');
        }
    }
    if input == "json" {
        text = [b"[", text.as_slice(), b"]"].concat();
    }
    agree(&text, &whole(&pipeline, &text), &sliced(&pipeline, &text, random))
        .map_err(|what| format!("{stages:?} {what}"))
}
