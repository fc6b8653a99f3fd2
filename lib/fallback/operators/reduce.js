'use strict'

const { fresh } = require('../fresh.js')
const { Operator } = require('./operator.js')

/** https://tc39.es/ecma262/#sec-array.prototype.reduce */
class Reduce extends Operator {
  constructor(stage, next, params) {
    super(stage, next, params)
    this.begun = stage.initial !== undefined
    this.accumulator = fresh(stage.initial?.view)
  }

  push(record, origin) {
    const { run, stage, env } = this
    const index = this.index++
    if (!this.begun) {
      this.begun = true
      this.accumulator = record
      return
    }
    try {
      this.accumulator = run(this.accumulator, record, index, stage.takesEnv ? env : this.array)
    } catch (thrown) {
      throw stage.failure(thrown, origin)
    }
  }

  end() {
    if (!this.begun) throw this.stage.failure(new TypeError('Reduce of empty array with no initial value'), undefined)
    this.next.push(this.accumulator, undefined)
  }
}

module.exports = { Reduce }
