'use strict'

const { Operator } = require('./operator.js')

/** https://tc39.es/ecma262/#sec-array.prototype.map */
class MapRecords extends Operator {
  push(record, origin) {
    this.next.push(this.call(record, origin), origin)
  }

  hole(origin) {
    this.index++
    this.next.hole(origin)
  }
}

module.exports = { MapRecords }
