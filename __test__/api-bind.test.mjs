// Captured functions: compiled with their own bindings, and the same over the same snapshots in V8.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRequire } from 'node:module'
import { bind, mill, records } from '../index.mjs'
import * as library from '../testdata/modules/library.mjs'
import { inV8 } from './support/mode.mjs'

const text = (bytes) => Buffer.from(bytes).toString()
const input = JSON.stringify([
  { s: 'a', n: 3, t: ['x', 'yy'] },
  { s: 'b', n: 5, t: [] }
])

const texts = { a: 'Alpha', b: 'Beta' }
const label = (s) => texts[s] ?? '?'
const factorial = (n) => (n <= 1 ? 1 : n * factorial(n - 1))
function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)
}

/** Runs natively, where the addon is there, and in V8; both must agree. */
function both(add) {
  const native = text(add(records({ unsupported: 'throw' })).runSync(input))
  assert.equal(inV8(() => text(add(records()).runSync(input))), native)
  return native
}

test('functions of env are compiled', () => {
  assert.equal(both((p) => p.map((r, _, { up }) => up(r.s), { up: (s) => s.toUpperCase() })), '["A","B"]')
  assert.equal(both((p) => p.map((r) => up(r.s), { up: (s) => s.toUpperCase() })), '["A","B"]')
  assert.equal(both((p) => p.map((r, _, { length }) => r.t.map(length), { length: (s) => s.length })), '[[1,2],[]]')
  const utilities = { inner: { exclaim: (s) => `${s}!` }, max: Math.max }
  assert.equal(both((p) => p.map((r, _, { u }) => u.inner.exclaim(r.s) + u.max(r.n, 4), { u: utilities })), '["a!4","b!5"]')
  assert.equal(both((p) => p.filter((r, _, { over }) => over(r), { over: (r) => r.n > 3 }).map((r) => r.s)), '["b"]')
})

test('bind gives a function the values of its free names', () => {
  const bound = bind(label, { texts })
  assert.equal(both((p) => p.map((r, _, { label }) => label(r.s), { label: bound })), '["Alpha","Beta"]')
  const outer = bind((r) => inner(r) + 1, { inner: bind((r) => r.n * factor, { factor: 7 }) })
  assert.equal(both((p) => p.map((r, _, { outer }) => outer(r), { outer })), '[22,36]')
  assert.equal(text(mill((doc) => doc.map((r) => label(r.s)), { bindings: { label: bound }, unsupported: 'throw' })(input)), '["Alpha","Beta"]')
  assert.equal(bound('a'), 'Alpha')
  assert.equal(bound.name, 'label')
})

test('values are taken when the stage is added', () => {
  const own = { a: 'first' }
  const add = (p) => p.map((r, _, { label }) => label(r.s), { label: bind((s) => own[s] ?? 'none', { own }) })
  const p = add(records())
  own.a = 'second'
  assert.equal(text(p.runSync(input)), '["first","none"]')
})

test('functions may call themselves and each other', () => {
  assert.equal(both((p) => p.map((r, _, { factorial }) => factorial(r.n), { factorial })), '[6,120]')
  assert.equal(both((p) => p.map((r, _, { fibonacci }) => fibonacci(r.n), { fibonacci })), '[2,5]')
  const names = { odd: (n) => n }
  names.even = bind((n) => (n === 0 ? 'even' : odd(n - 1)), names)
  assert.equal(both((p) => p.map((r, _, { even }) => even(r.n), { even: names.even })), '[2,4]')
})

test('what a captured function may not do is said with its name and its own code frame', () => {
  const add = () => records({ unsupported: 'throw' }).map((r, _, { describe }) => describe(r), { describe: (r) => texts[r.s] })
  assert.throws(add, (error) => {
    assert.equal(error.code, 'ERR_JSONMILL_UNSUPPORTED')
    assert.match(error.message, /describe: free variable `texts`/)
    assert.match(error.codeFrame, /\(r\) => texts\[r\.s\]/)
    assert.match(error.help, /bind\(fn, \{ texts \}\)/)
    return true
  })
})

test('an error inside a captured function shows that function', () => {
  const p = records().map((r, _, { broken }) => broken(r), { broken: (r) => r.missing.deep })
  assert.throws(() => p.runSync(input), {
    name: 'TypeError',
    code: 'ERR_JSONMILL_CALLBACK',
    message: "Cannot read properties of undefined (reading 'deep')"
  })
})

