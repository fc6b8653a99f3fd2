'use strict'

/**
 * Where exactly a JSON text is wrong, as a byte offset. V8's JSON.parse finds out *that* it is wrong but names the place only
 * sometimes, in UTF-16 units, and quotes the data; so after a failure the text is checked once more here.
 */

const [TAB, LF, CR, SPACE, QUOTE, BACKSLASH, COMMA, COLON] = [0x09, 0x0a, 0x0d, 0x20, 0x22, 0x5c, 0x2c, 0x3a]
const [MINUS, DOT, ZERO, NINE, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x2d, 0x2e, 0x30, 0x39, 0x5b, 0x5d, 0x7b, 0x7d]
const WORDS = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), word]))
const ESCAPES = new Set([...'"\\/bfnrt'].map((letter) => letter.charCodeAt(0)))

/** What the grammar allows next. */
const [VALUE, VALUE_OR_CLOSE, KEY, KEY_OR_CLOSE, AFTER] = [0, 1, 2, 3, 4]

/** A finding travels up as an exception inside this file only. */
class Found {
  constructor(offset, reason, code = 'ERR_JSONMILL_PARSE') {
    this.offset = offset
    this.reason = reason
    this.code = code
  }
}

const isDigit = (byte) => byte >= ZERO && byte <= NINE
const isHex = (byte) => isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
const isSpace = (byte) => byte === SPACE || byte === LF || byte === CR || byte === TAB

class Checker {
  constructor(bytes, at, end, limits) {
    this.bytes = bytes
    this.at = at
    this.end = end
    this.maxDepth = limits.maxDepth ?? Infinity
    this.maxRecordBytes = limits.maxRecordBytes ?? Infinity
    /** Keys on the way to the array whose elements are the records; undefined where there is one record only. */
    this.path = limits.path
    /** How many arrays and objects are open where a record begins; 0 outside of that array. */
    this.level = 0
    this.record = 0
    this.recordStart = at
  }

  fail(reason) {
    throw new Found(this.at, this.at >= this.end ? 'Unexpected end of JSON input' : reason)
  }

  /** A byte that cannot stand here, or the end of the text. */
  unexpected() {
    this.fail(`Unexpected ${nameOf(this.bytes, this.at, this.end)} in JSON`)
  }

  skipSpace() {
    while (this.at < this.end && isSpace(this.bytes[this.at])) this.at++
  }

  document() {
    const open = [] // the closing byte of every open array and object
    const way = [] // the key or index in each of them, as far as `path` is long
    let expect = VALUE
    const close = () => {
      this.at++
      if (open.length === this.level) this.level = 0
      open.pop()
      way.length = Math.min(way.length, open.length)
      expect = AFTER
    }
    for (;;) {
      this.skipSpace()
      const byte = this.at < this.end ? this.bytes[this.at] : -1
      const isRecord = open.length === this.level && this.level > 0
      if (isRecord && expect === VALUE_OR_CLOSE) this.recordStart = this.at
      if (expect === AFTER) {
        if (open.length === 0) {
          if (byte === -1) return
          this.fail('Unexpected non-whitespace character after JSON')
        }
        const closer = open.at(-1)
        if (byte === closer) {
          close()
        } else if (byte === COMMA) {
          this.at++
          if (isRecord) this.nextRecord()
          if (closer === CLOSE_ARRAY && way.length === open.length) way[open.length - 1]++
          expect = closer === CLOSE_OBJECT ? KEY : VALUE
        } else {
          this.unexpected()
        }
      } else if (expect === KEY || expect === KEY_OR_CLOSE) {
        if (byte === QUOTE) {
          const start = this.at
          this.string()
          if (open.length <= this.path?.length) way[open.length - 1] = textOf(this.bytes, start, this.at)
          this.skipSpace()
          if (this.at >= this.end || this.bytes[this.at] !== COLON) this.unexpected()
          this.at++
          expect = VALUE
        } else if (byte === CLOSE_OBJECT && expect === KEY_OR_CLOSE) {
          close()
        } else {
          this.unexpected()
        }
      } else if (byte === CLOSE_ARRAY && expect === VALUE_OR_CLOSE) {
        close()
      } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
        if (open.length >= this.maxDepth) {
          throw new Found(this.at, `the input is nested deeper than limits.maxDepth (${this.maxDepth})`, 'ERR_JSONMILL_DEPTH')
        }
        if (byte === OPEN_ARRAY && this.isTarget(open, way)) this.enter(open.length + 1)
        open.push(byte === OPEN_ARRAY ? CLOSE_ARRAY : CLOSE_OBJECT)
        if (byte === OPEN_ARRAY && open.length <= this.path?.length) way[open.length - 1] = 0
        this.at++
        expect = byte === OPEN_ARRAY ? VALUE_OR_CLOSE : KEY_OR_CLOSE
        continue
      } else {
        this.scalar(byte)
        expect = AFTER
      }
      if (expect === AFTER && this.level > 0 && open.length === this.level) this.checkRecord()
    }
  }

  /** Whether an array that opens here is the one at `path`. */
  isTarget(open, way) {
    return open.length === this.path?.length && this.path.every((key, i) => key === String(way[i]))
  }

  /** Of duplicate keys on the way the last counts, so the count begins anew. */
  enter(level) {
    this.level = level
    this.record = 0
  }

  nextRecord() {
    this.record++
    this.skipSpace()
    this.recordStart = this.at
  }

  checkRecord() {
    if (this.at - this.recordStart <= this.maxRecordBytes) return
    throw new Found(
      this.recordStart,
      `a record of ${this.at - this.recordStart} bytes is longer than limits.maxRecordBytes (${this.maxRecordBytes})`,
      'ERR_JSONMILL_LIMIT'
    )
  }

  scalar(byte) {
    if (byte === QUOTE) this.string()
    else if (byte === MINUS || isDigit(byte)) this.number(byte)
    else if (WORDS.has(byte)) this.word(WORDS.get(byte))
    else this.unexpected()
  }

  word(word) {
    for (const letter of word) {
      if (this.at >= this.end || this.bytes[this.at] !== letter.charCodeAt(0)) this.unexpected()
      this.at++
    }
  }

  digits() {
    if (this.at >= this.end || !isDigit(this.bytes[this.at])) this.unexpected()
    while (this.at < this.end && isDigit(this.bytes[this.at])) this.at++
  }

  number(first) {
    if (first === MINUS) this.at++
    if (this.at < this.end && this.bytes[this.at] === ZERO) {
      this.at++
      if (this.at < this.end && isDigit(this.bytes[this.at])) this.unexpected()
    } else {
      this.digits()
    }
    if (this.at < this.end && this.bytes[this.at] === DOT) {
      this.at++
      this.digits()
    }
    if (this.at < this.end && (this.bytes[this.at] | 0x20) === 0x65) {
      this.at++
      if (this.at < this.end && (this.bytes[this.at] === 0x2b || this.bytes[this.at] === MINUS)) this.at++
      this.digits()
    }
  }

  string() {
    this.at++
    for (;;) {
      if (this.at >= this.end) this.unterminated()
      const byte = this.bytes[this.at]
      if (byte === QUOTE) break
      if (byte < SPACE) this.fail('Bad control character in string literal in JSON')
      this.at++
      if (byte === BACKSLASH) this.escape()
    }
    this.at++
  }

  unterminated() {
    throw new Found(this.at, 'Unterminated string in JSON')
  }

  escape() {
    if (this.at >= this.end) this.unterminated()
    const byte = this.bytes[this.at]
    if (byte !== 0x75) {
      if (!ESCAPES.has(byte)) this.fail('Bad escaped character in JSON')
      this.at++
      return
    }
    this.at++
    for (let i = 0; i < 4; i++) {
      if (this.at >= this.end) this.unterminated()
      if (!isHex(this.bytes[this.at])) this.fail('Bad escaped character in JSON')
      this.at++
    }
  }
}

