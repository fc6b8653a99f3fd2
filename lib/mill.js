'use strict'

const { explain } = require('./analyze.js')
const { each, eachSync } = require('./each.js')
const { explainOptions, millOptions, syncOptions } = require('./options.js')
const { Plan } = require('./plan.js')
const { valuesOf } = require('./rows.js')
const { run, runToValues } = require('./run.js')
const { schemaOf } = require('./schema.js')
const { addStage } = require('./stage.js')

/** The one result of a run whose output is objects. */
function valueOf(output) {
  return valuesOf(output)[0]
}

/** Whose plan it is, for the command line. */
const plans = new WeakMap()

/** A plan with one result, as a function over bytes. */
function millOver(plan, name) {
  const fast = (input, options) => plan.callSync(input, options)
  plans.set(fast, plan)
  return Object.defineProperties(fast, {
    name: { value: name },
    length: { value: 1 },
    run: { value: (input, options) => run(plan, input, options), enumerable: true },
    toValueSync: { value: (input, options) => valueOf(plan.asObjects().callSync(input, options)), enumerable: true },
    toValue: { value: async (input, options) => (await runToValues(plan, input, options))[0], enumerable: true },
    eachSync: { value: (inputs, options) => eachSync(plan, inputs, options), enumerable: true },
    each: { value: (inputs, options) => each(plan, inputs, options), enumerable: true },
    verify: { value: (input, options) => plan.verify(input, syncOptions(options)), enumerable: true },
    prepare: { value: (params) => plan.prepare(params), enumerable: true },
    explain: { value: (options) => explain(plan, explainOptions(options)), enumerable: true }
  })
}

function mill(transform, options) {
  const settings = millOptions(options)
  const schema = schemaOf(settings)
  const stages = schema === undefined ? [] : [addStage({ kind: 'validate', index: 0, schema, settings })]
  stages.push(addStage({ kind: 'mill', index: stages.length, callback: transform, settings }))
  return millOver(new Plan(settings, stages), transform.name)
}

/** The plan of a mill; undefined for anything else. */
const planOf = (made) => plans.get(made)

module.exports = { mill, millOver, planOf }
