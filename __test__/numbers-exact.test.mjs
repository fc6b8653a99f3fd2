// numbers: 'exact': what a callback only passes on keeps its text, what it looks at is a number of JavaScript.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { configure, mill, records } from '../index.mjs'

const skip = process.env.JSONMILL_MODE === 'js'
const exact = { numbers: 'exact' }
const run = (transform, text, options) => mill(transform, { ...exact, ...options })(text).toString()
const line = (pipeline, text) => pipeline(records({ ...exact, input: 'ndjson' })).runSync(text).toString()

const ORDER = '{"id":9007199254740993,"price":1.0,"qty":1e3,"tiny":-0,"huge":1e999,"items":[{"n":2.50,"m":7},[12345678901234567890]],"name":"é"}'

test('numbers that no callback looks at keep their text', { skip }, () => {
  assert.equal(run((doc) => doc, ORDER), ORDER)
  assert.equal(run((doc) => doc, `  ${ORDER.replaceAll(':', ' : ')} `), ORDER)
  assert.equal(run((o) => ({ id: o.id, price: o.price }), ORDER), '{"id":9007199254740993,"price":1.0}')
  assert.equal(run(({ id, ...rest }) => ({ ...rest, key: id }), ORDER).includes('"key":9007199254740993'), true)
  assert.equal(run((o) => ({ ...o, extra: 1 }), ORDER), ORDER.replace(/}$/, ',"extra":1}'))
  assert.equal(run((o) => o.items.map((i) => i.n ?? i), ORDER), '[2.50,[12345678901234567890]]')
  assert.equal(run((o) => Object.values(o).slice(0, 5), ORDER), '[9007199254740993,1.0,1e3,-0,1e999]')
  assert.equal(run((o) => Object.entries(o)[0], ORDER), '["id",9007199254740993]')
  assert.equal(run((o) => Object.fromEntries([['a', o.id]]), ORDER), '{"a":9007199254740993}')
  assert.equal(run((o) => [...new Map([[o.id, o.qty]])].flat(), ORDER), '[9007199254740993,1e3]')
  assert.equal(run((o) => { const all = []; all.push(o.id); all.unshift(o.price); return all.concat(o.tiny) }, ORDER), '[1.0,9007199254740993,-0]')
  assert.equal(run((o) => { o.copy = o.id; delete o.items; return o }, ORDER).includes('"copy":9007199254740993'), true)
  assert.equal(run((o) => [o.price, o.qty].sort((a, b) => b - a), ORDER), '[1e3,1.0]')
  assert.equal(run((o) => o.items, ORDER, { space: 1 }), '[\n {\n  "n": 2.50,\n  "m": 7\n },\n [\n  12345678901234567890\n ]\n]')
})

test('a number that is looked at and passed on keeps it too', { skip }, () => {
  const lines = `${ORDER}\n{"id":9007199254740995,"price":0.10,"items":[]}\n`
  assert.equal(line((p) => p.filter((o) => o.price > 0.5), lines), `${ORDER}\n`)
  assert.equal(line((p) => p.filter((o) => o.price > 0.05).map((o) => ({ p: o.price, i: o.id })), lines), '{"p":1.0,"i":9007199254740993}\n{"p":0.10,"i":9007199254740995}\n')
  assert.equal(line((p) => p.sort((a, b) => a.price - b.price).map((o) => o.price), lines), '0.10\n1.0\n')
  assert.equal(line((p) => p.distinct((o) => o.price).map((o) => o.id), `${lines}{"price":1.00,"id":1}`), '9007199254740993\n9007199254740995\n')
})

test('what is made of one is a number of JavaScript', { skip }, () => {
  const values = run((o) => [o.id + 0, -o.price, o.qty * 2, typeof o.id, `${o.price}`, o.price === 1, o.tiny ? 1 : 2, Math.max(o.price, 0), Number(o.qty), o.qty.toFixed(1), [o.price].includes(1), [o.price, 2].join(), String(o.huge), JSON.stringify(o.price)], ORDER)
  assert.equal(values, '[9007199254740992,-1,2000,"number","1",true,2,1,1000,"1000.0",true,"1,2","Infinity","1"]')
  assert.equal(run((o) => o.items.reduce((sum, i) => sum + (i.n ?? 0), 0), ORDER), '2.5')
  assert.equal(run((o) => [Number.isInteger(o.price), new Set([o.price, 1]).size, [o.qty, 5].map(String), Object.is(o.tiny, -0), [3, o.price].sort()], ORDER), '[true,1,["1000","5"],true,[1.0,3]]')
})

