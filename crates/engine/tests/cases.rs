//! Runs the cases of testdata/cases natively, whole and byte by byte. The same files run against V8 in Node's tests.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jsonmill_engine::error::Error;
use jsonmill_engine::pipeline::{Params, Pipeline, Stage};
use serde_json::{Map, Value, json};

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/cases");
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("testdata/cases is part of the repository") {
        let path = entry.expect("a readable folder").path();
        let text = fs::read_to_string(&path).expect("a readable file");
        let file: Value = serde_json::from_str(&text).expect("a case file is JSON");
        for case in file["cases"].as_array().expect("a case file has cases") {
            count += 1;
            if let Some(failure) = check(case) {
                failures.push(format!("{} in {}: {failure}", case["name"], path.display()));
            }
        }
    }
    assert!(count > 0, "no cases found");
    assert!(
        failures.is_empty(),
        "{} of {count} cases failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// What is wrong with a case, if anything.
fn check(case: &Value) -> Option<String> {
    let expected = &case["expected"];
    let left_to_v8 = match (&case["native"], &case["varies"]) {
        (Value::Bool(false), _) => Left::Always,
        // The engine is told no version of V8 here: what versions do differently it may leave to V8.
        (_, Value::Bool(true)) => Left::Maybe,
        _ => Left::Never,
    };
    let input = input(case);
    let pipeline = match compile(case) {
        Ok(pipeline) => Arc::new(pipeline),
        Err(error) => return wrong(expected, left_to_v8, &Err(error)),
    };
    let params = case["params"].as_object().map(wire_object);
    let params = params.map(|wire| Params::decode(&wire.to_string()).expect("JSON values"));
    let whole = pipeline.run(&input, params.as_ref());
    let sliced = byte_by_byte(&pipeline, &input, params.as_ref());
    wrong(expected, left_to_v8, &whole)
        .or_else(|| wrong(expected, left_to_v8, &sliced).map(|found| format!("byte by byte: {found}")))
}

fn byte_by_byte(pipeline: &Arc<Pipeline>, input: &[u8], params: Option<&Params>) -> Result<Vec<u8>, Error> {
    let mut run = pipeline.start(params)?;
    for byte in input.chunks(1) {
        run.push(byte)?;
    }
    run.finish()
}

/// Whether V8 has to run a case.
#[derive(Clone, Copy, PartialEq)]
enum Left {
    Always,
    Maybe,
    Never,
}

fn wrong(expected: &Value, left_to_v8: Left, got: &Result<Vec<u8>, Error>) -> Option<String> {
    match got {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            (left_to_v8 == Left::Always || expected["text"] != *text)
                .then(|| format!("expected {expected}, got {text}"))
        }
        Err(error) => {
            let payload: Value = serde_json::from_str(&error.to_json()).expect("a payload is JSON");
            let is_v8s = payload["code"] == "BAIL" || payload["code"] == "ERR_JSONMILL_UNSUPPORTED";
            let same = match left_to_v8 {
                Left::Always => is_v8s,
                Left::Maybe => is_v8s || same_error(&expected["error"], &payload),
                Left::Never => same_error(&expected["error"], &payload),
            };
            (!same).then(|| format!("expected {expected}, got {payload}"))
        }
    }
}

/// V8 tells of a parse error the class alone; that class is lib's to choose, by the code.
fn same_error(expected: &Value, payload: &Value) -> bool {
    let is_callbacks = expected["code"] == "ERR_JSONMILL_CALLBACK";
    let compared = ["code", "message", "name", "record", "stage"];
    expected.is_object()
        && compared.iter().all(|&key| {
            let known = !expected[key].is_null() && (key != "name" || is_callbacks);
            !known || expected[key] == payload[key]
        })
}

fn compile(case: &Value) -> Result<Pipeline, Error> {
    let mill = case["mill"].as_str();
    let stages = match mill {
        Some(source) => vec![json!(["mill", source])],
        None => case["stages"].as_array().expect("stages").clone(),
    };
    let env = case["env"].as_object().map_or(Value::Null, wire_object);
    let mut compiled = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        let third = env.is_null() && case["params"].is_null();
        let third = if third { "array" } else { "env" };
        compiled.push(Arc::new(Stage::compile(&spec(stage, index, &env, third).to_string())?));
    }
    let input = case["records"].as_str().unwrap_or("json");
    let options = json!({
        "kind": if mill.is_some() { "mill" } else { "records" },
        "input": input,
        "output": case["output"].as_str().unwrap_or(if input == "values" { "ndjson" } else { input }),
        "space": space(&case["space"]),
        "utf8": "replace",
        "bom": "error",
        "limits": {},
    });
    Pipeline::new(&options.to_string(), &compiled)
}

/// A stage is its kind and its source, a slice its start and end.
fn spec(stage: &Value, index: usize, env: &Value, third: &str) -> Value {
    let kind = stage[0].as_str().expect("a stage has a kind");
    let (source, start, end) = match kind {
        "slice" => (&Value::Null, &stage[1], &stage[2]),
        _ => (&stage[1], &Value::Null, &Value::Null),
    };
    json!({
        "kind": kind, "index": index, "source": source, "env": env, "bindings": null, "start": start, "end": end,
        "third": third,
    })
}

fn space(value: &Value) -> String {
    match value {
        Value::Number(count) => " ".repeat(count.as_u64().expect("a small number") as usize),
        Value::String(text) => text.clone(),
        _ => String::new(),
    }
}

fn input(case: &Value) -> Vec<u8> {
    match case["hex"].as_str() {
        None => case["input"].as_str().expect("an input").as_bytes().to_vec(),
        Some(hex) => (0..hex.len() / 2)
            .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("two digits"))
            .collect(),
    }
}

/// JSON values as they cross from JavaScript.
fn wire(value: &Value) -> Value {
    match value {
        Value::Array(elements) => {
            let tagged = std::iter::once(Value::from("a")).chain(elements.iter().map(wire));
            Value::Array(tagged.collect())
        }
        Value::Object(fields) => wire_object(fields),
        other => other.clone(),
    }
}

fn wire_object(fields: &Map<String, Value>) -> Value {
    let entries = fields
        .iter()
        .flat_map(|(name, value)| [Value::from(name.as_str()), wire(value)]);
    Value::Array(std::iter::once(Value::from("o")).chain(entries).collect())
}
