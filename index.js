'use strict'

const { isJsonMillError } = require('./lib/errors.js')
const { mill } = require('./lib/mill.js')
const { configure } = require('./lib/mode.js')
const { records } = require('./lib/records.js')

module.exports = { configure, isJsonMillError, mill, records }