test('all ways of running, cut anywhere', { skip }, async () => {
  const pipeline = records({ ...exact, at: '/rows' }).filter((r) => r.n > 0).map((r) => ({ n: r.n, ...r.more }))
  const text = `{"total":3.0,"rows":[${Array.from({ length: 60 }, (_, i) => `{"n":${i}.50,"more":{"id":90071992547409${String(i).padStart(2, '0')}3}}`).join()}]}`
  const expected = `[${[...text.matchAll(/"n":(\d+\.50),"more":{"id":(\d+)}/g)].map(([, n, id]) => `{"n":${n},"id":${id}}`).join()}]`
  assert.equal(pipeline.runSync(text).toString(), expected)
  assert.equal((await pipeline.run(text)).toString(), expected)
  const stream = pipeline.stream()
  for (const byte of Buffer.from(text)) stream.write(Buffer.from([byte]))
  stream.end()
  assert.equal(Buffer.concat(await stream.toArray()).toString(), expected)
  const big = Array.from({ length: 30_000 }, (_, i) => `{"id":${9007199254740993n + BigInt(i)},"v":${i}.0}`).join('\n')
  const lines = records({ ...exact, input: 'ndjson' }).map((r) => ({ id: r.id, v: r.v, w: r.v + 1 }))
  const output = (await lines.run(big)).toString()
  assert.equal(output, big.replace(/"v":(\d+)\.0}/g, (_, v) => `"v":${v}.0,"w":${Number(v) + 1}}`) + '\n')
  assert.deepEqual(await lines.toArray('{"id":1.0,"v":2}'), [{ id: 1, v: 2, w: 3 }])
  assert.equal(pipeline.verify(text).equal, true)
  assert.equal(lines.verify(big.slice(0, big.indexOf('\n', 900))).equal, true)
})

test('what V8 would have to run is refused', { skip }, () => {
  assert.throws(() => mill((o) => process.env[o.a], exact), { code: 'ERR_JSONMILL_UNSUPPORTED' })
  configure({ mode: 'js' })
  try {
    assert.throws(() => mill((o) => o, exact)('1.0'), { code: 'ERR_JSONMILL_UNSUPPORTED', message: /numbers: 'exact' needs native code/ })
  } finally {
    configure({ mode: 'native' })
  }
  assert.throws(() => mill((o) => o, { numbers: 'text' }), { code: 'ERR_JSONMILL_OPTION' })
})

/** Texts of numbers, as strange as JSON has them. */
const numbers = fc.oneof(
  fc.constantFrom('0', '-0', '1.0', '1e3', '1E+2', '0.10', '9007199254740993', '-12345678901234567890', '1e999', '1e-400', '100', '2.5'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => JSON.stringify(n))
)
const transforms = [
  (o) => o, (o) => [o.a, o.b, o.c], ({ a, ...rest }) => ({ rest, a }), (o) => ({ ...o, d: o.a + o.b }), (o) => o.list.filter((n) => n > o.a),
  (o) => o.list.map((n, i) => (i % 2 ? n : n * 2)), (o) => [...o.list].sort((x, y) => x - y), (o) => o.list.indexOf(o.b) >= 0 || o.list.concat(o.a), (o) => new Set(o.list).has(o.a) || [...new Set(o.list)],
  (o) => o.list.reduce((m, n) => (n > m ? n : m), o.a), (o) => Object.entries(o).map(([k, v]) => ({ k, v })), (o) => `${o.a}|${o.list}`, (o) => (o.a === o.b ? o.c : [o.a == o.b, o.a < o.c, !o.a]),
  (o) => o.list.find((n) => n >= 1) ?? o.c, (o) => Math.max(...o.list, 0), (o) => { let t = o.a; for (const n of o.list) if (n > t) t = n; return { t, s: t + 1 } }, (o) => o.list.at(-1) ?? -o.c, (o) => [o.list, o.list.includes(o.c)],
  (o) => Object.keys(o).length + o.list.length, (o) => ({ [o.a]: o.b }), (o) => { switch (o.a) { case 0: return 'zero'; case 1: return [o.a]; default: return { is: o.a, n: Number.isInteger(o.b) } } }, (o) => o.list.toSorted(), (o) => o.list.slice().reverse(),
  (o) => o.list.flatMap((n) => [n, n + 1]), (o) => { o.list.length = 1; return o }, (o) => [o.a ?? 1, o.a || o.b, o.b && o.c], (o) => Array.from(o.list, (n) => n), (o) => JSON.stringify(o.list), (o) => o.list.join('-') + o.a.toString(), (o) => [o.a % 2, o.b | 0, o.c ** 2, ~o.a]
]

test('but for the texts of numbers the result is V8\'s', { skip }, () => {
  const compiled = transforms.map((transform) => [mill(transform, exact), transform])
  fc.assert(
    fc.property(fc.nat(compiled.length - 1), fc.array(numbers, { minLength: 3, maxLength: 9 }), (at, [a, b, c, ...list]) => {
      const text = `{"a":${a},"b": ${b},"list":[${list}],"c":${c}}`
      const [native, transform] = compiled[at]
      const output = native(text).toString()
      assert.equal(JSON.stringify(JSON.parse(output)), JSON.stringify(transform(JSON.parse(text))) ?? 'null')
    }),
    { numRuns: 3000 }
  )
})
