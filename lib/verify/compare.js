'use strict'

const { inspect, isDeepStrictEqual } = require('node:util')
const { valuesOf } = require('../rows.js')

/** How much of either output a difference shows, around the first byte that differs. */
const BEFORE = 40
const AFTER = 80
/** All of a value, to be compared as text. */
const WHOLE = { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity }

/** V8's stack, heap and string lengths are smaller than ours: where only V8 gives up, native code is right. */
const LIMITS = new Set(['ERR_JSONMILL_LIMIT', 'ERR_JSONMILL_DEPTH'])

/** What must be the same of two errors. Parse errors and limits have wording of their own on either side. */
function essence({ name, code, message, record, stage, offset }) {
  if (code === 'ERR_JSONMILL_CALLBACK') return [name, code, message, record, stage]
  return code === 'ERR_JSONMILL_PARSE' ? [code, record, offset] : [code]
}

/** The same bytes, or the same values: objects that several records share may be copies. */
function isSame(native, v8) {
  if (Buffer.isBuffer(v8)) return native.equals(v8)
  const values = valuesOf(native)
  // invalid dates are equal to nothing, but look the same
  return isDeepStrictEqual(values, v8) || inspect(values, WHOLE) === inspect(v8, WHOLE)
}

/** Whether two outcomes keep the promise: the same bytes, or the same error. */
function isEqual(native, v8) {
  if (native.error === undefined) return v8.error === undefined ? isSame(native.output, v8.output) : LIMITS.has(v8.error.code)
  if (v8.error === undefined) return false
  const [ours, theirs] = [essence(native.error), essence(v8.error)]
  return ours.every((part, i) => part === theirs[i])
}

/** Where two byte sequences part. */
function firstDifference(a, b) {
  const length = Math.min(a.length, b.length)
  // halves are compared by memcmp
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (a.compare(b, low, middle + 1, low, middle + 1) === 0) low = middle + 1
    else high = middle
  }
  return low
}

function excerpt({ output, error }, offset) {
  if (error !== undefined) return `${error.name}: ${error.message}`
  if (Array.isArray(output)) return inspect(output).slice(0, BEFORE + AFTER)
  const [from, to] = [Math.max(0, offset - BEFORE), Math.min(output.length, offset + AFTER)]
  return `${from > 0 ? '…' : ''}${output.toString('utf8', from, to)}${to < output.length ? '…' : ''}`
}

/** An outcome of a run whose output is objects. */
function asValues({ output, error }) {
  return error === undefined ? { output: valuesOf(output) } : { error }
}

/** The first difference of two outcomes that are not equal. */
function differenceOf(native, v8) {
  const bothWrote = Buffer.isBuffer(native.output) && Buffer.isBuffer(v8.output)
  const offset = bothWrote ? firstDifference(native.output, v8.output) : undefined
  const { record, stage } = v8.error ?? native.error ?? {}
  return defined({ record, stage, offset, native: excerpt(Array.isArray(v8.output) ? asValues(native) : native, offset ?? 0), v8: excerpt(v8, offset ?? 0) })
}

function defined(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

module.exports = { defined, differenceOf, excerpt, firstDifference, isEqual }
