//! Pipelines, and runs of them that must agree.

use std::sync::Arc;

use jsonmill_engine::pipeline::{Pipeline, Stage};
use serde_json::{Value, json};

use crate::random::Random;

/// What a run gives: its output, or its error as JSON.
pub type Outcome = Result<Vec<u8>, Value>;

/// A pipeline of `(kind, source)`; nothing where it cannot be compiled.
pub fn pipeline(options: &Value, stages: &[(&str, &str)]) -> Option<Arc<Pipeline>> {
    let mut all = json!({
        "kind": "records", "input": "json", "output": "json", "space": "", "utf8": "replace", "bom": "error",
        "limits": { "maxSteps": 20_000, "maxMemory": 64 << 20, "maxDepth": 500 }
    });
    for (name, value) in options.as_object().into_iter().flatten() {
        all[name] = value.clone();
    }
    let stages: Option<Vec<_>> = stages
        .iter()
        .enumerate()
        .map(|(index, (kind, source))| {
            let spec = match *kind {
                "validate" => format!(r#"{{"kind":"validate","index":{index},"schema":{source}}}"#),
                _ => json!({ "kind": kind, "index": index, "source": source, "third": "array" }).to_string(),
            };
            Stage::compile(&spec).ok().map(Arc::new)
        })
        .collect();
    Pipeline::new(&all.to_string(), &stages?).ok().map(Arc::new)
}

/// A run over a whole input.
pub fn whole(pipeline: &Pipeline, input: &[u8]) -> Outcome {
    pipeline.run(input, None).map_err(|error| payload(&error.to_json()))
}

/// A run over slices.
pub fn sliced(pipeline: &Arc<Pipeline>, input: &[u8], random: &mut Random) -> Outcome {
    let mut run = || {
        let mut run = pipeline.start(None)?;
        for slice in random.cut(input) {
            run.push(slice)?;
        }
        run.finish()
    };
    run().map_err(|error| payload(&error.to_json()))
}

/// What must be the same of an error: excerpts depend on what of the input is still there.
fn payload(text: &str) -> Value {
    let mut payload: Value = serde_json::from_str(text).unwrap_or_default();
    if let Some(fields) = payload.as_object_mut() {
        fields.remove("snippet");
    }
    payload
}

/// Whether two runs agree; where V8 or a budget ends one of them there is nothing to compare.
pub fn agree(input: &[u8], a: &Outcome, b: &Outcome) -> Result<(), String> {
    let undecided = |outcome: &Outcome| {
        let code = outcome.as_ref().err().and_then(|payload| payload["code"].as_str());
        matches!(code, Some("BAIL" | "ERR_JSONMILL_LIMIT" | "ERR_JSONMILL_DEPTH"))
    };
    if a == b || undecided(a) || undecided(b) {
        return Ok(());
    }
    Err(format!("over {}\n  {}\n  {}", show(input), shown(a), shown(b)))
}

pub fn show(bytes: &[u8]) -> String {
    format!("{:?}", String::from_utf8_lossy(bytes))
}

fn shown(outcome: &Outcome) -> String {
    match outcome {
        Ok(bytes) => show(bytes),
        Err(payload) => payload.to_string(),
    }
}
