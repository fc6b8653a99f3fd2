'use strict'

const { limitError } = require('../errors.js')

/** What a record can do wrong; all else ends the run. */
const OF_RECORDS = new Set(['ERR_JSONMILL_PARSE', 'ERR_JSONMILL_CALLBACK', 'ERR_JSONMILL_VALIDATION', 'ERR_JSONMILL_OPTION'])

/** Bad records of one run, which were left out. */
class Rejections {
  constructor({ onError, maxErrors = Infinity }, before) {
    this.keeps = onError === 'reject'
    this.max = maxErrors
    this.count = before?.rejected ?? 0
    this.errors = []
    this.origins = new Set()
  }

  has(origin) {
    return this.origins.has(origin)
  }

  /** Notes what a record threw, or throws it where no record is to blame. */
  add(error) {
    if (!OF_RECORDS.has(error.code) || error.record === undefined) throw error
    this.origins.add(error.record)
    if (++this.count > this.max) throw tooMany(error, this.max)
    if (this.keeps) this.errors.push(error)
  }
}

function tooMany(error, max) {
  const { record, stage, offset, line, column } = error
  return limitError({
    message: `more than ${max} bad records, which is options.maxErrors; the last: ${error.message}`,
    record,
    stage,
    offset,
    line,
    column,
    help: 'raise options.maxErrors if this is expected'
  })
}

module.exports = { Rejections, tooMany }
