'use strict'

/** Rows of CSV (RFC 4180) as JSON texts. The engine has the same in crates/engine/src/csv: both give the same records and errors. */

const [QUOTE, LF, CR] = [0x22, 0x0a, 0x0d]
const BOM = [0xef, 0xbb, 0xbf]
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const INTEGER = /^-?\d+$/

/** What is wrong with a row: why, and the offset of the place. */
class WrongRow extends Error {
  constructor(reason, at) {
    super(reason)
    this.at = at
  }
}

/** Rows that are not blank, with the header, as [start, end, open): `open` where a cell in quotes does not end. */
function* rowsOf(bytes, { delimiter }) {
  const between = delimiter.charCodeAt(0)
  let start = BOM.every((byte, i) => bytes[i] === byte) ? BOM.length : 0
  while (start < bytes.length) {
    const { end, next, open } = rowEnd(bytes, start, between)
    if (end > start) yield [start, end, open]
    start = next
  }
}

function rowEnd(bytes, start, between) {
  let at = start
  for (;;) {
    const newline = indexOf(bytes, LF, at)
    const quote = indexOf(bytes, QUOTE, at)
    if (quote < 0 || (newline >= 0 && newline < quote)) {
      const next = newline < 0 ? bytes.length : newline + 1
      const end = newline < 0 ? bytes.length : newline
      return { end: end > start && bytes[end - 1] === CR ? end - 1 : end, next, open: false }
    }
    at = quote + 1
    if (quote > start && bytes[quote - 1] !== between) continue
    at = closingQuote(bytes, at, bytes.length) + 1
    if (at > bytes.length) return { end: bytes.length, next: bytes.length, open: true }
  }
}

/** The quote that ends a cell, or `end`. */
function closingQuote(bytes, from, end) {
  for (let at = from; ; at += 2) {
    at = indexOf(bytes, QUOTE, at)
    if (at < 0 || at >= end) return end
    if (bytes[at + 1] !== QUOTE || at + 1 >= end) return at
  }
}

const indexOf = (bytes, byte, from) => Uint8Array.prototype.indexOf.call(bytes, byte, from)

/** The cells of a row: where they lie, and whether they stand in quotes. */
function cellsOf(bytes, start, end, between) {
  const cells = []
  for (let at = start; ; ) {
    const quoted = at < end && bytes[at] === QUOTE
    const from = at + (quoted ? 1 : 0)
    const found = quoted ? closingQuote(bytes, from, end) : indexOf(bytes, between, from)
    const to = found < 0 || found > end ? end : found
    cells.push({ start: from, end: to, quoted })
    at = to + (quoted ? 1 : 0)
    if (at >= end) return cells
    if (bytes[at] !== between) throw new WrongRow('text behind the quote that ends a cell', at)
    at++
  }
}

function textOf(bytes, { start, end, quoted }) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString()
  return quoted ? text.replaceAll('""', '"') : text
}

/** A cell as JSON, or undefined where it is not of its kind. */
function jsonOf(kind, text, quoted) {
  if (kind === 'text') return JSON.stringify(text)
  if (text === '' && !quoted) return 'null'
  if (kind === 'infer') return !quoted && (text === 'true' || text === 'false' || isInferred(text)) ? text : JSON.stringify(text)
  if (kind === 'number') return NUMBER.test(text) ? text : undefined
  if (kind === 'boolean') return text === 'true' || text === 'false' ? text : undefined
  try {
    JSON.parse(text)
    return text
  } catch {
    return undefined
  }
}

/** Whether a text is a number and comes back from it: identifiers of many digits, or with zeros before them, stay texts. */
function isInferred(text) {
  return NUMBER.test(text) && (!INTEGER.test(text) || Number.isSafeInteger(Number(text)))
}

const EXPECTED = { number: 'a number', boolean: 'true or false', json: 'JSON' }

/** Reads rows under their columns. */
class RowReader {
  constructor(bytes, csv) {
    this.bytes = bytes
    this.csv = csv
    this.columns = csv.header ? undefined : this.columnsOf(csv.columns)
  }

  columnsOf(names) {
    const { kinds } = this.csv
    const kindOf = (name) => (typeof kinds === 'string' ? kinds : Object.hasOwn(kinds, name) ? kinds[name] : 'text')
    return names.map((name) => ({ name, key: JSON.stringify(name), kind: kindOf(name) }))
  }

  /** The JSON text of a row; undefined for the header. Throws what is wrong with it. */
  read([start, end, open]) {
    const { bytes, csv, columns } = this
    const cells = cellsOf(bytes, start, end, csv.delimiter.charCodeAt(0))
    if (open) throw new WrongRow('a quoted cell does not end', cells.at(-1).start)
    if (columns === undefined) return this.readHeader(cells)
    if (cells.length !== columns.length) throw new WrongRow(`a row of ${cells.length} cells under ${columns.length} columns`, start)
    const members = cells.map((cell, i) => {
      const { key, kind } = columns[i]
      const json = jsonOf(kind, textOf(bytes, cell), cell.quoted)
      if (json === undefined) throw new WrongRow(`a cell of column ${key} is not ${EXPECTED[kind]}`, cell.start)
      return `${key}:${json}`
    })
    return `{${members.join()}}`
  }

  readHeader(cells) {
    const names = []
    for (const cell of cells) {
      const name = textOf(this.bytes, cell)
      if (names.includes(name)) throw new WrongRow(`two columns are called ${JSON.stringify(name)}`, cell.start)
      names.push(name)
    }
    this.columns = this.columnsOf(names)
    return undefined
  }
}

/** Where the records lie, without the header. */
function* recordRows(bytes, csv) {
  const rows = rowsOf(bytes, csv)
  if (csv.header) rows.next()
  yield* rows
}

module.exports = { RowReader, WrongRow, recordRows, rowsOf }
