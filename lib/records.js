'use strict'

const { Duplex } = require('node:stream')
const { explain } = require('./analyze.js')
const { membersOf } = require('./aggregates.js')
const { runFile } = require('./file.js')
const { iterate } = require('./iterate.js')
const { reductionOver } = require('./reduction.js')
const { directionOf, explainOptions, fileOptions, position, recordsOptions, streamOptions, syncOptions } = require('./options.js')
const { Plan } = require('./plan.js')
const { valuesOf } = require('./rows.js')
const { run, runToValues } = require('./run.js')
const { RunStream } = require('./stream.js')
const { schemaOf, schemaSpec } = require('./schema.js')
const { measured } = require('./statistics.js')
const { addStage } = require('./stage.js')
const { findings } = require('./findings.js')

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

  #with(parts) {
    return [...this.#stages, addStage({ ...parts, index: this.#stages.length, settings: this.#settings })]
  }

  #add(parts) {
    return new Records(this.#settings, this.#with(parts))
  }

  /** Lets records pass that the schema allows. */
  validate(schema, options) {
    const ofInput = this.#stages.every((stage) => stage.callback === undefined && !stage.changes)
    return this.#add({ kind: 'validate', schema: schemaSpec(schema, options), ofInput })
  }

  filter(callback, env) {
    return this.#add({ kind: 'filter', callback, env })
  }

  map(callback, env) {
    return this.#add({ kind: 'map', callback, env })
  }

  flatMap(callback, env) {
    return this.#add({ kind: 'flatMap', callback, env })
  }

  slice(start, end) {
    const range = { start: position(start, 'slice(start): start'), end: position(end, 'slice(start, end): end') }
    return this.#add({ kind: 'slice', range })
  }

  sort(comparator, env) {
    return this.#add({ kind: 'sort', callback: comparator, env })
  }

  sortBy(key, direction, env) {
    return this.#add({ kind: 'sortBy', callback: key, env, descending: directionOf(direction) === 'desc' })
  }

  distinct(key, env) {
    return this.#add({ kind: 'distinct', callback: key, env })
  }

  groupBy(key, aggregates, env) {
    return this.#add({ kind: 'groupBy', callback: key, env, members: membersOf(aggregates) })
  }

  /** Arguments are counted, as in Array: an initial value of undefined is one. */
  reduce(callback, ...rest) {
    const [value, env] = rest
    const initial = rest.length > 0 ? { value } : undefined
    const stages = this.#with({ kind: 'reduce', callback, env, initial })
    return reductionOver(new Plan({ ...this.#settings, output: 'json' }, stages), callback.name)
  }

  runSync(input, options) {
    return this.#plan.callSync(input, options)
  }

  run(input, options) {
    return run(this.#plan, input, options)
  }

  toArraySync(input, options) {
    return valuesOf(this.#plan.asObjects().callSync(input, options))
  }

  toArray(input, options) {
    return runToValues(this.#plan, input, options)
  }

  stream(options) {
    return new RunStream(this.#plan, streamOptions(options))
  }

  transformStream(options) {
    return Duplex.toWeb(this.stream(options))
  }

  iterate(source, options) {
    return iterate(this.#plan, source, streamOptions(options))
  }

  runFile(source, target, options) {
    return runFile(this.#plan, source, target, fileOptions(options))
  }

  async report(input, options) {
    const told = measured({})
    const output = await run(this.#plan, input, options, told)
    return { output, rejected: told.rejected, statistics: told.statistics }
  }

  reportSync(input, options) {
    const told = measured({})
    const output = this.#plan.runSync(input, { ...syncOptions(options), told })
    return { output, rejected: told.rejected, statistics: told.statistics }
  }

  /** What is wrong with the records, without output. */
  validateOnly(input) {
    return findings(this.#settings, this.#stages, input)
  }

  verify(input, options) {
    return this.#plan.verify(input, syncOptions(options))
  }

  prepare(params) {
    return this.#plan.prepare(params)
  }

  explain(options) {
    return explain(this.#plan, explainOptions(options))
  }
}

function records(options) {
  const settings = recordsOptions(options)
  const schema = schemaOf(settings)
  return new Records(settings, schema === undefined ? [] : [addStage({ kind: 'validate', index: 0, schema, settings })])
}

module.exports = { records }
