'use strict'

const { verifying } = require('./mode.js')
const { outcome, verification } = require('./verify.js')
const { warnOnce } = require('./warn.js')

/** Which runs of one pipeline are verified: the first, and then every so many. */
class Sampling {
  #credit = 1

  /** Whether the next run is one of them. */
  next() {
    const settings = verifying()
    if (settings === undefined || settings.verifySample === 0) return false
    const isDue = this.#credit >= 1
    if (isDue) this.#credit -= 1
    this.#credit += settings.verifySample
    return isDue
  }
}

/**
 * Both outcomes of a sampled run as the caller's one: V8's, which is right by definition, unless only V8's own limits ended it. A
 * pipeline that was found to differ runs in V8 from now on.
 */
function settle(plan, input, native, v8) {
  if (native.error?.code === 'ERR_JSONMILL_UNSUPPORTED') throw native.error // told not to run in V8
  const found = verification(plan, input, native, v8)
  const answer = found.equal ? native : v8
  if (!found.equal) report(plan, found)
  if (answer.error !== undefined) throw answer.error
  return answer.output
}

/** A run of the sample on this thread. */
function runBoth(plan, native, input) {
  const first = outcome(() => plan.callNative(native, input))
  if (first.error === undefined && first.output === undefined) return plan.inV8(input)
  return settle(plan, input, first, outcome(() => plan.inV8(input)))
}

function report(plan, found) {
  plan.distrust()
  const onMismatch = verifying()?.onMismatch
  if (onMismatch === undefined) {
    // no data and no numbers: the same finding is said once
    const { stage } = found.difference
    const text = `a native run gave another result than V8${stage === undefined ? '' : ` (stage ${stage})`}; V8's was used, and the pipeline runs in V8 from now on. Please report it`
    warnOnce([text, plan.stages[stage]?.codeFrame].filter(Boolean).join('\n\n'), 'JSONMILL_MISMATCH')
    return
  }
  try {
    onMismatch(found)
  } catch (error) {
    // an observer must not take a service down
    warnOnce(`onMismatch failed: ${error?.message ?? error}`, 'JSONMILL_MISMATCH')
  }
}

module.exports = { Sampling, runBoth, settle }
