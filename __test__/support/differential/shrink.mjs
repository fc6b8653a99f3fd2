// Makes a pair that differs small, for people to read.
import { compare, signature } from './compare.mjs'
import { bytesFrom, planFrom, treesOf } from './pairs.mjs'
import { loose, reductions, statement, tight } from './tree.mjs'

const SIMPLEST = {
  expression: ['0', "''", 'r', '1', 'undefined', '[]'].map((text) => tight`${text}`).concat(loose`{}`),
  statement: [statement``]
}

/** How jsonmill and V8 differ on a pair, or undefined. */
function fromV8(pair) {
  const found = compare(pair).results?.find(({ status }) => status === 'different')
  return found && signature(found)
}

/** A pair for people to read. */
export function described({ seed, plan, inputs }) {
  const stages = planFrom(plan).stages.map(({ kind, text, range, initial, env }) => ({ kind, text, range, initial, env: env && Object.keys(env) }))
  return { seed, ...plan, stages, input: bytesFrom(inputs[0]).toString() }
}

/** The same, made small, with both answers. */
export async function explained(pair, smaller) {
  const small = await shrink(pair, fromV8, { smaller: (one) => smaller(described(one)) })
  const { way, expected, got } = compare(small).results?.find(({ status }) => status === 'different') ?? {}
  return { ...described(small), way, expected, got }
}

/**
 * A pair with one input that still differs in the same way, and from which nothing can be taken, or nothing more in the time there is.
 * `smaller` is told of each step.
 */
export async function shrink(pair, difference = fromV8, { tries = 3000, milliseconds = 20_000, smaller = () => {} } = {}) {
  const until = Date.now() + milliseconds
  const check = async (one) => {
    try {
      return await difference(one)
    } catch {
      return undefined // making small went wrong: no program any more
    }
  }
  const small = { ...pair }
  let wanted
  for (const input of pair.inputs) {
    wanted = await check({ ...pair, inputs: [input] })
    small.inputs = [input]
    if (wanted !== undefined) break
  }
  if (wanted === undefined) return pair // it takes what the earlier inputs left behind
  smaller(small)
  const goesOn = () => tries > 0 && Date.now() < until
  const attempt = async (change) => {
    if (!goesOn()) return false
    tries--
    const undo = change()
    if ((await check(small)) === wanted) {
      smaller(small)
      return true
    }
    undo()
    return false
  }
  for (let number = small.plan.stages.length - 1; number >= 0; number--) {
    await attempt(() => {
      const before = small.plan
      small.plan = { ...before, stages: before.stages.filter((_, i) => i !== number) }
      return () => (small.plan = before)
    })
  }
  while (goesOn() && (await anyReduction(small, attempt, goesOn)));
  return small
}

async function anyReduction(small, attempt, goesOn) {
  for (const tree of treesOf(small)) {
    for (const reduce of reductions(tree, SIMPLEST)) {
      if (!goesOn()) return false
      if (await attempt(reduce)) return true
    }
  }
  return false
}
