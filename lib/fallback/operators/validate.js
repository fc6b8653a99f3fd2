'use strict'

const { Operator } = require('./operator.js')

/** Lets records pass that the schema allows. */
class Validate extends Operator {
  push(record, origin) {
    const violations = this.stage.violations(record)
    if (violations.length > 0) throw this.stage.invalid(violations, origin)
    this.next.push(record, origin)
  }
}

module.exports = { Validate }
