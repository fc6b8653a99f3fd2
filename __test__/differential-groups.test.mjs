// Random callbacks as keys and in aggregates, over random records: groupBy and sortBy give natively what they give in V8.
// JSONMILL_SEED and JSONMILL_PAIRS choose what runs: JSONMILL_SEED=17 JSONMILL_PAIRS=1 repeats one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { avg, collect, count, countDistinct, first, last, max, min, quantile, records, sum } from '../index.mjs'
import { bytesFrom, pairOf, planFrom } from './support/differential/pairs.mjs'
import { Random } from './support/differential/random.mjs'

process.removeAllListeners('warning') // of what is left to V8

const SEED = Number(process.env.JSONMILL_SEED ?? 1)
const PAIRS = Number(process.env.JSONMILL_PAIRS ?? 1500)
/** What V8 says of `[a] = undefined` depends on what it has compiled so far. */
const NO_ITERATOR = /(?:destructure property|is not iterable)[^]*Symbol\(Sym/
const isSame = (ours, v8) => NO_ITERATOR.test(ours) && NO_ITERATOR.test(v8)
const CALLED = new Set(['filter', 'map', 'flatMap', 'distinct'])
/** Numbers that are hard to add up, as functions of what a callback gave. */
const HARD = [0.1, 1e16, -1e16, 1e308, -1e308, 5e-324, 3, 0.3]

const aggregates = (callback) => ({
  n: count(),
  true: count(callback),
  first: first(callback),
  last: last(callback),
  all: collect(callback),
  different: countDistinct(callback),
  one: first(),
  '0': last()
})
const numbers = (callback) => ({ total: sum(callback), mean: avg(callback), least: min(callback), most: max(callback), middle: quantile(0.3, callback) })

/** A pipeline of a seed, over the callbacks of its pair, or nothing. */
function pipelineOf(seed, stages) {
  const random = new Random(seed)
  const called = stages.filter(({ kind, callback, env }) => CALLED.has(kind) && callback !== undefined && env === undefined)
  if (called.length === 0) return undefined
  const [{ callback: key }, { callback: value } = called[0]] = called
  const hard = { hard: sum((_, i, { HARD }) => HARD[(i * 7) % 8]), mean: avg((_, i, { HARD }) => HARD[(i * 5) % 8]) }
  const few = (record, i) => i % 3
  const direction = random.pick(['asc', 'desc'])
  return random.pick([
    (r) => r.groupBy(key, aggregates(value)),
    (r) => r.groupBy(few, { ...aggregates(value), ...numbers(value) }),
    (r) => r.groupBy(key, hard, { HARD }),
    (r) => r.flatMap((o) => [o, o]).groupBy(key, aggregates(value)).map((g) => [g, g.key === g.first]),
    (r) => r.groupBy(few, { all: collect() }).flatMap((g) => g.all).groupBy(key, aggregates(value)),
    (r) => r.sortBy(key, direction),
    (r) => r.map(value).sortBy((o, i) => (typeof o === 'object' ? i % 4 : o), direction).slice(1, 5),
    (r) => r.flatMap((o) => [o, o]).sortBy(key, direction).map((o, i) => [i, o]),
    (r) => r.filter(value).sortBy(key, direction).groupBy(few, { all: collect() })
  ])
}

test(`${PAIRS} random groupings from seed ${SEED}`, (t) => {
  const different = []
  let runs = 0
  let native = 0
  for (let seed = SEED; seed < SEED + PAIRS; seed++) {
    const { plan, inputs } = pairOf(seed)
    if (plan.kind === 'mill' || plan.output === 'lines') continue
    const { input, output, at, space } = plan
    const onError = seed % 3 === 0 ? 'drop' : 'throw'
    let pipeline
    try {
      pipeline = pipelineOf(seed, planFrom(plan).stages)?.(records({ input, output, at, space, onError }))
    } catch {
      continue // what is no JavaScript
    }
    if (pipeline === undefined) continue
    for (const one of inputs) {
      const found = pipeline.verify(bytesFrom(one))
      runs++
      native += found.native ? 1 : 0
      const { native: ours, v8 } = found.difference ?? {}
      if (!found.equal && !isSame(ours, v8)) different.push({ seed, ...found.difference })
    }
  }
  t.diagnostic(`${runs} runs, ${native} of them native`)
  assert.deepEqual(different.slice(0, 5), [])
  assert.ok(PAIRS < 1000 || native > 0.5 * runs)
})
