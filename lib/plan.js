'use strict'

const { errorOf, isJsonMillError, payloadOf, unsupportedError } = require('./errors.js')
const { explainV8, whyV8 } = require('./explain.js')
const { runMill } = require('./fallback/mill.js')
const { runRecords } = require('./fallback/records.js')
const { inputOf, transferred } = require('./input.js')
const { runsPlainly } = require('./mode.js')
const { addon } = require('./native.js')
const { syncOptions } = require('./options.js')
const { paramsOf, prepare } = require('./params.js')
const { pooled, pooledText } = require('./pool.js')
const { concluded, failed } = require('./report.js')
const { Sampling, runBoth } = require('./sample.js')
const { isHeard, measured } = require('./statistics.js')
const { Timeout } = require('./timeout.js')
const { verify } = require('./verify.js')
const { warnOnce } = require('./warn.js')
const { jsonMessages } = require('./json-messages.js')
const { localZone } = require('./zone.js')

/** V8 cannot tell whether exact numbers are right. */
const NEVER = { next: () => false }

/** Of a run that is given nothing but its input. */
const NO_OPTIONS = Object.freeze({})

/** After so many runs that V8 had to repeat, native code is not asked again to begin a run that goes on in V8 anyway. */
const MAX_BAILS = 4

/**
 * A pipeline ready to run. It decides at each run where: natively when the addon is there and every stage compiled; else the stages before
 * the first that did not compile natively and the others in V8; else all of it in V8.
 */
class Plan {
  constructor(settings, stages) {
    this.settings = settings
    this.stages = stages
    /** The compiled plan, null where there can be none, undefined before the first use. */
    this.compiled = undefined
    /** The local time zone it was compiled for, if that matters. */
    this.zone = undefined
    /** Whether params brought dates. */
    this.tookDates = false
    /** Why the plan as a whole, or its last run, went to V8. */
    this.reason = undefined
    /** How many runs V8 had to repeat. */
    this.bails = 0
    this.sampling = settings.numbers === 'exact' ? NEVER : new Sampling()
    /** The compiled plan as a function, from the first run on that is given no params and reports nothing. */
    this.call = undefined
    /** The stages before the first that runs in V8, as a plan of their own. */
    this.beginning = undefined
    /** The same stages with JavaScript values as their results. */
    this.objects = undefined
    /** The same stages with output that does not wait for the end of the input. */
    this.stream = undefined
  }

  /** The compiled plan, or null: then V8 runs it. */
  native() {
    const native = addon()
    if (native === null || this.checksLines()) return null
    // process.env.TZ may change at any time, and V8 follows
    const moved = this.zone !== undefined && this.zone !== localZone()
    if (this.compiled === undefined || moved) this.compiled = this.compile(native)
    return this.compiled
  }

  compile(native) {
    const handles = this.stages.map((stage) => stage.compile(native))
    if (handles.includes(null)) return null
    this.zone = this.tookDates || this.stages.some((stage) => stage.usesZone) ? localZone() : undefined
    const { kind, input, at, params, output, space, numbers, csv, utf8, bom, limits, onError, errorValues, maxErrors, stream, spill } = this.settings
    try {
      const zone = { zone: this.zone, jsonMessages: jsonMessages() }
      const options = { kind, input, at, params, output, space, numbers, csv, utf8, bom, limits, onError, errorValues, maxErrors, stream, spill, ...zone }
      this.call = undefined
      return new native.NativePlan(JSON.stringify(options), handles)
    } catch (error) {
      this.giveUp(payloadOf(error), ['ERR_JSONMILL_UNSUPPORTED', 'ERR_JSONMILL_INTERNAL', 'BAIL'])
      return null
    }
  }

  /** Whether each line is checked to be UTF-8 by itself, as bad ones do not end the run: that is done in V8. */
  checksLines() {
    const { onError, utf8, input } = this.settings
    return onError !== 'throw' && utf8 === 'strict' && input !== 'json'
  }

