// Pipelines that are native up to a stage and run in V8 from there on: results, errors, identity and params are those of V8 alone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

process.removeAllListeners('warning') // those of the stages that are left to V8

const text = (bytes) => Buffer.from(bytes).toString()
const lines = (values) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
const wrap = (values) => [JSON.stringify(values), lines(values)]
const COMPARED = ['code', 'name', 'message', 'record', 'stage']

function outcome(run) {
  try {
    return { value: run() }
  } catch (error) {
    return { error: Object.fromEntries(COMPARED.map((name) => [name, error[name]])) }
  }
}

const settled = (promise) =>
  promise.then((value) => ({ value }), (error) => ({ error: Object.fromEntries(COMPARED.map((name) => [name, error[name]])) }))

const isMixed = (pipeline, stage) => pipeline.explain().includes(`runs natively before stage ${stage}, then in V8`)

/** The same of a mixed run, of V8 alone, of both on a worker thread, as bytes and as values. */
async function alike(build, [json, ndjson], { stage = 1, params } = {}) {
  const options = params === undefined ? [] : [{ params }]
  for (const [input, bytes] of [['json', json], ['ndjson', ndjson]]) {
    const pipeline = () => build(records({ input, ...(params && { params: true }) }))
    assert.ok(isMixed(pipeline(), stage), pipeline().explain())
    const mixed = outcome(() => text(pipeline().runSync(bytes, ...options)))
    assert.deepEqual(mixed, inV8(() => outcome(() => text(pipeline().runSync(bytes, ...options)))), input)
    assert.deepEqual(await settled(pipeline().run(bytes, ...options).then(text)), mixed, input)
    const values = outcome(() => pipeline().toArraySync(bytes, ...options))
    assert.deepEqual(values, inV8(() => outcome(() => pipeline().toArraySync(bytes, ...options))), input)
    assert.deepEqual(await settled(pipeline().toArray(bytes, ...options)), values, input)
    if (mixed.value !== undefined) assert.deepEqual(pipeline().verify(bytes, ...options), { equal: true, native: true })
  }
}

/** A callback that no compiler takes, over values of this file. */
let count = 0
const rows = [
  { id: 3, tags: ['b', 'a'], n: 2, at: '2024-01-02T03:04:05Z' },
  { id: 1, tags: [], n: -0, s: '\ud800"\u2028' },
  { id: 2, tags: ['c'], n: 1e21, o: { deep: [{}, [[]]], 7: 1, a: null } },
  { id: 1, n: null, tags: ['c', 'c'] }
]
const impure = (value) => (count++, value)

test('records reach V8 as they are', async () => {
  await alike((r) => r.filter((o) => o.id < 3).map((o) => impure(o)), wrap(rows))
  await alike((r) => r.map((o) => ({ id: o.id, n: o.n })).filter((o) => impure(o.id > 1)), wrap(rows))
  await alike((r) => r.filter((o) => o).map((o) => impure(o)).map((o) => o.id).filter((id) => id > 1), wrap(rows))
  await alike((r) => r.filter((o) => o).map((o) => impure(o)), ['[{"a" : 1.0, "b":2,"a":-0},"\\u0041",1e999]', '{"a" : 1.0, "b":2,"a":-0}\n"\\u0041"\n1e999'])
  await alike((r) => r.filter((o) => o).map((o) => impure(Object.is(o, -0) || 1 / o.n)), wrap(rows))
  await alike((r) => r.filter(() => false).map((o) => impure(o)), wrap(rows))
})

test('values that JSON lacks reach V8 too', async () => {
  await alike((r) => r.map((o) => o.o).map((o) => impure([typeof o, o])), wrap(rows))
  await alike((r) => r.map((o) => ({ at: new Date(o.at ?? 0), tags: new Set(o.tags), by: new Map([[o.id, NaN]]) }))
    .map((o) => impure([o.at.getTime(), o.at instanceof Date, [...o.tags], [...o.by].map(([k, v]) => [k, Number.isNaN(v)])])), wrap(rows))
  await alike((r) => r.map((o) => [o.n, , -0, 1 / 0, undefined, /x\/y/gi]).map((o) => impure([1 in o, 4 in o, Object.is(o[2], -0), o[3], o.length, String(o[5])])), wrap(rows))
})

test('objects keep their identity', async () => {
  await alike((r) => r.flatMap((o) => [o, o, { o }]).map((o) => impure(((o.o ?? o).n++, { ...o }))), wrap(rows.map((o) => ({ ...o, n: 1 }))))
  await alike((r) => r.map((o) => ({ o, tags: o.tags })).map((o) => impure((o.tags.push('x'), [o.o.tags, o.o.tags === o.tags]))), wrap(rows))
  await alike((r) => r.map((o) => { o.self = o; return o }).map((o) => impure([o.self === o, o.self.self.id])), wrap(rows))
})

