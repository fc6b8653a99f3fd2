'use strict'

const { millOptions, syncOptions } = require('./options.js')
const { Plan } = require('./plan.js')
const { run } = require('./run.js')
const { addStage } = require('./stage.js')

/** A plan with one result, as a function over bytes. */
function millOver(plan, name) {
  const fast = (input, options) => plan.runSync(input, syncOptions(options))
  return Object.defineProperties(fast, {
    name: { value: name },
    length: { value: 1 },
    run: { value: (input, options) => run(plan, input, options), enumerable: true },
    verify: { value: (input, options) => plan.verify(input, syncOptions(options)), enumerable: true },
    prepare: { value: (params) => plan.prepare(params), enumerable: true },
    explain: { value: () => plan.explain(), enumerable: true }
  })
}

function mill(transform, options) {
  const settings = millOptions(options)
  return millOver(new Plan(settings, [addStage({ kind: 'mill', index: 0, callback: transform, settings })]), transform.name)
}

module.exports = { mill, millOver }
