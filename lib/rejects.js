'use strict'

const { describe } = require('./describe.js')
const { optionError } = require('./errors.js')
const { pathOf } = require('./origin.js')
const { NewFile, statIfThere } = require('./target.js')

/** Bad records on their way to who wants them. */
class Rejects {
  #onReject
  #path
  #stream
  #file
  #ended = false
  /** Bad records that were handed over. */
  count = 0

  constructor({ onReject, rejects }) {
    this.#onReject = onReject
    if (rejects === undefined) return
    this.#path = pathOf(rejects, true)
    if (this.#path !== undefined) return
    if (typeof rejects?.write !== 'function') throw optionError(`options.rejects must be a path, a file: URL or a Writable, got ${describe(rejects)}`)
    this.#stream = rejects
  }

  /** Makes the file, where one is wanted: that it cannot be made shows before anything is run. */
  async open() {
    if (this.#path !== undefined) this.#file ??= await NewFile.create(this.#path, await statIfThere(this.#path))
  }

  /** Hands over what was found; waits where the other side is slow. */
  async give(batch) {
    if (batch.length === 0) return
    this.count += batch.length
    this.#onReject?.(batch)
    if (this.#path === undefined && this.#stream === undefined) return
    const text = batch.map(lineOf).join('')
    if (this.#stream !== undefined) return written(this.#stream, text)
    await this.open()
    await this.#file.write(Buffer.from(text))
  }

  /** Gives the file its name, whether the run went well or not: what was found is worth most where it did not. */
  async end() {
    if (this.#ended) return
    this.#ended = true
    await this.open()
    await this.#file?.commit()
  }
}

function written(stream, text) {
  return new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())))
}

/** One line of JSON a bad record. Its bytes are text there, so that they can be mended and run again. */
function lineOf({ record, offset, line, error, raw }) {
  const { code, name, message, stage, violations } = error
  return `${JSON.stringify({ record, offset, line, code, name, message, stage, violations, raw: raw?.toString() })}\n`
}

module.exports = { Rejects }
