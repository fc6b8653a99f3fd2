'use strict'

const { builtinName } = require('./builtins.js')
const { describe } = require('./describe.js')
const { optionError } = require('./errors.js')
const { namesOf } = require('./free-names.js')
const { isObject } = require('./options.js')
const { rebuild } = require('./rebuild.js')
const { sourceOf } = require('./source.js')

/** Functions made by `bind`: what they were made of. */
const bound = new WeakMap()

/**
 * A helper function together with the values of its free names, to be handed to a stage in `env` or `bindings`. Stages copy the values
 * when they are added and compile the function over them; called directly, it runs in V8 over the values themselves.
 */
function bind(fn, values) {
  if (typeof fn !== 'function') throw optionError(`bind(fn, values): fn must be a function, got ${describe(fn)}`)
  if (!isObject(values)) {
    throw optionError(`bind(fn, values): values must be an object of names and values, got ${describe(values)}`)
  }
  if (builtinName(fn) !== undefined) throw optionError(`bind(fn, values): ${builtinName(fn)} is built in: pass it as it is`)
  const { text, problem } = sourceOf(fn)
  if (text === undefined) throw optionError(`bind(fn, values): ${problem.message}`)
  // not a copy: functions that call each other are bound over one object that holds them all in the end
  const { stand } = standIn(fn, text, () => values)
  bound.set(stand, { fn, text, values })
  return stand
}

/** A function that is rebuilt from its text over some values, when it is first called or when `make` is. */
function standIn(fn, text, valuesOf) {
  let made
  const make = () => {
    if (made === undefined) {
      const { referenced } = namesOf(text)
      const entries = Object.entries(valuesOf()).filter(([name]) => referenced.has(name))
      made = rebuild(fn, text, entries.map(([name]) => name), entries.map(([, value]) => value))
    }
    return made
  }
  const stand = (...args) => make()(...args)
  Object.defineProperties(stand, { name: { value: fn.name }, length: { value: fn.length } })
  return { stand, make }
}

/** What a function was bound over, if `bind` made it: { fn, text, values }. */
function boundOver(fn) {
  return bound.get(fn)
}

module.exports = { bind, boundOver, standIn }
