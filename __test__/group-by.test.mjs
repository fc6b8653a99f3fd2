// groupBy and its aggregates: natively, in V8 and mixed, against plain JavaScript written here.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { avg, collect, count, countDistinct, first, last, max, min, quantile, records, sum } from '../index.mjs'

const text = (bytes) => Buffer.from(bytes).toString()
const orders = [
  { id: 1, country: 'de', total: 0.1, tags: ['a'] },
  { id: 2, country: 'fr', total: 10, tags: [] },
  { id: 3, country: 'de', total: 0.2, tags: ['b'] },
  { id: 4, country: 'de', total: 0.3 },
  { id: 5, total: null }
]
const json = JSON.stringify(orders)
const ndjson = orders.map((o) => JSON.stringify(o)).join('\n')

/** Native, V8 and the values expected, over arrays and lines. */
function gives(build, expected, source = orders) {
  const array = build(records({ unsupported: 'throw' }))
  const input = JSON.stringify(source)
  assert.equal(text(array.runSync(input)), JSON.stringify(expected))
  assert.deepEqual(array.verify(input), { equal: true, native: true })
  const lines = build(records({ input: 'ndjson', unsupported: 'throw' }))
  const bytes = source.map((record) => JSON.stringify(record)).join('\n')
  assert.equal(text(lines.runSync(bytes)), expected.map((record) => `${JSON.stringify(record)}\n`).join(''))
  assert.deepEqual(lines.verify(bytes), { equal: true, native: true })
}

test('a record a group, in order of first appearance', () => {
  gives(
    (r) => r.groupBy((o) => o.country, { n: count(), revenue: sum((o) => o.total), mean: avg((o) => o.total) }),
    [
      { key: 'de', n: 3, revenue: 0.6, mean: 0.2 },
      { key: 'fr', n: 1, revenue: 10, mean: 10 },
      { key: undefined, n: 1, revenue: 0, mean: null }
    ]
  )
  gives((r) => r.groupBy((o) => o.id % 2 === 1, {}), [{ key: true }, { key: false }])
  gives((r) => r.filter((o) => o.id > 9).groupBy((o) => o.country, { n: count() }), [])
})

test('every aggregate', () => {
  gives(
    (r) =>
      r.groupBy((o) => o.country ?? null, {
        least: min((o) => o.total),
        most: max((o) => o.total),
        text: min((o) => `${o.id}`),
        tail: max((o) => `${o.id}`),
        one: first(),
        head: first((o) => o.id),
        end: last(),
        ids: collect((o) => o.id),
        all: collect(),
        kinds: countDistinct((o) => o.tags?.length),
        tagged: count((o) => o.tags?.length),
        median: quantile(0.5, (o) => o.total),
        low: quantile(0.25, (o) => o.total)
      }),
    [
      {
        key: 'de', least: 0.1, most: 0.3, text: '1', tail: '4', one: orders[0], head: 1, end: orders[3], ids: [1, 3, 4],
        all: [orders[0], orders[2], orders[3]], kinds: 1, tagged: 2, median: 0.2, low: 0.1 + (0.2 - 0.1) * 0.5
      },
      { key: 'fr', least: 10, most: 10, text: '2', tail: '2', one: orders[1], head: 2, end: orders[1], ids: [2], all: [orders[1]], kinds: 1, tagged: 0, median: 10, low: 10 },
      { key: null, least: null, most: null, text: '5', tail: '5', one: orders[4], head: 5, end: orders[4], ids: [5], all: [orders[4]], kinds: 0, tagged: 0, median: null, low: null }
    ]
  )
})

test('keys are told apart as a Map does it', () => {
  const keys = ['"1"', '1', 'NaN', '-0', '0', 'null', 'undefined', 'true', '"true"', '"\ud800"', '"\\u00e9"']
  const make = (i) => [`1`, 1, NaN, -0, 0, null, undefined, true, 'true', '\ud800', 'é'][i % 11]
  const source = Array.from({ length: 50 }, (_, i) => i)
  const pipeline = records().groupBy((i) => ['1', 1, NaN, -0, 0, null, undefined, true, 'true', '\ud800', 'é'][i % 11], { n: count() })
  const expected = new Map()
  for (const i of source) expected.set(make(i), (expected.get(make(i)) ?? 0) + 1)
  assert.equal(expected.size, keys.length - 1)
  assert.deepEqual(pipeline.toArraySync(JSON.stringify(source)), [...expected].map(([key, n]) => ({ key, n })))
  assert.deepEqual(pipeline.verify(JSON.stringify(source)), { equal: true, native: true })
  // objects are keys by identity
  gives((r) => r.groupBy((o) => o, { n: count() }), [{ key: { a: 1 }, n: 1 }, { key: { a: 1 }, n: 1 }], [{ a: 1 }, { a: 1 }])
  const twice = records().flatMap((o) => [o, o, { ...o }]).groupBy((o) => o, { n: count(), all: collect() }).map((g) => [g.n, g.all.every((o) => o === g.key)])
  assert.equal(text(twice.runSync('[{"a":1},{"a":1}]')), '[[2,true],[1,true],[2,true],[1,true]]')
  assert.deepEqual(twice.verify('[{"a":1},{"a":1}]'), { equal: true, native: true })
})

