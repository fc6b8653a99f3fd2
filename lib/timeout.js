'use strict'

const { performance } = require('node:perf_hooks')
const { limitError, payloadOf } = require('./errors.js')

/** How long a call on this thread may take. */
class Timeout {
  constructor(milliseconds) {
    this.milliseconds = milliseconds
    this.end = performance.now() + milliseconds
  }

  left() {
    return Math.max(0, this.end - performance.now())
  }

  /** Throws once the time is over. */
  check() {
    if (this.left() === 0) throw this.error()
  }

  error() {
    return limitError({ message: `the call took longer than options.timeoutMs (${this.milliseconds})`, help: 'run() takes a signal, and leaves the event loop free' })
  }

  /** What a native call that was stopped gives is that error; another one is thrown as it is. */
  within(call) {
    try {
      return call(this.left())
    } catch (error) {
      throw payloadOf(error).code === 'CANCELLED' ? this.error() : error
    }
  }
}

module.exports = { Timeout }
