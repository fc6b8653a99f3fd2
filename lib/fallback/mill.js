'use strict'

const { parseDocument } = require('./parse.js')
const { located } = require('./located.js')
const { Output, stringify } = require('./write.js')

/** A document in V8: parse, transform, write. */
function runMill({ settings, stages }, input) {
  const stage = stages.at(-1)
  const where = { record: 0, stage: stage.index, codeFrame: stage.codeFrame }
  const { run } = stage.inV8()
  const document = parseDocument(input, settings)
  checkDocument(stages, document, input, settings)
  stage.rewind()
  input.params?.rewind()
  let result
  try {
    result = run(document, input.params?.view)
  } catch (thrown) {
    throw stage.failure(thrown, 0)
  }
  if (settings.output === 'objects') return [result]
  const output = new Output(settings)
  output.add(stringify(result, settings.space, where))
  return output.finish()
}

/** A document may be checked before its transform. */
function checkDocument([stage], document, input, settings) {
  if (stage.schema === undefined) return
  const violations = stage.violations(document)
  if (violations.length > 0) throw located(stage.invalid(violations, 0), input, settings)
}

module.exports = { runMill }
