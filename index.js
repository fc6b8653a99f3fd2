'use strict'

const { avg, collect, count, countDistinct, first, last, max, min, quantile, sum } = require('./lib/aggregates.js').builders
const { bind } = require('./lib/bind.js')
const { compileSchema } = require('./lib/compile-schema.js')
const { isJsonMillError } = require('./lib/errors.js')
const { mill } = require('./lib/mill.js')
const { configure } = require('./lib/configure.js')
const { file } = require('./lib/origin.js')
const { records } = require('./lib/records.js')

module.exports = {
  avg,
  bind,
  collect,
  compileSchema,
  configure,
  count,
  countDistinct,
  file,
  first,
  isJsonMillError,
  last,
  max,
  mill,
  min,
  quantile,
  records,
  sum
}