test('objects behind a groupBy keep their identity', () => {
  const lines = '{"a":1}\n{"a":2}\n{"a":1}'
  for (const build of [
    (r) => r.flatMap((o) => [o, o, o]).groupBy((_, i) => i % 2, { all: collect() }).flatMap((g) => g.all).distinct((o) => o),
    (r) => r.flatMap((o) => [o, o, o]).groupBy((_, i) => i % 2, { all: collect() }).flatMap((g) => g.all).groupBy((o) => o, { n: count() }),
    (r) => r.flatMap((o) => [o, o, o]).groupBy((_, i) => i % 2, { all: collect() }).flatMap((g) => g.all).groupBy(() => 0, { n: countDistinct((o) => o) }),
    (r) => r.groupBy((o, i) => i, { n: count() }).distinct((g) => g),
    (r) => r.groupBy((o, i) => i, { n: count() }).map((g) => ({ g })).groupBy((o) => o, { n: count(), d: countDistinct((o) => o.g) }),
    (r) => r.groupBy((o, i) => i, { n: count() }).groupBy(() => 1, { d: countDistinct((g) => g), l: last((g) => g.key) }),
    (r) => r.groupBy((o) => o.a, { f: first(), l: last(), s: sum((o) => o.a) }).map((g) => [g.f === g.l, g.f.a, g.s]),
    (r) => r.groupBy((o) => o.a, { s: sum((o) => (o.a = 5)), all: collect() }),
    (r) => r.distinct((o) => o).map((o) => o.a),
    (r) => r.distinct((o, i) => [NaN, 0, -0][i])
  ]) {
    const pipeline = build(records({ input: 'ndjson', unsupported: 'throw' }))
    assert.deepEqual(pipeline.verify(lines), { equal: true, native: true })
    const array = build(records({ unsupported: 'throw' }))
    assert.deepEqual(array.verify(`[${lines.split('\n')}]`), { equal: true, native: true })
  }
})

test('sums are exact, whatever the order', () => {
  gives((r) => r.groupBy(() => 0, { s: sum((n) => n), a: avg((n) => n) }), [{ key: 0, s: 1, a: 1 / 3 }], [1e100, 1, -1e100])
  gives((r) => r.groupBy(() => 0, { s: sum((n) => n) }), [{ key: 0, s: 1e308 }], [1e308, 1e308, -1e308])
  gives((r) => r.groupBy(() => 0, { s: sum((n) => n) }), [{ key: 0, s: 1 }], Array(10).fill(0.1))
  const all = records().groupBy(() => 0, { s: sum((n) => n / 0), z: sum(() => -0) }).toArraySync('[1,2]')
  assert.deepEqual(all, [{ key: 0, s: Infinity, z: 0 }])
})

test('what an aggregate cannot take is a TypeError that names the record', () => {
  for (const [aggregate, source, message] of [
    [sum((o) => o.v), [{ v: 1 }, { v: '2' }], 'sum takes numbers, null and undefined, not a string'],
    [avg((o) => o.v), [{ v: 1 }, { v: [] }], 'avg takes numbers, null and undefined, not an array'],
    [quantile(0, (o) => o.v), [{}, { v: {} }], 'quantile takes numbers, null and undefined, not an object'],
    [min((o) => o.v), [{ v: 1 }, { v: true }], 'min takes numbers, strings, null and undefined, not a boolean'],
    [max((o) => o.v), [{ v: 1 }, { v: 'x' }], 'max takes numbers or strings, not both in one group'],
    [sum((o) => o.v.w), [{ v: {} }, {}], "Cannot read properties of undefined (reading 'w')"]
  ]) {
    const pipeline = records().groupBy(() => 0, { n: count(), x: aggregate })
    const input = JSON.stringify(source)
    assert.throws(() => pipeline.runSync(input), { name: 'TypeError', code: 'ERR_JSONMILL_CALLBACK', message, record: 1, stage: 0 })
    assert.deepEqual(pipeline.verify(input), { equal: true, native: true })
    const kept = records({ input: 'ndjson', onError: 'drop' }).groupBy(() => 0, { n: count(), x: aggregate })
    const lines = source.map((record) => JSON.stringify(record)).join('\n')
    assert.match(text(kept.runSync(lines)), /"n":1/)
    assert.deepEqual(kept.verify(lines), { equal: true, native: true })
  }
})

