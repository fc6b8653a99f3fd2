'use strict'

const { parseDocument } = require('./parse.js')
const { located } = require('./located.js')
const { Meter } = require('./tallied.js')
const { Output, stringify } = require('./write.js')

/** A document in V8: parse, transform, write. */
function runMill({ settings, stages }, input) {
  const stage = stages.at(-1)
  const where = { record: 0, stage: stage.index, codeFrame: stage.codeFrame }
  const { run } = stage.inV8()
  const meter = input.told?.measured === true ? new Meter(1) : undefined
  const document = parseDocument(input, settings)
  checkDocument(stages, document, input, settings)
  meter?.enter(0)
  stage.rewind()
  input.params?.rewind()
  let result
  try {
    result = run(document, input.params?.view)
  } catch (thrown) {
    throw stage.failure(thrown, 0)
  }
  meter?.enter(1)
  const written = settings.output === 'objects' ? [result] : writtenOut(result, settings, where)
  if (meter !== undefined) meter.rows[0] = 1
  if (input.told !== undefined) Object.assign(input.told, { records: 1, written: 1, tally: meter?.tally(), ran: 'v8' })
  return written
}

function writtenOut(result, settings, where) {
  const output = new Output(settings)
  output.add(stringify(result, settings.space, where))
  return output.finish()
}

/** A document may be checked before its transform. */
function checkDocument([stage], document, input, settings) {
  if (stage.schema === undefined) return
  const { violations } = stage.checked(document)
  if (violations.length > 0) throw located(stage.invalid(violations, 0), input, settings)
}

module.exports = { runMill }
