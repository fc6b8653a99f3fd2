// Several threads that share a run give what one thread gives, wherever the input is cut into parts.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { after, test } from 'node:test'
import { avg, collect, configure, count, max, mill, min, records, sum } from '../index.mjs'
import { bytesFrom, pairOf, planFrom } from './support/differential/pairs.mjs'
import { Random } from './support/differential/random.mjs'
import { nativePlan, outcome, runSliced } from './support/differential/slices.mjs'

const { configureThreads } = createRequire(import.meta.url)('../native/index.js')

const SEED = Number(process.env.JSONMILL_SEED ?? 1)
const PAIRS = Number(process.env.JSONMILL_PAIRS ?? 300)
const THREADS = 3

after(() => configureThreads())

/** Orders with whatever may look like a place between records. */
const order = (id, more = {}) => ({
  id,
  name: ['Ada', 'Zoë "},{" \\', '😀,[', 'x'.repeat(id % 50)][id % 4],
  tags: Array.from({ length: id % 4 }, (_, i) => (i % 2 ? `t${i}` : { id: i, deep: [{ id: 1 }, { id: 2 }] })),
  at: { lines: [[1, 2], [3, [4, { id }]]] },
  total: id * 1.25,
  ...more,
})
const orders = Array.from({ length: 400 }, (_, id) => order(id))
const asLines = (values) => values.map((value) => JSON.stringify(value)).join('\n')
const bad = (text, at, by = 'nope') => text.slice(0, at) + by + text.slice(at)

const transform = (doc) => ({ kept: doc.data.items.filter((o) => o.total > 100).map((o) => [o.id, o.name]), count: doc.count })

const filterAndMap = (options) => records(options).filter((o) => o.total > 100).map((o) => ({ id: o.id, name: o.name, n: o.tags.length }))
const inGroups = (options) =>
  records(options).groupBy((o) => o.name, {
    n: count(),
    s: sum((o) => o.total + 0.1),
    a: avg((o) => o.id / 7),
    least: min((o) => o.name),
    most: max((o) => -o.total),
    last: max((o) => o.name)
  })
/** What a run reports besides its output, as bytes. */
function reporting(pipeline) {
  const told = ({ output, rejected, statistics }) => {
    const bad = rejected.map(({ record, offset, line, error, raw }) => {
      const { name, code, message, column, stage, violations } = error
      return { record, offset, line, raw: raw?.toString(), error: { name, code, message, place: [error.record, error.offset, error.line, column], stage, violations } }
    })
    return Buffer.from(JSON.stringify([output.toString(), bad, statistics.records, statistics.rejected, statistics.recordsOut]))
  }
  return { runSync: (input) => told(pipeline.reportSync(input)), run: async (input, options) => told(await pipeline.report(input, options)) }
}
/** Values as bytes. */
const asValues = (pipeline) => ({
  runSync: (input) => Buffer.from(JSON.stringify(pipeline.toArraySync(input))),
  run: async (input) => Buffer.from(JSON.stringify(await pipeline.toArray(input)))
})
const fails = (options) => records(options).map((o) => (o.id % 7 === 3 ? o.missing.x : o)).filter((o) => o.id % 3)
const schema = { type: 'object', properties: { id: { type: 'integer', not: { multipleOf: 5 } }, more: { default: 1 } } }
const tagged = (o) => o.tags.map((t) => [t, o.id])

