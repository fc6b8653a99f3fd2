// sortBy: natively, in V8, in memory and with sorted runs on a disk.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { count, records, sum } from '../index.mjs'

const text = (bytes) => Buffer.from(bytes).toString()
const folder = mkdtempSync(path.join(tmpdir(), 'jsonmill-spill-'))
after(() => rmSync(folder, { recursive: true }))

/** The order that the documentation states, written anew. */
function ordered(values, keyOf, descending = false) {
  const kind = (key) => {
    if (key instanceof Date) key = key.getTime()
    if (key === undefined || key === null || Number.isNaN(key)) return 9
    return ['number', 'string', 'boolean'].indexOf(typeof key)
  }
  const keyed = values.map((value, i) => ({ value, key: keyOf(value, i) }))
  keyed.sort(({ key: a }, { key: b }) => {
    const [x, y] = [kind(a), kind(b)]
    if (x === 9 || y === 9) return x === y ? 0 : x - y
    const order = x !== y ? x - y : a < b ? -1 : a > b ? 1 : 0
    return descending ? -order : order
  })
  return keyed.map(({ value }) => value)
}

const OPTIONS = [{}, { spill: folder }, { spill: folder, limits: { maxMemory: 1 << 16 } }, { output: 'json' }]

function gives(build, source, expected, options = [...OPTIONS, { onError: 'drop' }]) {
  const native = { unsupported: 'throw' }
  const input = JSON.stringify(source)
  assert.equal(text(build(records(native)).runSync(input)), JSON.stringify(expected))
  assert.deepEqual(build(records(native)).verify(input), { equal: true, native: true })
  const lines = source.map((record) => JSON.stringify(record)).join('\n')
  for (const one of options) {
    const pipeline = build(records({ ...native, ...one, input: 'ndjson' }))
    const asLines = expected.map((record) => `${JSON.stringify(record) ?? null}\n`).join('')
    assert.equal(text(pipeline.runSync(lines)), one.output === 'json' ? JSON.stringify(expected) : asLines)
    assert.deepEqual(pipeline.verify(lines), { equal: true, native: true })
  }
  assert.deepEqual(build(records(native)).toArraySync(input), expected)
}

const rows = [{ n: 3, s: 'b' }, { n: 1, s: 'é' }, { s: '\u{1f600}' }, { n: 2, s: '\uffff' }, { n: null, s: 'a' }, { n: 1, s: 'B' }, { n: -0.5 }]

test('numbers, texts and what is missing', () => {
  for (const direction of ['asc', 'desc']) {
    const turned = direction === 'desc'
    gives((r) => r.sortBy((o) => o.n, direction), rows, ordered(rows, (o) => o.n, turned))
    gives((r) => r.sortBy((o) => o.s, direction), rows, ordered(rows, (o) => o.s, turned))
    gives((r) => r.sortBy((o) => o.n).sortBy((o) => o.s?.length, direction), rows, ordered(ordered(rows, (o) => o.n), (o) => o.s?.length, turned))
    gives((r) => r.sortBy((o) => new Date(o.n ?? NaN), direction).map((o) => o.n), rows, ordered(rows, (o) => new Date(o.n ?? NaN), turned).map((o) => o.n))
    gives((r) => r.filter((o) => o.n).sortBy((o) => o.n, direction).slice(1, 3), rows, ordered(rows.filter((o) => o.n), (o) => o.n, turned).slice(1, 3))
    gives((r) => r.slice(1, 6).sortBy((o) => o.n, direction).slice(1).slice(1, 2), rows, ordered(rows.slice(1, 6), (o) => o.n, turned).slice(1).slice(1, 2))
    gives((r) => r.sortBy((o) => o.n, direction).slice(-2), rows, ordered(rows, (o) => o.n, turned).slice(-2))
    gives((r) => r.sortBy((_, i) => i % 3, direction).map((o, i) => [i, o.s]), rows, ordered(rows, (_, i) => i % 3, turned).map((o, i) => [i, o.s]))
    gives((r) => r.flatMap((o) => [o, o]).sortBy((o) => o.n, direction), rows, ordered(rows.flatMap((o) => [o, o]), (o) => o.n, turned), OPTIONS)
  }
  gives((r) => r.sortBy((o) => o), [3, 'x', true, null, 1, false, '', 'xa', -1e300, '\ud800', '\udc00', '\ue000'], ordered([3, 'x', true, null, 1, false, '', 'xa', -1e300, '\ud800', '\udc00', '\ue000'], (o) => o))
  gives((r) => r.sortBy(() => undefined, 'desc'), rows, rows)
  gives((r) => r.sortBy((o) => o.n), [], [])
})

