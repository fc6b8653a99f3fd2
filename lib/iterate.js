'use strict'

const { AsyncResource } = require('node:async_hooks')
const { describe } = require('./describe.js')
const { optionError } = require('./errors.js')
const { Flow } = require('./flow.js')
const { bufferOf, isOrigin, open } = require('./origin.js')
const { Rejects } = require('./rejects.js')
const { checkRate } = require('./report.js')

/** So many bytes of input are taken together, as far as they are there: what comes of them is one batch. */
const BATCH = 256 << 10

/** The records that a pipeline makes of a source, one after the other; a batch of them is made at a time. */
function iterate(plan, source, settings) {
  if (!isOrigin(source)) {
    throw optionError(`iterate(source): source must be a stream, an iterable of chunks, a FileHandle, file(path), a file: URL, bytes or text, got ${describe(source)}`)
  }
  return new Iteration(plan.asObjects(), source, settings)
}

/** The results of one run, record by record. Nothing begins before the first of them is asked for. */
class Iteration {
  #plan
  #source
  #settings
  /** Callbacks that V8 runs, and the caller's, see the context in which it was made. */
  #context = new AsyncResource('jsonmill.iterate')
  #batches
  #batch = []
  #at = 0
  /** The last of the calls that wait: they are answered in order. */
  #last
  #aborted
  /** Gives up the run and its source. */
  #stop = () => {}
  #forget = () => {}
  #ended = false

  constructor(plan, source, settings) {
    this.#plan = plan
    this.#source = source
    this.#settings = settings
  }

  [Symbol.asyncIterator]() {
    return this
  }

  next() {
    if (this.#last === undefined && this.#at < this.#batch.length) return Promise.resolve({ done: false, value: this.#batch[this.#at++] })
    return this.#inTurn(() => this.#advance())
  }

  /** Ends the run at once, whatever it waits for, and closes its source. */
  async return(value) {
    await this.#end()
    return { done: true, value }
  }

  async throw(error) {
    await this.#end()
    throw error
  }

  async [Symbol.asyncDispose ?? 'dispose']() {
    await this.#end()
  }

  #inTurn(work) {
    const result = this.#last === undefined ? work() : this.#last.then(work)
    const settled = result.then(
      () => {},
      () => {}
    )
    this.#last = settled
    settled.then(() => {
      if (this.#last === settled) this.#last = undefined
    })
    return result
  }

  async #advance() {
    if (this.#batches === undefined && !this.#ended) this.#begin()
    while (this.#at >= this.#batch.length) {
      if (this.#ended) return { done: true, value: undefined }
      const { done, value } = await this.#next()
      this.#batch = value ?? []
      this.#at = 0
      if (done) await this.#end()
    }
    return { done: false, value: this.#batch[this.#at++] }
  }

  async #next() {
    try {
      const next = this.#batches.next()
      return await (this.#aborted === undefined ? next : Promise.race([next, this.#aborted]))
    } catch (error) {
      await this.#end(error)
      throw error
    }
  }

  #begin() {
    const { signal } = this.#settings
    if (signal?.aborted) {
      this.#ended = true
      throw signal.reason
    }
    const opened = open(this.#source)
    const flow = new Flow(this.#plan, this.#settings)
    this.#batches = this.#run(flow, opened.chunks)
    this.#stop = (reason) => {
      flow.cancel()
      opened.close(reason)
    }
    if (signal === undefined) return
    this.#aborted = new Promise((_, reject) => {
      const onAbort = () => reject(signal.reason)
      signal.addEventListener('abort', onAbort, { once: true })
      this.#forget = () => signal.removeEventListener('abort', onAbort)
    })
    this.#aborted.catch(() => {})
  }

  async #end(reason) {
    if (this.#ended) return
    this.#ended = true
    this.#batch = []
    this.#forget()
    this.#stop(reason)
    // it may wait for a source that gives nothing any more: nobody waits for that
    this.#batches?.return().catch(() => {})
  }

  async *#run(flow, chunks) {
    const rejects = new Rejects(this.#settings)
    const within = (work) =>
      this.#context.runInAsyncScope(async () => {
        try {
          return await work()
        } finally {
          await rejects.give(flow.takeRejected())
        }
      })
    for await (const list of gathered(chunks)) {
      const values = await within(() => flow.push(list))
      if (values.length > 0) yield values
      if (flow.failure !== undefined) throw flow.failure
      if (flow.isFull) break
    }
    do {
      const values = await within(() => flow.finish())
      if (values.length > 0) yield values
      if (flow.failure !== undefined) throw flow.failure
    } while (flow.hasMore)
    checkRate(this.#plan.settings, flow.told.records, flow.told.rejected)
  }
}

/** Chunks in lists; small ones that are there at once come together. */
async function* gathered(chunks) {
  if (typeof chunks[Symbol.asyncIterator] !== 'function') {
    let list = []
    let bytes = 0
    for (const chunk of chunks) {
      for (const piece of cut(bufferOf(chunk))) {
        list.push(piece)
        bytes += piece.length
        if (bytes < BATCH) continue
        yield list
        list = []
        bytes = 0
      }
    }
    if (list.length > 0) yield list
    return
  }
  for await (const chunk of chunks) for (const piece of cut(bufferOf(chunk))) yield [piece]
}

/** A long chunk in pieces, so that not all of its records are there at once. */
function* cut(bytes) {
  for (let at = 0; at < bytes.length; at += BATCH) yield bytes.subarray(at, at + BATCH)
}

module.exports = { iterate }
