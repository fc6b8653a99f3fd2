// Makes a pair that differs small, for people to read.
import { compare, signature } from './compare.mjs'
import { treesOf } from './pairs.mjs'
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

/** A pair with one input that still differs in the same way, and from which nothing can be taken. */
export async function shrink(pair, difference = fromV8, tries = 3000) {
  const check = async (smaller) => {
    try {
      return await difference(smaller)
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
  const differs = async () => tries-- > 0 && (await check(small)) === wanted
  const attempt = async (change) => {
    const undo = change()
    if (await differs()) return true
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
  while (tries > 0 && (await anyReduction(small, attempt)));
  return small
}

async function anyReduction(small, attempt) {
  for (const tree of treesOf(small)) {
    for (const reduce of reductions(tree, SIMPLEST)) if (await attempt(reduce)) return true
  }
  return false
}
