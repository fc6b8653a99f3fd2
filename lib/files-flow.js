'use strict'

const { AsyncResource } = require('node:async_hooks')
const { getSystemErrorMap } = require('node:util')
const { errorOf, payloadOf } = require('./errors.js')
const { Flow } = require('./flow.js')
const { addon } = require('./native.js')
const { checkRate } = require('./report.js')
const { measured, publish, publishFailed, statisticsOf } = require('./statistics.js')

/** A run from files that native code reads and, where output goes into a file as it is, writes: while one batch is computed. */
class FilesFlow {
  #plan
  #flow
  #source
  #target
  #told = measured({})
  #context = new AsyncResource('jsonmill.runFile')

  /** Such a run, or undefined where native code cannot do the pipeline. */
  static for(plan, paths, parts) {
    const told = measured({})
    const flow = new Flow(plan, { params: parts.params, measured: told.measured })
    if (flow.run === undefined) return undefined
    return new FilesFlow(plan, paths, flow, told, parts)
  }

  constructor(plan, paths, flow, told, parts) {
    this.#plan = plan
    this.#flow = flow
    this.#told = told
    this.parts = parts
    const { NativeSource, NativeTarget } = addon()
    this.#source = new NativeSource(paths, plan.settings.input === 'ndjson', plan.settings.input !== 'json')
    this.#target = parts.sink.isPlain ? new NativeTarget(parts.sink.file.temporary) : null
    parts.progress.of(() => ({ records: flow.told.records, bytesWritten: this.#written }))
  }

  #wrote = 0

  get #written() {
    return this.#target === null ? this.#wrote : Math.max(this.#target.bytesWritten(), this.parts.sink.file.bytes)
  }

  /** Its statistics; undefined where V8 has to do all of it from the start, and nothing has been told of it yet. */
  async run() {
    const { signal, sink } = this.parts
    const flow = this.#flow
    const onAbort = () => flow.cancel()
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      signal?.throwIfAborted()
      const done = await this.#context.runInAsyncScope(() => this.#pump())
      if (!done) return undefined
    } catch (error) {
      const numbers = { bytesIn: this.#source.bytesRead(), bytesOut: this.#written }
      publishFailed(this.#plan, { ...this.#told, ...flow.told }, numbers, signal?.aborted ? signal.reason : error)
      throw error
    } finally {
      signal?.removeEventListener('abort', onAbort)
      this.#source.close()
      this.#target?.close()
    }
    await sink.end()
    const { told } = flow
    checkRate(this.#plan.settings, told.records, told.rejected)
    const numbers = { bytesIn: this.#source.bytesRead(), bytesOut: this.#written }
    const statistics = statisticsOf(this.#plan, { ...this.#told, ...told }, numbers)
    publish(this.#plan, statistics)
    return statistics
  }

  async #pump() {
    const flow = this.#flow
    const { run } = flow
    for (let done = false; !done; ) {
      let pumped
      try {
        pumped = await run.pump(this.#source, this.#target)
      } catch (error) {
        flow.token.check()
        return this.#otherwise(error, run)
      }
      done = pumped.done
      flow.hear(run)
      flow.told.ran = 'native'
      await this.#tell(pumped.output)
    }
    return true
  }

  /** Hands over what came of a step. */
  async #tell(output) {
    const { sink, rejects, progress } = this.parts
    this.#flow.token.check()
    progress.readSoFar(this.#source.bytesRead())
    await rejects.give(this.#flow.takeRejected())
    if (output === undefined || output === null) return
    this.#wrote += output.length
    await sink.write(output)
  }

  /** After a step that failed: V8 goes on where native code stood, or has to begin anew, or there is an error. */
  async #otherwise(error, run) {
    const { sink, rejects } = this.parts
    const flow = this.#flow
    const source = this.#source
    const payload = payloadOf(error)
    // of the batches of this step that went well, and of the one that ended the run
    flow.hear(run)
    if (payload.code !== 'BAIL') {
      await rejects.give(flow.takeRejected())
      throw payload.code === 'FILE' ? fileError(payload) : errorOf(payload)
    }
    if (this.#target !== null) sink.file.bytes = this.#target.bytesWritten()
    if (!source.isWhole()) flow.giveUp()
    if (flow.kept !== undefined) {
      const isUntold = rejects.count === 0 && (sink.isPlain || this.#wrote === 0)
      if (!isUntold) flow.giveUp()
      flow.takeOver(error, run)
      if (sink.isPlain) await sink.file.restart()
      return false
    }
    flow.bytes = source.bytesDone()
    flow.takeOver(error, run)
    for (;;) {
      const chunk = await this.#read()
      if (chunk.length === 0) break
      await this.#tell(await flow.push([chunk]))
    }
    await this.#tell(await flow.finish())
    return true
  }

  async #read() {
    try {
      return await this.#source.read()
    } catch (error) {
      const payload = payloadOf(error)
      throw payload.code === 'FILE' ? fileError(payload) : errorOf(payload)
    }
  }
}

/** What the file system said, as Node says it. */
function fileError({ errno, message, syscall, path }) {
  const found = typeof errno === 'number' ? getSystemErrorMap().get(-errno) : undefined
  const [code, text] = found ?? ['UNKNOWN', message]
  const error = new Error(`${code}: ${text}, ${syscall}${path ? ` '${path}'` : ''}`)
  return Object.assign(error, { errno: -errno, code, syscall, ...(path && { path }) })
}

module.exports = { FilesFlow }