  /** The compiled plan if it can take this input and what the run is given besides, or null. */
  nativeFor(input) {
    const native = input.isWellFormed() ? this.native() : null
    const { params } = input
    if (native === null || params === undefined) return native
    if (params.toNative(addon()) === undefined) {
      this.giveUp(params.refused, ['ERR_JSONMILL_UNSUPPORTED', 'ERR_JSONMILL_INTERNAL'], 'the run goes to V8')
      return null
    }
    if (!params.usesZone || this.zone !== undefined) return native
    this.tookDates = true
    this.compiled = undefined
    return this.native()
  }

  /** What one run is given. */
  given(value, { params, transfer, told, timeoutMs }) {
    let wanted = told ?? (this.settings.onError === 'throw' ? undefined : {})
    if (isHeard() && wanted?.measured !== true) wanted = measured(wanted ?? {})
    const input = (transfer ? transferred(value) : inputOf(value)).with(paramsOf(params, this.settings), wanted)
    if (timeoutMs !== undefined) input.timeout = new Timeout(timeoutMs)
    return input
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
    this.bails++
  }

  /** A run with options as they come. */
  callSync(value, options) {
    return options === undefined ? this.runAlone(value) : this.runSync(value, syncOptions(options))
  }

  /** A run without options: by the shortest way, once one has gone the long way. */
  runAlone(value) {
    const isReady = this.call !== undefined && runsPlainly() && !isHeard() && (this.zone === undefined || this.zone === localZone())
    const isText = typeof value === 'string'
    if (!isReady || (isText && !value.isWellFormed())) return this.runSync(value, NO_OPTIONS)
    let output
    try {
      output = isText ? pooledText(this.call, value) : pooled(this.call, value)
    } catch (error) {
      this.recover(error)
      return this.inV8(inputOf(value))
    }
    return output ?? this.runSync(value, NO_OPTIONS)
  }

  runSync(value, options) {
    const input = this.given(value, options)
    return input.told === undefined ? this.runOver(input) : this.runTelling(input, options)
  }

  /** The same, and tells of it. */
  runTelling(input, options) {
    try {
      return concluded(this, input, this.runOver(input), options)
    } catch (error) {
      failed(this, input, error)
      throw error
    }
  }

  runOver(input) {
    const native = this.nativeFor(input)
    if (native === null) return this.inV8(input, this.before(input))
    if (input.timeout === undefined && this.sampling.next()) return runBoth(this, native, input.volatile ? input.private() : input)
    return this.callNative(native, input) ?? this.inV8(input)
  }

  /** Runs natively and in V8 on the same input, and compares. */
  verify(value, options) {
    const input = this.given(value, { ...options, timeoutMs: undefined })
    return verify(this, input.volatile ? input.private() : input)
  }

  /** The output of native code, or undefined where V8 has to run instead. */
  inNative(input) {
    const native = this.nativeFor(input)
    return native === null ? undefined : this.callNative(native, input)
  }

  callNative(native, input) {
    try {
      const bytes = input.stableBytes()
      if (input.timeout !== undefined) return this.callWithin(native, bytes, input)
      if (input.told !== undefined) {
        const { output, report } = native.runReporting(bytes, input.params?.native, input.told.measured)
        Object.assign(input.told, JSON.parse(report), { ran: 'native' })
        return output
      }
      const { params } = input
      const call = params === undefined ? (this.call ??= native.direct()) : params.callOf(native)
      return (call && pooled(call, bytes)) ?? native.runSync(bytes, params?.native)
    } catch (error) {
      if (isJsonMillError(error)) throw error
      this.recover(error)
      return undefined
    }
  }

  /** The same in limited time. */
  callWithin(native, bytes, { params, told, timeout }) {
    const { output, report } = timeout.within((left) => native.runWithin(bytes, params?.native, left, told?.measured))
    if (told !== undefined) Object.assign(told, JSON.parse(report), { ran: 'native' })
    return output
  }