test('functions are found wherever they are captured', () => {
  const lib = { K: 10, add(n, k = 1) { return n + k }, text: { wrap: (s) => `<${s}>` } }
  assert.equal(both((p) => p.map((r, _, { lib }) => lib.add(r.n) + lib.K, { lib })), '[14,16]')
  assert.equal(both((p) => p.map((r) => (0, lib.add)(r.n, 2), { lib })), '[5,7]')
  assert.equal(both((p) => p.map((r) => r.t.map(lib.text.wrap), { lib })), '[["<x>","<yy>"],[]]')
  assert.equal(both((p) => p.map((r, _, { lib: { add, text } }) => text.wrap(add(r.n)), { lib })), '["<4>","<6>"]')
  assert.equal(both((p) => p.map((r, _, { lib }) => lib[r.s === 'a' ? 'add' : 'sub'](r.n), { lib: { ...lib, sub: (n) => n - 1 } })), '[4,4]')
  const steps = new Map([['a', lib.add], ['b', lib.text.wrap]])
  assert.equal(both((p) => p.map((r, _, { steps }) => steps.get(r.s)(r.n), { steps })), '[4,"<5>"]')
  assert.equal(both((p) => p.map((r, _, { steps }) => steps.reduce((value, f) => f(value), r.n), { steps: [lib.add, lib.text.wrap] })), '["<4>","<6>"]')
  assert.equal(both((p) => p.map((r) => optional.missing?.(r) ?? 'none', { optional: {} })), '["none","none"]')
  assert.equal(both((p) => p.map((r) => make(r.n).up(), { make: (n) => ({ up: () => n + 1 }) })), '[4,6]')
  assert.equal(both((p) => p.map((r) => run({ go: () => r.n }), { run: (o) => o.go() })), '[3,5]')
})

test('a function that cannot be compiled matters where it is mentioned', () => {
  const lib = { good: (n) => n + 1, later: async (n) => n, own() { return this.good }, closure: (n) => texts[n] }
  assert.equal(both((p) => p.map((r, _, { lib }) => lib.good(r.n), { lib })), '[4,6]')
  for (const [add, what] of [
    [(p) => p.map((r, _, { lib }) => lib.own(r.n), { lib }), /own: `this`/],
    [(p) => p.map((r, _, { lib }) => lib.closure(r.n), { lib }), /closure: free variable `texts`/],
    [(p) => p.map((r, _, { lib }) => r.t.map(lib.later), { lib }), /later: the callback is an async function/]
  ]) assert.throws(() => add(records({ unsupported: 'throw' })), what)
  // a name that only the data know makes the run go to V8
  const named = (p) => p.map((r, _, { lib }) => lib[r.s](r.n), { lib: { a: (n) => n, b(n) { return typeof this + n } } })
  assert.equal(text(named(records()).runSync(input)), '[3,"object5"]')
})

test('modules are captured by their exports', () => {
  assert.equal(both((p) => p.map((r, _, { library }) => library.shout(r.s) + library.RATE, { library })), '["A!3","B!3"]')
  assert.equal(both((p) => p.map((r) => (0, library.double)(r.n), { library })), '[6,10]')
  const compiled = createRequire(import.meta.url)('../testdata/modules/compiled.cjs')
  assert.equal(both((p) => p.map((r) => [compiled.triple(r.n), (0, compiled.default)(r.s)], { compiled })), '[[9,"<a>"],[15,"<b>"]]')
  const refused = (add, what) => assert.throws(() => add(records({ unsupported: 'throw' })), what)
  refused((p) => p.map((r) => library.withRate(r.n), { library }), /withRate: free variable `RATE`/)
  refused((p) => p.map((r) => library.started === r, { library }), /env\.library\.started is a Money: it cannot be copied/)
  refused((p) => p.map((r) => library.hasOwnProperty('x'), { library }), /not inherited by a module/)
  // what goes through all exports sees those that are known to V8 alone
  const keys = (p) => p.map((r, _, { library }) => Object.keys(library).length, { library })
  assert.equal(text(keys(records()).runSync('[0]')), '[6]')
})

test('a function that bind made is a callback of its own', () => {
  const byNumber = bind((a, b) => sign * (a.n - b.n), { sign: -1 })
  assert.equal(both((p) => p.sort(byNumber).map((r) => r.n)), '[5,3]')
  assert.equal(both((p) => p.map(bind((r, i, { k }) => r.n * f + k, { f: 2, k: 'no' }), { k: 1, f: 9 })), '[7,11]')
  const both2 = {}
  both2.even = bind((n) => n === 0 || odd(n - 1), both2)
  both2.odd = bind((n) => n !== 0 && even(n - 1), both2)
  assert.equal(both((p) => p.map((r, _, { even }) => even(r.n), { even: both2.even })), '[false,false]')
})

test('of a record only that is read what captured functions read of it', () => {
  const price = (i) => i.qty * i.price
  const lib = { total: bind((o) => o.items.reduce((sum, i) => sum + price(i), 0), { price }) }
  const paid = (o) => o.status === 'paid'
  const plan = records({ unsupported: 'throw' })
    .filter((o, _, { paid }) => paid(o), { paid })
    .map((o) => lib.total(o), { lib })
  assert.match(plan.explain().toString(), /reads status \(type\), items\[\]\.qty, items\[\]\.price/)
})

test('bind refuses what it cannot bind', () => {
  const expected = { code: 'ERR_JSONMILL_OPTION' }
  assert.throws(() => bind('x', {}), expected)
  assert.throws(() => bind(label), expected)
  assert.throws(() => bind(Math.max, {}), (error) => error.code === 'ERR_JSONMILL_OPTION')
})
