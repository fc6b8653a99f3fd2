'use strict'

const { boundOver } = require('./bind.js')
const { apply } = require('./changes.js')
const { callbackFor } = require('./fallback/callback.js')
const { frame } = require('./code-frame.js')
const { describe } = require('./describe.js')
const { callbackError, errorOf, optionError, payloadOf, validationError } = require('./errors.js')
const { takesArgument } = require('./free-names.js')
const { addon } = require('./native.js')
const { isObject } = require('./options.js')
const { protoKeys, protoViolations } = require('./proto-keys.js')
const { Validator, schemaErrorOf } = require('./schema.js')
const { snapshot } = require('./snapshot.js')
const { sourceOf } = require('./source.js')
const { warnOnce } = require('./warn.js')
const { localeProblem } = require('./locale.js')
const { mayUseZone } = require('./zone.js')

/** Payloads at compile time that mean "not natively": V8 can take such a stage over. */
const CAN_RUN_IN_V8 = new Set(['ERR_JSONMILL_UNSUPPORTED', 'ERR_JSONMILL_INTERNAL', 'BAIL'])

/** What the function of a stage is called in messages, where it is not `callback`. */
const PARAMETER = { mill: 'transform', sort: 'comparator', distinct: 'key', groupBy: 'key', sortBy: 'key' }
const WITHOUT_FUNCTION = new Set(['slice', 'sort', 'distinct', 'validate'])
/** Which argument of its callback is the array, where no env is given. A comparator never gets it. */
const ARRAY_AT = { filter: 2, map: 2, flatMap: 2, distinct: 2, reduce: 3 }

/** Stages whose callbacks never get the array. */
const ENV_ONLY = new Set(['groupBy', 'aggregate', 'sortBy'])

/** JSON has no infinity; no array is that long. */
const INFINITE = 1e308

/** One step as the user wrote it. It belongs to every pipeline that was built upon it and compiles once for all of them. */
class Stage {
  /**
   * @param {{ kind: string, index: number, settings: object, callback?: Function, env?: object, initial?: { value: unknown },
   *   range?: { start?: number, end?: number } }} parts `initial` is the one of a reduce that has one, `range` that of a slice
   */
  constructor({ kind, index, settings, callback, env, initial, range, schema, members, descending, ofInput = true }) {
    const name = PARAMETER[kind] ?? 'callback'
    if (typeof callback !== 'function' && !(callback === undefined && WITHOUT_FUNCTION.has(kind))) {
      throw optionError(`${kind}(${name}): ${name} must be a function, got ${describe(callback)}`)
    }
    if (env !== undefined && !isObject(env)) {
      const parameters = kind === 'reduce' ? 'callback, initial, env' : `${name}, env`
      throw optionError(`${kind}(${parameters}): env must be an object of names and values, got ${describe(env)}`)
    }
    this.kind = kind
    this.index = index
    /** Set where bind() made the callback: then it runs over those values and no others. */
    this.bound = callback === undefined ? undefined : boundOver(callback)
    callback = this.bound?.fn ?? callback
    this.callback = callback
    this.throws = settings.unsupported === 'throw'
    this.range = range
    /** Whether a sortBy goes from the greatest to the least. */
    this.descending = descending
    /** What the schema of a validate stage is compiled from. */
    this.schema = schema
    /** Whether its schema may change records. */
    this.changes = schema !== undefined && (schema.changes || schema.protoKeys === 'remove')
    /** Whether its records still are those of the input: then what violates the schema can be found there. */
    this.ofInput = ofInput
    this.initial = initial === undefined ? undefined : snapshot(initial.value, 'initial')
    this.env = env === undefined ? undefined : snapshot(env, 'env')
    /** Whether the third parameter is env, be it the stage's own or the run's params; otherwise it is the array. */
    this.takesEnv = env !== undefined || settings.params === true || ENV_ONLY.has(kind)
    this.bindings = this.snapshotBindings(settings.bindings)
    const { text, problem } = callback === undefined ? {} : sourceOf(callback, kind)
    this.source = text
    this.codeFrame = text === undefined ? undefined : frame(text)
    /** Why it runs in V8: { message, line, column, codeFrame, help }. */
    this.reason = undefined
    this.handle = undefined
    /** Whether its results may depend on the local time zone. */
    this.usesZone = false
    if (problem) this.refuse({ code: 'ERR_JSONMILL_UNSUPPORTED', diagnostics: [problem], ...problem })
    else this.refuseValues()
    /** The members of a groupBy's records: { name, aggregate, part }, where `part` is the callback's own half of the stage. */
    this.members = members?.map(([name, aggregate]) => ({ name, aggregate, part: this.partOf(aggregate, { index, settings, env }) }))
  }

  /** The callback of an aggregate, as a stage that is never compiled by itself. */
  partOf({ callback }, parts) {
    if (callback === undefined) return undefined
    const part = new Stage({ ...parts, kind: 'aggregate', callback })
    // one snapshot: what its callbacks see of env is the same
    part.env = this.env
    this.reason ??= part.reason
    return part
  }

