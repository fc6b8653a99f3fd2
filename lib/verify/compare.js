'use strict'

/** How much of either output a difference shows, around the first byte that differs. */
const BEFORE = 40
const AFTER = 80

/** V8's stack, heap and string lengths are smaller than ours: where only V8 gives up, native code is right. */
const LIMITS = new Set(['ERR_JSONMILL_LIMIT', 'ERR_JSONMILL_DEPTH'])

/** What must be the same of two errors. Parse errors and limits have wording of their own on either side. */
function essence({ name, code, message, record, stage, offset }) {
  if (code === 'ERR_JSONMILL_CALLBACK') return [name, code, message, record, stage]
  return code === 'ERR_JSONMILL_PARSE' ? [code, record, offset] : [code]
}

/** Whether two outcomes keep the promise: the same bytes, or the same error. */
function isEqual(native, v8) {
  if (native.error === undefined) return v8.error === undefined ? native.output.equals(v8.output) : LIMITS.has(v8.error.code)
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
  const [from, to] = [Math.max(0, offset - BEFORE), Math.min(output.length, offset + AFTER)]
  return `${from > 0 ? '…' : ''}${output.toString('utf8', from, to)}${to < output.length ? '…' : ''}`
}

/** The first difference of two outcomes that are not equal. */
function differenceOf(native, v8) {
  const bothWrote = native.error === undefined && v8.error === undefined
  const offset = bothWrote ? firstDifference(native.output, v8.output) : undefined
  const { record, stage } = v8.error ?? native.error ?? {}
  return defined({ record, stage, offset, native: excerpt(native, offset ?? 0), v8: excerpt(v8, offset ?? 0) })
}

function defined(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

module.exports = { defined, differenceOf, excerpt, firstDifference, isEqual }
