// Stages that need all records, with a folder to spill to: in little memory they give what they give in much, and nothing stays there.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { avg, collect, count, countDistinct, first, last, max, min, quantile, records, sum } from '../index.mjs'

const folder = mkdtempSync(path.join(os.tmpdir(), 'jsonmill-spill-'))
const files = mkdtempSync(path.join(os.tmpdir(), 'jsonmill-spilled-'))
test.after(() => [folder, files].forEach((name) => rmSync(name, { recursive: true })))

let state = 99
const random = (n) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0
  return (state >>> 8) % n
}

const many = Array.from({ length: 12_000 }, (_, i) => ({
  id: i,
  k: random(900) / 7 - 30,
  name: ['', 'é', 'n', '\u{1f600}'][random(4)] + random(3000),
  at: random(2) ? { day: random(30), tags: ['a', random(5)] } : null,
  pad: 'x'.repeat(random(60)),
  7: random(3)
}))
const lines = many.map((record) => `${JSON.stringify(record)}\n`).join('')
const array = JSON.stringify(many)
const limits = { maxMemory: 1_500_000 }
/** Where less, or more, shows it. */
const MEMORY = { distinct: 100_000, 'distinct, whole records': 300_000, groupBy: 2_700_000, 'distinct, and sortBy behind': 300_000, 'distinct twice': 200_000, 'groupBy with what grows': 4_000_000 }

const PIPELINES = {
  'sort by a comparator over keys': (from) => from.sort((a, b) => a.k - b.k || (a.name < b.name ? -1 : 1)),
  'sort by a comparator over texts': (from) => from.sort((a, b) => a.name.localeCompare(b.name)),
  'sort by any comparator, and stages behind': (from) =>
    from
      .filter((o) => o.id % 4 === 0)
      .sort((a, b) => {
        const by = (o) => (o.at === null ? -1 : o.at.tags.reduce((n, tag) => n + String(tag).length, o.at.day))
        return by(b) - by(a)
      })
      .map((o, i) => ({ i, ...o, more: [o.at, o.at] })),
  'sort without a comparator': (from) => from.map((o) => (o.id % 500 === 0 ? undefined : o.name)).sort(),
  'sort and slice': (from) => from.sort((a, b) => b.id - a.id).slice(10, 40),
  'sortBy, and stages behind': (from) =>
    from
      .sortBy((o) => o.k, 'desc')
      .filter((o) => o.at !== null)
      .map((o) => {
        o.at.seen = o.at.tags.length
        return { ...o, when: new Date(o.id * 1e9), nothing: undefined }
      })
      .slice(5, 5000),
  'sortBy, and stages that need all records': (from) =>
    from
      .sortBy((o) => o.name)
      .groupBy((o) => o.at?.day, { n: count(), ids: collect((o) => o.id) })
      .sort((a, b) => b.n - a.n),
  'values that are more than JSON': (from) =>
    from
      .map((o) => ({ o, when: new Date(o.id), map: new Map([[o.k, o.at]]), set: new Set([o.name]), not: [undefined, NaN, -0] }))
      .sortBy((v) => v.o.k)
      .map((v) => [v.when.getTime(), [...v.map], [...v.set], v.not.map(String), Object.is(v.not[2], -0)]),
  'distinct': (from) => from.distinct((o) => o.name).map((o) => o.id),
  'distinct, whole records': (from) => from.distinct((o) => `${o.name}${o.k}`),
  'distinct, and sortBy behind': (from) => from.distinct((o) => o.name).sortBy((o) => o.k).map((o) => [o.id, o.k]),
  'distinct twice': (from) => from.distinct((o) => o.name).distinct((o) => o.k).slice(3, 800),
  'groupBy': (from) =>
    from.groupBy((o) => o.name, { n: count(), total: sum((o) => o.k), mean: avg((o) => o.k), least: min((o) => o.k), most: max((o) => o.name), one: first((o) => o.at) }),
  'groupBy with what grows': (from) =>
    from.groupBy((o) => o.at?.day ?? 'none', { all: collect((o) => [o.id, o.at]), end: last(), different: countDistinct((o) => o.name), median: quantile(0.5, (o) => o.k) }),
  'groupBy, and stages behind': (from) =>
    from
      .groupBy((o) => o.name, { n: count(), last: last((o) => o.at), first: first() })
      .filter((g) => g.n > 2)
      .map((g, i) => ({ i, key: g.key, same: g.first.at === g.last, n: g.n }))
      .sortBy((g) => g.n, 'desc'),
  'a reduce behind a sort': (from) => from.sortBy((o) => o.name).reduce((ids, o) => (ids.length < 50 ? [...ids, o.id] : ids), [])
}

async function filed(pipeline, input) {
  const [source, target] = [path.join(files, 'in'), path.join(files, 'out')]
  writeFileSync(source, input)
  await pipeline.runFile(source, target)
  return readFileSync(target, 'utf8')
}

