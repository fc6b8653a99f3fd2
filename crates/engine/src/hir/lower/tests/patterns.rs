use super::lowers;

#[test]
fn parameters_are_taken_apart() {
    lowers(
        "({ a, b: { c = 2 } = {}, ...r }, i, { min }) => [a, c, r, min]",
        "
        fn0($0, i, $2)
          let a = coercible($0 'a' of '').a
          let c = default(default($0.b, {}).c, 2)
          let r = objectRest($0, 'a', 'b')
          let min = coercible($2 'min' of '').min
          return [a, c, r, min]
        ",
    );
    lowers(
        "([k, v]) => v",
        "fn0($0)\n  let $3 = elements($0, 2 of '')\n  let k = $3[0]\n  let v = $3[1]\n  return v",
    );
    lowers(
        "({ a } = { a: 1 }) => a",
        "fn0($0)\n  let a = coercible(default($0, {\"a\": 1}) 'a' of '(intermediate value)(intermediate value)(intermediate value)').a\n  return a",
    );
}

#[test]
fn declarations_name_their_value_as_v8_does() {
    lowers(
        "o => { const { a, b } = o.x; return a + b }",
        "fn0(o)\n  let $3 = o.x\n  let a = coercible($3 'a' of 'o.x').a\n  let b = $3.b\n  return (a + b)",
    );
    lowers(
        "o => { const { a, b } = o; return a + b }",
        "fn0(o)\n  let a = coercible(o 'a' of 'o').a\n  let b = o.b\n  return (a + b)",
    );
    lowers(
        "o => { const [a] = o; return a }",
        "fn0(o)\n  let a = elements(o, 1 of 'o is not iterable')[0]\n  return a",
    );
    lowers(
        "o => { const [a] = o.x; return a }",
        "fn0(o)\n  let a = elements(o.x, 1 of '')[0]\n  return a",
    );
    lowers(
        "o => { const { a: { b }, c: [d] } = o; return b + d }",
        "
        fn0(o)
          let b = coercible(o 'a' of 'o').a.b
          let d = elements(coercible(o.c 'Symbol(Symbol.iterator)' of 'o'), 1 of 'o is not iterable (cannot read property Symbol(Symbol.iterator))')[0]
          return (b + d)
        ",
    );
}

#[test]
fn empty_and_computed_patterns_check_first() {
    lowers("({}) => 1", "fn0($0)\n  coercible($0 of '')\n  return 1");
    lowers(
        "({ ...r }) => r",
        "fn0($0)\n  let r = objectRest(coercible($0 of ''))\n  return r",
    );
    lowers(
        "(o, i, { k }) => { const { [k]: v, ...r } = o; return [v, r] }",
        "
        fn0(o, i, $2)
          let k = coercible($2 'k' of '').k
          let $6 = o
          let $7 = coercible($6 of 'o')
          let $8 = toPropertyKey(k)
          let v = $7[$8]
          let r = objectRest($7, $8)
          return [v, r]
        ",
    );
}

#[test]
fn assignments_take_apart_too() {
    lowers(
        "o => { let a, b; [a, b] = [o.b, o.a]; return a - b }",
        "
        fn0(o)
          a: reassigned
          b: reassigned
          let a
          let b
          (($3 = [o.b, o.a]), ($4 = elements($3, 2 of '')), (a = $4[0]), (b = $4[1]), $3)
          return (a - b)
        ",
    );
}

#[test]
fn a_default_is_what_v8_names_where_an_object_is_missing() {
    lowers(
        "({ a: {} = {} }) => 1",
        "fn0($0)\n  coercible(default(coercible($0 'a' of '{}').a, {}) of '{}')\n  return 1",
    );
}

#[test]
fn a_nested_pattern_reads_its_value_once() {
    lowers(
        "o => { const [{ ['a']: a }] = o.x; return a }",
        "
        fn0(o)
          let $2 = elements(o.x, 1 of '')[0]
          objectRest($2)
          let a = $2[\"a\"]
          return a
        ",
    );
}