/** A key that has just been checked. */
function textOf(bytes, start, end) {
  return JSON.parse(Buffer.from(bytes.subarray(start, end)).toString())
}

/** The character at a place, for a message: one character of data at most. */
function nameOf(bytes, at, end) {
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) return 'byte order mark'
  const [character] = Buffer.from(bytes.subarray(at, Math.min(end, at + 4))).toString()
  return /[\p{C}\p{Z}\ufffd]/u.test(character) ? `byte 0x${bytes[at].toString(16).padStart(2, '0')}` : `token '${character}'`
}

/**
 * The first thing that is wrong in bytes[from, to), or undefined.
 * @param {{ maxDepth?: number, maxRecordBytes?: number, path?: string[] }} limits only those that the user has set; `path` leads to the
 *   array of records
 * @returns {{ code: string, offset: number, reason: string, record: number } | undefined}
 */
function findProblem(bytes, from, to, limits = {}) {
  const checker = new Checker(bytes, from, to, limits)
  try {
    checker.document()
    return undefined
  } catch (found) {
    if (!(found instanceof Found)) throw found
    return { code: found.code, offset: found.offset, reason: found.reason, record: checker.record }
  }
}

/** Lines and columns of places, both from 1; columns count UTF-16 units, as editors do. Ascending places are found in one pass. */
class Lines {
  constructor(bytes) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = 0
    this.line = 1
    this.start = 0
  }

  of(offset) {
    if (offset < this.at) Object.assign(this, { at: 0, line: 1, start: 0 })
    for (let newline; (newline = this.bytes.indexOf(LF, this.at)) >= 0 && newline < offset; this.at = newline + 1) {
      this.line++
      this.start = newline + 1
    }
    return { line: this.line, column: this.bytes.toString('utf8', this.start, offset).length + 1 }
  }
}

const SNIPPET = 40

/** The text around a place, within its line: 40 characters on either side. It is input data: keep it out of logs. */
function snippetOf(bytes, offset) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const lineStart = offset === 0 ? 0 : buffer.lastIndexOf(LF, offset - 1) + 1
  const lineEnd = buffer.indexOf(LF, offset)
  // a character has at most four bytes
  let from = Math.max(lineStart, offset - 4 * SNIPPET)
  let to = Math.min(lineEnd < 0 ? buffer.length : lineEnd, offset + 4 * SNIPPET)
  const isInside = (at) => at > lineStart && at < buffer.length && (buffer[at] & 0xc0) === 0x80
  while (from < offset && isInside(from)) from++
  while (to > offset && isInside(to)) to--
  const before = [...buffer.toString('utf8', from, offset)].slice(-SNIPPET)
  const after = [...buffer.toString('utf8', offset, to)].slice(0, SNIPPET)
  return [...before, ...after].map(visible).join('')
}

/** A character that does nothing to a terminal. */
function visible(character) {
  if (character < ' ') return String.fromCharCode(0x2400 + character.charCodeAt(0))
  return /[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/.test(character) ? '\ufffd' : character
}

module.exports = { Lines, findProblem, snippetOf }
