'use strict'

const { Around } = require('./around.js')

/** So many records pass between two looks at the clock, less one. */
const MASK = 63

/** An operator in a run of limited time. */
class Timed extends Around {
  #records = 0

  constructor(operator, timeout) {
    super(operator)
    this.timeout = timeout
  }

  push(record, origin) {
    if ((this.#records++ & MASK) === 0) this.timeout.check()
    this.operator.push(record, origin)
  }
}

module.exports = { Timed }
