'use strict'

const { Operator } = require('./operator.js')

/** https://tc39.es/ecma262/#sec-array.prototype.filter */
class Filter extends Operator {
  push(record, origin) {
    if (this.call(record, origin)) this.next.push(record, origin)
  }
}

module.exports = { Filter }
