// Mode 'verify' with the addon itself: each way of running a pipeline is compared with V8, finds no difference, and gives its answer.
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { configure, mill, records } from '../index.mjs'
import { resetMode } from './support/mode.mjs'

const found = []

beforeEach(() => {
  found.length = 0
  configure({ mode: 'verify', verifySample: 1, onMismatch: (verification) => found.push(verification) })
})
after(resetMode)

const rows = [{ id: 1, n: 2.5, tags: ['a'] }, { id: 2, n: null, at: 0 }, { id: 3 }]
const json = JSON.stringify(rows)
const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('')

const PIPELINES = {
  'documents': [mill((d) => ({ ids: d.map((o) => o.id), n: d[0].n * 2 })), json],
  'results that JSON cannot write': [mill((d) => d.map((o) => [o.nope, NaN, -0, new Date(0), new Map([[o.id, o]])])), json],
  'arrays': [records().filter((o) => o.id > 1).map((o) => ({ ...o, extra: o.tags?.length })), json],
  'lines': [records({ input: 'ndjson' }).map((o) => o.id).sort((a, b) => b - a), lines],
  'text': [records({ input: 'ndjson', output: 'lines' }).map((o) => `#${o.id}`), lines],
  'several results for a record': [records().flatMap((o) => [o, [o], o.nope]), json],
  'a reduce': [records().reduce((sum, o) => sum + (o.n ?? 1), 0), json],
  'params': [records({ params: true }).filter((o, _, { min }) => o.id >= min), json, { params: { min: 2 } }]
}

for (const [name, [pipeline, input, options]] of Object.entries(PIPELINES)) {
  test(`${name}: every way of running`, async () => {
    const ways = ['runSync', 'run', 'toArraySync', 'toArray', 'toValueSync', 'toValue'].filter((way) => pipeline[way])
    const calls = ways.map((way) => (...args) => pipeline[way](...args)).concat(typeof pipeline === 'function' ? pipeline : [])
    for (const call of calls) {
      const verified = [await call(input, options), await call(Buffer.from(input), options)]
      configure({ mode: 'js' })
      const expected = await call(input, options)
      configure({ mode: 'verify' })
      assert.deepEqual(verified, [expected, expected])
      assert.deepEqual(found, [])
    }
  })
}

test('errors are compared too, and thrown as they are', async () => {
  const failing = records().map((o) => o.tags.length)
  const expected = { code: 'ERR_JSONMILL_CALLBACK', name: 'TypeError', record: 1, stage: 0 }
  assert.throws(() => failing.runSync(json), expected)
  await assert.rejects(failing.run(json), expected)
  assert.throws(() => failing.toArraySync(json), expected)
  assert.throws(() => records().map((o) => o.id).runSync(`${json}x`), { code: 'ERR_JSONMILL_PARSE' })
  assert.deepEqual(found, [])
})