const PIPELINES = {
  'lines, bad ones left out': fails({ input: 'ndjson', onError: 'drop' }),
  'lines, bad ones reported': reporting(fails({ input: 'ndjson', onError: 'reject' })),
  'lines, some bad ones reported': reporting(fails({ input: 'ndjson', onError: 'reject', maxErrors: 30 })),
  'lines that are validated, bad ones reported': reporting(records({ input: 'ndjson', onError: 'reject' }).validate(schema).map((o) => o.id)),
  'lines in groups, bad ones reported': reporting(fails({ input: 'ndjson', onError: 'reject' }).groupBy((o) => o.name, { n: count() })),
  'lines to text, bad ones reported': reporting(records({ input: 'ndjson', onError: 'reject', output: 'lines' }).map((o) => (o.id % 9 ? o.name : o.id))),
  'an array, bad ones left out': fails({ onError: 'drop' }),
  'an array, bad ones reported': reporting(fails({ onError: 'reject' }).map((o, i) => [o.id, i])),
  'an array that is validated, bad ones reported': reporting(records({ onError: 'reject' }).validate(schema)),
  'an array, not more bad ones than so many': reporting(fails({ onError: 'reject', maxErrors: 20 })),
  'lines with defaults': records({ input: 'ndjson' }).validate(schema.properties, { useDefaults: true }).map((o) => o),
  'an array with defaults': records({}).validate({ ...schema, properties: { more: schema.properties.more } }, { useDefaults: true }),
  'lines as values': asValues(filterAndMap({ input: 'ndjson' })),
  'flat lines as values': asValues(records({ input: 'ndjson' }).flatMap(tagged)),
  'lines as values that fail': asValues(records({ input: 'ndjson' }).map((o) => (o.id === 222 ? o.missing.x : o))),
  'an array as values': asValues(records().map((o, i) => (o.id % 50 < 20 ? [o] : { ...o, i }))),
  'an array with positions in groups': records().groupBy((o, i) => i % 7, { s: sum((o, i) => i * o.total) }),
  'a mill with positions': mill((doc) => doc.data.items.map((o, i) => [i, o.id])),
  lines: filterAndMap({ input: 'ndjson' }),
  'lines to json': filterAndMap({ input: 'ndjson', output: 'json', space: 2 }),
  'lines to text': records({ input: 'ndjson', output: 'lines' }).map((o) => o.name),
  'lines with positions': records({ input: 'ndjson' }).map((o, i) => ({ i, id: o.id })).map((o, i) => [o, i]).filter((o, i) => i % 3 > 0),
  'positions behind a filter': records({ input: 'ndjson' }).filter((o) => o.id % 2).map((o, i) => i),
  'lines as they are': records({ input: 'ndjson' }).filter((o) => o.id % 2),
  'flat lines': records({ input: 'ndjson' }).flatMap((o) => o.tags),
  'lines, none kept': records({ input: 'ndjson', output: 'json' }).filter((o) => o.id < 0),
  'lines, slice': records({ input: 'ndjson' }).slice(5, 300).map((o) => o.id),
  'lines that fail': records({ input: 'ndjson' }).map((o) => o.customer.name.length),
  'a line that fails': records({ input: 'ndjson' }).map((o) => (o.id === 222 ? o.missing.x : o.id)),
  'lines in groups': inGroups({ input: 'ndjson' }),
  'lines in many groups': records({ input: 'ndjson' }).groupBy((o) => o.id % 150, { n: count(), s: sum((o) => o.total / 3) }).map((g, i) => [i, g]),
  'lines in groups with positions': records({ input: 'ndjson' }).groupBy((o, i) => i % 7, { s: sum((o, i) => i * o.total) }),
  'lines in groups, behind a filter': records({ input: 'ndjson' }).filter((o) => o.id % 3).groupBy((o) => o.tags.length, { s: sum((o) => o.total) }),
  'lines in groups that fail': records({ input: 'ndjson' }).groupBy((o) => o.id % 9, { s: sum((o) => (o.id === 300 ? 'x' : o.id)) }),
  'lines in groups of two kinds': records({ input: 'ndjson' }).groupBy((o) => o.id % 9, { least: min((o) => (o.id > 250 ? o.name : o.id)) }),
  'lines in groups that fail later': records({ input: 'ndjson' }).groupBy((o) => o.id % 90, { n: count() }).map((g) => g.key === 77 && g.x.y),
  'lines collected': records({ input: 'ndjson' }).groupBy((o) => o.id % 90, { all: collect() }),
  'an array in groups': inGroups({}),
  array: filterAndMap({}),
  'array to lines': filterAndMap({ output: 'ndjson' }),
  'array as it is': records({ space: 1 }).filter((o) => o.id % 2),
  'array, none kept': records().filter((o) => o.id < 0),
  'flat array': records().flatMap((o) => o.tags),
  'array with positions': records().map((o, i) => i),
  'a record that fails': records().map((o) => (o.id === 222 ? o.missing.x : o.id)).map((o) => (o === 1 ? o.missing.x : o)),
  at: filterAndMap({ at: '/data/items' }),
  mill: mill(transform),
  'mill with the document': mill((doc) => ({ ...doc, data: doc.data.items.map((o) => o.id) })),
}