for (const [name, make] of Object.entries(PIPELINES)) {
  test(name, async () => {
    for (const [input, bytes] of [['ndjson', lines], ['json', array]]) {
      const limits = { maxMemory: MEMORY[name] ?? 1_500_000 }
      const roomy = make(records({ input }))
      const tight = make(records({ input, limits, spill: folder, unsupported: 'throw' }))
      const one = typeof roomy === 'function'
      const expected = (one ? roomy(bytes) : roomy.runSync(bytes)).toString()
      assert.ok(expected.length > 50)
      const outputs = [
        one ? tight(bytes).toString() : tight.runSync(bytes).toString(),
        (await tight.run(bytes)).toString(),
        await text(Readable.from(Array.from({ length: 60 }, (_, i) => Buffer.from(bytes).subarray(i * 50_000, (i + 1) * 50_000)), { objectMode: false }).pipe(tight.stream())),
        await filed(tight, bytes)
      ]
      for (const [i, output] of outputs.entries()) assert.ok(output === expected, `${input} ${i}: ${output.length} ${output.slice(0, 200)} instead of ${expected.length} ${expected.slice(0, 200)}`)
      const values = one ? [roomy.toValueSync(bytes)] : roomy.toArraySync(bytes)
      const found = []
      for await (const value of tight.iterate(Buffer.from(bytes))) found.push(value)
      assert.deepEqual(found, values)
      assert.deepEqual(readdirSync(folder), [])
      // much of these lies in the input, which a synchronous run need not hold
      if (['sort and slice', 'sort without a comparator', 'groupBy', 'groupBy with what grows'].includes(name)) continue
      const refused = make(records({ input, limits, unsupported: 'throw' }))
      assert.throws(() => (one ? refused(bytes) : refused.runSync(bytes)), { code: 'ERR_JSONMILL_LIMIT', message: /maxMemory/ }, 'it would not fit')
    }
  })
}

test('errors behind, errors on the disk, and what cannot wait there', async () => {
  const tight = (options) => records({ input: 'ndjson', limits, spill: folder, unsupported: 'throw', ...options })
  const fails = (from) => from.sortBy((o) => o.k).map((o) => (o.id === 777 ? null.x : o.id))
  for (const run of [(plan) => plan.run(lines), (plan) => text(Readable.from([lines]).pipe(plan.stream()))]) {
    await assert.rejects(run(fails(tight())), { code: 'ERR_JSONMILL_CALLBACK', record: 777, stage: 1, message: /Cannot read properties of null/ })
    const compares = tight().sort((a, b) => (a.id === 900 ? a.x.y : a.k - b.k))
    await assert.rejects(run(compares), { code: 'ERR_JSONMILL_CALLBACK', message: /Cannot read properties of undefined/ })
    const missing = tight({ spill: path.join(folder, 'missing') })
    await assert.rejects(run(missing.sort((a, b) => a.k - b.k)), { code: 'ERR_JSONMILL_LIMIT', message: /options\.spill/ })
    const small = tight({ spill: path.join(folder, 'missing'), limits: { maxMemory: 100_000 } })
    await assert.rejects(run(small.distinct((o) => o.id)), { code: 'ERR_JSONMILL_LIMIT', message: /options\.spill/ })
    const functions = tight().map((o) => ({ ...o, f: () => o }))
    await assert.rejects(run(functions.sort((a, b) => a.k - b.k)), { code: 'ERR_JSONMILL_LIMIT', message: /options\.spill cannot take it/ })
    await assert.rejects(run(functions.sortBy((o) => o.k).map((o) => o.id)), { code: 'ERR_JSONMILL_LIMIT', message: /options\.spill cannot take it/ })
  }
  assert.deepEqual(readdirSync(folder), [])
})

test('a stream hands out what was sorted in parts, and waits for who reads', async () => {
  for (const make of [(from) => from.sortBy((o) => o.k), (from) => from.sortBy((o) => o.k).map((o) => ({ ...o })), (from) => from.sort((a, b) => a.k - b.k)]) {
    const stream = make(records({ input: 'ndjson', limits, spill: folder, unsupported: 'throw' })).stream()
    stream.end(lines)
    const parts = []
    for await (const part of stream) parts.push(part)
    assert.ok(parts.length > 1)
    assert.equal(stream.statistics.recordsOut, many.length)
    assert.ok(Buffer.concat(parts).equals(make(records({ input: 'ndjson' })).runSync(lines)))
  }
  const left = records({ input: 'ndjson', limits, spill: folder }).sortBy((o) => o.k).stream()
  left.end(lines)
  for await (const part of left) {
    assert.ok(part.length > 0)
    break
  }
  assert.ok(left.destroyed)
  assert.deepEqual(readdirSync(folder), [])
})

test('an abort leaves nothing behind', async () => {
  const controller = new AbortController()
  const plan = records({ input: 'ndjson', limits, spill: folder }).sortBy((o) => o.k).map((o) => o.id)
  async function* source() {
    yield lines
    controller.abort(new Error('enough'))
    yield lines
  }
  await assert.rejects(plan.runFile(source(), path.join(files, 'never'), { signal: controller.signal }), /enough/)
  assert.deepEqual(readdirSync(folder), [])
})
