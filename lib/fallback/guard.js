'use strict'

const { Around } = require('./around.js')

/** Around an operator, where bad records do not end the run: what one of them throws is noted, and the others go on. */
class Guard extends Around {
  constructor(operator, rejections) {
    super(operator)
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
}

module.exports = { Guard }