const array = JSON.stringify(orders)
const pretty = JSON.stringify(orders, null, 3)
const document = JSON.stringify({ before: orders[3], data: { x: [1, { id: 2 }], items: orders, y: [{ id: 3 }, { id: 4 }] }, count: 3 })
const latin = (text) => Buffer.from(text, 'latin1')
const INPUTS = {
  lines: asLines(orders),
  'lines, blank ones too': `\n\n  \r\n${orders.map((value, id) => JSON.stringify(value) + ['\n', '\r\n', '\n \n\n'][id % 3]).join('')}`,
  'a bad line': bad(asLines(orders), 20_000),
  'a bad line, early': bad(asLines(orders), 3),
  'two bad lines': bad(bad(asLines(orders), 40_000), 30_000, '{'),
  'invalid UTF-8 in lines': latin(asLines(orders.map((o) => ({ ...o, name: `caf\xe9 ${o.id}` })))),
  'invalid UTF-8 and a bad line': latin(bad(asLines(orders.map((o) => ({ ...o, name: `caf\xe9 ${o.id}` }))), 30_001)),
  'one line': JSON.stringify(orders[0]),
  'no line': '',
  array,
  pretty,
  'a bad array': bad(array, 20_000),
  'a bad pretty array': bad(pretty, 50_001, ',,'),
  'an array that does not end': array.slice(0, -1),
  'an array and more': `${array} 1`,
  'invalid UTF-8 in an array': latin(JSON.stringify(orders.map((o) => ({ ...o, name: `caf\xe9 ${o.id}` })))),
  'one long record among short ones': JSON.stringify([...orders, order(5, { tags: orders }), ...orders]),
  numbers: `[${Array.from({ length: 3000 }, (_, i) => i).join(' , ')}]`,
  strings: JSON.stringify(Array.from({ length: 2000 }, (_, i) => `${i},"{`)),
  arrays: JSON.stringify(Array.from({ length: 2000 }, (_, i) => [i, [i, '],[']])),
  empty: '[]',
  document,
  'a document with the key twice': document.replace('{"before"', `{"data":{"items":${array}},"before"`),
  'an array in a bad document': bad(document, document.length - 2),
}

async function answer(call) {
  try {
    const output = await call()
    return output.toString()
  } catch (error) {
    const { name, code, message, record, stage, offset, line, column } = error
    // a run over slices may not know any more where the document began
    if (message.includes('and there is')) return { name, code, message: message.split(' (')[0] }
    return { name, code, message, record, stage, offset, line, column }
  }
}

for (const [name, pipeline] of Object.entries(PIPELINES)) {
  test(`${name}: as one thread`, async () => {
    for (const [kind, input] of Object.entries(INPUTS)) {
      const sync = () => answer(() => (pipeline.runSync ? pipeline.runSync(input) : pipeline(input)))
      configureThreads(1)
      const expected = await sync()
      assert.deepEqual(await answer(() => pipeline.run(input)), expected, `one thread, ${kind}`)
      for (const part of [1, 100, 1000, 10_000]) {
        configureThreads(THREADS, part)
        assert.deepEqual(await answer(() => pipeline.run(input)), expected, `parts of ${part} bytes, ${kind}`)
        assert.deepEqual(await sync(), expected, `parts of ${part} bytes, ${kind}, synchronously`)
      }
    }
  })
}

