// `reduce` over streams, iterations and files: one value, natively and in V8, in memory that grows with the value and not with the input.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { file, records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsonmill-reduce-'))
const inFolder = (name) => path.join(folder, name)
test.after(() => fs.rmSync(folder, { recursive: true }))

const ROWS = Array.from({ length: 300 }, (_, n) => ({ n, status: ['paid', 'open', 'ä\u2028"'][n % 3], items: [{ q: n % 7 }, { q: 1 }] }))
const TEXTS = { ndjson: ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''), json: JSON.stringify(ROWS), values: ROWS.map((row) => JSON.stringify(row)).join(' ') }

const REDUCTIONS = {
  'a sum': (from) => from.map((r) => r.n).reduce((sum, n) => sum + n, 0),
  'the longest text': (from) => from.map((r) => r.status + r.n).reduce((a, b) => (b.length > a.length ? b : a)),
  'counts by status': (from) =>
    from.reduce((counts, r) => {
      counts[r.status] = (counts[r.status] ?? 0) + 1
      return counts
    }, {}),
  'records that are kept, some of them twice': (from) =>
    from.reduce(
      (kept, r) => {
        if (r.n % 50 === 0) kept.all.push(r)
        if (r.n === 100) kept.one = r
        if (r.n === 250) kept.one.late = true
        kept.last = r.items
        return kept
      },
      { all: [], one: null, last: null }
    ),
  'a Map, written as its entries': (from) => from.filter((r) => r.n < 20).reduce((map, r) => ({ map: (map.map ?? new Map()).set(r.status, r), size: r.n }), {}),
  'with params': (from) => from.reduce((sum, r, i, { by }) => sum + r.n * by + i, 0)
}

async function outputs(make, bytes, options) {
  const found = []
  for (const cut of [1, 100, 5000]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / cut) }, (_, i) => bytes.subarray(i * cut, (i + 1) * cut))
    found.push(await text(Readable.from(pieces, { objectMode: false }).pipe(make().stream(options))))
  }
  const web = new Blob([bytes]).stream().pipeThrough(make().transformStream(options))
  found.push(await new Response(web).text())
  fs.writeFileSync(inFolder('in'), bytes)
  const statistics = await make().runFile(inFolder('in'), inFolder('out'), options)
  assert.equal(statistics.records, ROWS.length)
  assert.equal(statistics.recordsOut, 1)
  found.push(fs.readFileSync(inFolder('out'), 'utf8'))
  return found
}

for (const [name, reduce] of Object.entries(REDUCTIONS)) {
  test(name, async () => {
    for (const [input, given] of Object.entries(TEXTS)) {
      const bytes = Buffer.from(given)
      const params = name === 'with params'
      const options = params ? { params: { by: 2 } } : undefined
      const make = () => reduce(records({ input, params }))
      const expected = make()(bytes, options).toString()
      const values = make().toValueSync(bytes, options)
      for (const within of [(work) => work(), inV8]) {
        for (const output of await within(() => outputs(make, bytes, options))) assert.equal(output, expected)
        const all = []
        for await (const value of within(() => make().iterate(bytes, options))) all.push(value)
        assert.deepEqual(all, [values])
      }
    }
  })
}

test('no records at all, and errors', async () => {
  const empty = () => records({ input: 'ndjson' }).reduce((a, b) => a + b)
  for (const within of [(work) => work(), inV8]) {
    await assert.rejects(within(() => empty().runFile(Readable.from(['\n']), inFolder('none'))), { message: /Reduce of empty array with no initial value/ })
    assert.ok(!fs.existsSync(inFolder('none')))
    const broken = within(() => text(Readable.from(['1\n2\n{']).pipe(empty().stream())))
    await assert.rejects(broken, { code: 'ERR_JSONMILL_PARSE', record: 2 })
    const throws = () => records({ input: 'ndjson' }).reduce((a, b) => a + b.x.y, 0)
    await assert.rejects(within(() => text(Readable.from(['{"x":{"y":1}}\n{"n":1}\n']).pipe(throws().stream()))), { code: 'ERR_JSONMILL_CALLBACK', record: 1 })
  }
})

test('memory is that of the value', async () => {
  const name = inFolder('many.ndjson')
  const line = (n) => `${JSON.stringify({ n, user: `u${n % 1000}`, tags: ['a', 'b', { c: n }], filler: 'x'.repeat(100) })}\n`
  const block = Array.from({ length: 4000 }, (_, n) => line(n)).join('')
  for (let i = 0; i < 60; i++) fs.appendFileSync(name, block)
  const reduce = (from) =>
    from.reduce(
      (state, r) => {
        const user = (state.users[r.user] ??= { n: 0, last: null, filler: '' })
        user.n++
        user.last = r.tags
        user.filler = r.filler
        state.text = `${r.user}${r.n}`
        return state
      },
      { users: {}, text: '' }
    )
  const limits = { maxMemory: 8 << 20 }
  await reduce(records({ input: 'ndjson', limits, unsupported: 'throw' })).runFile(name, inFolder('many.json'))
  const { users } = JSON.parse(fs.readFileSync(inFolder('many.json'), 'utf8'))
  assert.equal(Object.keys(users).length, 1000)
  assert.deepEqual(users.u7, { n: 240, last: ['a', 'b', { c: 3007 }], filler: 'x'.repeat(100) })
  let value
  for await (value of reduce(records({ input: 'ndjson', limits, unsupported: 'throw' })).iterate(file(name))) assert.equal(value.text, 'u9993999')
  const all = records({ input: 'ndjson', limits, unsupported: 'throw' }).reduce((list, r) => list.concat(r.filler), [])
  await assert.rejects(all.runFile(name, inFolder('never')), { code: 'ERR_JSONMILL_LIMIT' })
})
