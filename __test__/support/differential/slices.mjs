// A run that gets its input in slices cut anywhere: the layer below `run`, which cuts at megabytes.
import { createRequire } from 'node:module'
import { LIMITS } from './compare.mjs'

const require = createRequire(import.meta.url)
const { NativePlan, compileStage } = require('../../../native/index.js')
const { snapshot } = require('../../../lib/snapshot.js')

const indent = (space) => (typeof space === 'number' ? ' '.repeat(space) : space)

/** A compiled plan of stages without env. */
export function nativePlan({ kind, input, at, output, space, stages }) {
  const handles = stages.map(({ kind: step, text = null, range: [start, end] = [], initial = [] }, index) => {
    const wire = initial.length > 0 ? snapshot(initial[0], 'initial').wire : null
    return compileStage(JSON.stringify({ kind: step, index, source: text, env: null, bindings: null, third: 'array', start, end, initial: wire, hasInitial: initial.length > 0 }))
  })
  return new NativePlan(JSON.stringify({ kind, input, at, output, space: indent(space), utf8: 'replace', bom: 'error', limits: LIMITS }), handles)
}

/** What a call or a promise gives: `{ text }` or `{ error }`, the addon's own description of a failure. */
export async function outcome(call) {
  try {
    return { text: (await call()).toString() }
  } catch (error) {
    return { error: JSON.parse(error.message) }
  }
}

/** Runs over `bytes` cut at the offsets `cuts`; a turn of the worker thread for each slice, or one for all. */
export async function runSliced(plan, bytes, cuts, { turns = false } = {}) {
  const run = plan.start()
  let from = 0
  for (const to of [...cuts, bytes.length]) {
    run.copy(bytes.subarray(from, to))
    if (turns) await run.compute()
    from = to
  }
  return run.finish()
}
