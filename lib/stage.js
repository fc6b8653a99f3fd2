'use strict'

const { callbackFor } = require('./fallback/callback.js')
const { frame } = require('./code-frame.js')
const { describe } = require('./describe.js')
const { callbackError, errorOf, optionError, payloadOf } = require('./errors.js')
const { takesThird } = require('./free-names.js')
const { isObject } = require('./options.js')
const { snapshot } = require('./snapshot.js')
const { sourceOf } = require('./source.js')
const { warnOnce } = require('./warn.js')

/** Payloads at compile time that mean "not natively": V8 can take such a stage over. */
const CAN_RUN_IN_V8 = new Set(['ERR_JSONMILL_UNSUPPORTED', 'ERR_JSONMILL_INTERNAL', 'BAIL'])

/** One step as the user wrote it. It belongs to every pipeline that was built upon it and compiles once for all of them. */
class Stage {
  /** @param {{ kind: 'mill' | 'filter' | 'map', index: number, callback: Function, env?: object, settings: object }} parts */
  constructor({ kind, index, callback, env, settings }) {
    const name = kind === 'mill' ? 'transform' : 'callback'
    if (typeof callback !== 'function') {
      throw optionError(`${kind}(${name}): ${name} must be a function, got ${describe(callback)}`)
    }
    if (env !== undefined && !isObject(env)) {
      throw optionError(`${kind}(callback, env): env must be an object of names and values, got ${describe(env)}`)
    }
    this.kind = kind
    this.index = index
    this.callback = callback
    this.throws = settings.unsupported === 'throw'
    this.env = env === undefined ? undefined : snapshot(env, 'env')
    this.bindings = settings.bindings === undefined ? undefined : snapshot(settings.bindings, 'options.bindings')
    const { text, problem } = sourceOf(callback)
    this.source = text
    this.codeFrame = text === undefined ? undefined : frame(text)
    /** Why it runs in V8: { message, line, column, codeFrame, help }. */
    this.reason = undefined
    this.handle = undefined
    if (problem) this.refuse({ code: 'ERR_JSONMILL_UNSUPPORTED', diagnostics: [problem], ...problem })
    else this.refuseValues()
  }

  /** Values without a wire form: an error where everything must be native, else the reason for V8. */
  refuseValues() {
    const found = this.env?.problem ?? this.bindings?.problem
    if (found === undefined) return
    const message = `${found}: it cannot be copied to native code; env takes JSON values, Date, RegExp, Map, Set and functions`
    if (this.throws) throw optionError(message)
    this.refuse({ code: 'ERR_JSONMILL_UNSUPPORTED', message })
  }

  /** Notes why this stage runs in V8, or throws. */
  refuse(payload) {
    if (this.throws) throw errorOf({ ...payload, stage: this.index })
    this.reason = payload
  }

  warn() {
    const { message, line, column, codeFrame, help } = this.reason
    const at = line === undefined ? '' : ` (line ${line}, column ${column})`
    const label = this.kind === 'mill' ? 'mill' : `${this.kind} (stage ${this.index})`
    const text = [`${label} runs in V8: ${message}${at}`, codeFrame, help && `help: ${help}`].filter(Boolean).join('\n\n')
    warnOnce(text, 'JSONMILL_FALLBACK')
  }

  /** The compiled stage, or null where `reason` tells why there is none. */
  compile(addon) {
    if (this.handle === undefined && this.reason === undefined) {
      try {
        this.handle = addon.compileStage(this.spec())
      } catch (error) {
        const payload = payloadOf(error)
        if (!CAN_RUN_IN_V8.has(payload.code)) throw errorOf({ ...payload, stage: this.index })
        this.refuse(payload)
      }
    }
    if (this.reason) this.warn()
    return this.handle ?? null
  }

  spec() {
    return JSON.stringify({
      kind: this.kind,
      index: this.index,
      source: this.source,
      env: this.env?.wire ?? null,
      bindings: this.bindings?.wire ?? null,
      third: this.env === undefined ? 'array' : 'env'
    })
  }

  /** What V8 calls: `run`, and whether it may look at the array, its third argument. */
  inV8() {
    this.v8 ??= {
      ...callbackFor(this),
      wantsArray: this.env === undefined && takesThird(this.callback, this.source)
    }
    return this.v8
  }

  /** What its callback threw in V8 at a record of the input, as the public error. */
  failure(thrown, record) {
    const { rebuiltOver } = this.v8
    const help =
      rebuiltOver && thrown instanceof ReferenceError
        ? `the callback was rebuilt over ${rebuiltOver.join(', ')} of its env: add every other name it takes from outside`
        : undefined
    return callbackError(thrown, { record, stage: this.index, codeFrame: this.codeFrame, help })
  }

  /** Before each run in V8: captured regular expressions begin at their start again. */
  rewind() {
    this.env?.rewind()
    this.bindings?.rewind()
  }
}

module.exports = { Stage }
