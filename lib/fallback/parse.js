'use strict'

const { withArticle } = require('../describe.js')
const { depthError, internalError, limitError, parseError } = require('../errors.js')
const { Lines, findProblem, snippetOf } = require('../locate.js')
const { maskedSnippet } = require('../mask.js')
const { parsePointer, valueAt } = require('../pointer.js')
const { firstInvalid } = require('../utf8.js')
const { RowReader, WrongRow, rowsOf } = require('./csv/rows.js')
const { BOM_BYTES, frames, startOf } = require('./frame.js')

const BLANK = /^[ \t\r]*$/

/** A finding in the input as the error a user sees: where it is in bytes, lines and columns. */
function inputError(input, { code, reason, offset: at, record }, { isFramed = false, help } = {}) {
  const bytes = input.bytes()
  input.lines ??= new Lines(bytes)
  const found = input.lines.of(at)
  const offset = at + input.before.bytes
  const line = found.line + input.before.lines
  const { column } = found
  const where = `${isFramed ? `record ${record}, ` : ''}byte ${offset}, line ${line}, column ${column}`
  const fields = { message: `${reason} (${where})`, record, offset, line, column, help }
  if (code === 'ERR_JSONMILL_LIMIT') return limitError(fields)
  if (code === 'ERR_JSONMILL_DEPTH') return depthError(fields)
  return parseError({ ...fields, snippet: shown(snippetOf(bytes, at), input.errorValues) })
}

/** What of a snippet the option `errorValues` lets errors show. */
function shown(snippet, errorValues) {
  if (errorValues === 'omit') return undefined
  return errorValues === 'mask' ? maskedSnippet(snippet) : snippet
}

function helpFor(reason, input) {
  if (reason.includes('byte order mark')) return "the text begins with a byte order mark: bom: 'strip' skips it"
  if (!reason.startsWith('Unexpected non-whitespace')) return undefined
  if (input === 'values') return 'between two numbers or words there must be white space'
  if (input === 'json') {
    return "one JSON value was expected and more text follows; for one value a line use records({ input: 'ndjson' })"
  }
  return undefined
}

const hasOwnLimits = ({ maxDepth, maxRecordBytes }) => maxDepth !== undefined || maxRecordBytes !== undefined

function tooLong() {
  return limitError({
    message: `the input is longer than V8's longest string`,
    help: "V8 cannot read such a document at once; records({ input: 'ndjson' }) reads it line by line"
  })
}

/** Bytes to text as Buffer.toString does it: invalid UTF-8 becomes U+FFFD. */
function textOf(bytes, from, to) {
  try {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', from, to)
  } catch (error) {
    if (error.code === 'ERR_STRING_TOO_LONG') throw tooLong()
    throw error
  }
}

function checkUtf8(input, { utf8, input: framing }, from, to, record) {
  if (utf8 !== 'strict' || input.text !== undefined) return
  const offset = firstInvalid(input.bytes(), from, to)
  if (offset < 0) return
  throw inputError(
    input,
    { code: 'ERR_JSONMILL_PARSE', reason: 'The input is not valid UTF-8', offset, record },
    { isFramed: framing !== 'json', help: "utf8: 'replace' reads such bytes as U+FFFD, as Buffer.toString does" }
  )
}

/** One whole document. */
function parseDocument(input, settings) {
  input.errorValues = settings.errorValues
  const start = startOf(input, settings)
  if (input.text === undefined) checkUtf8(input, settings, start, input.bytes().byteLength, 0)
  const text = input.text === undefined ? textOf(input.bytes(), start) : input.text.slice(start)
  const from = start === 0 ? 0 : BOM_BYTES
  if (hasOwnLimits(settings.limits)) checkDocument(input, settings, from)
  let value
  try {
    value = JSON.parse(text)
  } catch (cause) {
    checkDocument(input, settings, from)
    throw internalError('V8 refused a text that has no mistake', cause)
  }
  return settings.kind === 'records' ? arrayIn(input, settings, value, from) : value
}

/** The array whose elements are the records. */
function arrayIn(input, { at }, document, from) {
  const value = at === null ? document : valueAt(document, parsePointer(at))
  if (!Array.isArray(value)) throw notAnArray(input, at, value, from)
  return value
}

