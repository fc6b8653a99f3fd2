'use strict'

const { performance } = require('node:perf_hooks')

const NANOSECONDS = 1e6

/** Where the time of a run in V8 goes: to what was entered last. What is outside of all operators is reading. */
class Meter {
  constructor(stages) {
    this.rows = new Array(stages).fill(0)
    /** By stage; behind them writing, and reading. */
    this.times = new Array(stages + 2).fill(0)
    this.owner = stages + 1
    this.last = performance.now()
  }

  /** From now on time belongs to `owner`; gives whose it was. */
  enter(owner) {
    const now = performance.now()
    const before = this.owner
    this.times[before] += now - this.last
    this.last = now
    this.owner = owner
    return before
  }

  /** Others had the thread meanwhile. */
  resume() {
    this.last = performance.now()
  }

  /** As native code tells it. */
  tally() {
    this.enter(this.owner)
    const count = this.rows.length
    const nanoseconds = this.times.map((time) => Math.round(time * NANOSECONDS))
    const stages = this.rows.map((rows, at) => ({ rows, nanoseconds: nanoseconds[at] }))
    const evaluate = stages.reduce((sum, stage) => sum + stage.nanoseconds, 0)
    const write = nanoseconds[count]
    return { stages, total: evaluate + write + nanoseconds[count + 1], evaluate, write }
  }
}

/** An operator, or the sink, whose time and records are counted. */
class Tallied {
  constructor(operator, meter, at) {
    this.operator = operator
    this.meter = meter
    this.at = at
  }

  within(call) {
    const before = this.meter.enter(this.at)
    try {
      return call(this.operator)
    } finally {
      this.meter.enter(before)
    }
  }

  push(record, origin) {
    if (this.at < this.meter.rows.length) this.meter.rows[this.at]++
    this.within((operator) => operator.push(record, origin))
  }

  hole(origin) {
    this.within((operator) => operator.hole(origin))
  }

  settle() {
    this.within((operator) => operator.settle())
  }

  end() {
    this.within((operator) => operator.end?.())
  }

  abandon() {
    this.within((operator) => operator.abandon?.())
  }
}

module.exports = { Meter, Tallied }
