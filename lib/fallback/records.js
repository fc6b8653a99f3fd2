'use strict'

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
 */
function* runRecords({ settings, stages }, input, sink = sinkFor(settings, stages)) {
  for (const stage of stages) stage.rewind()
  input.params?.rewind()
  const isDocument = settings.input === 'json'
  const chain = chainOf(stages, sink, isDocument, input.params)
  const first = chain[0] ?? sink
  let failure
  if (isDocument) {
    parseDocument(input, settings).forEach((record, i) => first.push(record, i))
  } else {
    try {
      let origin = 0
      for (const record of parseRecords(input, settings)) {
        first.push(record, origin)
        if (++origin % BATCH === 0) yield
      }
    } catch (error) {
      failure = error
    }
  }
  // A record that a stage still holds may fail at a later one; in input order that is the earlier failure.
  for (const operator of chain) {
    try {
      if (failure === undefined) operator.end()
      else operator.abandon()
    } catch (error) {
      if (isDocument) throw error
      failure = error
    }
  }
  if (failure !== undefined) throw failure
  return sink.finish()
}

function chainOf(stages, sink, isDocument, params) {
  const chain = []
  for (const stage of [...stages].reverse()) {
    const operator = new OPERATORS[stage.kind](stage, chain[0] ?? sink, params)
    // a sort holds all records anyway, and a stage without callback cannot fail
    const canFailFirst = isDocument && stage.callback !== undefined && stage.kind !== 'sort'
    chain.unshift(canFailFirst || stage.inV8().wantsArray ? new Whole(operator) : operator)
  }
  return chain
}

module.exports = { runRecords }
