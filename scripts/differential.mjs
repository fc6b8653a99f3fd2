// Compares random programs with V8 for as long as one likes; the test suite runs the first two hundred thousand pairs.
//
//   nice -n 15 node scripts/differential.mjs --seed 1000000 --pairs 1000000 --workers 1
//
// --way native (the default), or three: natively, with one stage in V8, and all in V8. Ends with 1 where programs differ, each made small.
import { parseArgs } from 'node:util'
import { report } from '../__test__/support/differential/campaign.mjs'
import { explain, spread } from '../__test__/support/differential/processes.mjs'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, pairs: { type: 'string', default: '200000' }, workers: { type: 'string' }, way: { type: 'string', default: 'native' } }
})
/** Pairs between two lines that say how far it is. */
const BLOCK = 10_000

let said = 0
const found = await spread({
  seed: Number(values.seed),
  wanted: Number(values.pairs),
  way: values.way,
  ...(values.workers && { workers: Number(values.workers) }),
  told: ({ pairs, different }, next) => {
    if (pairs < said + BLOCK) return
    said = pairs
    console.log(`${pairs} pairs, seeds ${values.seed} to ${next - 1}; different: ${different.join(', ') || 'none'}`)
  }
})
console.log(`seeds ${found.seeds}\n${report(found)}`)
for (const seed of found.different) console.log(JSON.stringify(await explain(seed, values.way), null, 2))
for (const one of found.stuck) console.log(one)
process.exitCode = found.different.length + found.stuck.length > 0 ? 1 : 0