test('env, params, and free names of env', () => {
  const bySize = records().groupBy((n, i, { size }) => Math.floor(n / size), { n: count(), s: sum((n, i, { size }) => n * size) }, { size: 10 })
  assert.equal(text(bySize.runSync('[1,5,12]')), '[{"key":0,"n":2,"s":60},{"key":1,"n":1,"s":120}]')
  assert.deepEqual(bySize.verify('[1,5,12]'), { equal: true, native: true })
  const rate = 3
  const bound = records().groupBy(() => 0, { s: sum((n) => n * rate) }, { rate })
  assert.equal(text(bound.runSync('[1,2]')), '[{"key":0,"s":9}]')
  assert.deepEqual(bound.verify('[1,2]'), { equal: true, native: true })
  const withParams = records({ params: true }).groupBy((n, _, { from }) => n >= from, { n: count((n, _, { from }) => n > from) })
  assert.equal(text(withParams.runSync('[1,2,3]', { params: { from: 2 } })), '[{"key":false,"n":0},{"key":true,"n":1}]')
  assert.deepEqual(withParams.verify('[1,2,3]', { params: { from: 2 } }), { equal: true, native: true })
  const positions = records().groupBy((_, i) => i % 2, { at: collect((_, i) => i) })
  assert.equal(text(positions.runSync('["a","b","c"]')), '[{"key":0,"at":[0,2]},{"key":1,"at":[1]}]')
})

test('it is a stage like others', async () => {
  const top = records()
    .filter((o) => o.total !== null)
    .groupBy((o) => o.country, { revenue: sum((o) => o.total) })
    .sort((a, b) => b.revenue - a.revenue)
    .map((g, i) => [i, g.key, g.revenue])
  assert.equal(text(top.runSync(json)), '[[0,"fr",10],[1,"de",0.6]]')
  assert.deepEqual(top.verify(json), { equal: true, native: true })
  assert.match(top.explain(), /GroupBy \(stage 1, native\).*revenue: sum/)
  assert.match(top.explain(), /reads .*country.*total|reads .*total.*country/)
  const nested = records().groupBy((o) => o.country, { ids: collect((o) => o.id) }).groupBy((g) => g.ids.length, { countries: collect((g) => g.key) })
  assert.equal(text(nested.runSync(json)), '[{"key":3,"countries":["de"]},{"key":1,"countries":["fr",null]}]')
  const lines = records({ input: 'ndjson' }).groupBy((o) => o.country, { n: count() })
  assert.equal(text(await lines.run(ndjson)), '{"key":"de","n":3}\n{"key":"fr","n":1}\n{"n":1}\n')
  assert.deepEqual(await lines.toArray(ndjson), [{ key: 'de', n: 3 }, { key: 'fr', n: 1 }, { key: undefined, n: 1 }])
  const { output, statistics } = await lines.report(ndjson)
  assert.equal(text(output).split('\n').length, 4)
  assert.equal(statistics.records, 5)
  const stream = lines.stream()
  for (const byte of Buffer.from(ndjson)) stream.write(Buffer.of(byte))
  stream.end()
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  assert.equal(text(Buffer.concat(chunks)), '{"key":"de","n":3}\n{"key":"fr","n":1}\n{"n":1}\n')
  const whole = records({ input: 'ndjson' }).groupBy((o) => o.country, { all: collect(), one: last() })
  const cut = whole.stream()
  for (const byte of Buffer.from(ndjson)) cut.write(Buffer.of(byte))
  cut.end()
  const parts = []
  for await (const chunk of cut) parts.push(chunk)
  assert.equal(text(Buffer.concat(parts)), text(whole.runSync(ndjson)))
})

test('a callback that V8 must run takes the stage and what is behind it there', () => {
  const seen = []
  const mixed = records().filter((o) => o.id < 5).groupBy((o) => (seen.push(o.id), o.country), { n: count(), s: sum((o) => o.total) })
  assert.equal(text(mixed.runSync(json)), '[{"key":"de","n":3,"s":0.6},{"key":"fr","n":1,"s":10}]')
  assert.deepEqual(seen, [1, 2, 3, 4])
  const inner = records().groupBy((o) => o.country, { s: sum((o) => (seen.push(0), o.total)) })
  assert.equal(text(inner.runSync(json)), '[{"key":"de","s":0.6},{"key":"fr","s":10},{"s":0}]')
  assert.throws(() => records({ unsupported: 'throw' }).groupBy((o) => o, { s: sum((o) => (seen.push(0), o)) }), { code: 'ERR_JSONMILL_UNSUPPORTED' })
})

