// Measures one workload at one size and prints one JSON line. Run by run.mjs.
import { mill, records } from '../index.mjs'
import { isDeepStrictEqual } from 'node:util'
import { plainChecked, plainCheckedLines } from './checked.mjs'
import { plainDocument, plainLines, valuesOfDocument, valuesOfLines } from './plain.mjs'
import { input, SIZES, WORKLOADS } from './workloads/index.mjs'

const [workload, size] = process.argv.slice(2)
const { filter, map, env, document, then, schema } = WORKLOADS[workload]
const bytes = input(workload, size)

/** How long one engine is measured in all, and how often at least. */
const BUDGET_MS = 4_000
const MIN_ROUNDS = 5
/** Small inputs are run so often per round that the clock's own cost vanishes. */
const ROUND_MS = 20

/** Whose results are JavaScript values, which `then` goes on with. */
function enginesOfValues() {
  const after = (call) => (b) => {
    const values = call(b)
    const done = (all) => {
      then(all)
      return all
    }
    return values instanceof Promise ? values.then(done) : done(values)
  }
  if (SIZES[size].form === 'document') {
    const fast = mill(document, { unsupported: 'throw' })
    return { 'plain JS': after(valuesOfDocument(document)), 'jsonmill sync': after(fast.toValueSync), 'jsonmill toValue': after(fast.toValue) }
  }
  const pipeline = records({ input: 'ndjson', unsupported: 'throw' }).filter(filter, env).map(map)
  const ours = { 'jsonmill sync': after((b) => pipeline.toArraySync(b)), 'jsonmill toArray': after((b) => pipeline.toArray(b)) }
  return { 'plain JS': after(valuesOfLines(filter, map, env)), ...ours }
}

/** Every record is checked and rewritten. */
function enginesThatCheck() {
  const isDocument = SIZES[size].form === 'document'
  const pipeline = records({ input: isDocument ? 'json' : 'ndjson', unsupported: 'throw' }).validate(schema, { formats: true })
  const plain = isDocument ? plainChecked(schema) : plainCheckedLines(schema)
  return { 'plain JS': plain, 'jsonmill sync': (b) => pipeline.runSync(b), 'jsonmill run': (b) => pipeline.run(b) }
}

function engines() {
  if (then !== undefined) return enginesOfValues()
  if (schema !== undefined) return enginesThatCheck()
  if (SIZES[size].form === 'document') {
    const fast = mill(document, { unsupported: 'throw' })
    return { 'plain JS': plainDocument(document), 'jsonmill sync': fast, 'jsonmill run': (b) => fast.run(b) }
  }
  const pipeline = records({ input: 'ndjson', unsupported: 'throw' }).filter(filter, env).map(map)
  return { 'plain JS': plainLines(filter, map, env), 'jsonmill sync': (b) => pipeline.runSync(b), 'jsonmill run': (b) => pipeline.run(b) }
}

const all = Object.entries(engines()).map(([engine, call]) => ({ engine, call, times: [], repeat: 1 }))

// Equal results first: a fast wrong answer is no answer. It warms everything up, too.
const [expected, ...others] = await Promise.all(all.map(({ call }) => call(bytes)))
const isSame = (output) => (then === undefined ? output.equals(expected) : isDeepStrictEqual(output, expected))
if (!others.every(isSame)) throw new Error(`${workload} ${size}: the engines' results differ`)

async function round({ call, repeat }) {
  globalThis.gc()
  const start = performance.now()
  for (let i = 0; i < repeat; i++) {
    const output = call(bytes)
    if (output instanceof Promise) await output
  }
  return (performance.now() - start) / repeat
}

for (const engine of all) {
  for (let i = 0; i < 2; i++) engine.repeat = Math.max(1, Math.round(ROUND_MS / (await round(engine))))
}
for (let spent = 0, rounds = 0; rounds < MIN_ROUNDS || spent < BUDGET_MS * all.length; rounds++) {
  for (const engine of all) {
    const time = await round(engine)
    engine.times.push(time)
    spent += time * engine.repeat
  }
}

const result = all.map(({ engine, times, repeat }) => {
  times.sort((a, b) => a - b)
  return { engine, median: times[times.length >> 1], fastest: times[0], slowest: times.at(-1), rounds: times.length, repeat }
})
console.log(JSON.stringify({ bytes: bytes.length, outputBytes: then === undefined ? expected.length : undefined, engines: result }))
