'use strict'

/** Around an operator: everything goes on to it. */
class Around {
  constructor(operator) {
    this.operator = operator
  }

  push(record, origin) {
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

module.exports = { Around }