  /**
   * The stages that native code can run before V8 takes over, or undefined. Only these: behind a stage in V8 records are JavaScript values,
   * and to write them as text for native code costs several times what calling the other callbacks costs.
   */
  nativeBeginning() {
    const { kind, input, utf8 } = this.settings
    const byLine = input !== 'json'
    // rows of CSV are told by their places, which the rows that native code hands over do not know
    if (kind === 'mill' || input === 'csv' || !this.stages.some((stage) => stage.reason !== undefined)) return undefined
    // a line goes on to V8 before a callback of the next one, which might write to the array, is called
    const count = this.stages.findIndex((stage) => stage.reason !== undefined || (byLine && stage.inV8().wantsArray))
    // strict UTF-8 is checked before the first record natively, and in V8 line by line
    if (count < 1 || (byLine && utf8 === 'strict')) return undefined
    this.beginning ??= this.withOutput('rows', this.stages.slice(0, count))
    return this.beginning.bails < MAX_BAILS ? this.beginning : undefined
  }

  /** Stages with rows or objects as their output, of which no limit is known. */
  withOutput(output, stages) {
    const limits = { ...this.settings.limits, maxOutputBytes: undefined }
    return new Plan({ ...this.settings, output, space: '', limits }, stages)
  }

  /** What native code makes of an input before V8 takes over: `count` stages and their rows. Undefined where V8 has to do it all. */
  before(input) {
    const beginning = this.nativeBeginning()
    const rows = beginning?.inNative(input)
    return rows === undefined ? undefined : { count: beginning.stages.length, rows }
  }

  /** The output of native code as far as it goes and of V8 behind it, or undefined where V8 has to run alone. */
  mixed(input) {
    const before = this.before(input)
    return before === undefined ? undefined : this.inV8(input, before)
  }

  /** The output of V8, which takes over behind the stages of `before`, if there are any. */
  inV8(input, before) {
    const steps = this.stepsInV8(input.volatile ? input.private() : input, before)
    for (;;) {
      const { done, value: output } = steps.next()
      if (done) return output
      input.timeout?.check()
    }
  }

  /** Whether V8 can run it at all. */
  checkV8() {
    if (this.settings.numbers === 'exact') throw noExactNumbers(this)
  }

  /** The run in V8, as a generator that pauses where an asynchronous run may let the event loop turn. */
  *stepsInV8(input, before) {
    this.checkV8()
    return this.settings.kind === 'mill' ? runMill(this, input) : yield* runRecords(this, input, { before })
  }

  /** The same pipeline with JavaScript values as its output: an array of them, or rows that `valuesOf` reads. */
  asObjects() {
    this.objects ??= this.withOutput('objects', this.stages)
    return this.objects
  }

  /** The same pipeline with output that is handed out while input is still coming: errors come in input order. */
  forStream() {
    this.stream ??= new Plan({ ...this.settings, stream: true }, this.stages)
    return this.stream
  }

  /** Its first stages, or none, for a stream that goes on in V8: rows of them. */
  streamUpTo(count) {
    this.beginning ??= this.withOutput('rows', this.stages.slice(0, count))
    return this.beginning
  }

  /** The same pipeline with V8's numbers. */
  rounded() {
    return new Plan({ ...this.settings, numbers: 'js' }, this.stages)
  }

  /** Its first stages alone, one line a record. */
  upTo(count) {
    return new Plan({ ...this.settings, output: 'ndjson', space: '' }, this.stages.slice(0, count))
  }

  /** Native code gave another answer than V8: it is not asked again. */
  distrust() {
    this.compiled = null
    this.call = undefined
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

/** V8's numbers have no text: nothing of such a run is left to it. */
function noExactNumbers(plan) {
  const message = `numbers: 'exact' needs native code, and V8 would have to run this: ${whyV8(plan)}`
  return unsupportedError({ message, help: "leave out numbers: 'exact', or have such numbers written as strings" })
}

module.exports = { Plan }
