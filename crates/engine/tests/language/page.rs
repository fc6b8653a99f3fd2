//! The page, part by part.

use std::collections::BTreeMap;

use jsonmill_engine::builtins::{self, Builtin, Prototype};
use jsonmill_engine::types::Kinds;
use serde_json::Value;

use super::examples::refusal;
use super::markdown::{code, prose, table};

const HEAD: &str = "# The language

<!-- Written by `npm run docs` from the registry of built-ins and testdata/language.json. Do not edit. -->

What a callback may use to be compiled. It means what it means in V8, to the byte; every example here is run natively and in V8 by a
test. All else runs in V8, or is refused with `unsupported: 'throw'`: [how to see which](../what-runs-in-v8.md).

A compiled callback may still meet values for which an operation is not exact. That run is repeated in V8 from its beginning.

";

const FUNCTIONS: &str = "## Built-in functions

They can be called, and given as values where they need no `this`: `.map(String)`, `.filter(Boolean)`. An *instance* is a Map, Set, Date,
RegExp, Error or iterator. Lists of what runs in V8 are those of Node 20.

";

const LIMITS: &str = "## Limits

Beyond these a callback runs in V8:

* source text nests at most 250 levels deep, and a regular expression 200;
* function calls nest at most 400 deep while running;
* captured values nest at most 1000 levels deep.

Input and runs have [limits](../../index.d.ts) of their own, which end in errors: `maxDepth`, `maxRecordBytes`, `maxOutputBytes`,
`maxMemory` and `maxSteps`.
";

/// The examples of syntax.
pub fn entries(syntax: &Value) -> impl Iterator<Item = &Value> {
    let sections = syntax["sections"].as_array().expect("sections");
    sections
        .iter()
        .flat_map(|section| section["entries"].as_array().expect("a section has entries"))
}

/// The whole text.
pub fn page(syntax: &Value) -> String {
    let parts = [
        HEAD.to_owned(),
        sections(syntax),
        functions(&syntax["statics"]),
        constants(),
        refused(syntax),
        LIMITS.to_owned(),
    ];
    parts.concat()
}

fn text<'a>(entry: &'a Value, name: &str) -> &'a str {
    entry[name].as_str().expect("entries hold texts")
}

fn sections(syntax: &Value) -> String {
    let sections = syntax["sections"].as_array().expect("sections").iter();
    sections
        .map(|section| {
            let entries = section["entries"].as_array().expect("a section has entries");
            let rows = entries.iter().map(|entry| {
                let example = [text(entry, "callback"), text(entry, "input"), text(entry, "result")];
                std::iter::once(prose(text(entry, "name")))
                    .chain(example.into_iter().map(code))
                    .collect()
            });
            let head = ["", "callback", "of", "gives"];
            format!("## {}\n\n{}", text(section, "title"), table(&head, rows))
        })
        .collect()
}

fn functions(statics: &Value) -> String {
    let statics = statics.as_object().expect("objects and their functions");
    let mut families: BTreeMap<&str, Vec<&Builtin>> = statics.keys().map(|name| (name.as_str(), Vec::new())).collect();
    for builtin in builtins::all() {
        families.entry(family(builtin.name)).or_default().push(builtin);
    }
    let families = families.into_iter().map(|(name, mut members)| {
        members.sort_by_key(|builtin| (rank(builtin.name), builtin.name));
        let title = if name.is_empty() {
            "Functions of no object"
        } else {
            name
        };
        let rows: Vec<Vec<String>> = members.into_iter().map(row).collect();
        let compiled = match rows.as_slice() {
            [] => String::new(),
            _ => table(&["", "gives", "", "example"], rows),
        };
        let left = match left_to_v8(name, statics.get(name)) {
            names if names.is_empty() => String::new(),
            names => format!("In V8: {}.\n\n", names.join(", ")),
        };
        format!("### {title}\n\n{compiled}{left}")
    });
    std::iter::once(FUNCTIONS.to_owned()).chain(families).collect()
}

