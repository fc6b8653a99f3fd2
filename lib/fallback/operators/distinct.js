'use strict'

const { Operator } = require('./operator.js')

/** Keeps the first record of each key; keys are told apart as a Set does it. Without a callback the record is its own key. */
class Distinct extends Operator {
  seen = new Set()

  push(record, origin) {
    const key = this.run === undefined ? record : this.call(record, origin)
    if (this.seen.has(key)) return
    this.seen.add(key)
    this.next.push(record, origin)
  }
}

module.exports = { Distinct }