test('behind a groupBy, with env and with params', () => {
  const top = records().groupBy((o) => o.s.length, { n: count(), s: sum((o) => o.n) }).sortBy((g) => g.n, 'desc').slice(0, 1)
  const input = JSON.stringify(rows.slice(0, 6))
  assert.equal(text(top.runSync(input)), '[{"key":1,"n":5,"s":7}]')
  assert.deepEqual(top.verify(input), { equal: true, native: true })
  const ranked = records().sortBy((s, _, { rank }) => rank[s], 'asc', { rank: { low: 1, high: 0 } })
  assert.equal(text(ranked.runSync('["low","high","low"]')), '["high","low","low"]')
  const mod = records({ params: true }).sortBy((n, _, { m }) => n % m)
  assert.equal(text(mod.runSync('[5,6,7]', { params: { m: 3 } })), '[6,7,5]')
})

test('what is no key is a TypeError that names the record', () => {
  for (const [make, what] of [[(r) => r.sortBy((o) => o), 'an object'], [(r) => r.sortBy((o) => [o]), 'an array'], [(r) => r.sortBy((o) => () => o), 'a function']]) {
    const message = `sortBy takes numbers, strings, booleans, dates, null and undefined as keys, not ${what}`
    assert.throws(() => make(records()).runSync('[{}]'), { code: 'ERR_JSONMILL_CALLBACK', name: 'TypeError', message, record: 0, stage: 0 })
    assert.deepEqual(make(records()).verify('[{}]'), { equal: true, native: true })
  }
  const fails = records().sortBy((o) => o.a.b)
  assert.deepEqual(fails.verify('[{"a":{}},{}]'), { equal: true, native: true })
  assert.deepEqual(fails.verify('[{"a":{}},{}'), { equal: true, native: true })
  // what cannot be written is found in the order of the output
  const unwritable = records({ input: 'ndjson' }).map((o) => ({ n: o.n, toJSON() { return o.n % 2 ? o.n.missing.x : o.n } })).sortBy((o) => -o.n)
  const found = unwritable.verify('{"n":1}\n{"n":2}\n{"n":3}')
  assert.equal(found.equal, true)
  const tight = records({ input: 'ndjson', limits: { maxOutputBytes: 10 } }).sortBy((n) => -n)
  assert.throws(() => tight.runSync('1\n22\n333\n4444'), { code: 'ERR_JSONMILL_LIMIT', message: /maxOutputBytes/ })
  assert.throws(() => records().sortBy((o) => o, 'up'), { code: 'ERR_JSONMILL_OPTION', message: /direction must be 'asc' or 'desc', got "up"/ })
  assert.throws(() => records().sortBy(), { code: 'ERR_JSONMILL_OPTION' })
  assert.throws(() => records({ spill: 7 }), { code: 'ERR_JSONMILL_OPTION', message: /options.spill must be the path of a folder/ })
})

test('bad records among what flatMap made are left to V8', () => {
  const scattered = records({ onError: 'drop' }).flatMap((n) => [{ k: n, n }, { k: -n }]).sortBy((o) => o.k).map((o) => o.n.toFixed(1))
  assert.equal(text(scattered.runSync('[1,2]')), '[]')
  assert.match(scattered.explain(), /behind flatMap, where bad records are left out/)
})