test('objects of env and params are the read-only ones', async () => {
  const table = { a: { n: 1 } }
  const run = (bytes) => records().map((o, _, { table }) => ({ o, t: table.a }), { table }).map((x) => { 'use strict'; x.t.n = impure(2); return x }).runSync(bytes)
  assert.throws(() => run('[1]'), { name: 'TypeError', code: 'ERR_JSONMILL_CALLBACK', stage: 1 })
  const same = () => records().map((o, _, { table }) => table.a, { table }).map((t, i) => impure((seen.add(t), seen.size)))
  let seen = new Set()
  assert.equal(text(same().runSync('[1,2]')), '[1,1]')
})

test('every stage behind takes part', async () => {
  await alike((r) => r.filter((o) => o.tags.length).flatMap((o) => impure(o.tags)), wrap(rows))
  await alike((r) => r.map((o) => o.id).distinct((id) => impure(id)).map((id, i) => [id, i]), wrap(rows))
  await alike((r) => r.map((o) => o.id).sort((a, b) => impure(a - b)).slice(1, -1), wrap(rows))
  await alike((r) => r.slice(1).map((o, i) => impure([o.id, i])), wrap(rows))
  await alike((r) => r.sort((a, b) => a.id - b.id).map((o, i) => impure([o, i])), wrap(rows))
  await alike((r) => r.distinct((o) => o.id).slice(-2).map((o, i) => impure([o, i])), wrap(rows), { stage: 2 })
  await alike((r) => r.map((o, i) => ({ ...o, i })).filter((o, i) => o.i !== 1).map((o, i) => impure([o.i, i])), wrap(rows), { stage: 2 })
  for (const input of ['json', 'ndjson']) {
    const sum = () => records({ input }).filter((o) => o.id > 1).reduce((a, o, i) => impure([...a, o.id, i]), [])
    const bytes = wrap(rows)[Number(input === 'ndjson')]
    assert.ok(isMixed(sum(), 1))
    assert.equal(text(sum()(bytes)), '[3,0,2,1]')
    assert.deepEqual(await sum().toValue(bytes), [3, 0, 2, 1])
    assert.deepEqual(inV8(() => sum().toValueSync(bytes)), [3, 0, 2, 1])
  }
})

test('the array that a callback looks at is that of its stage', async () => {
  await alike((r) => r.filter((o) => o.id < 3).map((o, i, all) => impure([o.id, all.length, all.indexOf(o) === i])), wrap(rows))
  await alike((r) => r.map((o) => o.id).filter((id, i, all) => impure(all.indexOf(id) === i)), wrap(rows))
  const [json, ndjson] = wrap(rows)
  const before = (input) => records({ input }).map((o, i, all) => ({ o, last: all[all.length - 1] })).map((x) => impure([x.o.id, (x.last.n += 1)]))
  assert.equal(text(before('json').runSync(json)), inV8(() => text(before('json').runSync(json))))
  assert.equal(text(before('ndjson').runSync(ndjson)), inV8(() => text(before('ndjson').runSync(ndjson))))
})

test('env and params', async () => {
  const params = { min: 1, ids: new Set([1, 2]) }
  await alike((r) => r.filter((o, _, { min }) => o.id > min).map((o, _, { ids }) => impure(ids.has(o.id))), wrap(rows), { params })
  await alike((r) => r.map((o, _, { k, min }) => o.id * k + min, { k: 10 }).filter((n, i, { min, k }) => impure(n > min * k), { k: 2 }), wrap(rows), { params })
})

test('errors come in the order of V8', async () => {
  const fails = (at, value) => (o) => (impure(o).id === at ? o.no.such : value)
  const builds = {
    'at the V8 stage': (r) => r.filter((o) => o.id).map(fails(2)),
    'at the native stage': (r) => r.map((o) => (o.id === 2 ? o.no.such : o)).map((o) => impure(o)),
    'at both, the native one at a later record': (r) => r.map((o) => (o.id === 2 ? o.no.such : o)).map(fails(3)),
    'at both, the native one at an earlier record': (r) => r.map((o) => (o.id === 3 ? o.no.such : o)).map(fails(2)),
    'at both, at one record': (r) => r.map((o) => (o.id === 2 ? o.no.such : o)).map(fails(2)),
    'behind the V8 stage': (r) => r.filter((o) => o.id).map((o) => impure(o)).map((o) => o.o.deep.x.y),
    'thrown values': (r) => r.filter((o) => o.id).map((o) => { if (impure(o).id === 2) throw { some: 'thing' }; return o }),
    'when it is written': (r) => r.filter((o) => o.id).map((o) => impure(o.id === 2 ? 5n : o)),
    'held records are dropped': (r) => r.map((o) => (o.id === 2 ? o.no.such : o)).slice(-9).map((o) => impure(o).no.such)
  }
  for (const build of Object.values(builds)) {
    await alike(build, wrap(rows), { stage: build === builds['held records are dropped'] ? 2 : 1 })
    await alike(build, [`${JSON.stringify(rows).slice(0, -1)},x]`, `${lines(rows)}x`], { stage: build === builds['held records are dropped'] ? 2 : 1 })
    await alike(build, ['[]', ''], { stage: build === builds['held records are dropped'] ? 2 : 1 })
  }
})

