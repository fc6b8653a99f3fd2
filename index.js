'use strict'

const { mill, records } = require('./lib/builder.js')
const { isJsonMillError } = require('./lib/errors.js')
const { configure } = require('./lib/mode.js')

module.exports = { configure, isJsonMillError, mill, records }
