'use strict'

const { channel } = require('node:diagnostics_channel')
const { performance } = require('node:perf_hooks')

/** Who subscribes hears of every run. */
const runs = channel('jsonmill:run')

const NANOSECONDS = 1e6

/** Whether anybody listens: else only those runs are measured of which somebody wants a report. */
const isHeard = () => runs.hasSubscribers

/** What a run is to tell of itself, from its start. */
function measured(told) {
  return Object.assign(told, { measured: true, begun: performance.now() })
}

/**
 * The numbers of a run that has come to its end, from what native code or V8 told of it. Times of threads that work side by side are
 * added up.
 */
function statisticsOf(plan, told, { bytesIn, bytesOut, read = 0, waited = 0 }) {
  const { records = 0, rejected = 0, written = 0, begun, tally, memory, ran } = told
  const documents = plan.settings.kind === 'mill' && tally !== undefined ? 1 : records
  const statistics = { records: documents, recordsOut: written, rejected, bytesIn, bytesOut }
  if (tally === undefined) return statistics
  const { total, evaluate, write } = tally
  const scan = Math.max(0, total - evaluate - write)
  return {
    ...statistics,
    milliseconds: performance.now() - begun,
    ran,
    time: { read, scan: scan / NANOSECONDS, evaluate: evaluate / NANOSECONDS, write: write / NANOSECONDS + waited },
    peakMemory: memory,
    stages: stagesOf(plan, tally, written)
  }
}

/** What each stage did: what it let through is what the next one got. */
function stagesOf({ settings, stages }, tally, written) {
  const counted = settings.kind === 'mill' ? stages.slice(-1) : stages
  return counted.map(({ index, kind }, at) => {
    const { rows, nanoseconds } = tally.stages[at] ?? { rows: 0, nanoseconds: 0 }
    const out = at + 1 < counted.length ? (tally.stages[at + 1]?.rows ?? 0) : written
    return { stage: index, kind, in: rows, out, milliseconds: nanoseconds / NANOSECONDS }
  })
}

/** Tells those who listen of a run. */
function publish({ settings, stages }, statistics, error) {
  if (!runs.hasSubscribers) return
  const { kind, input, output } = settings
  runs.publish({ kind, input, output, stages: stages.map((stage) => stage.kind), statistics, error })
}

/** The same of a run that failed: what it had done by then. */
function publishFailed(plan, told, numbers, error) {
  const statistics = statisticsOf(plan, { ...told, tally: undefined }, numbers)
  publish(plan, { ...statistics, milliseconds: performance.now() - told.begun }, error)
}

module.exports = { isHeard, measured, publish, publishFailed, statisticsOf }
