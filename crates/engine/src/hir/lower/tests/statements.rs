use super::lowers;

#[test]
fn loops_have_labels() {
    lowers(
        "o => { let n = 0; outer: for (const x of o.xs) { for (const k in x) { if (k) continue outer; else break; } n++; } return n }",
        "
        fn0(o)
          n: reassigned
          let n = 0
          L0: for $2 of o.xs of 'o.xs is not iterable'
            let x = $2
            L1: for $4 in x
              let k = $4
              if k
                continue L0
              else
                break L1
            n++
          return n
        ",
    );
}

#[test]
fn each_iteration_has_its_own_variable() {
    lowers(
        "o => { const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); return fs }",
        "
        fn0(o)
          i: reassigned, cell
          let fs = []
          declare i
          let i = 0
          L0: loop while (i < 3) step i++ copying i
            fs.push(fn1)
          return fs
        fn1()
          i: captures 2, reassigned, cell
          return i
        ",
    );
}

#[test]
fn cases_share_a_scope() {
    lowers(
        "o => { switch (o.k) { case 1: let z = 1; return z; default: return z } }",
        "
        fn0(o)
          z: maybe uninitialized
          declare z
          L0: switch o.k
          case 1
            let z = 1
            return z
          default
            return z
        ",
    );
}

#[test]
fn errors_are_caught() {
    lowers(
        "o => { try { return JSON.parse(o.x) } catch ({ message }) { throw new Error(message) } finally { o.done = true } }",
        "
        fn0(o)
          try
            return JSON.parse(o.x)
          catch $1
            let message = coercible($1 'message' of '.catch').message
            throw new Error(message)
          finally
            (o.done = true)
        ",
    );
}

#[test]
fn every_assignment_operator() {
    lowers(
        "o => { o.n ??= 0; o.n += 2; o['a-b'] = -1; o[o.k]++; delete o.x; return { ...o, [o.k]: void 0, 1: `a${o.n}` } }",
        "
        fn0(o)
          (o.n ??= 0)
          (o.n += 2)
          (o.a-b = -1)
          o[o.k]++
          delete o.x
          return {...o, [o.k]: undefined, \"1\": `a${o.n}`}
        ",
    );
}
