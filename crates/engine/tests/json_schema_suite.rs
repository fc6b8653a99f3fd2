//! The official JSON-Schema-Test-Suite, if it lies beside the project; see CONTRIBUTING.md.
#![expect(clippy::print_stderr, reason = "a test says what it skipped and what it counted")]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use jsonmill_engine::schema::{Changed, Detail, Draft, Options, Schema};
use serde_json::Value as Json;

const DRAFTS: [(&str, Draft); 5] = [
    ("draft4", Draft::Draft4),
    ("draft6", Draft::Draft6),
    ("draft7", Draft::Draft7),
    ("draft2019-09", Draft::Draft201909),
    ("draft2020-12", Draft::Draft202012),
];

fn suite() -> Option<PathBuf> {
    let beside = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/suites/JSON-Schema-Test-Suite"
    );
    let path = std::env::var("JSON_SCHEMA_TEST_SUITE").map_or_else(|_| PathBuf::from(beside), PathBuf::from);
    path.join("tests").is_dir().then_some(path)
}

fn read(path: &Path) -> Json {
    serde_json::from_slice(&fs::read(path).expect("the suite is readable")).expect("the suite is JSON")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

fn remotes(suite: &Path) -> HashMap<String, Json> {
    let root = suite.join("remotes");
    let mut found = Vec::new();
    files(&root, &mut found);
    let with_uri = |path: PathBuf| {
        let name = path
            .strip_prefix(&root)
            .expect("below the root")
            .to_string_lossy()
            .replace('\\', "/");
        (format!("http://localhost:1234/{name}"), read(&path))
    };
    found.into_iter().map(with_uri).collect()
}

#[test]
fn the_official_suite() {
    let Some(suite) = suite() else {
        eprintln!("skipped: the JSON-Schema-Test-Suite is not here; JSON_SCHEMA_TEST_SUITE=folder names it");
        return;
    };
    let schemas = remotes(&suite);
    let mut wrong = Vec::new();
    for (folder, draft) in DRAFTS {
        let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        let root = suite.join("tests").join(folder);
        let mut found = Vec::new();
        files(&root, &mut found);
        for path in found {
            let name = path
                .strip_prefix(&root)
                .expect("below the root")
                .to_string_lossy()
                .into_owned();
            let kind = if name.contains("format") && name.contains("optional") {
                "format"
            } else if name.starts_with("optional") {
                "optional"
            } else {
                "required"
            };
            let options = Options {
                draft: Some(draft),
                formats: kind == "format",
                schemas: schemas.clone(),
                ..Options::default()
            };
            for group in read(&path).as_array().expect("groups") {
                let compiled = Schema::compile(&group["schema"], &options);
                for test in group["tests"].as_array().expect("tests") {
                    let expected = test["valid"].as_bool().expect("a verdict");
                    let text = test["data"].to_string();
                    let verdict = match &compiled {
                        Ok(schema) => {
                            match schema.check_text(text.as_bytes(), Detail::Verdict, &mut Changed::default()) {
                                Ok(Some(result)) => Ok(result.is_ok()),
                                other => Err(format!("{other:?}")),
                            }
                        }
                        Err(error) => Err(format!("{error:?}")),
                    };
                    let count = counts.entry(kind).or_default();
                    count.1 += 1;
                    if verdict == Ok(expected) {
                        count.0 += 1;
                    } else {
                        let what = format!(
                            "{folder}/{name}: {} / {}: {verdict:?}",
                            group["description"], test["description"]
                        );
                        wrong.push((kind, what));
                    }
                }
            }
        }
        eprintln!("{folder}: {counts:?}");
    }
    for (_, what) in &wrong {
        eprintln!("{what}");
    }
    let required = wrong.iter().filter(|(kind, _)| *kind == "required").count();
    assert_eq!(required, 0, "required tests fail");
}
