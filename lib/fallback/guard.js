'use strict'

/** Around an operator, where bad records do not end the run: what one of them throws is noted, and the others go on. */
class Guard {
  constructor(operator, rejections) {
    this.operator = operator
    this.rejections = rejections
  }

  push(record, origin) {
    const { operator, rejections } = this
    if (rejections.has(origin)) return
    try {
      operator.push(record, origin)
    } catch (error) {
      rejections.add(error)
    }
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

module.exports = { Guard }
