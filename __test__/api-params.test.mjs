// params: values given at each run, under a stage's env.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configure, mill, records } from '../index.mjs'

process.removeAllListeners('warning') // those of what is left to V8

const text = (bytes) => Buffer.from(bytes).toString()
const input = '[{"n":1},{"n":5},{"n":9}]'
const isJs = process.env.JSONMILL_MODE === 'js'

function withMode(mode, call) {
  configure({ mode })
  try {
    return call()
  } finally {
    configure({ mode: 'native' })
  }
}

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

test('verify and explain say where such a pipeline runs', { skip: isJs }, () => {
  const p = records({ params: true }).map((r, _, { a }) => a)
  assert.deepEqual(p.verify('[0]', { params: { a: 1 } }), { equal: true, native: true })
  assert.equal(p.verify('[0]', { params: { a: () => 1 } }).native, false)
  assert.match(p.explain(), /^Emit json, params at each run$/m)
  assert.match(mill((doc, { a }) => a).explain(), /^Emit json, params at each run$/m)
  assert.match(mill((doc) => doc).explain(), /^Emit json$/m)
})

test('they are native whatever JSON, Date, RegExp, Map and Set can say', { skip: isJs }, async () => {
  const strict = { params: true, unsupported: 'throw' }
  const shared = { s: '\ud83d', list: [1, , -0, NaN, undefined, null] }
  const params = {
    a: 1, __proto__: null, ['__proto__']: 'own', 10: 'ten', 2: 'two', shared, again: shared, day: new Date(86400000), odd: new Date(NaN),
    re: /(\d)+/i, map: new Map([[shared, 'x'], ['k', new Set([1, 'é'])]]), long: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, i]))
  }
  Object.setPrototypeOf(params, Object.prototype)
  const stages = [
    (r, i, e) => [e.a, Object.keys(e), e.shared === e.again, e.map.get(e.shared), [...e.map.get('k')], e.day.getTime(), `${e.odd.getTime()}`],
    (r, i, e) => [e.shared.s, e.shared.list, Object.is(e.shared.list[2], -0), 1 in e.shared.list, e.re.exec('a12b'), e['__proto__'], e.long.k39, e.long],
    (r, i, { a, ...rest }) => rest,
    (r, i, e) => ({ ...e, a: r }),
    (r, i, e) => String(e.day).slice(0, 15) + e.day.getFullYear()
  ]
  for (const stage of stages) {
    for (const p of [records(strict).map(stage), records(strict).map(stage, { own: [1], a: 'env', 10: 'TEN', 1: 'one' })]) {
      const handle = p.prepare(params)
      for (const given of [params, handle]) {
        const inV8 = withMode('js', () => p.runSync('[0,1]', { params: given }))
        assert.equal(text(p.runSync('[0,1]', { params: given })), text(inV8), String(stage))
        assert.equal(text(await p.run('[0,1]', { params: given })), text(inV8), String(stage))
        assert.equal(p.verify('[0,1]', { params: given }).native, true)
      }
    }
  }
})

test('what cannot be given to native code runs in V8, or is refused', { skip: isJs }, () => {
  const source = (doc, { f }) => f(doc)
  assert.equal(text(mill(source)('2', { params: { f: (n) => n + 1 } })), '3')
  const strict = mill(source, { unsupported: 'throw' })
  assert.throws(() => strict('2', { params: { f: (n) => n + 1 } }), { code: 'ERR_JSONMILL_UNSUPPORTED', message: /^options\.params: / })
  const grow = records({ params: true, unsupported: 'throw' }).map((r, _, e) => [e.list].map((list) => list.push(r)))
  assert.throws(() => grow.runSync('[0]', { params: { list: [1] } }), { code: 'ERR_JSONMILL_UNSUPPORTED' })
})

test('one pipeline takes different params in turn, and one handle serves different envs', async () => {
  const p = records({ params: true }).filter((r, _, { min }) => r >= min).map((r, _, { by }) => r * by, { by: 2 })
  const runs = Array.from({ length: 50 }, (_, min) => p.run('[1,20,40]', { params: { min } }))
  for (const [min, output] of (await Promise.all(runs)).entries()) {
    assert.equal(text(output), JSON.stringify([1, 20, 40].filter((n) => n >= min).map((n) => 2 * n)))
  }
  const q = records({ params: true }).map((r, _, { min, by }) => [min, by], { min: 'env' })
  const params = p.prepare({ min: 2, by: 'params' })
  for (let i = 0; i < 3; i++) {
    assert.equal(text(p.runSync('[1,2]', { params })), '[4]')
    assert.equal(text(q.runSync('[1]', { params })), '[["env","params"]]')
  }
})
