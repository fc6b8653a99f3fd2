'use strict'

const { callbackError, depthError, limitError, optionError } = require('../errors.js')
const { describe } = require('../describe.js')

/** Text is turned into bytes in pieces of this many units, so that no string grows beyond V8's limit. */
const PIECE = 1 << 20

/** JSON text of a value; what JSON.stringify leaves undefined is written as null. */
function stringify(value, space, where) {
  try {
    return JSON.stringify(value, null, space) ?? 'null'
  } catch (thrown) {
    throw writingError(thrown, where)
  }
}

/** V8's own limits while it writes are ours to name; everything else (a cycle, a BigInt, a toJSON that throws) is the callback's. */
function writingError(thrown, { record, stage, codeFrame }) {
  if (thrown instanceof RangeError && /call stack/.test(thrown.message)) {
    return depthError({ message: 'the result is nested too deep for V8 to write it', record, stage })
  }
  if (thrown instanceof RangeError && /string length/.test(thrown.message)) {
    return limitError({ message: "the result is longer than V8's longest string", record, stage })
  }
  return callbackError(thrown, { record, stage, codeFrame })
}

/** Collects the output of a run. */
class Output {
  constructor({ limits }) {
    this.max = limits.maxOutputBytes ?? Infinity
    this.bytes = 0
    this.parts = []
    this.text = ''
  }

  add(text) {
    this.text += text
    if (this.text.length >= PIECE) this.flush()
  }

  flush() {
    const part = Buffer.from(this.text, 'utf8')
    this.text = ''
    this.bytes += part.length
    if (this.bytes > this.max) throw limitError({ message: `the output is longer than limits.maxOutputBytes (${this.max})` })
    this.parts.push(part)
  }

  /** One record as a line of the output. */
  addLine(value, format, where) {
    this.add(this.line(value, format, where))
  }

  line(value, format, where) {
    if (format === 'ndjson') return `${stringify(value, '', where)}\n`
    if (typeof value === 'string') return `${value}\n`
    const { record, stage } = where
    throw optionError(
      `options.output 'lines' writes strings, and record ${record} became ${describe(value)}: add .map() to a string, or use output 'ndjson'`,
      { record, stage }
    )
  }

  /** What has been written since the last time. */
  take() {
    const output = this.finish()
    this.parts = []
    return output
  }

  finish() {
    this.flush()
    return this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts)
  }
}

module.exports = { Output, stringify, writingError }
