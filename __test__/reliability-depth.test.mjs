// Depth never overflows a native stack: what V8 round-trips works, beyond the limit stands ERR_JSONMILL_DEPTH.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { mill, records } from '../index.mjs'
import { outcome, v8 } from './support/v8.mjs'

const same = mill((document) => document, { unsupported: 'throw' })
const unread = mill(() => 0, { unsupported: 'throw' })
const expectation = v8((document) => document)

const NESTS = {
  arrays: (depth) => '['.repeat(depth) + ']'.repeat(depth),
  objects: (depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth),
  mixed: (depth) => '[{"a":'.repeat(depth >> 1) + 'null' + '}]'.repeat(depth >> 1),
}
const REFUSED = /^ERR_JSONMILL_(DEPTH|PARSE|LIMIT)$/

for (const [name, nest] of Object.entries(NESTS)) {
  test(`${name}: exact up to 2,000 levels`, () => {
    for (const depth of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 64, 128, 1000, 2000]) {
      const input = Buffer.from(nest(depth))
      assert.equal(same(input).toString(), expectation(input).toString())
    }
  })

  test(`${name}: deeper is right or an error, never a crash`, async () => {
    for (const depth of [4_000, 9_999, 10_001, 100_000, 1_000_000, 5_000_000]) {
      const text = nest(depth)
      for (const input of [Buffer.from(text), Buffer.from(text.slice(0, text.length >> 1))]) {
        for (const run of [same, unread]) {
          const { value, error } = outcome(() => run(input))
          if (error) assert.match(error.code, REFUSED)
          else assert.ok(run === unread || value.equals(input))
        }
        await same.run(input).catch((error) => assert.match(error.code, REFUSED))
      }
    }
  })
}

test('a loop down a deep document takes no quadratic time', () => {
  const down = mill((document) => {
    let levels = 0
    for (let d = document; d && typeof d === 'object'; d = d.a ?? d[0]) levels++
    return levels
  })
  for (const nest of [NESTS.arrays, NESTS.objects]) {
    for (const depth of [3_000, 300_000]) assert.equal(down(nest(depth)).toString(), String(depth))
  }
})

test('a deep record in NDJSON', () => {
  const lines = records({ input: 'ndjson', unsupported: 'throw' }).map((record) => record)
  for (const depth of [2_000, 1_000_000]) {
    const { value, error } = outcome(() => lines.runSync(Buffer.from(`1\n${NESTS.mixed(depth)}\n2\n`)))
    if (error) assert.match(error.code, REFUSED)
    else assert.equal(value.toString().split('\n').length, 4)
  }
})

test('a deep document on a worker with a small stack', async () => {
  const worker = new Worker(
    `const { mill } = require(${JSON.stringify(new URL('../index.js', import.meta.url).pathname)})
     const same = mill((document) => document, { unsupported: 'throw' })
     for (const depth of [1000, 100_000, 1_000_000]) {
       try { same('['.repeat(depth) + ']'.repeat(depth)) } catch (error) { if (!/^ERR_JSONMILL_(DEPTH|LIMIT)$/.test(error.code)) throw error }
     }`,
    { eval: true, resourceLimits: { stackSizeMb: 1 } },
  )
  assert.equal(await new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject)), 0)
})

test('deep callbacks compile, fall back or are refused, never crash', () => {
  const sources = (depth) => [
    `x => ${'('.repeat(depth)}x${')'.repeat(depth)}`,
    `x => ${'['.repeat(depth)}x${']'.repeat(depth)}`,
    `x => ${'!'.repeat(depth)}x`,
    `x => ${'x ? 1 : '.repeat(depth)}2`,
    `x => x${'.a'.repeat(depth)}`,
    `x => ${'1 + '.repeat(depth)}x`,
    `x => ${'x || '.repeat(depth)}1`,
    `x => { ${'if (x) { '.repeat(depth)}${'} '.repeat(depth)}return 1 }`,
    `x => ${'(y => '.repeat(depth)}1${')(2)'.repeat(depth)}`,
    `x => \`${'${`'.repeat(depth)}${'`}'.repeat(depth)}\``,
  ]
  for (const depth of [10, 200, 2_000, 20_000]) {
    for (const source of sources(depth)) {
      let callback
      try {
        callback = new Function(`return ${source}`)()
      } catch {
        continue // deeper than V8's own parser goes
      }
      outcome(() => mill(callback, { unsupported: 'throw' })('{"a":{"a":1}}'))
    }
  }
})
