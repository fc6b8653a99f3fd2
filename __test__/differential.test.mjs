// Random callbacks over random records: jsonmill answers what V8 answers, byte for byte, or says that it cannot.
// JSONMILL_SEED and JSONMILL_PAIRS choose what runs: JSONMILL_SEED=17 JSONMILL_PAIRS=1 repeats one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, isDeepStrictEqual } from 'node:util'
import { report } from './support/differential/campaign.mjs'
import { compare, compiled } from './support/differential/compare.mjs'
import { CONSTRUCTS } from './support/differential/coverage.mjs'
import { pairOf, planFrom } from './support/differential/pairs.mjs'
import { explain, spread } from './support/differential/processes.mjs'
import { inV8 } from './support/mode.mjs'

const SEED = Number(process.env.JSONMILL_SEED ?? 1)
const PAIRS = Number(process.env.JSONMILL_PAIRS ?? 200_000)
/** Pairs that are run natively, with one stage in V8, and in V8 as a whole. */
const THREE = Math.ceil(PAIRS / 10)
/** What the slower comparisons get: they look at ways in and out, not at the language. */
const FEW = Math.ceil(PAIRS / 250)
/** All of a value, to be compared as text: invalid dates are equal to nothing. */
const WHOLE = { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity }
const SHOWN = 5

process.removeAllListeners('warning') // one for each of the stages that V8 runs

/** No difference and no program that did not come back, or the first of them. */
async function alike({ different, stuck = [] }, way) {
  assert.deepEqual(stuck, [])
  assert.deepEqual(await Promise.all(different.slice(0, SHOWN).map((seed) => explain(seed, way))), [])
}

test(`${PAIRS} random pairs from seed ${SEED}`, async (t) => {
  const found = await spread({ seed: SEED, wanted: PAIRS, way: 'native' })
  t.diagnostic(`seeds ${found.seeds}\n${report(found)}`)
  await alike(found, 'native')
  if (PAIRS < 60_000) return
  // a campaign whose programs run in V8 proves nothing, nor does one that leaves out half of the language
  assert.ok(found.compiled > 0.9 * found.pairs)
  assert.ok(found.bailed < 0.05 * found.pairs)
  assert.deepEqual(CONSTRUCTS.filter((name) => !(found.constructs[name] >= 10)), [])
  const rare = CONSTRUCTS.map((name) => [name, found.constructs[name]]).sort(([, a], [, b]) => a - b)
  t.diagnostic(`${CONSTRUCTS.length} constructs, each in native programs; the rarest: ${rare.slice(0, 12).map((one) => one.join(' ')).join(', ')}`)
})

test(`${THREE} of them natively, with one stage in V8, and all in V8`, async (t) => {
  const found = await spread({ seed: SEED, wanted: THREE, way: 'three' })
  t.diagnostic(`seeds ${found.seeds}\n${report(found)}`)
  await alike(found, 'three')
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
  for (let seed = SEED; seed < SEED + FEW && different.length < SHOWN; seed++) {
    const pair = pairOf(seed)
    for (const { status, bytes } of compare(pair).results ?? []) {
      if (status === 'bailed') continue // some would take for ever
      const native = valuesOf(pair, bytes, { unsupported: 'throw' })
      if (['ERR_JSONMILL_UNSUPPORTED', undefined].includes(native.error?.code) && native.error) continue
      const v8 = inV8(() => valuesOf(pair, bytes))
      const same = native.error?.code === 'ERR_JSONMILL_PARSE' ? v8.error?.code === native.error.code : isDeepStrictEqual(native, v8) || inspect(native, WHOLE) === inspect(v8, WHOLE)
      if (!same) different.push({ seed, input: bytes.toString(), native, v8 })
    }
  }
  assert.deepEqual(different, [])
})
