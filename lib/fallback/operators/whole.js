'use strict'

/** Holds what reaches an operator until all of it is there, then lets it through: one Array method after the other. */
class Whole {
  constructor(operator) {
    this.operator = operator
    this.records = []
    this.origins = []
  }

  push(record, origin) {
    this.records.push(record)
    this.origins.push(origin)
  }

  hole(origin) {
    this.records.length++
    this.origins.push(origin)
  }

  /** More is coming. */
  settle() {}

  /** The callback may write to the array: later elements are read when it is their turn, new ones are not visited. */
  release() {
    const { operator, records, origins } = this
    operator.array = records
    for (let i = 0; i < origins.length; i++) {
      if (i in records) operator.push(records[i], origins[i])
      else operator.hole(origins[i])
      operator.settle()
    }
  }

  end() {
    this.release()
    this.operator.end()
  }

  abandon() {
    this.release()
    this.operator.abandon()
  }
}

module.exports = { Whole }
