'use strict'

const { CsvWriter } = require('./csv/writer.js')
const { piecesFor } = require('./pieces.js')
const { Output, stringify, writingError } = require('./write.js')

/** Behind the last stage: one line a record of a document, written when all of its records have come through. */
class Lines {
  constructor(settings, where) {
    this.output = new Output(settings)
    this.format = settings.output
    this.csv = settings.output === 'csv' ? new CsvWriter(settings.csv, stringify) : undefined
    this.where = where
    this.held = []
    /** Results written. */
    this.written = 0
  }

  push(record, origin) {
    this.held.push([record, origin])
  }

  write(record, origin) {
    const where = this.where(origin)
    if (this.csv === undefined) this.output.addLine(record, this.format, where)
    else this.output.add(this.csv.row(record, where))
    this.written++
  }

  /** All that became of a bad record is left out. */
  writeUnlessBad(record, origin) {
    if (this.rejections === undefined) {
      this.write(record, origin)
    } else if (!this.rejections.has(origin)) {
      try {
        this.write(record, origin)
      } catch (error) {
        this.rejections.add(error)
      }
    }
  }

  hole(origin) {
    this.push(undefined, origin)
  }

  settle() {}

  finish() {
    for (const [record, origin] of this.held) this.writeUnlessBad(record, origin)
    if (this.csv !== undefined) this.output.add(this.csv.start())
    return this.output.finish()
  }
}

/** One array, written when it is complete. */
class Rows {
  constructor(settings, where) {
    this.settings = settings
    this.where = where
    this.rows = []
    this.origins = []
  }

  push(record, origin) {
    this.rows.push(record)
    this.origins.push(origin)
  }

  hole(origin) {
    this.rows.length++
    this.origins.push(origin)
  }

  settle() {}

  finish() {
    if (this.rejections !== undefined) this.leaveOut(this.rejections)
    const output = new Output(this.settings)
    output.add(this.text())
    return output.finish()
  }

  get written() {
    return this.rows.length
  }

  /** All that became of a bad record is left out. */
  leaveOut(rejections) {
    const { rows, origins, settings, where } = this
    rows.forEach((row, i) => {
      try {
        stringify(row, settings.space, where(origins[i]))
      } catch (error) {
        rejections.add(error)
      }
    })
    this.rows = rows.filter((_, i) => !rejections.has(origins[i]))
    this.origins = origins.filter((origin) => !rejections.has(origin))
  }

  text() {
    const { rows, origins, settings, where } = this
    try {
      return JSON.stringify(rows, null, settings.space)
    } catch (thrown) {
      // once more one by one, to name the record
      rows.forEach((row, i) => stringify(row, settings.space, where(origins[i])))
      throw writingError(thrown, {})
    }
  }
}

/** The one value of a reduce. */
class Single {
  constructor(settings, where) {
    this.settings = settings
    this.output = new Output(settings)
    this.where = where
    this.written = 1
  }

  push(value) {
    this.output.add(stringify(value, this.settings.space, this.where(undefined)))
  }

  settle() {}

  finish() {
    return this.output.finish()
  }
}

/** The results as they are. */
class Objects {
  constructor() {
    this.rows = []
    this.origins = []
  }

  push(record, origin) {
    this.rows.push(record)
    this.origins.push(origin)
  }

  hole(origin) {
    this.rows.length++
    this.origins.push(origin)
  }

  settle() {}

  finish() {
    const { rows, origins, rejections } = this
    this.written = rejections === undefined ? rows.length : origins.filter((origin) => !rejections.has(origin)).length
    return rejections === undefined ? rows : rows.filter((_, i) => !rejections.has(origins[i]))
  }
}

/** Where the results of these stages go. */
function sinkFor(settings, stages) {
  if (settings.output === 'objects') return new Objects()
  const last = stages.at(-1)
  const where = (record) => ({ record, stage: last?.index, codeFrame: last?.codeFrame })
  if (last?.kind === 'reduce') return new Single(settings, where)
  if (settings.output === 'json') return new Rows(settings, where)
  return settings.input === 'json' ? new Lines(settings, where) : piecesFor(settings, stages)
}

module.exports = { sinkFor }