  /** The values of free names, where they do not come from env. */
  snapshotBindings(bindings) {
    if (this.bound !== undefined) return snapshot(this.bound.values, 'bind(fn, values): values')
    return this.callback === undefined || bindings === undefined ? undefined : snapshot(bindings, 'options.bindings')
  }

  /** Values without a wire form: an error where everything must be native, else the reason for V8. */
  refuseValues() {
    const found = this.env?.problem ?? this.bindings?.problem ?? this.initial?.problem
    if (found === undefined) return
    const message = `${found}: it cannot be copied to native code, which takes JSON values, Date, RegExp, Map, Set and functions`
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
        const spec = this.spec()
        const message = localeProblem(spec)
        if (message !== undefined) {
          this.refuse({ code: 'ERR_JSONMILL_UNSUPPORTED', message })
        } else {
          this.handle = addon.compileStage(spec)
          this.usesZone = mayUseZone(spec)
        }
      } catch (error) {
        if (this.schema !== undefined) throw schemaErrorOf(error, 'validate(schema)')
        const payload = payloadOf(error)
        if (!CAN_RUN_IN_V8.has(payload.code)) throw errorOf({ ...payload, stage: this.index })
        this.refuse(payload)
      }
    }
    if (this.reason) this.warn()
    return this.handle ?? null
  }

  spec() {
    const { kind, index, env, bindings, initial, range, schema } = this
    if (schema !== undefined) return `{"kind":"validate","index":${index},"schema":${schema.text}}`
    return JSON.stringify({
      kind,
      index,
      source: this.source ?? null,
      env: env?.wire ?? null,
      bindings: bindings?.wire ?? null,
      third: this.takesEnv ? 'env' : 'array',
      ...(kind === 'reduce' && { initial: initial?.wire ?? null, hasInitial: initial !== undefined }),
      ...(this.descending && { descending: true }),
      ...(this.members && { aggregates: this.members.map(memberSpec) }),
      ...(range && { start: finite(range.start), end: finite(range.end) })
    })
  }

  /** What V8 calls: `run`, if there is a callback, and whether it may look at the array of all records. */
  inV8() {
    this.v8 ??= this.callback === undefined ? { run: undefined, wantsArray: false } : { ...callbackFor(this), wantsArray: this.wantsArray() }
    return this.v8
  }

  wantsArray() {
    const position = ARRAY_AT[this.kind]
    return position !== undefined && !this.takesEnv && takesArgument(position, this.callback, this.source)
  }

  /** What its callback threw in V8 at a record of the input, as the public error. */
  failure(thrown, record) {
    const { rebuiltOver } = this.inV8()
    const help =
      rebuiltOver && thrown instanceof ReferenceError
        ? `the callback was rebuilt over ${rebuiltOver.join(', ')} of its env: add every other name it takes from outside`
        : undefined
    return callbackError(thrown, { record, stage: this.index, codeFrame: this.codeFrame, help })
  }

  /**
   * What goes on of a value in a run that goes on in V8, changed where the schema's options want that, or what is wrong with it. Where a
   * callback made it, its JSON form is checked; that is what goes on then if the schema may change it.
   */
  checked(given) {
    const record = this.changes && !this.ofInput ? JSON.parse(JSON.stringify(given) ?? 'null') : given
    const { protoKeys: keys, asIs } = this.schema
    const refused = keys === 'error' ? protoViolations(record) : []
    if (keys === 'remove') protoKeys(record, true)
    if (asIs || refused.length > 0) return { record, violations: refused }
    this.validator ??= new Validator(this.schema)
    const { violations, changes } = this.validator.found(record)
    return { record: apply(record, changes), violations }
  }

  /** A record that violates the schema; where it lies is found out when somebody is to see it. */
  invalid(violations, record) {
    const error = validationError({ message: '', record, stage: this.index, violations })
    return Object.assign(error, { ofInput: this.ofInput })
  }

  /** Before each run in V8: captured regular expressions begin at their start again. */
  rewind() {
    this.env?.rewind()
    this.bindings?.rewind()
    for (const { part } of this.members ?? []) part?.rewind()
  }
}

/** A member of a groupBy's records, as the engine reads it. */
function memberSpec({ name, aggregate, part }) {
  const { source = null, bindings } = part ?? {}
  return { name, aggregate: aggregate.name, share: aggregate.share ?? null, source, bindings: bindings?.wire ?? null }
}

/** A position as JSON has it; null stands for none. */
function finite(position) {
  return position === undefined ? null : Math.max(-INFINITE, Math.min(INFINITE, position))
}

/** A stage compiles when it is added, so that a mistake shows where it was written. */
function addStage(parts) {
  const stage = new Stage(parts)
  const native = addon()
  if (native !== null) stage.compile(native)
  else if (stage.schema !== undefined) stage.checked(null)
  return stage
}

module.exports = { addStage }
