//! Runs a callback as a mill.

use std::sync::Arc;

use jsonmill_engine::error::Error;
use jsonmill_engine::pipeline::{Pipeline, Stage};
use serde_json::{Value, json};

fn compile(callback: &str) -> Result<Stage, Error> {
    let spec = json!({
        "kind": "mill", "index": 0, "source": callback, "env": null, "bindings": null, "start": null, "end": null,
        "third": "array",
    });
    Stage::compile(&spec.to_string())
}

/// What a callback gives for an input, as JSON text.
pub fn run(callback: &str, input: &str) -> Result<String, Error> {
    let stage = Arc::new(compile(callback)?);
    let options = json!({
        "kind": "mill", "input": "json", "output": "json", "space": "", "utf8": "replace", "bom": "error", "limits": {},
        "zone": { "first": 0, "changes": [], "name": "Coordinated Universal Time" },
    });
    let output = Pipeline::new(&options.to_string(), &[stage])?.run(input.as_bytes(), None)?;
    Ok(String::from_utf8(output).expect("examples give well-formed text"))
}

/// Message and help for a callback that does not compile; `None` where it does.
pub fn refusal(callback: &str) -> Option<(String, String)> {
    let error = compile(callback).err()?;
    let payload: Value = serde_json::from_str(&error.to_json()).expect("a payload is JSON");
    let first = &payload["diagnostics"][0];
    let part = |name: &str| first[name].as_str().expect("a finding has texts").to_owned();
    Some((part("message"), part("help")))
}
