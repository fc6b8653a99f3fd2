// toArray and toValue: results as JavaScript values, deep-equal to those that V8 gives.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configure, mill, records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

process.removeAllListeners('warning') // those of what is left to V8

const text = '[{"id":1,"n":-0,"tags":["a"],"at":5},{"id":2,"n":1e400,"x":{"__proto__":5,"2":1,"1":2},"id":3},{"s":"\\ud800\\n\\u00e9","e":[],"o":{}}]'
const rows = JSON.parse(text)
const lines = rows.map((row) => JSON.stringify(row)).join('\n')

/** The same chain on a pipeline, natively and in V8, and on an array. */
async function like(build, source = text) {
  const expected = build(JSON.parse(source))
  assert.deepEqual(build(records({ unsupported: 'throw' })).toArraySync(source), expected)
  assert.deepEqual(await build(records({ unsupported: 'throw' })).toArray(source), expected)
  assert.deepEqual(inV8(() => build(records()).toArraySync(source)), expected)
  const ndjson = JSON.parse(source).map((row) => JSON.stringify(row)).join('\n')
  const parsed = ndjson.split('\n').map((line) => JSON.parse(line))
  assert.deepEqual(build(records({ input: 'ndjson', unsupported: 'throw' })).toArraySync(ndjson), build(parsed))
}

async function likeValue(transform, source = text) {
  const expected = transform(JSON.parse(source))
  const fast = mill(transform, { unsupported: 'throw' })
  assert.deepEqual(fast.toValueSync(source), expected)
  assert.deepEqual(await fast.toValue(source), expected)
  assert.deepEqual(inV8(() => mill(transform).toValueSync(source)), expected)
}

test('records as they are', async () => {
  await like((r) => r.filter((o) => o))
  await like((r) => r.filter((o) => o.id !== 1))
  await like((r) => r.filter(() => true), '[1,"a",null,true,[],[[{"a":[1, 2 ]}]],{},"\\u00e9\\ud83d\\ude00", -0, 1.50, {"b":1,"a":2,"b":3}]')
  assert.deepEqual(records().toArraySync('[]'), [])
  assert.deepEqual(records({ input: 'ndjson' }).toArraySync(''), [])
  assert.deepEqual(records({ input: 'values' }).toArraySync('1 2[3]'), [1, 2, [3]])
})

test('values that JSON lacks', async () => {
  await like((r) => r.map((o) => o.nope))
  await like((r) => r.map((o) => ({ ...o, nope: o.nope, nan: NaN, far: -Infinity, zero: -0, holes: [1, , undefined] })))
  await like((r) => r.map((o) => new Date(o.id ?? 9)))
  await like((r) => r.map((o) => new Map([['o', o], [1, new Set([o.id, NaN, 'x', null])]])))
  await like((r) => r.map((o) => ({ re: /a\/b\n/giu, groups: 'a1'.match(/(?<letter>a)/).groups })))
  await like((r) => r.map(() => new Map()).map((m) => [m, m.size]))
  await like((r) => r.sort((a, b) => (b.id ?? 0) - (a.id ?? 0)).map((o) => [o.id, o]))
  await like((r) => r.flatMap((o) => [o, undefined, [o]]))
  assert.ok(Number.isNaN(records().map((o) => new Date(o)).toArraySync('["x"]')[0].getTime())) // no two of them are deep-equal
  await likeValue((d) => d)
  await likeValue(() => undefined)
  await likeValue((d) => ({ first: d[0], seen: new Set(d.map((o) => o.id)), lifted: d.filter((o) => o.id).map((o) => o.nope) }))
  const sum = records().reduce((a, o) => a.set(o.id, [o]), new Map())
  assert.deepEqual(sum.toValueSync(text), new Map(rows.map((o) => [o.id, [o]])))
})

test('identity inside a record is kept, and every call makes new values', async () => {
  const pipeline = records({ unsupported: 'throw' }).flatMap((o) => [o, { o, again: [o, o.tags] }, undefined, o.tags])
  for (const values of [pipeline.toArraySync(text), await pipeline.toArray(text)]) {
    const [o, pair, , tags] = values
    assert.equal(pair.o, o)
    assert.equal(pair.again[0], o)
    assert.equal(pair.again[1], tags)
    assert.equal(o.tags, tags)
  }
  const [cycle] = records({ unsupported: 'throw' }).map((o) => { o.self = o; return o }).toArraySync(text)
  assert.equal(cycle.self, cycle)
  const shared = records({ unsupported: 'throw' }).map((o, i, { table }) => ({ a: table, b: table }), { table: { n: 1 } })
  const [first] = shared.toArraySync('[1,2]')
  assert.equal(first.a, first.b)
  assert.deepEqual(first, { a: { n: 1 }, b: { n: 1 } })
  const parse = mill((d) => d)
  assert.notEqual(parse.toValueSync('{"a":1}'), parse.toValueSync('{"a":1}'))
})

