//! V8's rendering of callees: each row is what Node 20 prints before "is not a function" or "is not iterable".

use super::compile;
use crate::hir::{Element, ExprKind, Stmt};

#[test]
fn callees_and_spreads_render_as_in_v8() {
    for (source, expected) in CASES {
        let hir = compile(source).unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
        let Some(Stmt::Return(Some(value))) = hir.root().body.last() else {
            panic!("{source} returns nothing")
        };
        let mut kind = &value.kind;
        while let ExprKind::Chain(inner) = kind {
            kind = &inner.kind;
        }
        let text = match kind {
            ExprKind::Call { text, .. } => text,
            ExprKind::Array(elements) => match elements.last() {
                Some(Element::Spread(_, text)) => text,
                other => panic!("{source}: {other:?}"),
            },
            other => panic!("{source}: {other:?}"),
        };
        // Both messages begin with the rendering.
        let text = text.strip_suffix(" is not iterable").unwrap_or(text);
        let text = text.strip_suffix(" is not a function").unwrap_or(text);
        assert_eq!(text, *expected, "{source}");
    }
}

#[test]
fn messages_of_loops_are_those_of_v8() {
    for (iterable, expected) in LOOPS {
        let source = format!("o => {{ for (const x of {iterable}) ; return 1 }}");
        let hir = compile(&source).unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
        let text = hir.root().body.iter().find_map(|statement| match statement {
            Stmt::ForOf { text, .. } => Some(text),
            _ => None,
        });
        assert_eq!(text.map(|text| &**text), Some(*expected), "{source}");
    }
}

#[test]
fn nothing_in_a_computed_key_is_rendered() {
    for source in [
        "o => ({ [o.concat()]: 0 })",
        "o => ({ [[...o.rows]]: 0 })",
        "o => ({ [Math.max(...o.rows)]: 0 })",
    ] {
        let hir = compile(source).unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
        let lowered = format!("{hir:?}");
        assert!(
            !lowered.contains("o.rows") && !lowered.contains(" is not "),
            "{lowered}"
        );
    }
}

#[rustfmt::skip]
const LOOPS: &[(&str, &str)] = &[
    ("o", "o is not iterable"),
    ("o.xs", "o.xs is not iterable"),
    ("o.xs()", "o.xs is not a function or its return value is not iterable"),
    ("o?.xs", ""),
    ("o?.xs()", "o?.xs is not iterable (cannot read property Symbol(Symbol.iterator))"),
    ("o.a?.()?.slice().flat()", "o.a(...)?.slice(...).flat is not iterable (cannot read property Symbol(Symbol.iterator))"),
    ("o.xs || []", ""),
    ("o || []", "(o || []) is not iterable"),
    ("o ?? o", "(o ?? o) is not iterable"),
    ("o || o", ""),
    ("o.a || o.f()", "o.f is not iterable (cannot read property Symbol(Symbol.iterator))"),
    ("o.f() || []", "o.f is not iterable (cannot read property Symbol(Symbol.iterator))"),
    ("o.a ? o.b : o.c", ""),
    ("o.a ? [] : o.f()", "o.f is not iterable (cannot read property Symbol(Symbol.iterator))"),
    ("{ q: o.f() }", "?"),
    ("!o.a", "?"),
    ("1 ? o.a : o.f()", "?"),
    ("o && (o.a || o.b)", "?"),
    ("o === 1 ? o.a : [o]", "?"),
    ("o.b === 1 ? o.a : []", ""),
];

