'use strict'

const { withArticle } = require('../describe.js')
const { depthError, internalError, limitError, parseError } = require('../errors.js')
const { findProblem, positionOf, snippetOf } = require('../locate.js')
const { firstInvalid } = require('../utf8.js')

const BOM = '\ufeff'
const BOM_BYTES = 3
const LF = 0x0a
const BLANK = /^[ \t\r]*$/

/** A finding in the input as the error a user sees: where it is in bytes, lines and columns. */
function inputError(bytes, { code, reason, offset, record }, { isLines = false, help } = {}) {
  const { line, column } = positionOf(bytes, offset)
  const where = `${isLines ? `record ${record}, ` : ''}byte ${offset}, line ${line}, column ${column}`
  const fields = { message: `${reason} (${where})`, record, offset, line, column, help }
  if (code === 'ERR_JSONMILL_LIMIT') return limitError(fields)
  if (code === 'ERR_JSONMILL_DEPTH') return depthError(fields)
  return parseError({ ...fields, snippet: snippetOf(bytes, offset) })
}

function helpFor(reason, isLines) {
  if (reason.includes('byte order mark')) return "the text begins with a byte order mark: bom: 'strip' skips it"
  if (reason.startsWith('Unexpected non-whitespace') && !isLines) {
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
    input.bytes(),
    { code: 'ERR_JSONMILL_PARSE', reason: 'The input is not valid UTF-8', offset, record },
    { isLines: framing === 'ndjson', help: "utf8: 'replace' reads such bytes as U+FFFD, as Buffer.toString does" }
  )
}

/** One whole document. */
function parseDocument(input, settings) {
  const { limits, kind, bom } = settings
  let from = 0
  let text = input.text
  if (text === undefined) {
    const bytes = input.bytes()
    if (bom === 'strip' && startsWithBom(bytes)) from = BOM_BYTES
    checkUtf8(input, settings, from, bytes.byteLength, 0)
    text = textOf(bytes, from, bytes.byteLength)
  } else if (bom === 'strip' && text.startsWith(BOM)) {
    from = BOM_BYTES
    text = text.slice(BOM.length)
  }
  if (hasOwnLimits(limits)) checkDocument(input, settings, from)
  let value
  try {
    value = JSON.parse(text)
  } catch (cause) {
    checkDocument(input, settings, from)
    throw internalError('V8 refused a text that has no mistake', cause)
  }
  if (kind === 'records' && !Array.isArray(value)) throw notAnArray(input, value, from)
  return value
}

function startsWithBom(bytes) {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

function checkDocument(input, { limits, kind }, from) {
  const bytes = input.bytes()
  const records = kind === 'records'
  if (!records && bytes.byteLength - from > limits.maxRecordBytes) {
    const reason = `a document of ${bytes.byteLength - from} bytes is longer than limits.maxRecordBytes (${limits.maxRecordBytes})`
    throw inputError(bytes, { code: 'ERR_JSONMILL_LIMIT', reason, offset: from, record: 0 })
  }
  const problem = findProblem(bytes, from, bytes.byteLength, { ...limits, records })
  if (problem) throw inputError(bytes, problem, { help: helpFor(problem.reason, false) })
}

function notAnArray(input, value, from) {
  const bytes = input.bytes()
  let offset = from
  while (bytes[offset] <= 0x20) offset++
  const what = value === null ? 'null' : withArticle(typeof value)
  return inputError(
    bytes,
    { code: 'ERR_JSONMILL_PARSE', reason: `records() reads one JSON array, and this document is ${what}`, offset, record: 0 },
    { help: "use mill() to transform a whole document, or records({ input: 'ndjson' }) for one value a line" }
  )
}

/** The lines of an input that are not blank, each parsed when asked for. `start` and `end` count bytes, or units of a string. */
function* parseLines(input, settings) {
  let record = 0
  for (const [start, end] of input.text === undefined ? byteLines(input, settings) : textLines(input.text, settings)) {
    const text = input.text === undefined ? textOf(input.bytes(), start, end) : input.text.slice(start, end)
    if (BLANK.test(text)) continue
    yield parseLine(input, settings, { text, start, end, record })
    record++
  }
}

function* byteLines(input, { bom }) {
  const bytes = input.bytes()
  let start = bom === 'strip' && startsWithBom(bytes) ? BOM_BYTES : 0
  while (start < bytes.byteLength) {
    const at = bytes.indexOf(LF, start)
    const end = at < 0 ? bytes.byteLength : at
    yield [start, end]
    input.checkStill() // a callback ran, or a turn of the loop passed
    start = end + 1
  }
}

function* textLines(text, { bom }) {
  let start = bom === 'strip' && text.startsWith(BOM) ? BOM.length : 0
  while (start < text.length) {
    const at = text.indexOf('\n', start)
    const end = at < 0 ? text.length : at
    yield [start, end]
    start = end + 1
  }
}

function parseLine(input, settings, line) {
  checkUtf8(input, settings, line.start, line.end, line.record)
  if (hasOwnLimits(settings.limits)) checkLine(input, settings, line)
  try {
    return JSON.parse(line.text)
  } catch (cause) {
    checkLine(input, settings, line)
    throw internalError('V8 refused a line that has no mistake', cause)
  }
}

function checkLine(input, { limits }, { start, end, record }) {
  const bytes = input.bytes()
  const offsetOf = (at) => (input.text === undefined ? at : Buffer.byteLength(input.text.slice(0, at)))
  const [from, to] = [offsetOf(start), offsetOf(end)]
  if (to - from > limits.maxRecordBytes) {
    const reason = `a record of ${to - from} bytes is longer than limits.maxRecordBytes (${limits.maxRecordBytes})`
    throw inputError(bytes, { code: 'ERR_JSONMILL_LIMIT', reason, offset: from, record }, { isLines: true })
  }
  const problem = findProblem(bytes, from, to, limits)
  if (problem) throw inputError(bytes, { ...problem, record }, { isLines: true, help: helpFor(problem.reason, true) })
}

module.exports = { parseDocument, parseLines }
