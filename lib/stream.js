'use strict'

const { AsyncResource } = require('node:async_hooks')
const { performance } = require('node:perf_hooks')
const { Duplex } = require('node:stream')
const { Flow } = require('./flow.js')
const { Rejects } = require('./rejects.js')
const { checkRate } = require('./report.js')
const { isHeard, measured, publish, publishFailed, statisticsOf } = require('./statistics.js')

/** How many bytes wait on either side before the other side is asked to wait. */
const HIGH_WATER = 1 << 20

/**
 * A pipeline as a stream: bytes in, bytes out. Each write goes to a worker thread with everything that waits; what is written there comes
 * out at once, so memory holds slices and never the whole.
 */
class RunStream extends Duplex {
  #plan
  #flow
  #rejects
  #resume
  #told
  /** Callbacks that V8 runs, and the caller's, see the context in which the stream was made. */
  #context = new AsyncResource('jsonmill.stream')
  /** Since when it waits for input, and how long it has waited for that, and for who reads, in milliseconds. */
  #since
  #read = 0
  #waited = 0
  /** Its end has been told. */
  #isOver = false
  #forget = () => {}
  /** The output has ended before the input. */
  #hasEnded = false

  constructor(plan, settings) {
    super({ readableHighWaterMark: HIGH_WATER, writableHighWaterMark: HIGH_WATER })
    this.#plan = plan
    this.#told = isHeard() || settings.measured === true ? measured({}) : {}
    this.#flow = new Flow(plan, { params: settings.params, measured: this.#told.measured, inV8: settings.inV8 })
    this.#rejects = settings.rejects instanceof Rejects ? settings.rejects : new Rejects(settings)
    this.statistics = { records: 0, recordsOut: 0, rejected: 0, bytesIn: 0, bytesOut: 0 }
    this.#listen(settings.signal)
    this.#since = performance.now()
  }

  #listen(signal) {
    if (signal === undefined) return
    const onAbort = () => this.destroy(signal.reason)
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    this.#forget = () => signal.removeEventListener('abort', onAbort)
  }

  _write(chunk, encoding, callback) {
    this._writev([{ chunk }], callback)
  }

  _writev(writes, callback) {
    if (this.isFull) return callback()
    this.#read += performance.now() - this.#since
    const chunks = writes.map(({ chunk }) => chunk)
    for (const { length } of chunks) this.statistics.bytesIn += length
    const done = this.#isReady(callback)
    this.#within(() => this.#flow.push(chunks)).then((output) => (this.isFull ? this.#endEarly(output, done) : this.#handOut(output, done)), callback)
  }

  /** Work in the context in which the stream was made. What it tells goes out before its output. */
  #within(work) {
    return this.#context.runInAsyncScope(async () => {
      try {
        return await work()
      } finally {
        const { records, rejected } = this.#flow.told
        Object.assign(this.statistics, { records, rejected })
        await this.#rejects.give(this.#flow.takeRejected())
      }
    })
  }

  /** From now on the stream waits for input; till now it waited for who reads. */
  #isReady(callback) {
    const begun = performance.now()
    return () => {
      this.#since = performance.now()
      this.#waited += this.#since - begun
      callback()
    }
  }

  /** Gives output to whoever reads, and goes on when they have room. */
  #handOut(output, callback) {
    if (output.length === 0 || this.destroyed) return callback()
    this.statistics.bytesOut += output.length
    if (this.push(output)) callback()
    else this.#resume = callback
  }

  _read() {
    const resume = this.#resume
    this.#resume = undefined
    resume?.()
  }

  /** Whether no more input is wanted: what is still written is thrown away. */
  get isFull() {
    return this.#flow.isFull
  }

  /** The output ends before the input does. Who owns the source and wants to close it hears of it by 'end'. */
  #endEarly(output, callback) {
    if (this.destroyed) return callback()
    if (output.length > 0) {
      this.statistics.bytesOut += output.length
      this.push(output)
    }
    if (this.onFull !== undefined) {
      // its owner ends the input at once, and the output ends behind that
      this.onFull()
      return callback()
    }
    this.#hasEnded = true
    this.#finish().then(() => callback(), callback)
  }

  _final(callback) {
    if (this.#hasEnded) return callback()
    this.#finish().then(() => callback(), callback)
  }

  async #finish() {
    let output = await this.#within(() => this.#flow.finish())
    while (this.#flow.hasMore) {
      await new Promise((resolve) => this.#handOut(output, resolve))
      output = await this.#within(() => this.#flow.finish())
    }
    await this.#last(output)
  }

  async #last(output) {
    const { told } = this.#flow
    await this.#rejects.end()
    checkRate(this.#plan.settings, told.records, told.rejected)
    this.statistics.bytesOut += output.length
    const { bytesIn, bytesOut } = this.statistics
    const numbers = { bytesIn, bytesOut, read: this.#read, waited: this.#waited }
    Object.assign(this.statistics, statisticsOf(this.#plan, { ...this.#told, ...told }, numbers))
    if (this.#told.measured) publish(this.#plan, this.statistics)
    this.#isOver = true
    if (output.length > 0) this.push(output)
    this.push(null)
  }

  _destroy(error, callback) {
    if (error && this.#told.measured && !this.#isOver) publishFailed(this.#plan, { ...this.#told, ...this.#flow.told }, this.statistics, error)
    this.#flow.cancel()
    this.#forget()
    this.#rejects.end().then(() => callback(error), () => callback(error))
  }
}

module.exports = { RunStream }