test('mistakes are named where they are made', () => {
  const mistake = (make, message) => assert.throws(make, { code: 'ERR_JSONMILL_OPTION', message })
  mistake(() => records().groupBy('country', {}), /groupBy\(key\): key must be a function, got "country"/)
  mistake(() => records().groupBy((o) => o), /aggregates must be an object of names and aggregates/)
  mistake(() => records().groupBy((o) => o, count()), /aggregates must be an object of names and aggregates/)
  mistake(() => records().groupBy((o) => o, { n: (o) => o }), /n must be an aggregate such as count\(\)/)
  mistake(() => records().groupBy((o) => o, { key: count() }), /'key' cannot be the name/)
  mistake(() => sum(), /sum\(callback\): callback must be a function, got undefined/)
  mistake(() => quantile(2, (o) => o), /share must be a number from 0 to 1, got 2/)
})

test('many groups: over maxMemory it ends in a limit', () => {
  const input = Array.from({ length: 20_000 }, (_, i) => `{"k":"key number ${i}"}`).join('\n')
  const all = records({ input: 'ndjson' }).groupBy((o) => o.k, { n: count(), s: sum(() => 0.1) })
  assert.equal(all.toArraySync(input).length, 20_000)
  const tight = records({ input: 'ndjson', limits: { maxMemory: 1 << 20 } }).groupBy((o) => o.k, { n: count() })
  assert.throws(() => tight.runSync(input), { code: 'ERR_JSONMILL_LIMIT', message: /maxMemory/ })
  const few = records({ input: 'ndjson', limits: { maxMemory: 1 << 20 } }).groupBy((o) => o.k.length, { n: count() })
  assert.equal(few.toArraySync(input).length, 5)
  const held = records({ input: 'ndjson', limits: { maxMemory: 1 << 20 } }).groupBy(() => 0, { all: collect() })
  assert.throws(() => held.runSync(input), { code: 'ERR_JSONMILL_LIMIT', message: /maxMemory/ })
})

test('random numbers and keys, natively and in V8', () => {
  let state = 88172645463325252n
  const random = () => {
    state ^= (state << 13n) & 0xffffffffffffffffn
    state ^= state >> 7n
    state ^= (state << 17n) & 0xffffffffffffffffn
    return Number(state >> 11n) / 2 ** 53
  }
  const bits = new DataView(new ArrayBuffer(8))
  const number = () => {
    const kind = Math.floor(random() * 6)
    if (kind === 0) return Math.floor(random() * 100) / 10
    if (kind === 1) return -Math.floor(random() * 1000)
    if (kind === 2) return null
    if (kind === 3) return random() * 10 ** Math.floor(random() * 300)
    bits.setBigUint64(0, BigInt(Math.floor(random() * 2 ** 32)) * 4294967296n + BigInt(Math.floor(random() * 2 ** 32)))
    return bits.getFloat64(0)
  }
  const pipeline = records().groupBy((o) => o.k, {
    n: count(),
    s: sum((o) => o.v),
    a: avg((o) => o.v),
    big: sum((o) => (o.v === null ? undefined : o.v * 1e300)),
    least: min((o) => o.v),
    most: max((o) => o.v),
    d: countDistinct((o) => o.v),
    q: quantile(0.37, (o) => o.v),
    all: collect((o) => o.v)
  })
  const exact = (numbers) => {
    // as fractions of the smallest double
    const parts = numbers.map((n) => {
      bits.setFloat64(0, n)
      const b = bits.getBigUint64(0)
      const e = (b >> 52n) & 0x7ffn
      const m = b & 0xfffffffffffffn
      const size = e === 0n ? m : (m | 0x10000000000000n) << (e - 1n)
      return n < 0 ? -size : size
    })
    return parts.reduce((a, b) => a + b, 0n)
  }
  const nearest = (big) => {
    // a search among doubles that needs no rounding of our own
    const distance = (n) => {
      const d = exact([n]) - big
      return d < 0n ? -d : d
    }
    const guess = Number(big >> 1074n)
    return { guess, distance }
  }
  for (let round = 0; round < 150; round++) {
    const source = Array.from({ length: 1 + Math.floor(random() * 40) }, () => ({ k: [1, '1', null, 'x'][Math.floor(random() * 4)], v: number() }))
    const input = JSON.stringify(source)
    assert.deepEqual(pipeline.verify(input), { equal: true, native: true })
    for (const { s, all } of pipeline.toArraySync(input)) {
      const numbers = all.filter((n) => n !== null)
      if (!numbers.every(Number.isFinite)) continue
      const big = exact(numbers)
      if (!Number.isFinite(s)) {
        assert.ok((big < 0n ? -big : big) >= exact([Number.MAX_VALUE]))
        continue
      }
      const { distance } = nearest(big)
      const step = Math.abs(s) === 0 ? Number.MIN_VALUE : Math.abs(s) * Number.EPSILON
      assert.ok(distance(s) <= distance(s + step) && distance(s) <= distance(s - step), `${s} of ${numbers}`)
    }
  }
})
