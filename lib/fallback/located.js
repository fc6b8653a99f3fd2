'use strict'

const { validationError } = require('../errors.js')
const { Lines } = require('../locate.js')
const { find, recordsOf } = require('../place.js')
const { bufferOf } = require('../report.js')

/** Looks up where records of one input lie, in one pass where they are asked for in order. */
class Places {
  constructor(input, settings) {
    this.bytes = bufferOf(input)
    this.settings = settings
    this.lines = new Lines(this.bytes)
    this.starts = []
    this.before = input.before
    this.records = recordsOf(this.bytes, settings)
  }

  /** Where a record begins in these bytes. */
  startOf(record) {
    const number = record - this.before.records
    while (this.starts.length <= number) {
      const { value, done } = this.records.next()
      if (done) return this.bytes.length
      this.starts.push(value[0])
    }
    return this.starts[number]
  }

  /** The same error with the places of what it is about: found out now, since most runs have no error. */
  complete(error) {
    if (error.code !== 'ERR_JSONMILL_VALIDATION') return error
    const { record, stage } = error
    const start = this.startOf(record)
    const { bytes, lines } = this.before
    const placeOf = (one) => (error.ofInput && this.settings.input !== 'csv' ? find(this.bytes, start, one.instancePath) : start)
    const violations = error.violations.map((one) => ({ ...one, record, offset: placeOf(one) + bytes }))
    const [{ offset, instancePath, message }] = violations
    const place = this.lines.of(offset - bytes)
    const line = place.line + lines
    const { column } = place
    const more = violations.length > 1 ? `, and ${violations.length - 1} more` : ''
    const which = this.settings.kind === 'mill' ? '' : `record ${record}, `
    const text = `${instancePath && `${instancePath} `}${message}${more} (${which}byte ${offset}, line ${line}, column ${column})`
    return validationError({ message: text, record, stage, offset, line, column, violations })
  }
}

/** An error of a run in V8 as the user sees it. */
function located(error, input, settings) {
  return error?.code === 'ERR_JSONMILL_VALIDATION' ? new Places(input, settings).complete(error) : error
}

/** Bad records with their places. */
function locateAll(errors, input, settings) {
  if (errors.length === 0) return []
  const places = new Places(input, settings)
  const sorted = [...errors].sort((a, b) => a.record - b.record)
  return sorted.map((error) => {
    const { record } = error
    const at = places.startOf(record)
    const { bytes, lines } = input.before
    return { record, offset: at + bytes, line: places.lines.of(at).line + lines, error: places.complete(error) }
  })
}

module.exports = { locateAll, located }
