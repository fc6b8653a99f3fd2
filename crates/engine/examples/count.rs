//! One run for `valgrind --tool=callgrind --toggle-collect=*measured*`, which counts its instructions: bench/guard.mjs.
//!
//! `count PLAN FILE`: PLAN is a JSON file `{ "options": …, "stages": […] }` as lib/ hands them to the addon, FILE the input.

use std::hint::black_box;
use std::sync::Arc;

use jsonmill_engine::pipeline::{Pipeline, Stage};
use serde_json::Value;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [plan, file] = arguments.as_slice() else {
        panic!("usage: count PLAN FILE");
    };
    let plan: Value = serde_json::from_slice(&std::fs::read(plan).expect("the plan can be read")).expect("it is JSON");
    let input = std::fs::read(file).expect("the input can be read");
    let stages: Vec<_> = plan["stages"]
        .as_array()
        .expect("stages are a list")
        .iter()
        .map(|spec| Arc::new(Stage::compile(&spec.to_string()).unwrap_or_else(|error| panic!("{}", error.to_json()))))
        .collect();
    let pipeline = Pipeline::new(&plan["options"].to_string(), &stages).expect("a plan");
    // The first run makes the memory that later ones reuse, and finds out in which order keys come.
    drop(pipeline.run(&input, None).expect("it runs natively"));
    black_box(measured(&pipeline, &input));
}

#[inline(never)]
fn measured(pipeline: &Pipeline, input: &[u8]) -> Vec<u8> {
    pipeline.run(input, None).expect("it runs natively")
}
