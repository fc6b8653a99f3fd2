// Captured functions: compiled with their own bindings, and the same over the same snapshots in V8.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bind, mill, records } from '../index.mjs'

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
  const before = process.env.JSONMILL_MODE
  process.env.JSONMILL_MODE = 'js'
  try {
    assert.equal(text(add(records()).runSync(input)), native)
  } finally {
    if (before === undefined) delete process.env.JSONMILL_MODE
    else process.env.JSONMILL_MODE = before
  }
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

test('bind refuses what it cannot bind', () => {
  const expected = { code: 'ERR_JSONMILL_OPTION' }
  assert.throws(() => bind('x', {}), expected)
  assert.throws(() => bind(label), expected)
  assert.throws(() => bind(Math.max, {}), (error) => error.code === 'ERR_JSONMILL_OPTION')
})
