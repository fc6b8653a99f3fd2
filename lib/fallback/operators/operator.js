'use strict'

const { envOver } = require('../../params.js')

/**
 * A stage at work in V8: records are pushed in and go on to `next`, which is an operator too or the sink. `origin` is the number of the
 * input record that a value came from; it travels along, for errors.
 */
class Operator {
  constructor(stage, next, params) {
    this.stage = stage
    this.next = next
    this.run = stage.inV8().run
    /** Its env over the run's params, where either is declared. */
    this.env = envOver(params, stage.env)
    this.index = 0
    /** All records that reach this stage, where its callback may look at them. */
    this.array = undefined
  }

  /** Calls the callback as Array methods do: record, index, and env or the array. */
  call(record, origin) {
    const { run, stage, env } = this // called without a receiver, as V8 does
    try {
      return run(record, this.index++, stage.takesEnv ? env : this.array)
    } catch (thrown) {
      throw stage.failure(thrown, origin)
    }
  }

  /** A gap, which only a callback that deletes from the array can make. Most Array methods pass over it. */
  hole() {
    this.index++
  }

  /** All of what one record became has been pushed. */
  settle() {
    this.next.settle()
  }

  /** Everything has been pushed. */
  end() {}

  /** The input ends here in a failure: only what lies before it goes on, and nothing that needs all records. */
  abandon() {}
}

module.exports = { Operator }