let state = 12345
const random = (n) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0
  return (state >>> 8) % n
}

test('many records: sorted runs on a disk give the same, and nothing stays there', async () => {
  const many = Array.from({ length: 30_000 }, (_, i) => ({ id: i, k: random(5000) / 7 - 300, name: `n${random(1000)}`, pad: 'x'.repeat(random(60)) }))
  const lines = many.map((record) => `${JSON.stringify(record)}\n`).join('')
  const limits = { maxMemory: 400_000 }
  for (const [keyOf, direction] of [[(o) => o.k, 'asc'], [(o) => o.name, 'desc'], [(o) => o.id % 3, 'asc']]) {
    const expected = ordered(many, keyOf, direction === 'desc').map((record) => `${JSON.stringify(record)}\n`).join('')
    const spilling = records({ input: 'ndjson', unsupported: 'throw', limits, spill: folder }).sortBy(keyOf, direction)
    assert.ok(text(spilling.runSync(lines)) === expected)
    assert.ok(text(await spilling.run(lines)) === expected)
    const stream = spilling.stream()
    const chunks = []
    stream.on('data', (chunk) => chunks.push(chunk))
    for (let at = 0; at < lines.length; at += 77_777) if (!stream.write(lines.slice(at, at + 77_777))) await new Promise((resolve) => stream.once('drain', resolve))
    stream.end()
    await new Promise((resolve, reject) => stream.once('end', resolve).once('error', reject))
    assert.ok(text(Buffer.concat(chunks)) === expected)
    assert.ok(text(records({ input: 'ndjson' }).sortBy(keyOf, direction).runSync(lines)) === expected)
    const array = records({ limits, spill: folder }).sortBy(keyOf, direction)
    assert.ok(text(array.runSync(`[${lines.trimEnd().split('\n')}]`)) === `[${expected.trimEnd().split('\n')}]`)
  }
  assert.deepEqual(readdirSync(folder), [])
  const refused = records({ input: 'ndjson', limits }).sortBy((o) => o.k)
  assert.throws(() => refused.runSync(lines), { code: 'ERR_JSONMILL_LIMIT', message: /maxMemory/ })
  const scattered = records({ input: 'ndjson', limits, spill: folder }).flatMap((o) => [o, o]).sortBy((o) => o.k)
  assert.throws(() => scattered.runSync(lines), { code: 'ERR_JSONMILL_LIMIT', message: /maxMemory.*options\.spill cannot take it/ })
  const nowhere = records({ input: 'ndjson', limits, spill: path.join(folder, 'missing') }).sortBy((o) => o.k)
  assert.throws(() => nowhere.runSync(lines), { code: 'ERR_JSONMILL_LIMIT', message: /options\.spill/ })
  assert.ok(!existsSync(path.join(folder, 'missing')))
})

test('random keys of mixed kinds, natively and in V8', () => {
  const values = [0, -0, 1.5, NaN, Infinity, -Infinity, 5e-324, '', 'a', 'ab', 'é', '\u{1f600}', '\ud83d', '\ue000', true, false, null, undefined, new Date(0), new Date(NaN), 1, '1']
  const keyOf = (i, _, { values }) => values[i]
  for (let round = 0; round < 60; round++) {
    const source = Array.from({ length: random(60) }, () => random(values.length))
    const direction = round % 2 ? 'asc' : 'desc'
    const pipeline = records({ unsupported: 'throw' }).sortBy(keyOf, direction, { values })
    const expected = ordered(source, (i) => values[i], direction === 'desc')
    assert.deepEqual(JSON.parse(text(pipeline.runSync(JSON.stringify(source)))), expected)
    assert.deepEqual(pipeline.verify(JSON.stringify(source)), { equal: true, native: true })
  }
})
