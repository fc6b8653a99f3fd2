use super::{compile, compile_as, messages};
use crate::hir::lower::{Callback, Scope};
use crate::source::Source;

#[test]
fn every_free_name_is_reported_once() {
    assert_eq!(
        messages("o => low < o.n && o.n < high && typeof low"),
        [
            "free variable `low`: its value is not in the source",
            "free variable `high`: its value is not in the source"
        ]
    );
}

#[test]
fn help_shows_the_line_to_write() {
    let error = &compile("o => o.total > limit").expect_err("limit is free")[0];
    assert!(
        error.help.starts_with("pass it as env: .map(callback, { limit })"),
        "{}",
        error.help
    );
    let mill = Scope {
        bindings: &[],
        third_is_env: false,
        kind: Callback::Mill,
        methods: None,
    };
    let error = &compile_as("o => o.total > limit", &mill).expect_err("limit is free")[0];
    assert_eq!(
        error.help,
        "pass it as a binding: mill(transform, { bindings: { limit } })"
    );
    let frame = error.code_frame(&Source::new("o => o.total > limit"));
    assert_eq!(frame, "> 1 | o => o.total > limit\n    |                ^^^^^");
}

#[test]
fn what_reaches_outside_is_refused() {
    for (text, expected) in [
        (
            "o => console.log(o)",
            "impure global `console`: it reaches outside the record",
        ),
        (
            "o => o.t > Date.now()",
            "`Date.now` is not repeatable: each run would give another answer",
        ),
        (
            "o => new Date()",
            "`new Date()` is not repeatable: each run would give another answer",
        ),
        (
            "o => Math.random()",
            "`Math.random` is not repeatable: each run would give another answer",
        ),
        (
            "o => { count++; return o }",
            "write to `count`, which lies outside the callback",
        ),
        (
            "o => { seen[o.id] = 1; return o }",
            "write to `seen`, which lies outside the callback",
        ),
        (
            "o => { ids.add(o.id); return o }",
            "change of `ids`: env, params and bindings are read-only snapshots",
        ),
        (
            "(o, i, env) => { env.n = i; return o }",
            "change of `env`: env, params and bindings are read-only snapshots",
        ),
        (
            "(o, i, { list }) => { list.push(o); return o }",
            "change of `list`: env, params and bindings are read-only snapshots",
        ),
        (
            "o => { const x = ids.find(i => i.id === o.id); x.n = 1; return x }",
            "change of `x`: env, params and bindings are read-only snapshots",
        ),
        ("o => { Math = 1; return o }", "write to the built-in `Math`"),
        (
            "function f(o) { f = o; return o }",
            "assignment to `f`, the function's own name: strict code throws and sloppy code does not",
        ),
        ("o => new Model(o)", "`new` of something that is no built-in class"),
        ("o => (o?.a.b)()", "a call of a parenthesised optional chain"),
    ] {
        assert_eq!(messages(text), [expected], "{text}");
    }
}

#[test]
fn the_array_parameter_is_noticed_where_it_is_used() {
    let scope = Scope {
        bindings: &[],
        third_is_env: false,
        kind: Callback::Filter,
        methods: None,
    };
    let uses_array = |text| compile_as(text, &scope).map(|hir| hir.uses_array).ok();
    assert_eq!(uses_array("(o, i, all) => i > 0"), Some(false));
    assert_eq!(uses_array("(o, i, all) => i < all.length"), Some(true));
    assert_eq!(uses_array("(o, i, [first]) => o === first"), Some(true));
    assert_eq!(uses_array("(...args) => args[0]"), None);
}

#[test]
fn nesting_is_bounded() {
    for unit in ["!", "(x)=>", "[", "x+", "x?x:", "-~", "x**", "typeof ", "{a:"] {
        let text = format!("x => {}x", unit.repeat(5_000));
        assert!(compile(&text).is_err(), "{unit}");
    }
    assert!(compile(&format!("x => {}", vec!["x"; 200].join(" + "))).is_ok());
}
