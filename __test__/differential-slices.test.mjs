// An asynchronous run gives what runSync gives, wherever its input is cut.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer, compare } from './support/differential/compare.mjs'
import { bytesFrom, pairOf, planFrom } from './support/differential/pairs.mjs'
import { Random } from './support/differential/random.mjs'
import { shrink } from './support/differential/shrink.mjs'
import { nativePlan, outcome, runSliced } from './support/differential/slices.mjs'

const SEED = Number(process.env.JSONMILL_SEED ?? 1)
const PAIRS = Number(process.env.JSONMILL_PAIRS ?? 600)
/** Inputs up to this size are cut at each of their bytes. */
const SMALL = 100

const usable = ({ plan, ...pair }) => plan.stages.every(({ env }) => env.length === 0) && compare({ ...pair, plan, inputs: [] }).refused === undefined

function cutsOf(seed, length) {
  const random = new Random(seed)
  const some = Array.from({ length: 1 + random.int(6) }, () => random.int(length + 1)).sort((a, b) => a - b)
  const everywhere = Array.from({ length }, (_, i) => i)
  return [[], some, everywhere, ...(length <= SMALL ? everywhere.map((at) => [at]) : [])]
}

/** What may not depend on the slices: how much of the text before an error is still there does, and so does where a document without an array began. */
function told({ text, error }) {
  if (error === undefined) return { text }
  const { snippet, ...rest } = error
  if (!error.help?.includes('`at`')) return { error: rest }
  const { code, message, record } = rest
  return { error: { code, message: message.replace(/ \(byte .*/, ''), record } }
}

/** The first way to cut the pair's inputs that changes the answer, or undefined. */
async function difference(pair) {
  const plan = nativePlan(planFrom(pair.plan))
  for (const input of pair.inputs) {
    const bytes = bytesFrom(input)
    const expected = await outcome(() => plan.runSync(bytes))
    for (const [i, cuts] of cutsOf(pair.seed, bytes.length).entries()) {
      const got = await outcome(() => runSliced(plan, bytes, cuts, { turns: i === 1 }))
      if (JSON.stringify(told(got)) !== JSON.stringify(told(expected))) return { cuts, expected, got }
    }
  }
  return undefined
}

/** What kind of difference it is, for making the pair small. */
const kindOf = async (pair) => {
  const found = await difference(pair)
  return found && [found.expected, found.got].map(({ error }) => error?.code).join()
}

async function describe(pair) {
  const small = await shrink(pair, kindOf, { tries: 300 })
  return { seed: pair.seed, stages: planFrom(small.plan).stages, input: bytesFrom(small.inputs[0]).toString(), ...(await difference(small)) }
}

test(`cut anywhere, ${PAIRS} pairs from seed ${SEED}`, async () => {
  for (let seed = SEED, pairs = 0; pairs < PAIRS; seed++) {
    const pair = pairOf(seed)
    if (!usable(pair)) continue
    pairs += pair.inputs.length
    if (await difference(pair)) assert.fail(JSON.stringify(await describe(pair), null, 2))
  }
})

test('run and runSync agree', async () => {
  for (let seed = SEED; seed < SEED + PAIRS / 3; seed++) {
    const { pipeline, results = [] } = compare(pairOf(seed))
    for (const { bytes, status } of results) {
      const expected = answer(() => pipeline.runSync(bytes))
      const got = await pipeline.run(bytes).then(
        (output) => answer(() => output),
        (error) => answer(() => { throw error })
      )
      assert.deepEqual(got, expected, `seed ${seed} (${status})`)
    }
  }
})