test('files: threads that read lines for themselves give what one thread gives', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsonmill-'))
  t.after(() => fs.rmSync(folder, { recursive: true }))
  const [source, target] = ['in.ndjson', 'out'].map((name) => path.join(folder, name))
  const ofLines = Object.entries(PIPELINES).filter(([name, { runFile }]) => runFile && name.includes('line') && !name.includes('slice'))
  for (const [name, pipeline] of ofLines) {
    for (const [kind, input] of Object.entries(INPUTS).filter(([kind]) => kind.includes('line'))) {
      fs.writeFileSync(source, input)
      // once into a file, once to JavaScript
      for (const sink of [target, null]) {
        const run = async () => {
          const parts = []
          const written = sink ?? new Writable({ write: (part, _, done) => done(void parts.push(part)) })
          const { records: count, bytesIn, bytesOut } = await pipeline.runFile(source, written)
          return JSON.stringify([count, bytesIn, bytesOut, (sink ? fs.readFileSync(sink) : Buffer.concat(parts)).toString('latin1')])
        }
        configureThreads(1)
        const expected = await answer(run)
        for (const part of [50, 3000]) {
          configureThreads(THREADS, part)
          assert.deepEqual(await answer(run), expected, `${name}, parts of ${part} bytes, ${kind}`)
        }
      }
    }
  }
})

test(`random plans over slices, ${PAIRS} inputs from seed ${SEED}`, async () => {
  for (let seed = SEED, inputs = 0; inputs < PAIRS; seed++) {
    const pair = pairOf(seed)
    if (pair.plan.stages.some(({ env }) => env.length > 0)) continue
    let plan
    try {
      plan = nativePlan(planFrom(pair.plan))
    } catch {
      continue // it runs in V8
    }
    for (const input of pair.inputs) {
      inputs++
      const bytes = bytesFrom(input)
      const random = new Random(seed)
      const cuts = Array.from({ length: random.int(5) }, () => random.int(bytes.length + 1)).sort((a, b) => a - b)
      configureThreads(1)
      const expected = await outcome(() => plan.runSync(bytes))
      configureThreads(THREADS, 1 + random.int(60))
      const got = await outcome(() => runSliced(plan, bytes, cuts, { turns: random.chance(0.5) }))
      // how much of the text before an error is still there depends on the slices
      if (got.error && expected.error?.snippet) got.error.snippet = expected.error.snippet
      assert.deepEqual(got, expected, `seed ${seed}`)
    }
  }
})

test('a run can be cancelled', async () => {
  configureThreads(THREADS, 1000)
  const controller = new AbortController()
  const running = PIPELINES.lines.run(INPUTS.lines, { signal: controller.signal })
  controller.abort(new Error('enough'))
  await assert.rejects(running, { message: 'enough' })
})

test('configure({ threads })', async () => {
  for (const threads of [0, -1, 1.5, '2']) assert.throws(() => configure({ threads }), { code: 'ERR_JSONMILL_OPTION' })
  configure({ threads: 2 })
  assert.equal((await PIPELINES.lines.run(INPUTS.lines)).equals(PIPELINES.lines.runSync(INPUTS.lines)), true)
})

test('explain() says who runs it', () => {
  assert.match(PIPELINES.lines.explain(), /threads: all, over lines/)
  assert.match(PIPELINES['lines with positions'].explain(), /threads: all, over lines that are counted first/)
  assert.match(PIPELINES.array.explain(), /threads: all, over records/)
  assert.match(PIPELINES['positions behind a filter'].explain(), /threads: one, because a callback looks at positions behind a filter/)
  assert.match(PIPELINES['lines, slice'].explain(), /threads: one, because slice needs a count/)
  assert.match(PIPELINES['array with positions'].explain(), /threads: all, over records that are counted first/)
  assert.match(PIPELINES['lines, bad ones left out'].explain(), /threads: all, over lines/)
})