test('native code runs once, V8 once, and V8 never a second time', async () => {
  count = 0
  const pipeline = records({ input: 'ndjson' }).filter((o) => o.id > 1).map((o) => impure(o.id))
  assert.equal(text(pipeline.runSync(lines(rows))), '3\n2\n')
  assert.equal(count, 2)
  assert.equal(text(await pipeline.run(lines(rows))), '3\n2\n')
  assert.equal(count, 4)
  // a value that cannot cross sends the whole run to V8, before any callback ran there
  const crossing = records().map((o) => ({ o, twice: () => 2 * o })).map((o) => impure(o.twice()))
  assert.equal(text(crossing.runSync('[1,2]')), '[2,4]')
  assert.equal(count, 6)
})

test('native code that always leaves the run to V8 is not asked for ever', () => {
  const table = { a: {} }
  const pipeline = records().map((o, _, { table }) => table, { table }).map((t) => impure(t))
  for (let run = 0; run < 9; run++) assert.equal(text(pipeline.runSync('[1]')), '[{"a":{}}]')
  assert.equal(isMixed(pipeline, 1), false)
})

test('limits.maxOutputBytes is about the output', () => {
  const pipeline = () => records({ limits: { maxOutputBytes: 9 } }).filter((o) => o).map((o) => impure(o.length))
  assert.equal(text(pipeline().runSync(`["${'x'.repeat(400)}","${'y'.repeat(400)}"]`)), '[400,400]')
  assert.throws(() => pipeline().map((n) => [n, n]).runSync(`["${'x'.repeat(400)}"]`), { code: 'ERR_JSONMILL_LIMIT' })
})

test('large inputs in slices, and aborts', async () => {
  const many = Array.from({ length: 90_000 }, (_, id) => ({ id, text: `${'x'.repeat(id % 300)}é`, tags: [`${id}`] }))
  for (const [input, bytes] of [['json', Buffer.from(JSON.stringify(many))], ['ndjson', Buffer.from(lines(many))]]) {
    assert.ok(bytes.length > 16 << 20)
    const pipeline = records({ input }).filter((o) => o.id % 2).map((o) => impure([o.id, o.text]))
    assert.ok(pipeline.runSync(bytes).equals(inV8(() => pipeline.runSync(bytes))))
    assert.ok((await pipeline.run(bytes)).equals(pipeline.runSync(bytes)))
    const controller = new AbortController()
    const run = records({ input }).filter((o) => o.id % 2).map((o) => { if (o.id > 20_000) controller.abort(new Error('enough')); return impure(o) }).run(bytes, { signal: controller.signal })
    await assert.rejects(run, { message: 'enough' })
    const early = pipeline.run(bytes, { signal: AbortSignal.timeout(1) })
    await assert.rejects(early, { name: 'TimeoutError' })
    const broken = Buffer.concat([bytes.subarray(0, bytes.length - 200), Buffer.from('\u0001')])
    const ends = [await settled(pipeline.run(broken)), outcome(() => pipeline.runSync(broken)), inV8(() => outcome(() => pipeline.runSync(broken)))]
    for (const end of ends) assert.deepEqual([end.error.code, end.error.record], [ends[0].error.code, ends[0].error.record])
  }
})

test('other formats', () => {
  const some = records({ input: 'values' }).filter((n) => n > 1).map((n) => impure(n))
  assert.equal(text(some.runSync('1 2 3')), '2\n3\n')
  assert.equal(text(records({ at: '/a/b', output: 'lines' }).map((o) => o.s).filter((s) => impure(s)).runSync('{"a":{"b":[{"s":"x"},{"s":""}]}}')), 'x\n')
  assert.equal(text(records({ space: 1 }).filter((o) => o).map((o) => impure(o)).runSync('[{"a":1}]')), '[\n {\n  "a": 1\n }\n]')
  assert.equal(text(records().filter((o) => o).map((o) => impure(o)).runSync('["\ud800"]')), '["\\ud800"]') // no bytes: V8 alone
  const strict = records({ input: 'ndjson', utf8: 'strict' }).filter((o) => o).map((o) => impure(o).a.b)
  assert.throws(() => strict.runSync(Buffer.from([0x31, 0x0a, 0xff])), { code: 'ERR_JSONMILL_CALLBACK', record: 0 })
  const limited = records({ input: 'ndjson', limits: { maxRecordBytes: 5 } }).filter((o) => o).map((o) => impure(o))
  assert.throws(() => limited.runSync('1\n[1,2,3,4]'), { code: 'ERR_JSONMILL_LIMIT', record: 1 })
})
