'use strict'

const { Duplex } = require('node:stream')
const { runFile } = require('./file.js')
const { iterate } = require('./iterate.js')
const { millOver } = require('./mill.js')
const { fileOptions, streamOptions } = require('./options.js')
const { RunStream } = require('./stream.js')

/** A plan that makes one value of records: a mill, also over what comes bit by bit. */
function reductionOver(plan, name) {
  const stream = (options) => new RunStream(plan, streamOptions(options))
  return Object.defineProperties(millOver(plan, name), {
    stream: { value: stream, enumerable: true },
    transformStream: { value: (options) => Duplex.toWeb(stream(options)), enumerable: true },
    iterate: { value: (source, options) => iterate(plan, source, streamOptions(options)), enumerable: true },
    runFile: { value: (source, target, options) => runFile(plan, source, target, fileOptions(options)), enumerable: true }
  })
}

module.exports = { reductionOver }
