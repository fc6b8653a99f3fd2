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
  const native = outcome(() => plan.inNative(input) ?? plan.mixed(input))
  if (native.error?.code === 'ERR_JSONMILL_UNSUPPORTED') throw native.error // no difference, but a pipeline that was told not to run
  if (native.error === undefined && native.output === undefined) {
    return { equal: true, native: false, reason: input.isWellFormed() ? whyV8(plan) : 'lone surrogates in a string have no UTF-8 form' }
  }
  return verification(plan, input, native, outcome(() => plan.inV8(input)))
}

/** Compares two outcomes on the same input, and finds out where they part. */
function verification(plan, input, native, v8) {
  if (isEqual(native, v8)) return { equal: true, native: true }
  const bothWrote = Buffer.isBuffer(native.output) && Buffer.isBuffer(v8.output)
  return { equal: false, native: true, difference: { ...differenceOf(native, v8), ...(bothWrote && locate(plan, input)) } }
}

module.exports = { outcome, verification, verify }
