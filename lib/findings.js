'use strict'

const { Plan } = require('./plan.js')
const { addStage } = require('./stage.js')

/** What a bad record is called that violates no schema. */
const KEYWORDS = { ERR_JSONMILL_PARSE: 'parse', ERR_JSONMILL_CALLBACK: 'callback', ERR_JSONMILL_OPTION: 'output' }

function violationsOf({ code, message, violations, record, offset }, where = { record, offset }) {
  return violations ?? [{ instancePath: '', schemaPath: '', keyword: KEYWORDS[code], params: {}, message, ...where }]
}

/** Runs the stages over an input for what is wrong with it alone: nothing is written. */
function findings(settings, stages, input) {
  const own = { ...settings, onError: 'reject', maxErrors: undefined, maxErrorRate: undefined }
  const nothing = addStage({ kind: 'slice', index: stages.length, settings: own, range: { start: 0, end: 0 } })
  const told = {}
  try {
    new Plan(own, [...stages, nothing]).runSync(input, { told })
  } catch (error) {
    if (error.code !== 'ERR_JSONMILL_PARSE') throw error
    return { valid: false, records: told.records ?? error.record, errors: violationsOf(error) }
  }
  const errors = told.rejected.flatMap(({ record, offset, error }) => violationsOf(error, { record, offset }))
  return { valid: errors.length === 0, records: told.statistics.records, errors }
}

module.exports = { findings }
