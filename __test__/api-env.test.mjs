// env and bindings: deep read-only snapshots, the same natively and in V8.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill, records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

const text = (bytes) => Buffer.from(bytes).toString()

test('the third parameter is env, and its names are bound where they occur free', () => {
  const env = { min: 1, ids: new Set(['a', 'c']), names: new Map([['a', 'Ann']]), list: [1, { x: 2 }] }
  const input = '[{"id":"a","n":1},{"id":"b","n":2},{"id":"c","n":3}]'
  const third = records().filter((r, _, { ids }) => ids.has(r.id), env).map((r, _, e) => [e.names.get(r.id), e.list[1].x], env)
  assert.equal(text(third.runSync(input)), '[["Ann",2],[null,2]]')
  const free = records().filter((r) => r.n > min && ids.has(r.id), env)
  assert.equal(text(free.runSync(input)), '[{"id":"c","n":3}]')
  assert.equal(text(mill((doc) => doc.a + RATE, { bindings: { RATE: 0.5 } })('{"a":1}')), '1.5')
})

test('a bound name never means the closure', () => {
  let limit = 1
  const bound = records().filter((n) => n > limit, { limit: 10 })
  assert.equal(text(bound.runSync('[5,11]')), '[11]')
  limit = 100
  assert.equal(text(bound.runSync('[5,11]')), '[11]')
})

test('a name that env forgot is said with the mend', () => {
  const other = 3
  const p = records().map((n) => n + bound + other, { bound: 1 })
  const expected = { name: 'ReferenceError', message: 'other is not defined', code: 'ERR_JSONMILL_CALLBACK', help: /rebuilt over bound/ }
  assert.equal(other, 3)
  assert.throws(() => inV8(() => p.runSync('[1]')), expected)
})

test('env is taken when the stage is added', () => {
  const env = { list: [1], ids: new Set([1]), at: new Date(0), nested: { deep: { n: 1 } } }
  const p = records().map((r, _, e) => [e.list.length, e.ids.size, e.at.getTime(), e.nested.deep.n], env)
  env.list.push(2)
  env.ids.add(2)
  env.at.setTime(5)
  env.nested.deep.n = 7
  assert.equal(text(p.runSync('[0]')), '[[1,1,0,1]]')
})

test('writing to env is an error', () => {
  const env = { seen: new Set(), map: new Map(), o: { a: 1 }, at: new Date(0) }
  for (const callback of [(r, _, e) => e.seen.add(r), (r, _, e) => e.map.set(r, r), (r, _, e) => (e.o.a = 2), (r, _, e) => e.at.setTime(1)]) {
    assert.throws(() => records().map(callback, env).runSync('[1]'), { name: 'TypeError', code: 'ERR_JSONMILL_CALLBACK' })
  }
})

test('shared objects and cycles stay what they are', () => {
  const shared = { n: 1 }
  const env = { a: shared, b: shared, self: undefined }
  env.self = env
  const p = records().map((r, _, e) => [e.a === e.b, e.self.self === e, e.self.a.n], env)
  assert.equal(text(p.runSync('[0]')), '[[true,true,1]]')
})

test('values of every kind', () => {
  const env = { u: undefined, nan: NaN, inf: -Infinity, zero: -0, hole: [1, , 3], fn: (x) => x * 2, max: Math.max, re: /b+/, nul: null }
  const p = records().map(
    (r, _, e) => [typeof e.u, Number.isNaN(e.nan), e.inf < 0, 1 / e.zero < 0, 1 in e.hole, e.fn(r), e.max(r, 9), e.re.test('abbc'), e.nul],
    env
  )
  assert.equal(text(p.runSync('[4]')), '[["undefined",true,true,true,false,8,9,true,null]]')
})

test('a global regular expression begins anew at each run', () => {
  const p = records().filter((s, _, { re }) => re.test(s), { re: /a/g })
  assert.equal(text(p.runSync('["a","a","a"]')), '["a","a"]')
  assert.equal(text(p.runSync('["a","a","a"]')), '["a","a"]')
})

test('class instances run in V8 as they are, or are refused by their path', () => {
  class Money {
    constructor(n) {
      this.n = n
    }
    plus(n) {
      return this.n + n
    }
  }
  const env = { prices: { base: new Money(5) } }
  assert.equal(text(records().map((r, _, { prices }) => prices.base.plus(r), env).runSync('[1]')), '[6]')
  const strict = records({ unsupported: 'throw' })
  const refused = (value, message) => assert.throws(() => strict.map((r) => r, { a: { b: value } }), { code: 'ERR_JSONMILL_OPTION', message })
  refused(new Money(1), /^env\.a\.b is a Money: /)
  refused(Buffer.from('x'), /^env\.a\.b is a Buffer: /)
  refused(10n, /^env\.a\.b is a bigint: /)
  refused(Symbol('x'), /^env\.a\.b is a symbol: /)
  refused(new Proxy({}, {}), /^env\.a\.b is a Proxy: /)
  refused(Object.create(null), /^env\.a\.b has no prototype: /)
  refused({ get x() { return 1 } }, /^env\.a\.b\.x is a getter: /)
  refused(new Map([['k', [new Money(1)]]]), /^env\.a\.b\.get\("k"\)\[0\] is a Money: /)
})

test('env must be an object of names', () => {
  for (const env of [null, 3, 'x', [], () => {}]) {
    assert.throws(() => records().map((r) => r, env), { code: 'ERR_JSONMILL_OPTION', message: /env must be an object/ })
  }
})

test('code generation is needed only for free names, and its absence is said', async () => {
  const { spawnSync } = await import('node:child_process')
  const script = `
    const { records } = require('./index.js')
    console.log(records().map((r, _, { k }) => r + k, { k: 1 }).runSync('[1]').toString())
    try { records().map((r) => r + k, { k: 1 }).runSync('[1]') } catch (error) { console.log(error.code) }`
  const { stdout } = spawnSync(process.execPath, ['--disallow-code-generation-from-strings', '-e', script], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, JSONMILL_MODE: 'js' },
    encoding: 'utf8'
  })
  assert.equal(stdout, '[2]\nERR_JSONMILL_UNSUPPORTED\n')
})
