'use strict'

const { whyV8 } = require('./explain.js')
const { differenceOf, isEqual } = require('./verify/compare.js')
const { locate } = require('./verify/locate.js')

/** What a run gave, be it an output or an error. */
function outcome(call) {
  try {
    return { output: call() }
  } catch (error) {
    return { error }
  }
}

/** Runs natively and in V8 on the same input. */
function verify(plan, input) {
  if (plan.settings.numbers === 'exact') return verifyRounded(plan, input)
  const native = outcome(() => plan.inNative(input) ?? plan.mixed(input))
  if (native.error?.code === 'ERR_JSONMILL_UNSUPPORTED') throw native.error // no difference, but a pipeline that was told not to run
  if (native.error === undefined && native.output === undefined) {
    return { equal: true, native: false, reason: input.isWellFormed() ? whyV8(plan) : 'lone surrogates in a string have no UTF-8 form' }
  }
  return verification(plan, input, native, outcome(() => plan.inV8(input)))
}

/** Exact numbers as V8 reads and writes them: what is left to compare is all else. */
function verifyRounded(plan, input) {
  const native = outcome(() => rounded(plan.inNative(input), plan.settings))
  if (native.error?.code === 'ERR_JSONMILL_UNSUPPORTED') throw native.error
  return verification(plan, input, native, outcome(() => plan.rounded().inV8(input)))
}

function rounded(output, { output: format, space }) {
  if (format === 'ndjson') return Buffer.from(output.toString().replace(/^.+$/gm, (line) => JSON.stringify(JSON.parse(line))))
  return format === 'json' ? Buffer.from(JSON.stringify(JSON.parse(output.toString()), null, space)) : output
}

/** Compares two outcomes on the same input, and finds out where they part. */
function verification(plan, input, native, v8) {
  if (isEqual(native, v8)) return { equal: true, native: true }
  const bothWrote = Buffer.isBuffer(native.output) && Buffer.isBuffer(v8.output)
  return { equal: false, native: true, difference: { ...differenceOf(native, v8), ...(bothWrote && locate(plan, input)) } }
}

module.exports = { outcome, verification, verify }
