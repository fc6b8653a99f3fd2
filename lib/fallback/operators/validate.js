'use strict'

const { Operator } = require('./operator.js')

/** Lets records pass that the schema allows. */
class Validate extends Operator {
  push(record, origin) {
    const { record: checked, violations } = this.stage.checked(record)
    if (violations.length > 0) throw this.stage.invalid(violations, origin)
    this.next.push(checked, origin)
  }
}

module.exports = { Validate }
