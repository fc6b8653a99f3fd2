'use strict'

/** Record boundaries of NDJSON and of concatenated values, as [start, end) in bytes, or in units where the input is a string. */

const BOM = '\ufeff'
const BOM_BYTES = 3
const [QUOTE, BACKSLASH, LF] = [0x22, 0x5c, 0x0a]
const OPENERS = new Set([...'[{'].map((letter) => letter.charCodeAt(0)))
const CLOSERS = new Set([...']}'].map((letter) => letter.charCodeAt(0)))
const SPACES = new Set([...' \t\r\n'].map((letter) => letter.charCodeAt(0)))
/** What ends a number or word: two of them need white space between them. */
const DELIMITERS = new Set([...' \t\r\n"[]{},:'].map((letter) => letter.charCodeAt(0)))

function startsWithBom({ text, view }) {
  if (text !== undefined) return text.startsWith(BOM)
  return view[0] === 0xef && view[1] === 0xbb && view[2] === 0xbf
}

/** Where reading begins: behind a byte order mark that is to be skipped. */
function startOf(input, { bom }) {
  if (bom !== 'strip' || !startsWithBom(input)) return 0
  return input.text === undefined ? BOM_BYTES : BOM.length
}

function* lines(input, settings) {
  const { length, indexOf } = over(input, LF)
  for (let start = startOf(input, settings); start < length; ) {
    const at = indexOf(start)
    const end = at < 0 ? length : at
    yield [start, end]
    start = end + 1
  }
}

function* values(input, settings) {
  const { length, at } = over(input)
  for (let start = startOf(input, settings); ; ) {
    while (start < length && SPACES.has(at(start))) start++
    if (start >= length) return
    const end = endOfValue(at, start, length)
    yield [start, end]
    start = end
  }
}

/** Bytes and strings alike: every character that matters here is one unit of either. */
function over({ text, view }, wanted) {
  if (text === undefined) {
    return { length: view.byteLength, at: (i) => view[i], indexOf: (from) => Uint8Array.prototype.indexOf.call(view, wanted, from) }
  }
  return { length: text.length, at: (i) => text.charCodeAt(i), indexOf: (from) => text.indexOf(String.fromCharCode(wanted), from) }
}

/** Whether what lies between is JSON shows when it is parsed; here brackets and quotes are counted. */
function endOfValue(at, start, length) {
  let depth = 0
  for (let i = start; i < length; i++) {
    const unit = at(i)
    if (unit === QUOTE) i = closingQuote(at, i + 1, length)
    else if (OPENERS.has(unit)) depth++
    else if (CLOSERS.has(unit)) depth--
    else if (depth === 0 && !DELIMITERS.has(unit)) {
      while (i + 1 < length && !DELIMITERS.has(at(i + 1))) i++
    }
    if (depth <= 0) return Math.min(i + 1, length)
  }
  return length
}

function closingQuote(at, from, length) {
  let i = from
  while (i < length && at(i) !== QUOTE) i += at(i) === BACKSLASH ? 2 : 1
  return i
}

const FRAMINGS = { ndjson: lines, values }

/** The pieces of an input in which one record lies each; a line may be blank. */
function* frames(input, settings) {
  for (const frame of FRAMINGS[settings.input](input, settings)) {
    yield frame
    input.checkStill() // a callback ran, or a turn of the loop passed
  }
}

module.exports = { BOM_BYTES, endOfValue, frames, startOf }
