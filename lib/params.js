'use strict'

const { describe } = require('./describe.js')
const { optionError, payloadOf } = require('./errors.js')
const { localeProblem } = require('./locale.js')
const { isObject } = require('./options.js')
const { snapshot } = require('./snapshot.js')
const { mayUseZone } = require('./zone.js')

const LABEL = 'options.params'

/** A snapshot of params: `view` for V8 and, from the first native run on, `native` for the addon. */
class Params {
  constructor({ wire, view, problem, rewind }) {
    this.wire = wire
    this.view = view
    this.problem = problem
    this.rewind = rewind
    this.native = undefined
    /** Why V8 alone can take them: a payload. */
    this.refused = problem && { code: 'ERR_JSONMILL_UNSUPPORTED', message: `${problem}: it cannot be copied to native code` }
    /** Whether a result may depend on the local time zone. */
    this.usesZone = false
    /** The plan that ran with them last, and that as a function from the second time on. */
    this.plan = undefined
    this.call = undefined
  }

  /** A plan under them as a function; undefined at the first run, because they are often made for one alone. */
  callOf(plan) {
    if (this.plan !== plan) {
      this.plan = plan
      this.call = undefined
      return undefined
    }
    return (this.call ??= plan.direct(this.native))
  }

  /** The native form, made once; undefined where `refused` says why there is none. */
  toNative(addon) {
    if (this.native === undefined && this.refused === undefined) {
      try {
        const text = JSON.stringify(this.wire)
        const message = localeProblem(text)
        if (message !== undefined) {
          this.refused = { code: 'ERR_JSONMILL_UNSUPPORTED', message }
        } else {
          this.native = new addon.NativeParams(text)
          this.usesZone = mayUseZone(text)
        }
      } catch (error) {
        this.refused = payloadOf(error)
      }
      this.wire = undefined
    }
    return this.native
  }
}

/** Params converted once, for any number of runs. Its contents are nobody's business. */
class Prepared {
  #params

  constructor(params) {
    this.#params = params
    Object.freeze(this)
  }

  static paramsOf(value) {
    return typeof value === 'object' && value !== null && #params in value ? value.#params : undefined
  }
}

/** A snapshot of params, refused where nothing but native code is wanted and they have no native form. */
function take(value, { kind, unsupported }) {
  const prepared = Prepared.paramsOf(value)
  if (prepared !== undefined) return prepared
  if (kind === 'records' && !isObject(value)) throw optionError(`${LABEL} must be an object of names and values, got ${describe(value)}`)
  const taken = new Params(snapshot(value, LABEL))
  if (taken.problem && unsupported === 'throw') throw optionError(`${taken.problem}: it cannot be copied to native code`)
  return taken
}

function prepare(value, settings) {
  checkDeclared(settings)
  return new Prepared(take(value, settings))
}

/** A record's callback gets params as its third parameter, where otherwise the array is: so they are declared. */
function checkDeclared({ kind, params }) {
  if (kind === 'records' && !params) throw optionError(`${LABEL}: this pipeline takes none; declare them with records({ params: true })`)
}

/** What one run is given, as a snapshot; undefined where it is given none. A mill's transform may do without. */
function paramsOf(value, settings) {
  if (value === undefined) {
    if (settings.params) throw optionError(`${LABEL} is missing: this pipeline was declared with params`)
    return undefined
  }
  checkDeclared(settings)
  return take(value, settings)
}

/** The third parameter of a stage's callback: its env over the run's params; undefined where neither is declared. */
function envOver(params, env) {
  if (params === undefined) return env?.view
  return env === undefined ? params.view : Object.freeze({ ...params.view, ...env.view })
}

module.exports = { envOver, paramsOf, prepare }
