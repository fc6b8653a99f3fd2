'use strict'

const { runRecords } = require('../fallback/records.js')
const { defined, excerpt, firstDifference } = require('./compare.js')

const LF = 0x0a

/**
 * The first stage whose results differ, the first record there, and both values: ever longer beginnings of the pipeline are run, one
 * line a record. Nothing is found where only the writing differs.
 */
function locate(plan, input) {
  const { settings, stages } = plan
  if (settings.kind === 'mill') return { record: 0, stage: 0 }
  for (const stage of stages) {
    const part = plan.upTo(stage.index + 1)
    let outputs
    try {
      outputs = [part.inNative(input), part.inV8(input)]
    } catch {
      return undefined // a failure has its own record and stage
    }
    const [native, v8] = outputs
    if (native === undefined) return undefined
    const offset = firstDifference(native, v8)
    if (offset === native.length && offset === v8.length) continue
    const row = rowAt(v8, offset)
    const record = stage.kind === 'reduce' ? undefined : originOf(part, input, row)
    return defined({ record, stage: stage.index, native: lineAt(native, offset), v8: lineAt(v8, offset) })
  }
  return undefined
}

function rowAt(output, offset) {
  let row = 0
  for (let at = output.indexOf(LF); at >= 0 && at < offset; at = output.indexOf(LF, at + 1)) row++
  return row
}

/** One result, cut around the place. */
function lineAt(output, offset) {
  const start = offset === 0 ? 0 : output.lastIndexOf(LF, offset - 1) + 1
  const end = output.indexOf(LF, start)
  return excerpt({ output: output.subarray(start, end < 0 ? output.length : end) }, offset - start)
}

/** The input record that a row of V8's results came from. */
function originOf(part, input, row) {
  const origins = []
  const push = (_, origin) => origins.push(origin)
  const steps = runRecords(part, input, { sink: { push, hole: (origin) => push(undefined, origin), settle() {}, finish() {} } })
  while (!steps.next().done);
  return origins[row]
}

module.exports = { locate }
