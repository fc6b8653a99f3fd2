// Random callbacks over random records: jsonmill answers what V8 answers, byte for byte, or says that it cannot.
// JSONMILL_SEED and JSONMILL_PAIRS choose what runs: JSONMILL_SEED=17 JSONMILL_PAIRS=1 repeats one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, isDeepStrictEqual } from 'node:util'
import { configure } from '../index.mjs'
import { compare, compiled } from './support/differential/compare.mjs'
import { bytesFrom, pairOf, planFrom } from './support/differential/pairs.mjs'
import { shrink } from './support/differential/shrink.mjs'
import { inV8 } from './support/mode.mjs'

const SEED = Number(process.env.JSONMILL_SEED ?? 1)
const PAIRS = Number(process.env.JSONMILL_PAIRS ?? 6000)
/** All of a value, to be compared as text: invalid dates are equal to nothing. */
const WHOLE = { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity }
const SHOWN = Number(process.env.JSONMILL_SHOWN ?? 5)

async function describe(pair) {
  const small = await shrink(pair)
  const { seed, plan, inputs } = small
  const [result] = compare(small).results
  return {
    seed,
    ...plan,
    stages: planFrom(plan).stages.map(({ kind, text, env }) => ({ kind, text, env: env && Object.keys(env) })),
    input: bytesFrom(inputs[0]).toString(),
    expected: result.expected,
    got: result.got
  }
}

const count = (counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1)
const byFrequency = (counts) => [...counts].sort(([, a], [, b]) => b - a).slice(0, 12).map(([name, n]) => `  ${n}  ${name}`).join('\n')

/** Compares pairs until there are `wanted`, or enough that differ. `vary` makes another comparison of a pair. */
async function campaign(wanted, vary = (pair) => pair) {
  const refused = new Map()
  const bailed = new Map()
  const different = []
  let same = 0
  let failing = 0
  let compared = 0
  let seed = SEED
  for (; compared < wanted && different.length < SHOWN; seed++) {
    const pair = vary(pairOf(seed))
    compared += pair.inputs.length
    const { refused: reason, results } = compare(pair)
    if (reason !== undefined) {
      count(refused, reason)
      continue
    }
    for (const { status, reason, expected } of results) {
      if (status === 'same') same++
      if (status === 'bailed') count(bailed, reason)
      if (status === 'same' && expected.error) failing++
    }
    if (results.some(({ status }) => status === 'different')) different.push(pair)
  }
  const share = (counts, unit) => `${((100 * unit * [...counts.values()].reduce((a, b) => a + b, 0)) / compared).toFixed(1)}%`
  return {
    different,
    report: [
      `${compared} pairs, seeds ${SEED} to ${seed - 1}: ${same} the same, of them ${failing} the same error; ${different.length} callbacks differ`,
      `refused ${share(refused, 3)}\n${byFrequency(refused)}`,
      `left to V8 at run time ${share(bailed, 1)}\n${byFrequency(bailed)}`
    ].join('\n')
  }
}

test(`${PAIRS} random pairs from seed ${SEED}`, async (t) => {
  const { different, report } = await campaign(PAIRS)
  t.diagnostic(report)
  assert.deepEqual(await Promise.all(different.map(describe)), [])
})

test('the same in V8, where no addon loads', async () => {
  configure({ mode: 'js' })
  const { different } = await campaign(PAIRS / 10)
  assert.deepEqual(await Promise.all(different.map(describe)), [])
  configure({ mode: 'native' })
})

test('the same where one stage runs in V8, and those before it natively', async (t) => {
  process.removeAllListeners('warning') // one for each of those stages
  const { different, report } = await campaign(PAIRS / 3, (pair) => ({ ...pair, wrapped: 1 + (pair.seed % 2) }))
  t.diagnostic(report)
  assert.deepEqual(await Promise.all(different.map(describe)), [])
})

test('the same as values', () => {
  const different = []
  const valuesOf = (pair, bytes, options) => {
    try {
      const pipeline = compiled(planFrom(pair.plan), options)
      return { values: pipeline.values?.(bytes) ?? pipeline.toArraySync?.(bytes) }
    } catch ({ code, name, message, record, stage }) {
      return { error: { code, name, message, record, stage } }
    }
  }
  for (let seed = SEED; seed < SEED + PAIRS / 6 && different.length < SHOWN; seed++) {
    const pair = pairOf(seed)
    for (const bytes of pair.inputs.map(bytesFrom)) {
      const native = valuesOf(pair, bytes, { unsupported: 'throw' })
      if (['ERR_JSONMILL_UNSUPPORTED', undefined].includes(native.error?.code) && native.error) continue
      const v8 = inV8(() => valuesOf(pair, bytes))
      const same = native.error?.code === 'ERR_JSONMILL_PARSE' ? v8.error?.code === native.error.code : isDeepStrictEqual(native, v8) || inspect(native, WHOLE) === inspect(v8, WHOLE)
      if (!same) different.push({ seed, input: bytes.toString(), native, v8 })
    }
  }
  assert.deepEqual(different, [])
})
