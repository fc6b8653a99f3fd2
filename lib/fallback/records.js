'use strict'

const { batches } = require('../rows.js')
const { Burst } = require('./operators/burst.js')
const { Distinct } = require('./operators/distinct.js')
const { Filter } = require('./operators/filter.js')
const { FlatMap } = require('./operators/flat-map.js')
const { MapRecords } = require('./operators/map.js')
const { Reduce } = require('./operators/reduce.js')
const { Slice } = require('./operators/slice.js')
const { Sort } = require('./operators/sort.js')
const { Whole } = require('./operators/whole.js')
const { Validate } = require('./operators/validate.js')
const { Guard } = require('./guard.js')
const { locateAll, located } = require('./located.js')
const { parseDocument, parseRecords } = require('./parse.js')
const { Rejections } = require('./rejections.js')
const { sinkFor } = require('./sink.js')

const OPERATORS = {
  filter: Filter,
  map: MapRecords,
  flatMap: FlatMap,
  slice: Slice,
  sort: Sort,
  distinct: Distinct,
  reduce: Reduce,
  validate: Validate
}

/** How many records pass between two looks at the clock. */
const BATCH = 64

/**
 * A record pipeline in V8, as a generator that pauses now and then: an asynchronous run lets the event loop turn at those places, a
 * synchronous one goes on. Documents take the stages one after the other, as chained Array methods do; lines and concatenated values
 * pass one by one, except where a stage needs all of them. What comes out goes to `sink`.
 *
 * `before` are the first stages where they have run in native code: `count` of them, and the rows that they made.
 */
function* runRecords({ settings, stages }, input, { sink = sinkFor(settings, stages), before } = {}) {
  const count = before?.count ?? 0
  for (const stage of stages.slice(count)) stage.rewind()
  input.params?.rewind()
  const isDocument = settings.input === 'json'
  const rejections = settings.onError === 'throw' ? undefined : new Rejections(settings, before && input.told)
  sink.rejections = rejections
  const chain = chainOf(stages, count, sink, isDocument, input.params, rejections)
  const [first] = chain
  const tally = { records: before && input.told ? input.told.records : 0 }
  let failure
  try {
    if (before !== undefined) yield* pushRows(before.rows, first)
    else if (isDocument) pushDocument(input, settings, first, tally)
    else yield* pushRecords(input, settings, first, rejections, tally)
  } catch (error) {
    if (isDocument) throw located(error, input, settings)
    failure = error
  }
  // A record that a stage still holds may fail at a later one; in input order that is the earlier failure.
  for (const operator of chain) {
    try {
      if (failure === undefined) operator.end?.()
      else operator.abandon?.()
    } catch (error) {
      if (isDocument) throw located(error, input, settings)
      failure = error
    }
  }
  if (failure !== undefined) throw located(failure, input, settings)
  const output = sink.finish()
  if (input.told !== undefined) tell(input, settings, tally, rejections, before)
  return output
}

/** What the run reports besides its output. */
function tell(input, settings, { records }, rejections, before) {
  const earlier = before === undefined ? [] : input.told.rejections
  const found = [...earlier, ...locateAll(rejections?.errors ?? [], input, settings)].sort((a, b) => a.record - b.record)
  Object.assign(input.told, { records, rejected: rejections?.count ?? 0, rejections: found })
}

function pushDocument(input, settings, first, tally) {
  const records = parseDocument(input, settings)
  tally.records = records.length
  records.forEach((record, i) => first.push(record, i))
}

function* pushRecords(input, settings, first, rejections, tally) {
  const bears = settings.input === 'ndjson' ? rejections : undefined
  for (const { record, origin } of parseRecords(input, settings, bears)) {
    tally.records = origin + 1
    if (!bears?.has(origin)) {
      first.push(record, origin)
      first.settle()
    }
    if (tally.records % BATCH === 0) yield
  }
}

/** What native code has made of the records. Rows of one burst belong together. */
function* pushRows(buffer, first) {
  for (const { rows, origins, bursts } of batches(buffer)) {
    for (let i = 0, burst = 0; i < rows.length; ) {
      const many = bursts[burst] === i
      const end = many ? i + bursts[burst + 1] : i + 1
      if (many) burst += 2
      for (; i < end; i++) first.push(rows[i], origins[i])
      first.settle()
      if (end % BATCH === 0) yield
    }
  }
}

/** Operators for the stages from `count` on, first to last, and the sink behind them. */
function chainOf(stages, count, sink, isDocument, params, rejections) {
  const first = isDocument ? -1 : stages.findIndex((stage) => stage.kind === 'flatMap')
  const together = (position, next) => (first >= 0 && position > first ? new Burst(next, rejections) : next)
  const chain = [together(stages.length, sink)]
  for (let position = stages.length - 1; position >= count; position--) {
    const stage = stages[position]
    const bare = new OPERATORS[stage.kind](stage, chain[0], params)
    const operator = rejections === undefined ? bare : new Guard(bare, rejections)
    // a sort holds all records anyway, and a stage without callback cannot fail
    const canFailFirst = isDocument && (stage.callback !== undefined || stage.kind === 'validate') && stage.kind !== 'sort'
    chain.unshift(canFailFirst || stage.inV8().wantsArray ? new Whole(operator) : together(position, operator))
  }
  return chain
}

module.exports = { runRecords }
