// The stages that add, drop, order and sum up records: what Array's methods of the same names give.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { records } from '../index.mjs'

const text = (bytes) => Buffer.from(bytes).toString()
const rows = [{ id: 3, tags: ['b', 'a'], n: 2 }, { id: 1, tags: [], n: 10 }, { id: 2, tags: ['c'], n: 2 }, { id: 1, n: null }]
const json = JSON.stringify(rows)
const ndjson = rows.map((row) => JSON.stringify(row)).join('\n')
const asLines = (values) => values.map((value) => `${JSON.stringify(value) ?? 'null'}\n`).join('')

/** The same chain on a pipeline and on an array, in both formats. */
function like(build, source = rows) {
  const expected = build(source.slice())
  assert.equal(text(build(records()).runSync(JSON.stringify(source))), JSON.stringify(expected))
  const lines = source.map((row) => JSON.stringify(row)).join('\n')
  assert.equal(text(build(records({ input: 'ndjson' })).runSync(lines)), asLines(expected))
}

test('flatMap takes one level apart', () => {
  like((r) => r.flatMap((o) => o.tags))
  like((r) => r.flatMap((o) => [o.id, [o.n]]))
  like((r) => r.flatMap((o) => [, o.id, undefined]))
  like((r) => r.flatMap((o, i) => (i % 2 ? o.id : [])))
  like((r) => r.flatMap((o) => [o, o]).map((o, i) => [i, o.id]).filter((o, i) => i % 3))
  like((r) => r.flatMap((o) => new Set([o.id])))
})

test('slice counts from either end', () => {
  for (const start of [undefined, 0, 1, 9, -1, -3, -9, 1.9, NaN, Infinity, -Infinity]) {
    for (const end of [undefined, 0, 2, 3, 9, -1, -2, -9, 2.9, NaN, Infinity, -Infinity]) {
      like((r) => r.map((o) => o.id).slice(start, end).map((id, i) => [id, i]))
    }
  }
  assert.equal(text(records().slice().runSync('[1,2]')), '[1,2]')
})

test('sort is stable, and the default order is by text', () => {
  like((r) => r.sort((a, b) => a.n - b.n).map((o) => o.id))
  like((r) => r.sort((a, b) => b.id - a.id).slice(0, 2))
  like((r) => r.map((o) => o.n).sort())
  like((r) => r.map((o) => o.tags?.[0]).sort())
  like((r) => r.map((o, i) => (i % 2 ? undefined : o.id)).sort((a, b) => b - a))
  const numbers = Array.from({ length: 200 }, (_, i) => (i * 7919) % 101)
  like((r) => r.sort(), numbers)
  like((r) => r.sort((a, b) => b - a), numbers)
  like((r) => r.sort((a, b) => a > b), numbers) // a boolean never says -1
  like((r) => r.sort(() => NaN), numbers)
  like((r) => r.sort((a, b) => (a % 10) - (b % 10)), numbers)
  like((r) => r.sort(), [null, true, 1, 'x', [2], { a: 1 }, '\u{1f600}', '\uffff', 10, 9, -1])
  assert.equal(text(records().sort(undefined).runSync('[2,1]')), '[1,2]')
})

test('sort with env', () => {
  const rank = new Map([['low', 2], ['high', 1]])
  const sorted = records().sort((a, b, { rank }) => rank.get(a) - rank.get(b), { rank })
  assert.equal(text(sorted.runSync('["low","high","low"]')), '["high","low","low"]')
  assert.equal(text(records().sort((a, b) => sign * (a - b), { sign: -1 }).runSync('[1,3,2]')), '[3,2,1]')
})

test('distinct keeps the first of each key, as a Set tells keys apart', () => {
  const unique = (values) => [...new Set(values)]
  const values = [1, '1', null, 1.0, -0, 0, 'a', 'a', true, null]
  assert.equal(text(records().distinct().runSync(JSON.stringify(values))), JSON.stringify(unique(values)))
  assert.equal(text(records().distinct((o) => o.id).runSync(json)), JSON.stringify(rows.slice(0, 3)))
  assert.equal(text(records({ input: 'ndjson' }).distinct((o) => o.n ?? NaN).runSync(ndjson)), asLines([rows[0], rows[1], rows[3]]))
  assert.equal(text(records().distinct().runSync('[{"a":1},{"a":1}]')), '[{"a":1},{"a":1}]')
  assert.equal(text(records().flatMap((r) => [r, r]).distinct().runSync('[{"a":1},{"a":1}]')), '[{"a":1},{"a":1}]')
  assert.equal(text(records().distinct((r, i, { size }) => Math.floor(i / size), { size: 2 }).runSync('[1,2,3,4,5]')), '[1,3,5]')
  assert.equal(text(records().distinct((r, i, all) => all.length - i).runSync('[1,1]')), '[1,1]')
})

