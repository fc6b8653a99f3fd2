'use strict'

const { batches } = require('../rows.js')
const { Burst } = require('./operators/burst.js')
const { Distinct } = require('./operators/distinct.js')
const { Filter } = require('./operators/filter.js')
const { FlatMap } = require('./operators/flat-map.js')
const { GroupBy } = require('./operators/group-by.js')
const { MapRecords } = require('./operators/map.js')
const { Reduce } = require('./operators/reduce.js')
const { Slice } = require('./operators/slice.js')
const { Sort } = require('./operators/sort.js')
const { SortBy } = require('./operators/sort-by.js')
const { Whole } = require('./operators/whole.js')
const { Validate } = require('./operators/validate.js')
const { Guard } = require('./guard.js')
const { locateAll, located } = require('./located.js')
const { parseDocument, parseRecords } = require('./parse.js')
const { Rejections } = require('./rejections.js')
const { sinkFor } = require('./sink.js')
const { Meter, Tallied } = require('./tallied.js')
const { Timed } = require('./timed.js')

const OPERATORS = {
  filter: Filter,
  map: MapRecords,
  flatMap: FlatMap,
  slice: Slice,
  sort: Sort,
  distinct: Distinct,
  groupBy: GroupBy,
  sortBy: SortBy,
  reduce: Reduce,
  validate: Validate
}

const never = () => false

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
  const meter = input.told?.measured === true ? new Meter(stages.length - count) : undefined
  const chain = chainOf(stages, count, { sink, isDocument, params: input.params, rejections, meter, timeout: input.timeout })
  const [first] = chain
  const tally = { records: before && input.told ? input.told.records : 0 }
  let failure
  try {
    if (before !== undefined) yield* pushRows(before.rows, first, meter)
    else if (isDocument) pushDocument(input, settings, first, tally)
    else yield* pushRecords(input, settings, first, rejections, tally, meter)
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
  meter?.enter(stages.length - count)
  const output = sink.finish()
  if (input.told !== undefined) tell(input, settings, { ...tally, written: sink.written, meter }, rejections, before)
  return output
}

/** What the run reports besides its output. */
function tell(input, settings, { records, written, meter }, rejections, before) {
  const earlier = before === undefined ? [] : input.told.rejections
  const found = [...earlier, ...locateAll(rejections?.errors ?? [], input, settings)].sort((a, b) => a.record - b.record)
  const own = meter?.tally()
  const earlierTally = before === undefined ? undefined : input.told.tally
  const tally = own && earlierTally ? bothTallies(earlierTally, own) : own
  Object.assign(input.told, { records, rejected: rejections?.count ?? 0, rejections: found, written, tally, memory: undefined, ran: before === undefined ? 'v8' : 'mixed' })
}

/** What native code counted, and V8 behind it. Rows that crossed over were written and read again. */
function bothTallies(native, v8) {
  return {
    stages: [...native.stages, ...v8.stages],
    total: native.total + v8.total,
    evaluate: native.evaluate + v8.evaluate,
    write: native.write + v8.write
  }
}

function pushDocument(input, settings, first, tally) {
  const records = parseDocument(input, settings)
  tally.records = records.length
  records.forEach((record, i) => first.push(record, i))
}

/** `isFull` says where no more records are wanted. */
function* pushRecords(input, settings, first, rejections, tally, meter, isFull = never) {
  const bears = settings.input === 'values' ? undefined : rejections
  for (const { record, origin } of parseRecords(input, settings, bears)) {
    tally.records = origin + 1
    if (!bears?.has(origin)) {
      first.push(record, origin)
      first.settle()
      if (isFull()) return
    }
    if (tally.records % BATCH === 0) {
      yield
      meter?.resume()
    }
  }
}

/** What native code has made of the records. Rows of one burst belong together. */
function* pushRows(buffer, first, meter, isFull = never) {
  for (const { rows, origins, bursts } of batches(buffer)) {
    for (let i = 0, burst = 0; i < rows.length; ) {
      const many = bursts[burst] === i
      const end = many ? i + bursts[burst + 1] : i + 1
      if (many) burst += 2
      for (; i < end; i++) first.push(rows[i], origins[i])
      first.settle()
      if (isFull()) return
      if (end % BATCH === 0) {
        yield
        meter?.resume()
      }
    }
  }
}

/** Operators for the stages from `count` on, first to last, and the sink behind them; `slices` are those of them that may have enough. */
function chainOf(stages, count, { sink, isDocument, params, rejections, meter, timeout, indexes, slices = [] }) {
  const tallied = (operator, at) => (meter === undefined ? operator : new Tallied(operator, meter, at))
  const first = isDocument ? -1 : stages.findIndex((stage) => stage.kind === 'flatMap')
  const together = (position, next) => (first >= 0 && position > first ? new Burst(next, rejections) : next)
  const chain = [tallied(together(stages.length, sink), stages.length - count)]
  for (let position = stages.length - 1; position >= count; position--) {
    const stage = stages[position]
    const bare = new OPERATORS[stage.kind](stage, chain[0], params)
    if (indexes !== undefined) bare.index = indexes[position]
    if (bare instanceof Slice) slices.push(bare)
    const timed = timeout === undefined ? bare : new Timed(bare, timeout)
    const operator = rejections === undefined ? timed : new Guard(timed, rejections)
    // a sort holds all records anyway, and a stage without callback cannot fail
    const canFailFirst = isDocument && (stage.callback !== undefined || stage.kind === 'validate') && stage.kind !== 'sort'
    const whole = canFailFirst || stage.inV8().wantsArray ? new Whole(operator) : together(position, operator)
    chain.unshift(tallied(whole, position - count))
  }
  return chain
}

module.exports = { chainOf, pushRecords, pushRows, runRecords }