test('prototypes are those of this realm, and no key reaches one', () => {
  const [value] = records().map((o) => ({ o, u: undefined })).toArraySync('[{"__proto__":{"polluted":1},"constructor":2}]')
  assert.equal(Object.getPrototypeOf(value.o), Object.prototype)
  assert.deepEqual(Object.keys(value.o), ['__proto__', 'constructor'])
  assert.equal({}.polluted, undefined)
})

test('many batches, in order', async () => {
  const many = Array.from({ length: 40_000 }, (_, id) => ({ id, text: 'x'.repeat(id % 40), tags: [`${id}`] }))
  const bytes = Buffer.from(JSON.stringify(many))
  assert.deepEqual(records().toArraySync(bytes), many)
  assert.deepEqual(await records().filter((o) => o.id % 3 === 0).toArray(bytes), many.filter((o) => o.id % 3 === 0))
  assert.deepEqual(await records().sort((a, b) => b.id - a.id).map((o) => [o.id, undefined]).toArray(bytes), many.map((o) => [o.id, undefined]).reverse())
  const ndjson = Buffer.from(many.map((o) => JSON.stringify(o)).join('\n'))
  assert.deepEqual(await records({ input: 'ndjson' }).map((o) => o.tags).toArray(ndjson), many.map((o) => o.tags))
})

test('errors, options and output', async () => {
  assert.throws(() => records().map((o) => o.a.b).toArraySync('[{"a":{}},{}]'), { name: 'TypeError', code: 'ERR_JSONMILL_CALLBACK', record: 1, stage: 0 })
  assert.throws(() => records({ input: 'ndjson' }).toArraySync('1\nx'), { name: 'SyntaxError', code: 'ERR_JSONMILL_PARSE', record: 1 })
  await assert.rejects(records({ input: 'ndjson' }).map((o) => o.a.b).toArray('{"a":{}}\n{}'), { name: 'TypeError', record: 1 })
  await assert.rejects(records().toArray('[1', { signal: AbortSignal.abort(new Error('stop')) }), { message: 'stop' })
  assert.throws(() => mill((d) => d.a.b).toValueSync('{}'), { code: 'ERR_JSONMILL_CALLBACK', record: 0 })
  assert.throws(() => records().toArraySync('[]', { nope: 1 }), { code: 'ERR_JSONMILL_OPTION' })
  assert.deepEqual(records({ output: 'lines' }).toArraySync('[1,{}]'), [1, {}])
  assert.deepEqual(records({ space: 2 }).toArraySync('[[1]]'), [[1]])
  assert.deepEqual(records({ params: true }).map((o, _, { k }) => o * k).toArraySync('[1]', { params: { k: 3 } }), [3])
  assert.deepEqual(records({ at: '/rows' }).toArraySync('{"rows":[0],"rows":[1,2]}'), [1, 2])
  assert.equal(Object.hasOwn(records().toArraySync('[{"n":0}]')[0], 'n'), true)
})

test('what has no native form comes from V8', () => {
  const functions = records().map((o) => ({ o, twice: () => 2 * o }))
  assert.equal(functions.toArraySync('[4]')[0].twice(), 8)
  const errors = mill(() => [new RangeError('x')])
  assert.ok(errors.toValueSync('1')[0] instanceof RangeError)
  assert.deepEqual(records().map((o) => [...o.matchAll(/a/g)]).toArraySync('["banana"]'), [[...'banana'.matchAll(/a/g)]])
  const match = records().map((o) => o.match(/(?<x>a)/))
  assert.deepEqual(match.toArraySync('["ba"]'), ['ba'.match(/(?<x>a)/)])
})

test('mode verify compares values too', async () => {
  let found
  configure({ mode: 'verify', verifySample: 1, onMismatch: (mismatch) => (found = mismatch) })
  try {
    assert.deepEqual(records().map((o) => ({ o, u: undefined, s: new Set([o]) })).toArraySync('[-0]'), [{ o: -0, u: undefined, s: new Set([0]) }])
    assert.equal(mill((d) => d.x).toValueSync('{}'), undefined)
    assert.deepEqual(await records().map((o) => [o]).toArray('[1]'), [[1]])
    assert.ok(records().map((o) => new Date(o)).toArraySync('["x"]')[0] instanceof Date)
    assert.throws(() => mill((d) => d.x.y).toValueSync('{}'), { code: 'ERR_JSONMILL_CALLBACK' })
  } finally {
    configure({ mode: 'native', onMismatch: undefined })
  }
  assert.equal(found, undefined)
})
