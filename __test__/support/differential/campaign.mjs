// Many pairs: what became of them, and which differ.
import { compare } from './compare.mjs'
import { constructsOf } from './coverage.mjs'
import { pairOf } from './pairs.mjs'

/** One of so many programs that have no stage before another is run in all three ways: only two can be different. */
const PLAIN = 4

/** What is compared of a seed, if anything. */
const PAIRS = {
  native: pairOf,
  three: (seed) => {
    const pair = pairOf(seed)
    return pair.plan.stages.length > 1 || seed % PLAIN === 0 ? { ...pair, three: true } : undefined
  }
}

/** An empty tally. A pair is one program run over one input: a document, or all the records of a run. */
export function tally() {
  return { programs: 0, pairs: 0, compiled: 0, same: 0, failing: 0, bailed: 0, refusals: {}, bailing: {}, ways: {}, constructs: {}, different: [] }
}

const count = (counts, name, by = 1) => (counts[name] = (counts[name] ?? 0) + by)

/** Adds one tally to another. */
export function add(sum, one) {
  for (const [name, value] of Object.entries(one)) {
    if (typeof value === 'number') sum[name] += value
    else if (Array.isArray(value)) sum[name].push(...value)
    else for (const [key, times] of Object.entries(value)) count(sum[name], key, times)
  }
  return sum
}

/** Compares the programs of the seeds `from` up to but not including `to`; `begins` is told of each. */
export function campaign({ from, to, way = 'native', begins = () => {} }) {
  const found = tally()
  for (let seed = from; seed < to; seed++) {
    begins(seed)
    const pair = compared(seed, way)
    if (pair === undefined) continue
    found.programs++
    found.pairs += pair.inputs.length
    const { refused, ready, results } = compare(pair)
    if (refused !== undefined) {
      count(found.refusals, refused)
      continue
    }
    found.compiled += pair.inputs.length
    for (const { text } of ready.stages) {
      for (const construct of constructsOf(text ?? '')) count(found.constructs, construct)
    }
    for (const { status, reason, expected, ways } of results) {
      if (status === 'same') found.same++
      if (status === 'same' && expected.error) found.failing++
      if (status === 'bailed') {
        found.bailed++
        count(found.bailing, reason)
      }
      if (ways) count(found.ways, ways.join(', '))
    }
    if (results.some(({ status }) => status === 'different')) found.different.push(seed)
  }
  return found
}

/** The pair that a campaign compares. */
export const compared = (seed, way) => PAIRS[way](seed)

const frequent = (counts) => Object.entries(counts).sort(([, a], [, b]) => b - a).slice(0, 12).map(([name, n]) => `  ${n}  ${name}`).join('\n')

/** A tally in words. */
export function report({ programs, pairs, compiled, same, failing, bailed, refusals, bailing, ways, different }) {
  const share = (part) => `${((100 * part) / pairs).toFixed(1)}%`
  return [
    `${pairs} pairs: ${programs} programs, each over some inputs`,
    `native ${share(compiled)}; of them ${same} give the same, ${failing} of those the same error; ${different.length} programs differ`,
    ...Object.entries(ways).map(([names, times]) => `${times} times the same: ${names}`),
    `left to V8 by the compiler: ${share(pairs - compiled)}\n${frequent(refusals)}`,
    `left to V8 while running: ${share(bailed)}\n${frequent(bailing)}`
  ].join('\n')
}
