'use strict'

const { optionError } = require('./errors.js')

/** The options of CSV with their defaults, as native code takes them; undefined where none is read or written. */
function csvOptions(given, { input, output, utf8 }) {
  const reads = input === 'csv'
  const writes = output === 'csv'
  if (!reads && !writes) {
    if (given !== undefined) throw optionError("options.csv is for input or output 'csv'")
    return undefined
  }
  const { columns, header = true, delimiter = ',', eol = '\r\n', bom = false, formulas = 'keep', kinds } = given ?? {}
  if (reads && utf8 === 'strict') throw optionError("options.utf8 'strict' is not for input 'csv'")
  if (reads && !header && columns === undefined) throw optionError('options.csv.columns must name the columns where options.csv.header is false')
  if (reads && !writes && header && columns !== undefined) {
    throw optionError('options.csv.columns names the columns of an input without a header: set options.csv.header to false')
  }
  if (!reads && kinds !== undefined) throw optionError("options.csv.kinds is for input 'csv'")
  return { columns, header, delimiter, eol, bom, escapeFormulas: formulas === 'escape', kinds: kinds ?? 'text' }
}

module.exports = { csvOptions }
