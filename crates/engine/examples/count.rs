//! One run for `valgrind --tool=callgrind --toggle-collect=*measured*`, which counts its instructions: bench/guard.mjs.
//!
//! `count PLAN FILE [call]`: PLAN is a JSON file `{ "options": …, "stages": […] }` as lib/ hands them to the addon, FILE the input. With `call` it is
//! one of many runs over short inputs.

use std::hint::black_box;
use std::sync::Arc;

use jsonmill_engine::pipeline::{Pipeline, Series, Stage};
use serde_json::Value;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (plan, file, is_call) = match arguments.as_slice() {
        [plan, file] => (plan, file, false),
        [plan, file, how] if how == "call" => (plan, file, true),
        _ => panic!("usage: count PLAN FILE [call]"),
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
    if is_call {
        let mut series = Series::new(&Arc::new(pipeline), None).expect("it runs natively");
        for _ in 0..3 {
            let output = series.run(&input).expect("it runs natively");
            series.give_back(output);
        }
        measured_call(&mut series, &input);
        return;
    }
    // The first run makes the memory that later ones reuse, and finds out in which order keys come.
    drop(pipeline.run(&input, None).expect("it runs natively"));
    black_box(measured(&pipeline, &input));
}

#[inline(never)]
fn measured(pipeline: &Pipeline, input: &[u8]) -> Vec<u8> {
    pipeline.run(input, None).expect("it runs natively")
}

#[inline(never)]
fn measured_call(series: &mut Series, input: &[u8]) {
    let output = series.run(input).expect("it runs natively");
    series.give_back(black_box(output));
}