test('reduce gives one value, as JSON', async () => {
  const sum = records().reduce((total, o) => total + o.n, 0)
  assert.equal(text(sum(json)), '14')
  assert.equal(text(await sum.run(json)), '14')
  assert.match(sum.explain(), /reduce|Reduce/)
  assert.equal(text(records({ input: 'ndjson' }).reduce((total, o) => total + o.n, 0)(ndjson)), '14')
  assert.equal(text(records({ output: 'lines' }).map((o) => o.id).reduce((a, id) => a + id, '')(json)), '"3121"')
  assert.equal(text(records({ space: 2 }).reduce((a, o, i) => ({ ...a, [o.id]: i }), {})(json)), JSON.stringify({ 1: 3, 2: 2, 3: 0 }, null, 2))
  assert.equal(text(records().reduce(() => undefined, 1)('[1]')), 'null')
  assert.equal(text(records().reduce((a, r, i, { by }) => a + r * by + i, 0, { by: 10 })('[1,2]')), '31')
  assert.equal(text(records().reduce((a, r, i, all) => a + all.length, 0)('[1,2]')), '4')
  assert.equal(records().reduce(function total(a, b) { return a + b }).name, 'total')
})

test('arguments of reduce are counted', () => {
  assert.equal(text(records().reduce((a, b) => a - b)('[10,2,3]')), '5')
  assert.equal(text(records().reduce((a, b, i) => [a, b, i], undefined)('[7]')), '[null,7,0]')
  assert.equal(text(records().reduce((a, b, i) => [a, b, i])('[7]')), '7')
  assert.equal(text(records().reduce((a) => a, undefined)('[]')), 'null')
  for (const input of ['json', 'ndjson']) {
    assert.throws(() => records({ input }).reduce((a, b) => a + b)(input === 'json' ? '[]' : ''), {
      name: 'TypeError',
      message: 'Reduce of empty array with no initial value',
      code: 'ERR_JSONMILL_CALLBACK',
      stage: 0
    })
  }
})

test('every run of a reduce begins with a new copy of the initial value', () => {
  const initial = { seen: [], by: new Map(), at: new Date(0), nested: { n: 0 } }
  const collect = records().reduce((a, r) => {
    a.seen.push(r)
    a.by.set(r, r)
    a.nested.n++
    return a
  }, initial)
  const expected = '{"seen":[1,2],"by":{},"at":"1970-01-01T00:00:00.000Z","nested":{"n":2}}'
  assert.equal(text(collect('[1,2]')), expected)
  initial.seen.push(9)
  assert.equal(text(collect('[1,2]')), expected)
  const shared = {}
  const same = records().reduce((a) => ({ same: a[0] === a[1], hole: 2 in a, length: a.length }), [shared, shared, , 1])
  assert.equal(text(same('[0]')), '{"same":true,"hole":false,"length":4}')
})

test('built-ins get what the stage passes', () => {
  const numbers = '[3,1,2]'
  assert.equal(text(records().reduce(Math.max)(numbers)), JSON.stringify(JSON.parse(numbers).reduce(Math.max)))
  assert.equal(text(records().sort(Math.max).runSync(numbers)), JSON.stringify(JSON.parse(numbers).sort(Math.max)))
  assert.equal(text(records().flatMap(Array).runSync(numbers)), JSON.stringify(JSON.parse(numbers).flatMap(Array)))
  assert.equal(text(records().distinct(Boolean).runSync('[1,2,0,null]')), '[1,0]')
})

test('gaps behave as in an array', () => {
  // only a callback that writes to the array can make them
  const hollow = (r) => r.map((n, i, all) => {
    if (i === 0) delete all[1]
    return n
  })
  for (const build of [
    (r) => hollow(r).slice(0, 2),
    (r) => hollow(r).slice(-3),
    (r) => hollow(r).sort((a, b) => b - a),
    (r) => hollow(r).sort().map((n, i) => i),
    (r) => hollow(r).flatMap((n, i) => [n, i]),
    (r) => hollow(r).filter((n, i) => i)
  ]) {
    assert.equal(text(build(records()).runSync('[1,2,3,4]')), JSON.stringify(build([1, 2, 3, 4])))
  }
  assert.equal(text(hollow(records()).reduce((a, n, i) => a + i, 0)('[1,2,3,4]')), '5')
})

test('a shared base serves any number of pipelines', () => {
  const base = records().filter((o) => o.n)
  const [first, total, ids] = [base.slice(0, 1), base.reduce((a, o) => a + o.n, 0), base.flatMap((o) => o.id)]
  for (let i = 0; i < 2; i++) {
    assert.equal(text(first.runSync(json)), JSON.stringify(rows.slice(0, 1)))
    assert.equal(text(total(json)), '14')
    assert.equal(text(ids.runSync(json)), '[3,1,2]')
  }
})

test('explain names stages without a callback', () => {
  const plan = records().slice(1, -1).sort().distinct().explain()
  for (const name of [/slice/i, /sort/i, /distinct/i]) assert.match(plan, name)
})

test('what no single record is to blame for names none', () => {
  const isWhole = (error) => error.code === 'ERR_JSONMILL_CALLBACK' && error.name === 'TypeError' && !('record' in error)
  assert.throws(() => records().sort((a, b) => a.x.y - b).runSync('[1,2]'), isWhole)
  assert.throws(() => records().reduce((a, b) => a + b)('[]'), isWhole)
})
