'use strict'

const { sampleOf, sizeOf } = require('./sample.js')
const { runOptions, transformFor } = require('./transform.js')
const { UsageError } = require('./usage.js')

/** jsonmill verify */
async function verify([file, source, ...others], values) {
  if (source === undefined || others.length > 0) throw new UsageError('verify needs a transform and a source')
  const { made, kind, csv } = await transformFor(file, { source }, values)
  const sample = await sampleOf(source, { kind, csv, bytes: sizeOf(values.sample ?? '64M') })
  const found = made.verify(sample, runOptions(values))
  if (!found.equal) {
    const { record, stage, offset, native, v8 } = found.difference
    const where = Object.entries({ record, stage, byte: offset }).filter(([, value]) => value !== undefined)
    process.stdout.write(`different: ${where.map((pair) => pair.join(' ')).join(', ')}\n  native: ${native}\n  V8:     ${v8}\n`)
    return 1
  }
  process.stdout.write(found.native ? `equal: ${sample.length} bytes natively and in V8\n` : `nothing to compare, V8 runs it: ${found.reason}\n`)
  return 0
}

module.exports = verify
