//! Schemas, and records under them.

use serde_json::{Value, json};

use crate::random::Random;
use crate::run::{agree, pipeline, sliced, whole};

pub fn one(random: &mut Random) -> Result<(), String> {
    let schema = schema(random, 3);
    let spec = json!({ "schema": schema, "draft": "2020-12", "formats": random.once_in(2) }).to_string();
    let options = json!({ "input": "ndjson", "output": "ndjson", "onError": "drop" });
    let Some(of_input) = pipeline(&options, &[("validate", &spec)]) else {
        return Ok(());
    };
    // a callback that may have changed the records: then their values are checked
    let Some(of_values) = pipeline(&options, &[("map", "(r) => [r][0]"), ("validate", &spec)]) else {
        return Err("it compiles in one place only".to_owned());
    };
    let mut text = Vec::new();
    for _ in 0..random.below(5) {
        random.json(3, &mut text);
        text.push(b'\n');
    }
    let over_bytes = whole(&of_input, &text);
    agree(&text, &over_bytes, &sliced(&of_input, &text, random)).map_err(|what| format!("{spec} {what}"))?;
    // infinity has no JSON form: behind a callback it is null
    if text.windows(5).any(|piece| piece == b"1e999") {
        return Ok(());
    }
    agree(&text, &over_bytes, &whole(&of_values, &text))
        .map_err(|what| format!("{spec} as bytes and as values {what}"))?;
    Ok(())
}

fn schema(random: &mut Random, depth: usize) -> Value {
    let mut all = serde_json::Map::new();
    for _ in 0..1 + random.below(3) {
        let (keyword, value) = keyword(random, depth);
        all.insert(keyword.to_owned(), value);
    }
    Value::Object(all)
}

fn keyword(random: &mut Random, depth: usize) -> (&'static str, Value) {
    let inner = |random: &mut Random| {
        if depth == 0 {
            json!(random.once_in(2))
        } else {
            schema(random, depth - 1)
        }
    };
    let small = random.below(4);
    match random.below(22) {
        0 => (
            "type",
            json!(random.pick(&["string", "number", "integer", "boolean", "object", "array", "null"])),
        ),
        1 => ("minimum", json!(small)),
        2 => ("maxLength", json!(small)),
        3 => ("minLength", json!(small)),
        4 => (
            "pattern",
            json!(random.pick(&["^a", "[0-9]+$", "é", "^.{2,3}$", "(a|b)*c"])),
        ),
        5 => ("required", json!([random.pick(&["a", "b", "id"])])),
        6 => (
            "properties",
            json!({ random.pick(&["a", "b", "__proto__"]): inner(random), "id": inner(random) }),
        ),
        7 => ("additionalProperties", inner(random)),
        8 => ("items", inner(random)),
        9 => ("maxItems", json!(small)),
        10 => ("uniqueItems", json!(true)),
        11 => ("enum", json!([1, "a", null, { "a": 1 }])),
        12 => ("const", json!(random.pick(&["a", "bc"]))),
        13 => ("anyOf", json!([inner(random), inner(random)])),
        14 => ("oneOf", json!([inner(random), inner(random)])),
        15 => ("not", inner(random)),
        16 => ("multipleOf", json!(0.5)),
        17 => ("patternProperties", json!({ "^[ab]$": inner(random) })),
        18 => ("propertyNames", inner(random)),
        19 => (
            "format",
            json!(random.pick(&["date-time", "email", "uuid", "uri", "ipv4"])),
        ),
        20 => ("unevaluatedProperties", inner(random)),
        _ => ("$ref", json!(random.pick(&["#", "#/properties/a", "#/nothing"]))),
    }
}
