'use strict'

const { Operator } = require('./operator.js')

/** One level is taken apart, and its gaps are left out: https://tc39.es/ecma262/#sec-array.prototype.flatmap */
class FlatMap extends Operator {
  push(record, origin) {
    const result = this.call(record, origin)
    if (!Array.isArray(result)) {
      this.next.push(result, origin)
      return
    }
    for (let i = 0; i < result.length; i++) if (i in result) this.next.push(result[i], origin)
  }
}

module.exports = { FlatMap }
