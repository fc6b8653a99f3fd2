'use strict'

const { bind } = require('./lib/bind.js')
const { compileSchema } = require('./lib/compile-schema.js')
const { isJsonMillError } = require('./lib/errors.js')
const { mill } = require('./lib/mill.js')
const { configure } = require('./lib/configure.js')
const { records } = require('./lib/records.js')

module.exports = { bind, compileSchema, configure, isJsonMillError, mill, records }
