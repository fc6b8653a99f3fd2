'use strict'

const { millOptions, recordsOptions, syncOptions } = require('./options.js')
const { addon } = require('./native.js')
const { Plan } = require('./plan.js')
const { run } = require('./run.js')
const { Stage } = require('./stage.js')

/** A stage compiles when it is added, so that a mistake shows where it was written. */
function addStage(parts) {
  const stage = new Stage(parts)
  const native = addon()
  if (native !== null) stage.compile(native)
  return stage
}

/** A transform as a function over bytes. */
function mill(transform, options) {
  const settings = millOptions(options)
  const plan = new Plan(settings, [addStage({ kind: 'mill', index: 0, callback: transform, settings })])
  const fast = (input, options) => {
    syncOptions(options)
    return plan.runSync(input)
  }
  return Object.defineProperties(fast, {
    name: { value: transform.name },
    length: { value: 1 },
    run: { value: (input, options) => run(plan, input, options), enumerable: true },
    explain: { value: () => plan.explain(), enumerable: true }
  })
}

/** An immutable pipeline: every stage gives a new one, and the old one stays usable. */
class Records {
  #settings
  #stages
  #plan

  constructor(settings, stages) {
    this.#settings = settings
    this.#stages = stages
    this.#plan = new Plan(settings, stages)
    Object.freeze(this)
  }

  #add(kind, callback, env) {
    const settings = this.#settings
    const stage = addStage({ kind, index: this.#stages.length, callback, env, settings })
    return new Records(settings, [...this.#stages, stage])
  }

  filter(callback, env) {
    return this.#add('filter', callback, env)
  }

  map(callback, env) {
    return this.#add('map', callback, env)
  }

  runSync(input, options) {
    syncOptions(options)
    return this.#plan.runSync(input)
  }

  run(input, options) {
    return run(this.#plan, input, options)
  }

  explain() {
    return this.#plan.explain()
  }
}

function records(options) {
  return new Records(recordsOptions(options), [])
}

module.exports = { mill, records }
