//! Random input for the engine: `cargo run --release -- <target> [seconds] [seed]`.

mod random;
mod run;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use random::Random;

/// Tries one random input; what is wrong, if anything.
type Target = fn(&mut Random) -> Result<(), String>;

const TARGETS: &[(&str, Target)] = &[
    ("parse", targets::parse::one),
    ("frame", targets::frame::one),
    ("compile", targets::compile::one),
    ("evaluate", targets::evaluate::one),
    ("write", targets::write::one),
    ("schema", targets::schema::one),
    ("csv", targets::csv::one),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = arguments.first().map_or("", String::as_str);
    let number = |at: usize, otherwise: u64| {
        arguments
            .get(at)
            .and_then(|text| text.parse().ok())
            .unwrap_or(otherwise)
    };
    let (seconds, first) = (number(1, 60), number(2, 1));
    let chosen: Vec<_> = TARGETS
        .iter()
        .filter(|(name, _)| *name == wanted || wanted == "all")
        .collect();
    if chosen.is_empty() {
        let names: Vec<_> = TARGETS.iter().map(|(name, _)| *name).collect();
        eprintln!(
            "usage: fuzz <target> [seconds] [seed]; targets: {}, all",
            names.join(", ")
        );
        return ExitCode::from(2);
    }
    for (name, target) in chosen {
        let until = Instant::now() + Duration::from_secs(seconds);
        let mut seed = first;
        while Instant::now() < until {
            let found = catch_unwind(AssertUnwindSafe(|| target(&mut Random::new(seed))));
            let found = found.unwrap_or_else(|_| Err("it panicked".to_owned()));
            if let Err(what) = found {
                eprintln!("{name}, seed {seed}: {what}");
                return ExitCode::FAILURE;
            }
            seed += 1;
        }
        println!("{name}: {} inputs, nothing found", seed - first);
    }
    ExitCode::SUCCESS
}
