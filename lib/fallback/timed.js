'use strict'

/** So many records pass between two looks at the clock, less one. */
const MASK = 63

/** An operator in a run of limited time. */
class Timed {
  #records = 0

  constructor(operator, timeout) {
    this.operator = operator
    this.timeout = timeout
  }

  push(record, origin) {
    if ((this.#records++ & MASK) === 0) this.timeout.check()
    this.operator.push(record, origin)
  }

  hole(origin) {
    this.operator.hole(origin)
  }

  settle() {
    this.operator.settle()
  }

  end() {
    this.operator.end?.()
  }

  abandon() {
    this.operator.abandon?.()
  }

  /** The array that its callback may look at. */
  set array(array) {
    this.operator.array = array
  }
}

module.exports = { Timed }
