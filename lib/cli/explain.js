'use strict'

const { sampleOf } = require('./sample.js')
const { runOptions, transformFor } = require('./transform.js')
const { UsageError } = require('./usage.js')

/** jsonmill explain */
async function explain([file, source, ...others], values) {
  if (file === undefined || others.length > 0) throw new UsageError('explain needs a transform, and may have a source')
  const { made } = await transformFor(file, { source }, values)
  const options = source === undefined ? {} : { ...runOptions(values), analyze: await sampleOf(source, { kind: 'json' }) }
  process.stdout.write(`${made.explain(options).trimEnd()}\n`)
}

module.exports = explain
