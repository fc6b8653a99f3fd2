'use strict'

const { describe } = require('./describe.js')
const { optionError } = require('./errors.js')

/** Bad records on their way to who wants them. */
class Rejects {
  #onReject
  #writer

  constructor({ onReject, rejects }) {
    this.#onReject = onReject
    if (rejects !== undefined) this.#writer = writerOf(rejects)
  }

  /** Hands over what was found; waits where the other side is slow. */
  async give(batch) {
    if (batch.length === 0) return
    this.#onReject?.(batch)
    await this.#writer?.(batch.map(lineOf).join(''))
  }

  async end() {}
}

/** One line of JSON a bad record. Its bytes are text there, so that they can be mended and run again. */
function lineOf({ record, offset, line, error, raw }) {
  const { code, name, message, stage, violations } = error
  return `${JSON.stringify({ record, offset, line, code, name, message, stage, violations, raw: raw?.toString() })}\n`
}

function writerOf(target) {
  if (typeof target?.write !== 'function') throw optionError(`options.rejects must be a path or a Writable, got ${describe(target)}`)
  return (text) => new Promise((resolve, reject) => target.write(text, (error) => (error ? reject(error) : resolve())))
}

module.exports = { Rejects, lineOf }
