// params: values given at each run, under a stage's env.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configure, mill, records } from '../index.mjs'

const text = (bytes) => Buffer.from(bytes).toString()
const input = '[{"n":1},{"n":5},{"n":9}]'

test('the third parameter of every stage is env over params', async () => {
  const seen = (e) => JSON.stringify(e)
  const p = records({ params: true })
  const params = { a: 1, b: 2 }
  const given = '{"a":1,"b":2}'
  assert.equal(text(p.map((r, _, e) => seen(e)).runSync('[0]', { params })), JSON.stringify([given]))
  assert.equal(text(p.map((r, _, e) => seen(e), { b: 3, c: 4 }).runSync('[0]', { params })), JSON.stringify(['{"a":1,"b":3,"c":4}']))
  assert.equal(text(p.flatMap((r, _, { a, b }) => [a, b]).runSync('[0]', { params })), '[1,2]')
  assert.equal(text(p.filter((r, _, { min }) => r.n > min).slice(0, 1).runSync(input, { params: { min: 3 } })), '[{"n":5}]')
  assert.equal(text(p.sort((a, b, { sign }) => sign * (a.n - b.n)).map((r) => r.n).runSync(input, { params: { sign: -1 } })), '[9,5,1]')
  assert.equal(text(p.distinct((r, i, { size }) => Math.floor(i / size)).runSync('[1,2,3]', { params: { size: 2 } })), '[1,3]')
  const sum = p.reduce((total, r, _, { rate }) => total + r.n * rate, 0)
  assert.equal(text(sum(input, { params: { rate: 2 } })), '30')
  assert.equal(text(await sum.run(input, { params: { rate: 3 } })), '45')
  assert.equal(text(await p.map((r, _, { a }) => a).run(Buffer.from('[0]'), { params })), '[1]')
  const lines = records({ params: true, input: 'ndjson' }).map((r, _, { a }) => r + a)
  assert.equal(text(lines.runSync('1\n2', { params })), '2\n3\n')
})

test('a mill gets them as its second parameter, or undefined', async () => {
  const cheap = mill((doc, { max }) => doc.filter((n) => n < max))
  assert.equal(text(cheap('[1,5,9]', { params: { max: 6 } })), '[1,5]')
  assert.equal(text(await cheap.run('[1,5,9]', { params: { max: 2 } })), '[1]')
  assert.equal(text(mill((doc, params) => [typeof params])('1')), '["undefined"]')
  assert.equal(text(mill((doc, { deep = 7 } = {}) => deep)('1')), '7')
  assert.equal(text(mill((doc, n) => doc + n)('1', { params: 2 })), '3')
  assert.throws(() => cheap('[1]'), { name: 'TypeError', code: 'ERR_JSONMILL_CALLBACK' })
})

test('they are a read-only copy taken at the call', async () => {
  const params = { list: [1], ids: new Set([1]) }
  const p = records({ params: true }).map((r, _, e) => [e.list.length, e.ids.size])
  const answer = p.run('[0]', { params })
  params.list.push(2)
  params.ids.add(2)
  assert.equal(text(await answer), '[[1,1]]')
  for (const write of [(r, _, e) => e.ids.add(2), (r, _, e) => e.list.push(2), (r, _, e) => { e.list = 1 }]) {
    assert.throws(() => records({ params: true }).map(write).runSync('[0]', { params }), { name: 'TypeError', code: 'ERR_JSONMILL_CALLBACK' })
  }
})

test('prepared params serve any number of runs and pipelines', async () => {
  const p = records({ params: true }).filter((s, _, { re, ids }) => re.test(s) && ids.has(s))
  const source = { re: /a/g, ids: new Set(['a', 'b']) }
  const params = p.prepare(source)
  source.ids.clear()
  for (let i = 0; i < 2; i++) assert.equal(text(p.runSync('["a","a","b"]', { params })), '["a"]')
  assert.equal(text(await p.map((s) => s + s).run('["b","a"]', { params })), '["aa"]')
  assert.ok(Object.isFrozen(params))
  const pick = mill((doc, { ids }) => doc.filter((s) => ids.has(s)))
  assert.equal(text(pick('["a","z"]', { params: pick.prepare({ ids: new Set(['a']) }) })), '["a"]')
})

test('params are declared, and then needed', async () => {
  const refused = (message) => ({ name: 'TypeError', code: 'ERR_JSONMILL_OPTION', message })
  const without = records().map((r) => r)
  const missing = refused(/^options\.params is missing/)
  const unwanted = refused(/^options\.params: this pipeline takes none; declare them with records\(\{ params: true \}\)$/)
  assert.throws(() => without.runSync('[]', { params: {} }), unwanted)
  assert.throws(() => without.prepare({}), unwanted)
  await assert.rejects(without.run('[]', { params: {} }), unwanted)
  const declared = records({ params: true }).map((r) => r)
  assert.throws(() => declared.runSync('[]'), missing)
  assert.throws(() => declared.reduce((a) => a, 0)('[]', {}), missing)
  await assert.rejects(declared.run('[]'), missing)
  for (const params of [null, 3, 'x', []]) assert.throws(() => declared.runSync('[]', { params }), refused(/^options\.params must be an object of names/))
  assert.throws(() => records({ params: 1 }), refused(/^options\.params must be true or false, got 1$/))
  class Money {}
  assert.throws(() => mill((d, p) => p, { unsupported: 'throw' })('1', { params: { a: new Money() } }), refused(/^options\.params\.a is a Money/))
})

test('verify and explain say where such a pipeline runs', () => {
  configure({ mode: 'verify' })
  const p = records({ params: true }).map((r, _, { a }) => a)
  assert.equal(p.verify('[0]', { params: { a: 1 } }).native, false)
  assert.match(p.explain(), /params/)
})
