'use strict'

const { describe } = require('../../describe.js')
const { optionError } = require('../../errors.js')

/** Begins what a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** Results as rows of CSV. The engine has the same in crates/engine/src/exec/csv.rs. */
class CsvWriter {
  constructor(csv, stringify) {
    this.csv = csv
    this.stringify = stringify
    this.columns = csv.columns
    this.begun = false
    this.special = new RegExp(`["\\r\\n${csv.delimiter.replace(/[\\\]^-]/, '\\$&')}]`)
  }

  /** A record as text, behind the header where it is the first. */
  row(record, where) {
    if (Object.prototype.toString.call(record) !== '[object Object]') throw misfit(where, describe(record))
    const keys = Object.keys(record)
    const columns = this.columns ?? keys
    const alone = columns.length === 1
    const cells = columns.map((key) => this.cell(Object.hasOwn(record, key) ? record[key] : undefined, alone, where))
    if (this.csv.columns === undefined) {
      const extra = keys.find((key) => !columns.includes(key))
      if (extra !== undefined) throw misfit(where, `an object with the key ${JSON.stringify(extra)}, for which there is no column`)
    }
    this.columns = columns
    return this.start() + cells.join(this.csv.delimiter) + this.csv.eol
  }

  /** What stands before the first row, once; nothing while the columns are not known. */
  start() {
    const { csv, columns, begun } = this
    if (begun || columns === undefined) return ''
    this.begun = true
    const header = csv.header ? columns.map((name) => this.quoted(name, columns.length === 1)).join(csv.delimiter) + csv.eol : ''
    return (csv.bom ? '\ufeff' : '') + header
  }

  /** What JSON.stringify writes, strings without their quotes; nothing for null and what has no JSON. */
  cell(value, alone, where) {
    if (typeof value === 'string') return this.quoted(value, alone)
    if (typeof value === 'boolean' || Number.isFinite(value)) return JSON.stringify(value)
    const json = this.stringify(value, '', where)
    return this.quoted(json === 'null' ? '' : json[0] === '"' ? JSON.parse(json) : json, alone)
  }

  quoted(text, alone) {
    const plain = this.csv.escapeFormulas && FORMULA.test(text) ? `'${text}` : text
    return this.special.test(text) || (text === '' && alone) ? `"${plain.replaceAll('"', '""')}"` : plain
  }
}

function misfit({ record, stage }, what) {
  const message = `options.output 'csv' writes objects, and record ${record} became ${what}: add .map() to an object, or name all columns in csv.columns`
  return optionError(message, { record, stage })
}

module.exports = { CsvWriter }
