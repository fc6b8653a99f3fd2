use super::{lowers, messages};

#[test]
fn a_record_is_read() {
    lowers("o => o.a + 1", "fn0(o)\n  return (o.a + 1)");
}

#[test]
fn bindings_and_builtins_are_known_by_name() {
    lowers(
        "o => o.n > min && Object.prototype.hasOwnProperty.call(o, 'a') && Number.MAX_SAFE_INTEGER.toString()",
        "fn0(o)
           return (((o.n > @0) && Object.prototype.hasOwnProperty.call(o, \"a\")) && Number.MAX_SAFE_INTEGER.toString())"
            .replace("           ", "  ")
            .as_str(),
    );
}

#[test]
fn a_local_hides_a_builtin_and_a_binding() {
    lowers(
        "(Math, i, { min }) => Math.max(min)",
        "fn0(Math, i, $2)\n  let min = coercible($2 'min' of '').min\n  return Math.max(min)",
    );
}

#[test]
fn an_import_called_without_this_is_its_member() {
    lowers("o => (0, ids.f)(o)", "fn0(o)\n  return @1.f(o)");
    lowers("o => (0, o.f)(o)", "fn0(o)\n  return (0, o.f)(o)");
}

#[test]
fn closures_copy_what_never_changes() {
    lowers(
        "o => { const k = o.k; return o.items.filter(i => i.k === k) }",
        "
        fn0(o)
          let k = o.k
          return o.items.filter(fn1)
        fn1(i)
          k: captures 1
          return (i.k === k)
        ",
    );
}

#[test]
fn closures_share_what_changes() {
    lowers(
        "o => { let n = 0; o.items.forEach(i => { n += i }); return n }",
        "
        fn0(o)
          n: reassigned, cell
          declare n
          let n = 0
          o.items.forEach(fn1)
          return n
        fn1(i)
          n: captures 1, reassigned, cell
          (n += i)
        ",
    );
}

#[test]
fn a_capture_goes_through_the_functions_between() {
    lowers(
        "o => o.a.map(x => x.b.map(y => y + o.c))",
        "
        fn0(o)
          return o.a.map(fn1)
        fn1(x)
          o: captures 0
          return x.b.map(fn2)
        fn2(y)
          o: captures 1
          return (y + o.c)
        ",
    );
}

#[test]
fn functions_recurse() {
    lowers(
        "o => { function f(n) { return n ? f(n - 1) : last } const last = 3; return f(o) }",
        "
        fn0(o)
          last: cell, maybe uninitialized
          f: cell
          declare last
          declare f
          let f = fn1
          let last = 3
          return f(o)
        fn1 f(n)
          f: captures 2, cell
          last: captures 1, cell, maybe uninitialized
          return (n ? f((n - 1)) : last)
        ",
    );
    lowers(
        "o => (function f(n) { return n ? f(n - 1) : 0 })(o)",
        "
        fn0(o)
          return fn1(o)
        fn1 f(n)
          f: itself
          return (n ? f((n - 1)) : 0)
        ",
    );
    lowers(
        "function tree(o) { return o.children.map(tree) }",
        "fn0 tree(o)\n  return o.children.map(fn0)",
    );
}

#[test]
fn var_is_hoisted_unless_it_begins_with_its_value() {
    lowers("o => { var a = o.a; return a }", "fn0(o)\n  let a = o.a\n  return a");
    lowers(
        "o => { if (o) { var a = 1 } return a }",
        "
        fn0(o)
          a: reassigned
          let a
          if o
            (a = 1)
          return a
        ",
    );
}

#[test]
fn a_variable_may_be_read_before_its_declaration() {
    lowers(
        "o => { const a = b; const b = o; return a }",
        "fn0(o)\n  b: maybe uninitialized\n  declare b\n  let a = b\n  let b = o\n  return a",
    );
}

#[test]
fn residue_of_build_tools_is_gone() {
    lowers(
        "cov => { cov_1ab().f[0]++; const f = __name((x) => (cov_1ab().b[0][1]++, x), 'f'); return f(cov) }",
        "
        fn0(cov)
          let f = fn1
          return f(cov)
        fn1(x)
          return x
        ",
    );
}

#[test]
fn functions_in_blocks_are_seen_only_there() {
    assert_eq!(
        messages("o => { if (o) { function f() { return 1 } } return f() }"),
        [
            "`f` names a function declared in a block: strict and sloppy code see different things here",
            "free variable `f`: its value is not in the source",
        ]
    );
}
