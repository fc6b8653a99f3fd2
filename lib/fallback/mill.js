'use strict'

const { parseDocument } = require('./parse.js')
const { Output, stringify } = require('./write.js')

/** A document in V8: parse, transform, write. */
function runMill({ settings, stages: [stage] }, input) {
  const where = { record: 0, stage: 0, codeFrame: stage.codeFrame }
  const { run } = stage.inV8()
  const document = parseDocument(input, settings)
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

module.exports = { runMill }
