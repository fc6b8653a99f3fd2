'use strict'

const { runFile } = require('../file.js')
const { planOf } = require('../mill.js')
const { fileOptions } = require('../options.js')
const { runOptions, transformFor } = require('./transform.js')
const { UsageError } = require('./usage.js')

const MEGA = 1e6
const PERCENT = 100

/** jsonmill run */
async function run(positionals, values) {
  const [file, ...sources] = positionals
  const target = sources.pop()
  if (sources.length === 0) throw new UsageError('run needs a transform, a source and a target')
  const { made } = await transformFor(file, { source: sources[0], target }, values)
  const controller = new AbortController()
  const onInterrupt = () => controller.abort()
  process.once('SIGINT', onInterrupt)
  const shows = process.stderr.isTTY === true && !values.quiet
  const options = { ...runOptions(values), signal: controller.signal }
  if (values.rejects !== undefined) options.rejects = values.rejects
  if (shows) options.onProgress = (progress) => process.stderr.write(`\r\x1b[K${line(progress)}`)
  try {
    const source = sources.length === 1 ? sources[0] : sources
    const plan = planOf(made)
    const statistics = await (plan === undefined ? made.runFile(source, target, options) : runFile(plan, source, target, fileOptions(options)))
    if (shows) process.stderr.write('\r\x1b[K')
    if (values.stats) process.stderr.write(`${JSON.stringify(statistics)}\n`)
  } finally {
    if (shows) process.stderr.write('\r\x1b[K')
    process.off('SIGINT', onInterrupt)
  }
}

function line({ bytesRead, bytesTotal, bytesPerSecond, secondsLeft }) {
  const share = bytesTotal ? `  ${Math.floor((bytesRead / bytesTotal) * PERCENT)}%` : ''
  const left = secondsLeft === undefined || !Number.isFinite(secondsLeft) ? '' : `  ${Math.ceil(secondsLeft)} s left`
  return `${(bytesRead / MEGA).toFixed(1)} MB${share}  ${(bytesPerSecond / MEGA).toFixed(0)} MB/s${left}`
}

module.exports = run
