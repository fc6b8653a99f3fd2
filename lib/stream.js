'use strict'

const { Duplex } = require('node:stream')
const { payloadOf, unsupportedError } = require('./errors.js')
const { paramsOf } = require('./params.js')
const { run } = require('./run.js')

/** How many bytes wait on either side before the other side is asked to wait. */
const HIGH_WATER = 1 << 20
/** Input is kept this long, in case that V8 has to begin anew; only until the first output is handed out. */
const KEPT = 16 << 20

/**
 * A pipeline as a stream: bytes in, bytes out. Each write goes to a worker thread with everything that waits; what is written there comes
 * out at once, so memory holds slices and never the whole. Where V8 has to run the pipeline, the stream collects its input first.
 */
class RunStream extends Duplex {
  #whole
  #plan
  #settings
  #params
  #run
  #kept = []
  #keptBytes = 0
  #handedOut = false
  #resume
  #forget = () => {}

  constructor(plan, settings) {
    super({ readableHighWaterMark: HIGH_WATER, writableHighWaterMark: HIGH_WATER })
    this.#whole = plan
    this.#plan = plan.forStream()
    this.#settings = settings
    this.#params = paramsOf(settings.params, plan.settings)
    this.statistics = { records: 0, rejected: 0, bytesIn: 0, bytesOut: 0 }
    this.#listen(settings.signal)
    const native = this.#plan.nativeFor({ isWellFormed: () => true, params: this.#params })
    if (native !== null) this.#run = native.start(this.#params?.native)
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
    try {
      for (const { chunk } of writes) this.#take(chunk)
    } catch (error) {
      return callback(error)
    }
    if (this.#run === undefined) return callback()
    this.#run.advance().then(
      (output) => this.#handOut(output, callback),
      (error) => callback(this.#inV8(error))
    )
  }

  #take(chunk) {
    this.statistics.bytesIn += chunk.length
    this.#run?.copy(chunk)
    if (this.#run !== undefined && (this.#handedOut || this.#keptBytes > KEPT)) {
      this.#kept = undefined
      return
    }
    // streams may use their chunks again
    this.#kept.push(Buffer.from(chunk))
    this.#keptBytes += chunk.length
  }

  /** Gives output to whoever reads, and goes on when they have room. */
  #handOut(output, callback) {
    if (output.length === 0 || this.destroyed) return callback()
    this.#handedOut = true
    this.#kept = undefined
    this.statistics.bytesOut += output.length
    if (this.push(output)) callback()
    else this.#resume = callback
  }

  _read() {
    const resume = this.#resume
    this.#resume = undefined
    resume?.()
  }

  /** After a failure of the native run: an error, or nothing where V8 can do it from the start. */
  #inV8(error) {
    this.#run = undefined
    const payload = payloadOf(error)
    if (payload.code === 'BAIL' && this.#kept === undefined) {
      return unsupportedError({
        message: `${payload.message}: V8 would have to run this, but output has been handed out already`,
        help: 'use run(), which repeats the whole run in V8, or change the callback so that explain() shows no such step'
      })
    }
    try {
      this.#plan.recover(error)
      return undefined
    } catch (failure) {
      return failure
    }
  }

  _final(callback) {
    this.#finish().then(() => callback(), callback)
  }

  async #finish() {
    if (this.#run !== undefined) {
      try {
        const output = await this.#run.finish()
        Object.assign(this.statistics, counts(this.#run.report()))
        return this.#last(output)
      } catch (error) {
        const failure = this.#inV8(error)
        if (failure !== undefined) throw failure
      }
    }
    const told = {}
    const output = await run(this.#whole, Buffer.concat(this.#kept), { params: this.#settings.params, transfer: false }, told)
    this.statistics.records = told.statistics?.records ?? 0
    this.statistics.rejected = told.statistics?.rejected ?? 0
    this.#last(output)
  }

  #last(output) {
    this.statistics.bytesOut += output.length
    if (output.length > 0) this.push(output)
    this.push(null)
  }

  _destroy(error, callback) {
    this.#run?.cancel()
    this.#run = undefined
    this.#kept = []
    this.#forget()
    callback(error)
  }
}

function counts(report) {
  const { records, rejected } = JSON.parse(report)
  return { records, rejected }
}

module.exports = { RunStream }