#[rustfmt::skip]
const CASES: &[(&str, &str)] = &[
    ("o=>o.a.map(x=>x)", "o.a.map"),
    ("o=>o.a.b.c()", "o.a.b.c"),
    (r#"o=>o["a"]()"#, "o.a"),
    (r#"o=>o["a b"]()"#, "o.a b"),
    ("o=>o[0]()", "o[0]"),
    (r#"o=>o["0"]()"#, "o.0"),
    ("o=>o[o.k]()", "o[o.k]"),
    ("o=>o[o.k].x()", "o[o.k].x"),
    ("o=>o[1.5].x()", "o[1.5].x"),
    ("o=>o[-1].x()", "o[-1].x"),
    ("o=>o[`a`].x()", "o.a.x"),
    ("o=>o[`a${o.k}`].x()", "o[o.k].x"),
    ("o=>o[o.a+o.b+1].x()", "o[(o.a + o.b + 1)].x"),
    (r#"o=>o[o.a||"q"].x()"#, r#"o[(o.a || "q")].x"#),
    ("o=>o[o.a?1:2].x()", "o[(intermediate value)(intermediate value)(intermediate value)].x"),
    ("o=>o[!o.a].x()", "o[(!o.a)].x"),
    ("o=>o[typeof o.a].x()", "o[(typeof o.a)].x"),
    ("o=>o[o.a===1].x()", "o[(o.a === 1)].x"),
    ("o=>o[o.a-1].x()", "o[(o.a - 1)].x"),
    ("o=>o[o.i++].x()", "o[(o.i++)].x"),
    ("o=>o[++o.i].x()", "o[(++o.i)].x"),
    ("o=>o[null].x()", "o[null].x"),
    ("o=>o[undefined].x()", "o[undefined].x"),
    ("o=>o[true].x()", "o[true].x"),
    ("o=>o[void 0].x()", "o[(void 0)].x"),
    ("o=>o.a.x?.y()", "o.a.x?.y"),
    ("o=>o.a?.x()", "o.a?.x"),
    ("o=>o?.a.x()", "o?.a.x"),
    ("o=>o?.a()", "o?.a"),
    ("o=>o.a?.()", "o.a"),
    ("o=>o.a?.x?.()", "o.a?.x"),
    (r#"o=>o?.["a"]()"#, "o?.a"),
    ("o=>o?.[0]()", "o?.[0]"),
    ("o=>o?.[o.k].y()", "o?.[o.k].y"),
    ("o=>(o?.a).x()", "(intermediate value).x"),
    ("o=>o.a?.b.c.d()", "o.a?.b.c.d"),
    ("o=>o.f().g()", "o.f(...).g"),
    ("o=>o.f(1,2).g().h()", "o.f(...).g(...).h"),
    ("o=>o.f()()", "o.f(...)"),
    ("o=>o.f()[0]()", "o.f(...)[0]"),
    ("o=>o.f().x.y()", "o.f(...).x.y"),
    ("o=>ids()()", "ids(...)"),
    ("o=>(o.a||o.b)()", "(o.a || o.b)"),
    ("o=>(o.a||o.b).x()", "(o.a || o.b).x"),
    ("o=>(o.a??[]).x()", "(o.a ?? []).x"),
    ("o=>(o.a||{}).x()", "(o.a || {}).x"),
    ("o=>(o.a&&o.b||o.c).x()", "((o.a && o.b) || o.c).x"),
    ("o=>(o.a||o.b||o.c).x()", "(o.a || o.b || o.c).x"),
    ("o=>(o.a?o.b:o.c).x()", "(intermediate value)(intermediate value)(intermediate value).x"),
    ("o=>[1,2].x()", "[1,2].x"),
    ("o=>[o.a,...o.b].x()", "[o.a,(...o.b)].x"),
    ("o=>[].x()", "[].x"),
    ("o=>[,1].x()", "[(intermediate value),1].x"),
    ("o=>({}).x()", "{}.x"),
    ("o=>({a:1,b:o.c}).x()", "{(intermediate value)(intermediate value)}.x"),
    (r#"o=>({a:1,["b"]:o.c,...o}).x()"#, "{(intermediate value)(intermediate value)(intermediate value)}.x"),
    ("o=>({m(){}}).x()", "{(intermediate value)}.x"),
    (r#"o=>"abc".x()"#, r#""abc".x"#),
    ("o=>`abc`.x()", r#""abc".x"#),
    ("o=>`abc${o.a}d${o.b}`.x()", "o.ao.b.x"),
    ("o=>(5).x()", "5.x"),
    ("o=>(1e21).x()", "1e+21.x"),
    ("o=>(0.1).x()", "0.1.x"),
    (r#"o=>/a"b/gi.x()"#, r#"/a"b/gi.x"#),
    ("o=>(o.a+1).x()", "(o.a + 1).x"),
    ("o=>(o.a+1+o.b).x()", "(o.a + 1 + o.b).x"),
    (r#"o=>("a"+"b").x()"#, r#"("a" + "b").x"#),
    ("o=>(1+2).x()", "3.x"),
    ("o=>(1+2+o.a).x()", "(3 + o.a).x"),
    ("o=>(o.a+(1**-1)).x()", "(o.a + 1).x"),
    ("o=>(o.a+(1<<4)).x()", "(o.a + 16).x"),
    ("o=>(o.a+(7%3)).x()", "(o.a + 1).x"),
    ("o=>(-1).x()", "-1.x"),
    ("o=>(-o.a).x()", "(-o.a).x"),
    ("o=>(!o.a).x()", "(!o.a).x"),
    ("o=>(!0).x()", "true.x"),
    ("o=>(!1).x()", "false.x"),
    (r#"o=>(!"a").x()"#, "false.x"),
    ("o=>(~1).x()", "-2.x"),
    ("o=>(+1).x()", "1.x"),
    (r#"o=>(+"1").x()"#, r#"(+"1").x"#),
    (r#"o=>(-"1").x()"#, r#"(-"1").x"#),
    ("o=>(typeof o).x()", "(typeof o).x"),
    ("o=>(o.a===o.b).x()", "(o.a === o.b).x"),
    ("o=>(o.a<o.b).x()", "(o.a < o.b).x"),
    (r#"o=>("a" in o).x()"#, r#"("a" in o).x"#),
    ("o=>(o.a**2).x()", "(o.a ** 2).x"),
    ("o=>(o.a>>>2).x()", "(o.a >>> 2).x"),
    ("o=>(o.a,o).x()", "(o.a , o).x"),
    ("o=>(1,o.b,o).x()", "(1 , o.b , o).x"),
    ("o=>(o.b=1).x()", "o.b.x"),
    ("o=>(o.b+=1).x()", "o.b.x"),
    ("o=>(o.b??=1).x()", "o.b.x"),
    ("o=>(o.b++).x()", "(o.b++).x"),
    ("o=>(delete o.b).x()", "(delete o.b).x"),
    ("o=>(x=>x).y()", "(intermediate value).y"),
    ("o=>(x=>{x;x}).y()", "(intermediate value)(intermediate value).y"),
    ("o=>(function(){}).y()", "(intermediate value).y"),
    ("o=>(function(){o;o;return 1}).y()", "(intermediate value)(intermediate value)(intermediate value).y"),
    ("o=>(function q(){o;o;return 1}).y()", "(intermediate value)(intermediate value)(intermediate value).y"),
    ("o=>(x=>x)({}).y()", "(intermediate value)(...).y"),
    ("o=>(function(){return {}})().y()", "(intermediate value)(...).y"),
    ("o=>new Map().x()", "(intermediate value).x"),
    ("o=>new Map(o.a).x()", "(intermediate value).x"),
    ("o=>new Map([[1,2]]).get(1).x()", "(intermediate value).get(...).x"),
    ("o=>Math.x()", "Math.x"),
    ("o=>Math.max(1).x()", "Math.max(...).x"),
    ("o=>o()", "o"),
    ("o=>undefined()", "undefined"),
    ("o=>null()", "null"),
    ("o=>(5)()", "5"),
    (r#"o=>"a"()"#, r#""a""#),
    ("o=>(o.a)()", "o.a"),
    ("o=>(0,o.a)()", "(0 , o.a)"),
    ("o=>o.a(...o.b)", "o.a"),
    ("o=>new Date(1).x()", "(intermediate value).x"),
    (r#"o=>[..."a"].x()"#, r#"[(..."a")].x"#),
    ("o=>o.a  .b  .c()", "o.a.b.c"),
    ("({a})=>a.x()", "a.x"),
    ("({a})=>a()", "a"),
    ("o=>o.constructor.x()", "o.constructor.x"),
    ("o=>(o.a ? o.b : o.c)()", "(intermediate value)(intermediate value)(intermediate value)"),
    ("o=>[...o]", "o"),
    ("o=>[...o.x]", "o.x"),
    ("o=>[...o.x]", "o.x"),
    ("o=>[1,...o.x.y]", "o.x.y"),
    ("o=>[...o?.x]", "(intermediate value)"),
    ("o=>[...(o.x||1)]", "(o.x || 1)"),
    ("o=>[...o.f()]", "o.f is not a function or its return value"),
    ("o=>[...ids()]", "ids is not a function or its return value"),
    ("o=>[...(o.a?1:2)]", "(intermediate value)(intermediate value)(intermediate value)"),
    ("o=>[...o[0]]", "o[0]"),
    ("o=>[...null]", "null"),
    ("o=>[...5]", "5"),
    ("o=>[...{}]", "{}"),
    ("o=>[...(o.x??2)]", "(o.x ?? 2)"),
    ("o=>[...o.x.map(x=>x).q]", "o.x.map.q"),
    ("o=>[...new Date(1)]", "Date is not a function or its return value"),
    ("o=>[...-o.x]", "(-o.x)"),
    ("o=>[...o.x+1]", "(o.x + 1)"),
    ("o=>(o.a!==o.b).x()", "(!(o.a === o.b)).x"),
    ("o=>(o.a!=o.b).x()", "(!(o.a == o.b)).x"),
    ("o=>((o.a+1)+o.b).x()", "(o.a + 1 + o.b).x"),
    ("o=>(o.a+(1+o.b)).x()", "(o.a + (1 + o.b)).x"),
    ("o=>((o.a||o.b)||o.c||{}).x()", "(o.a || o.b || o.c || {}).x"),
    ("o=>(o.a-1+o.b-2).x()", "(((o.a - 1) + o.b) - 2).x"),
    ("o=>(o.a-1-o.b-2).x()", "(o.a - 1 - o.b - 2).x"),
    (r#"o=>("a"+o.a+"b"+1+2).x()"#, r#"("a" + o.a + "b" + 1 + 2).x"#),
    ("o=>(o.a??o.b??1).x()", "(o.a ?? o.b ?? 1).x"),
    ("o=>((o.a??o.b)??1).x()", "((o.a ?? o.b) ?? 1).x"),
    ("o=>(2*3+o.b).x()", "(6 + o.b).x"),
    ("o=>(o.a<1<2).x()", "((o.a < 1) < 2).x"),
    ("o=>(o instanceof Date).x()", "(o instanceof Date).x"),
    ("o=>(o.a==null).x()", "(o.a == null).x"),
    ("o=>(!o.a!==!o.b).x()", "(!((!o.a) === (!o.b))).x"),
    ("o=>(!(o.a===1)).x()", "(!(o.a === 1)).x"),
    (r#"o=>('a"b').x()"#, r#""a"b".x"#),
    ("o=>(``).x()", r#""".x"#),
    ("o=>('').x()", r#""".x"#),
    (r#"o=>o[""].x()"#, "o..x"),
];
