'use strict'

const { recordRows } = require('./fallback/csv/rows.js')
const { frames, endOfValue, startOf } = require('./fallback/frame.js')
const { parsePointer } = require('./pointer.js')

const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d])
const [COMMA, COLON, QUOTE, OBJECT] = [0x2c, 0x3a, 0x22, 0x7b]

/** Where records of a well-formed input lie, in bytes: `[start, end)` by number. Asked for only after a failure. */
function* recordsOf(bytes, settings) {
  if (settings.input === 'csv') return yield* recordRows(bytes, settings.csv)
  if (settings.input !== 'json' || settings.kind === 'mill') {
    const from = startOf({ view: bytes }, settings)
    const pieces = settings.kind === 'mill' ? [[from, bytes.length]] : frames({ view: bytes, checkStill() {} }, settings)
    for (const [start, end] of pieces) {
      const first = skip(bytes, start, end)
      if (first < end) yield [first, end]
    }
    return
  }
  const at = find(bytes, skip(bytes, startOf({ view: bytes }, settings), bytes.length), settings.at ?? '')
  for (const { start, end } of parts(bytes, at)) yield [start, end]
}

/** Where the value at a JSON Pointer begins, seen from `at`; of repeated keys the last counts. */
function find(bytes, at, pointer) {
  for (const name of parsePointer(pointer)) {
    let found
    let index = 0
    for (const part of parts(bytes, at)) {
      if (part.key === undefined ? String(index++) === name : part.key === name) found = part.start
    }
    if (found === undefined) return at
    at = found
  }
  return at
}

/** The elements or members of the container at a place. */
function* parts(bytes, at) {
  const { length } = bytes
  const unit = (i) => bytes[i]
  const isObject = bytes[at] === OBJECT
  for (let i = skip(bytes, at + 1, length, COMMA); bytes[i] !== (isObject ? 0x7d : 0x5d) && i < length; i = skip(bytes, i, length, COMMA)) {
    let key
    if (isObject) {
      const end = bytes[i] === QUOTE ? endOfValue(unit, i, length) : i
      key = JSON.parse(bytes.toString('utf8', i, end))
      i = skip(bytes, end, length, COLON)
    }
    const end = endOfValue(unit, i, length)
    yield { key, start: i, end }
    i = end
  }
}

function skip(bytes, from, end, also) {
  let i = from
  while (i < end && (BLANK.has(bytes[i]) || bytes[i] === also)) i++
  return i
}

module.exports = { find, recordsOf }
