'use strict'

const { Operator } = require('./operator.js')

/** Places that count from the end need all records: https://tc39.es/ecma262/#sec-array.prototype.slice */
class Slice extends Operator {
  constructor(stage, next, params) {
    super(stage, next, params)
    const { start = 0, end = Infinity } = stage.range
    this.start = start
    this.stop = end
    this.held = start < 0 || end < 0 ? [] : undefined
  }

  /** Whether it has all of its records: no other gets through. */
  get isFull() {
    return this.held === undefined && this.index > 0 && this.index >= this.stop
  }

  push(record, origin) {
    this.take((next) => next.push(record, origin))
  }

  hole(origin) {
    this.take((next) => next.hole(origin))
  }

  take(send) {
    if (this.held !== undefined) this.held.push(send)
    else if (this.index >= this.start && this.index < this.stop) send(this.next)
    this.index++
  }

  end() {
    for (const send of this.held?.slice(this.start, this.stop) ?? []) {
      send(this.next)
      this.next.settle()
    }
  }
}

module.exports = { Slice }