/// Constructors come first, then what hangs on them, then methods, then getters.
fn rank(name: &str) -> u8 {
    match name {
        _ if name.starts_with("get ") => 3,
        _ if name.contains(".prototype.") => 2,
        _ if name.contains('.') => 1,
        _ => 0,
    }
}

/// The object under which a built-in is listed; none for functions such as `parseInt`.
fn family(name: &str) -> &str {
    let plain = name.trim_start_matches("new ").trim_start_matches("get ");
    let owner = plain.split('.').next().unwrap_or(plain);
    match owner {
        _ if owner.ends_with("Error") => "Error",
        _ if owner.starts_with(char::is_uppercase) => owner,
        _ => "",
    }
}

fn row(builtin: &Builtin) -> Vec<String> {
    let spec = match builtin.spec.split_once("://") {
        Some(_) => builtin.spec.to_owned(),
        None => format!("https://tc39.es/ecma262/#{}", builtin.spec),
    };
    let examples = builtin
        .examples
        .iter()
        .map(|(source, result)| format!("{} → {}", code(source), code(result)));
    vec![
        format!("[{}]({spec})", code(builtin.name)),
        kinds(builtin.returns),
        prose(builtin.summary),
        examples.collect::<Vec<_>>().join("<br>"),
    ]
}

fn kinds(returns: Kinds) -> String {
    match returns.to_string().as_str() {
        "any" => "anything".to_owned(),
        "exotic" => "instance".to_owned(),
        "json" => "JSON".to_owned(),
        names => names.replace("exotic", "instance").replace('|', ", "),
    }
}

/// Functions of V8 that the registry lacks.
fn left_to_v8(family: &str, statics: Option<&Value>) -> Vec<String> {
    let of_object = statics.and_then(Value::as_array).into_iter().flatten();
    let of_object = of_object.map(|name| format!("{family}.{}", name.as_str().expect("a name")));
    let prototype = Prototype::ALL.into_iter().find(|prototype| prototype.name() == family);
    let of_prototype = prototype
        .into_iter()
        .flat_map(|prototype| prototype.own_names().iter().copied())
        .filter(|name| !is_no_function(name))
        .map(|name| format!("{family}.prototype.{name}"));
    of_object
        .chain(of_prototype)
        .filter(|name| builtins::global(name).is_none())
        .filter(|name| builtins::global(&format!("get {name}")).is_none())
        .map(|name| code(&name))
        .collect()
}

/// Names of prototypes that are values, or accessors that nobody calls.
fn is_no_function(name: &str) -> bool {
    name.starts_with("__")
        || matches!(
            name,
            "constructor" | "length" | "name" | "message" | "arguments" | "caller" | "lastIndex"
        )
}

fn constants() -> String {
    let names: Vec<String> = ["Infinity", "NaN"]
        .into_iter()
        .map(str::to_owned)
        .chain(["E", "LN10", "LN2", "LOG10E", "LOG2E", "PI", "SQRT1_2", "SQRT2"].map(|name| format!("Math.{name}")))
        .chain(
            [
                "EPSILON",
                "MAX_SAFE_INTEGER",
                "MAX_VALUE",
                "MIN_SAFE_INTEGER",
                "MIN_VALUE",
                "NEGATIVE_INFINITY",
                "NaN",
                "POSITIVE_INFINITY",
            ]
            .map(|name| format!("Number.{name}")),
        )
        .inspect(|name| assert!(builtins::constant(name).is_some(), "{name} is no constant"))
        .map(|name| code(&name))
        .collect();
    format!("## Constants\n\n{}.\n\n", names.join(", "))
}

fn refused(syntax: &Value) -> String {
    let rows = syntax["refused"].as_array().expect("refused").iter().map(|entry| {
        let callback = text(entry, "callback");
        let (message, help) = refusal(callback).unwrap_or_else(|| {
            panic!(
                "`{callback}` compiles now: move it to the sections of testdata/language.json, with input and result"
            )
        });
        vec![
            prose(text(entry, "name")),
            code(callback),
            prose(&message),
            prose(&help),
        ]
    });
    let head = ["", "callback", "diagnostic", "what to do"];
    format!("## What runs in V8\n\n{}", table(&head, rows))
}