function checkDocument(input, { limits, kind, at }, from) {
  const bytes = input.bytes()
  if (kind !== 'records' && bytes.byteLength - from > limits.maxRecordBytes) {
    const reason = `a document of ${bytes.byteLength - from} bytes is longer than limits.maxRecordBytes (${limits.maxRecordBytes})`
    throw inputError(input, { code: 'ERR_JSONMILL_LIMIT', reason, offset: from, record: 0 })
  }
  const path = kind === 'records' ? parsePointer(at ?? '') : undefined
  const problem = findProblem(bytes, from, bytes.byteLength, { ...limits, path })
  if (problem) throw inputError(input, problem, { help: helpFor(problem.reason, 'json') })
}

function notAnArray(input, at, value, from) {
  const bytes = input.bytes()
  let offset = from
  while (bytes[offset] <= 0x20) offset++
  const what = value === null ? 'null' : value === undefined ? 'nothing' : withArticle(typeof value)
  const [reason, help] =
    at === null
      ? [
          `records() reads one JSON array, and this document is ${what}`,
          "use mill() to transform a whole document, records({ at: '/key' }) for an array inside it, or input: 'ndjson' for one value a line"
        ]
      : [`records() reads the array at '${at}', and there is ${what}`, 'check the option `at`: a JSON Pointer to an array inside the document']
  return inputError(input, { code: 'ERR_JSONMILL_PARSE', reason, offset, record: 0 }, { help })
}

/** The records of NDJSON or of concatenated values with their numbers, each parsed when asked for. Bad ones go to `rejections`, if there are any. */
function* parseRecords(input, settings, rejections) {
  input.errorValues = settings.errorValues
  if (settings.input === 'csv') return yield* parseRows(input, settings, rejections)
  let record = input.before.records
  for (const [start, end] of frames(input, settings)) {
    const text = input.text === undefined ? textOf(input.bytes(), start, end) : input.text.slice(start, end)
    if (BLANK.test(text)) continue
    yield { record: parsed(input, settings, { text, start, end, record }, rejections), origin: record }
    record++
  }
}

/** The records of CSV. Without a header nothing can be read. */
function* parseRows(input, settings, rejections) {
  const bytes = input.bytes()
  const reader = new RowReader(bytes, settings.csv)
  let origin = 0
  for (const row of rowsOf(bytes, settings.csv)) {
    let record
    try {
      const text = reader.read(row)
      if (text === undefined) continue
      record = JSON.parse(text)
    } catch (error) {
      if (!(error instanceof WrongRow)) throw error
      const wrong = inputError(input, { reason: error.message, offset: error.at, record: origin }, { isFramed: true })
      if (rejections === undefined || reader.columns === undefined) throw wrong
      rejections.add(wrong)
    }
    yield { record, origin }
    origin++
    input.checkStill()
  }
}

function parsed(input, settings, frame, rejections) {
  if (rejections === undefined) return parseRecord(input, settings, frame)
  try {
    return parseRecord(input, settings, frame)
  } catch (error) {
    rejections.add(error)
    return undefined
  }
}

function parseRecord(input, settings, frame) {
  checkUtf8(input, settings, frame.start, frame.end, frame.record)
  if (hasOwnLimits(settings.limits)) checkRecord(input, settings, frame)
  try {
    return JSON.parse(frame.text)
  } catch (cause) {
    checkRecord(input, settings, frame)
    throw internalError('V8 refused a record that has no mistake', cause)
  }
}

function checkRecord(input, { limits, input: framing }, { start, end, record }) {
  const bytes = input.bytes()
  const offsetOf = (at) => (input.text === undefined ? at : Buffer.byteLength(input.text.slice(0, at)))
  const [from, to] = [offsetOf(start), offsetOf(end)]
  if (to - from > limits.maxRecordBytes) {
    const reason = `a record of ${to - from} bytes is longer than limits.maxRecordBytes (${limits.maxRecordBytes})`
    throw inputError(input, { code: 'ERR_JSONMILL_LIMIT', reason, offset: from, record }, { isFramed: true })
  }
  const problem = findProblem(bytes, from, to, limits)
  if (problem) throw inputError(input, { ...problem, record }, { isFramed: true, help: helpFor(problem.reason, framing) })
}

module.exports = { parseDocument, parseRecords }
