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
const { parseDocument, parseRecords } = require('./parse.js')
const { sinkFor } = require('./sink.js')

const OPERATORS = {
  filter: Filter,
  map: MapRecords,
  flatMap: FlatMap,
  slice: Slice,
  sort: Sort,
  distinct: Distinct,
  reduce: Reduce
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
  const chain = chainOf(stages, count, sink, isDocument, input.params)
  const [first] = chain
  let failure
  try {
    if (before !== undefined) yield* pushRows(before.rows, first)
    else if (isDocument) parseDocument(input, settings).forEach((record, i) => first.push(record, i))
    else yield* pushRecords(input, settings, first)
  } catch (error) {
    if (isDocument) throw error
    failure = error
  }
  // A record that a stage still holds may fail at a later one; in input order that is the earlier failure.
  for (const operator of chain) {
    try {
      if (failure === undefined) operator.end?.()
      else operator.abandon?.()
    } catch (error) {
      if (isDocument) throw error
      failure = error
    }
  }
  if (failure !== undefined) throw failure
  return sink.finish()
}

function* pushRecords(input, settings, first) {
  let origin = 0
  for (const record of parseRecords(input, settings)) {
    first.push(record, origin)
    first.settle()
    if (++origin % BATCH === 0) yield
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
function chainOf(stages, count, sink, isDocument, params) {
  const first = isDocument ? -1 : stages.findIndex((stage) => stage.kind === 'flatMap')
  const together = (position, next) => (first >= 0 && position > first ? new Burst(next) : next)
  const chain = [together(stages.length, sink)]
  for (let position = stages.length - 1; position >= count; position--) {
    const stage = stages[position]
    const operator = new OPERATORS[stage.kind](stage, chain[0], params)
    // a sort holds all records anyway, and a stage without callback cannot fail
    const canFailFirst = isDocument && stage.callback !== undefined && stage.kind !== 'sort'
    chain.unshift(canFailFirst || stage.inV8().wantsArray ? new Whole(operator) : together(position, operator))
  }
  return chain
}

module.exports = { runRecords }
