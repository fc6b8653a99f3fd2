'use strict'

const { CsvWriter } = require('./csv/writer.js')
const { Output, stringify, writingError } = require('./write.js')

/** JSON of the element of an array, as it stands in there: `toJSON` is given its place. */
function element(value, place, space, where) {
  let text
  try {
    text = JSON.stringify({ [place]: value }, null, space)
  } catch (thrown) {
    throw writingError(thrown, where)
  }
  if (text === '{}') return 'null'
  const begin = space === '' ? '{"":' : `{\n${space}"": `
  const end = space === '' ? '}' : '\n}'
  return text.slice(begin.length + String(place).length, -end.length)
}

/**
 * Behind the last stage, where output is handed out while records are still coming. What a record becomes is written when all of it is
 * there, and not at all where the record turns out to be bad.
 */
class Pieces {
  constructor(settings, stages) {
    const last = stages.at(-1)
    this.settings = settings
    this.where = (record) => ({ record, stage: last?.index, codeFrame: last?.codeFrame })
    this.output = new Output(settings)
    this.rejections = undefined
    /** Texts, or values, of the record that is under way, and its number. */
    this.pending = []
    this.origin = undefined
    /** Results written so far. */
    this.written = 0
  }

  push(record, origin) {
    if (origin !== this.origin) this.settle()
    this.origin = origin
    if (this.rejections === undefined) {
      this.pending.push(this.text(record, origin))
      return
    }
    if (this.rejections.has(origin)) return
    try {
      this.pending.push(this.text(record, origin))
    } catch (error) {
      this.rejections.add(error)
    }
  }

  hole(origin) {
    this.push(undefined, origin)
  }

  /** All that one record became is there, unless it was found to be bad on the way. */
  settle() {
    if (this.pending.length === 0) return
    if (!this.rejections?.has(this.origin)) {
      for (const text of this.pending) this.add(text)
      this.written += this.pending.length
    }
    this.pending = []
  }

  abandon() {
    this.pending = []
  }
}

/** One line a record. */
class Lines extends Pieces {
  text(record, origin) {
    return this.output.line(record, this.settings.output, this.where(origin))
  }

  add(text) {
    this.output.add(text)
  }

  take() {
    return this.output.take()
  }

  finish() {
    this.settle()
    return this.take()
  }
}

/** Rows of CSV. The first record that is written says which columns there are, so rows are made when nothing can be taken back any more. */
class CsvRows extends Pieces {
  constructor(settings, stages) {
    super(settings, stages)
    this.csv = new CsvWriter(settings.csv, stringify)
  }

  text(record) {
    return record
  }

  settle() {
    const { pending, origin, rejections, csv } = this
    if (pending.length === 0) return
    this.pending = []
    if (rejections?.has(origin)) return
    const { columns, begun } = csv
    let rows
    try {
      rows = pending.map((record) => csv.row(record, this.where(origin)))
    } catch (error) {
      Object.assign(csv, { columns, begun })
      if (rejections === undefined) throw error
      rejections.add(error)
      return
    }
    for (const row of rows) this.output.add(row)
    this.written += rows.length
  }

  take() {
    return this.output.take()
  }

  finish() {
    this.settle()
    this.output.add(this.csv.start())
    return this.take()
  }
}

/** The elements of one array. */
class Elements extends Pieces {
  text(record, origin) {
    return element(record, this.written + this.pending.length, this.settings.space, this.where(origin))
  }

  add(text) {
    const { space } = this.settings
    const comma = this.begun === true ? ',' : '['
    this.begun = true
    this.output.add(space === '' ? `${comma}${text}` : `${comma}\n${space}${text}`)
  }

  take() {
    return this.output.take()
  }

  finish() {
    this.settle()
    if (this.begun !== true) this.output.add('[]')
    else this.output.add(this.settings.space === '' ? ']' : '\n]')
    return this.take()
  }
}

/** The one value of a reduce. */
class One extends Pieces {
  constructor(settings, stages) {
    super(settings, stages)
    // no record is to blame for it
    const { where } = this
    this.where = () => where(undefined)
  }

  text(value) {
    return stringify(value, this.settings.space, this.where())
  }

  add(text) {
    this.output.add(text)
  }

  take() {
    return this.output.take()
  }

  finish() {
    this.settle()
    return this.take()
  }
}

/** The results as they are. */
class Values extends Pieces {
  values = []

  text(record) {
    return record
  }

  add(value) {
    this.values.push(value)
  }

  take() {
    const { values } = this
    this.values = []
    return values
  }

  finish() {
    this.settle()
    return this.take()
  }
}

const SINKS = { objects: Values, json: Elements, ndjson: Lines, lines: Lines, csv: CsvRows }

/** Where results go that are handed out as they come. */
function piecesFor(settings, stages) {
  const isOne = stages.at(-1)?.kind === 'reduce' && settings.output !== 'objects'
  const Sink = isOne ? One : SINKS[settings.output]
  return new Sink(settings, stages)
}

module.exports = { piecesFor }
