'use strict'

const { performance } = require('node:perf_hooks')
const { configure } = require('../configure.js')
const { mode } = require('../mode.js')
const { sampleOf, sizeOf } = require('./sample.js')
const { numberOf, runOptions, transformFor } = require('./transform.js')
const { UsageError } = require('./usage.js')

const SECOND = 1000
const MEGA = 1e6
const MOST_ROUNDS = 1000

/** jsonmill bench */
async function bench([file, source, ...others], values) {
  if (source === undefined || others.length > 0) throw new UsageError('bench needs a transform and a source')
  const { made, kind, csv, plain } = await transformFor(file, { source }, values)
  const sample = await sampleOf(source, { kind, csv, bytes: sizeOf(values.sample ?? '32M') })
  const options = runOptions(values)
  const run = () => (typeof made === 'function' ? made(sample, options) : made.runSync(sample, options))
  const inV8 = () => {
    configure({ mode: 'js' })
    try {
      return run()
    } finally {
      configure({ mode: before === 'auto' ? 'native' : before })
    }
  }
  const before = mode()
  const baseline = plainOf(kind, plain, options) ?? { name: 'jsonmill in V8', call: inV8 }
  const [output, expected] = [run(), baseline.call(sample)]
  const until = performance.now() + numberOf(values.seconds ?? '5', '--seconds') * SECOND
  const times = { native: [], plain: [] }
  for (let round = 0; round < MOST_ROUNDS && (round < 3 || performance.now() < until); round++) {
    times.native.push(timeOf(run))
    times.plain.push(timeOf(() => baseline.call(sample)))
  }
  const [native, other] = [median(times.native), median(times.plain)]
  const rate = (milliseconds) => `${((sample.length / MEGA / milliseconds) * SECOND).toFixed(0).padStart(6)} MB/s`
  const text = [
    `${sizeText(sample.length)}, ${times.native.length} rounds, medians, one thread`,
    `  ${'jsonmill'.padEnd(16)}${rate(native)}  ${native.toFixed(3)} ms`,
    `  ${baseline.name.padEnd(16)}${rate(other)}  ${other.toFixed(3)} ms`,
    `  ratio ${(other / native).toFixed(2)}`,
    output.equals(expected) ? '' : 'the outputs differ: see jsonmill verify'
  ]
  process.stdout.write(`${text.filter(Boolean).join('\n')}\n`)
  return output.equals(expected) ? 0 : 1
}

/** What people write without jsonmill, where the transform is a function of one value. */
function plainOf(kind, transform, { params }) {
  if (transform === undefined) return undefined
  const one = params === undefined ? (value, index) => transform(value, index) : undefined
  if (kind === 'json') return { name: 'plain JavaScript', call: (bytes) => Buffer.from(JSON.stringify(transform(JSON.parse(bytes.toString()), params)) ?? 'null') }
  if (kind !== 'ndjson' || one === undefined) return undefined
  const call = (bytes) => {
    let output = ''
    let index = 0
    for (const line of bytes.toString().split('\n')) {
      if (line.trim() !== '') output += `${JSON.stringify(one(JSON.parse(line), index++)) ?? 'null'}\n`
    }
    return Buffer.from(output)
  }
  return { name: 'plain JavaScript', call }
}

function sizeText(bytes) {
  return bytes < MEGA ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / MEGA).toFixed(1)} MB`
}

function timeOf(call) {
  const begun = performance.now()
  call()
  return performance.now() - begun
}

function median(times) {
  return times.sort((a, b) => a - b)[times.length >> 1]
}

module.exports = bench
