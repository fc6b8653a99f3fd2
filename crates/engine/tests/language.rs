//! docs/reference/language.md: made from the registry of built-ins and testdata/language.json, and every example in it.
//!
//! `npm run docs` writes the page; `language.test.mjs` reads it and asks V8 for the same examples.

mod language {
    pub mod examples;
    pub mod markdown;
    pub mod page;
}

use std::fs;
use std::path::PathBuf;

use jsonmill_engine::builtins;
use language::{examples, page};
use serde_json::Value;

fn at_root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// What the registry does not know: syntax with examples, and the functions that V8 has besides.
fn syntax() -> Value {
    let text = fs::read_to_string(at_root("testdata/language.json")).expect("the file is part of the repository");
    serde_json::from_str(&text).expect("the file is JSON")
}

#[test]
fn the_page_is_current() {
    let found = fs::read_to_string(at_root("docs/reference/language.md")).unwrap_or_default();
    assert!(
        found == page::page(&syntax()),
        "docs/reference/language.md is stale: run `npm run docs` and commit the result"
    );
}

#[test]
#[ignore = "it writes the page: npm run docs"]
fn write_the_page() {
    fs::write(at_root("docs/reference/language.md"), page::page(&syntax())).expect("docs/ can be written to");
}

#[test]
fn every_built_in_shows_an_example() {
    let without: Vec<&str> = builtins::all()
        .iter()
        .filter(|builtin| builtin.examples.is_empty())
        .map(|builtin| builtin.name)
        .collect();
    assert!(without.is_empty(), "no example: {without:?}");
}

#[test]
fn examples_give_what_they_say() {
    let of_builtins = builtins::all()
        .iter()
        .flat_map(|builtin| builtin.examples)
        .map(|(code, result)| {
            let callback = format!("d => ({code})");
            (callback, "null".to_owned(), (*result).to_owned())
        });
    let syntax = syntax();
    let of_syntax = page::entries(&syntax).map(|entry| {
        let part = |name: &str| entry[name].as_str().expect("entries hold texts").to_owned();
        (part("callback"), part("input"), part("result"))
    });
    let wrong: Vec<String> = of_builtins
        .chain(of_syntax)
        .filter_map(|(callback, input, result)| match examples::run(&callback, &input) {
            Ok(text) if text == result => None,
            Ok(text) => Some(format!("{callback} of {input} gives {text}, not {result}")),
            Err(error) => Some(format!("{callback}: {}", error.to_json())),
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} examples are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
