'use strict'

const { errorOf, payloadOf } = require('./errors.js')
const { explainV8 } = require('./explain.js')
const { runMill } = require('./fallback/mill.js')
const { runRecords } = require('./fallback/records.js')
const { inputOf, transferred } = require('./input.js')
const { addon } = require('./native.js')
const { paramsOf, prepare } = require('./params.js')
const { Sampling, runBoth } = require('./sample.js')
const { verify } = require('./verify.js')
const { warnOnce } = require('./warn.js')
const { jsonMessages } = require('./json-messages.js')
const { localZone } = require('./zone.js')

/**
 * A pipeline ready to run. It decides at each run where: natively when the addon is there and every stage compiled, otherwise all of
 * it in V8.
 */
class Plan {
  constructor(settings, stages) {
    this.settings = settings
    this.stages = stages
    /** The compiled plan, null where there can be none, undefined before the first use. */
    this.compiled = undefined
    /** The local time zone it was compiled for, if that matters. */
    this.zone = undefined
    /** Why the plan as a whole, or its last run, went to V8. */
    this.reason = undefined
    this.sampling = new Sampling()
  }

  /** The compiled plan, or null: then V8 runs it. */
  native() {
    const native = addon()
    if (native === null) return null
    // process.env.TZ may change at any time, and V8 follows
    const moved = this.zone !== undefined && this.zone !== localZone()
    if (this.compiled === undefined || moved) this.compiled = this.compile(native)
    return this.compiled
  }

  compile(native) {
    if (this.settings.input === 'values') return this.leave("input 'values' is read in V8")
    if (this.settings.params) return this.leave('run-time params are given to callbacks in V8')
    const handles = this.stages.map((stage) => stage.compile(native))
    if (handles.includes(null)) return null
    this.zone = this.stages.some((stage) => stage.usesZone) ? localZone() : undefined
    const { kind, input, at, output, space, utf8, bom, limits } = this.settings
    try {
      const options = { kind, input, at, output, space, utf8, bom, limits, zone: this.zone, jsonMessages: jsonMessages() }
      return new native.NativePlan(JSON.stringify(options), handles)
    } catch (error) {
      this.giveUp(payloadOf(error), ['ERR_JSONMILL_UNSUPPORTED', 'ERR_JSONMILL_INTERNAL', 'BAIL'])
      return null
    }
  }

  /** Leaves all runs, or one that is given params, to V8. */
  leave(message) {
    this.giveUp({ code: 'ERR_JSONMILL_UNSUPPORTED', message }, ['ERR_JSONMILL_UNSUPPORTED'])
    return null
  }

  /** The compiled plan if it can take this input, or null. */
  nativeFor(input) {
    const native = input.isWellFormed() ? this.native() : null
    return native === null || input.params === undefined ? native : this.leave('run-time params are given to callbacks in V8')
  }

  /** What one run is given. */
  given(value, { params, transfer }) {
    return (transfer ? transferred(value) : inputOf(value)).with(paramsOf(params, this.settings))
  }

  prepare(params) {
    return prepare(params, this.settings)
  }

  /** Goes on in V8, with the one warning, if the failure is one of `codes` and that is allowed; otherwise throws it. */
  giveUp(payload, codes, saying = 'the pipeline runs in V8') {
    if (!codes.includes(payload.code)) throw errorOf(payload)
    if (this.settings.unsupported === 'throw') {
      throw errorOf(payload.code === 'BAIL' ? { ...payload, code: 'ERR_JSONMILL_UNSUPPORTED' } : payload)
    }
    this.reason = payload.message
    const text = [`${saying}: ${payload.message}`, payload.codeFrame, payload.help && `help: ${payload.help}`]
    warnOnce(text.filter(Boolean).join('\n\n'), 'JSONMILL_FALLBACK')
  }

  /** A failure of a native run: what V8 can do instead returns, everything else is thrown as the public error. */
  recover(error) {
    this.giveUp(payloadOf(error), ['BAIL'], 'the run is repeated in V8')
  }

  runSync(value, options) {
    const input = this.given(value, options)
    const native = this.nativeFor(input)
    if (native === null) return this.inV8(input)
    if (this.sampling.next()) return runBoth(this, native, input.volatile ? input.private() : input)
    return this.callNative(native, input) ?? this.inV8(input)
  }

  /** Runs natively and in V8 on the same input, and compares. */
  verify(value, options) {
    const input = this.given(value, options)
    return verify(this, input.volatile ? input.private() : input)
  }

  /** The output of native code, or undefined where V8 has to run instead. */
  inNative(input) {
    const native = this.nativeFor(input)
    return native === null ? undefined : this.callNative(native, input)
  }

  callNative(native, input) {
    try {
      return native.runSync(input.stableBytes())
    } catch (error) {
      this.recover(error)
      return undefined
    }
  }

  /** The output of V8. */
  inV8(input) {
    const steps = this.stepsInV8(input.volatile ? input.private() : input)
    for (;;) {
      const { done, value: output } = steps.next()
      if (done) return output
    }
  }

  /** The run in V8, as a generator that pauses where an asynchronous run may let the event loop turn. */
  *stepsInV8(input) {
    return this.settings.kind === 'mill' ? runMill(this, input) : yield* runRecords(this, input)
  }

  /** Its first stages alone, one line a record. */
  upTo(count) {
    return new Plan({ ...this.settings, output: 'ndjson', space: '' }, this.stages.slice(0, count))
  }

  /** Native code gave another answer than V8: it is not asked again. */
  distrust() {
    this.compiled = null
    this.zone = undefined
    this.reason = 'a native run gave another result than V8'
  }

  explain() {
    const native = this.native()
    if (native === null) return explainV8(this)
    let text
    try {
      text = native.explain()
    } catch (error) {
      throw errorOf(payloadOf(error))
    }
    return this.reason === undefined ? text : `${text}\nlast repeated in V8: ${this.reason}\n`
  }
}

module.exports = { Plan }
