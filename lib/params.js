'use strict'

const { describe } = require('./describe.js')
const { optionError } = require('./errors.js')
const { isObject } = require('./options.js')
const { snapshot } = require('./snapshot.js')

const LABEL = 'options.params'

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
  const taken = snapshot(value, LABEL)
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
