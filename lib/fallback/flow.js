'use strict'

const { validationError } = require('../errors.js')
const { rejectedOf } = require('../report.js')
const { locateAll, located } = require('./located.js')
const { piecesFor } = require('./pieces.js')
const { chainOf, pushRecords, pushRows } = require('./records.js')
const { Rejections } = require('./rejections.js')
const { Meter } = require('./tallied.js')

/** Stages that are done with a record before the next one comes. */
const PASSING = new Set(['filter', 'map', 'flatMap', 'slice', 'validate', 'distinct'])

/**
 * Stages in V8 over records that come bit by bit, with output that is handed out in between. Errors come in input order. Its methods are
 * generators that pause now and then, as those of a run over a whole input.
 */
class FlowInV8 {
  /**
   * @param {number} count how many stages have run in native code
   * @param {number[]} [indexes] how many records each stage has seen already, where it takes over in the middle
   */
  constructor({ settings, stages }, count, { params, measured, indexes }) {
    for (const stage of stages.slice(count)) stage.rewind()
    params?.rewind()
    this.settings = settings
    this.rejections = settings.onError === 'throw' ? undefined : new Rejections(settings)
    this.sink = piecesFor(settings, stages)
    this.sink.rejections = this.rejections
    this.meter = measured ? new Meter(stages.length - count) : undefined
    const slices = []
    this.chain = chainOf(stages, count, { sink: this.sink, isDocument: false, params, rejections: this.rejections, meter: this.meter, indexes, slices })
    /** Whether no more records are wanted: what lies behind is not read. */
    this.isFull = () => slices.some((slice) => slice.isFull)
    this.tally = { records: 0 }
    /** Whether stages keep records that are behind us. */
    this.holds = stages.slice(count).some((stage) => holds(stage))
    /** What was found in the piece at hand. */
    this.found = []
  }

  /** Whole lines, or whole values. */
  *lines(input, settings) {
    this.tally.records = input.before.records
    this.meter?.resume()
    yield* this.attempt(pushRecords(input, settings, this.chain[0], this.rejections, this.tally, this.meter, this.isFull), input, settings)
  }

  /** What native code has made of the first stages; `inputOf` gives the piece of input where places can be found in it. */
  *rows(buffer, inputOf) {
    this.meter?.resume()
    yield* this.attempt(pushRows(buffer, this.chain[0], this.meter, this.isFull), inputOf, this.settings)
  }

  *attempt(steps, input, settings) {
    let failure
    try {
      yield* steps
    } catch (error) {
      failure = error
    }
    // A record that a stage still holds may fail at a later one; in input order that is the earlier failure.
    if (failure !== undefined) failure = this.through((operator) => operator.abandon?.()) ?? failure
    this.locate(input, settings)
    if (failure !== undefined) throw this.placed(failure, input, settings)
    if (!this.holds) this.rejections?.origins.clear()
  }

  /** Ends the input; gives the rest of the output. */
  end() {
    const failure = this.through((operator) => operator.end?.())
    this.locate(undefined, this.settings)
    if (failure !== undefined) throw this.placed(failure, undefined, this.settings)
    return this.sink.finish()
  }

  /** Does it to each operator; gives the last error. */
  through(what) {
    let failure
    for (const operator of this.chain) {
      try {
        if (failure === undefined) what(operator)
        else operator.abandon?.()
      } catch (error) {
        failure = error
      }
    }
    return failure
  }

  /** An error with its place, as far as the input is there. */
  placed(error, given, settings) {
    const input = typeof given === 'function' ? given() : given
    if (input !== undefined) return located(error, input, settings)
    if (error?.code !== 'ERR_JSONMILL_VALIDATION') return error
    const { record, stage, violations } = error
    const [{ instancePath, message }] = violations
    return validationError({ message: `${instancePath && `${instancePath} `}${message} (record ${record})`, record, stage, violations: violations.map((one) => ({ ...one, record })) })
  }

  /** Finds out where the bad records lie, while their bytes are there. */
  locate(given, settings) {
    const errors = this.rejections?.errors ?? []
    if (errors.length === 0) return
    this.rejections.errors = []
    const input = typeof given === 'function' ? given() : given
    if (input === undefined) {
      for (const error of errors) this.found.push({ record: error.record, error: this.placed(error, undefined, settings) })
      return
    }
    const bytes = input.bytes()
    for (const one of locateAll(errors, input, settings)) this.found.push(rejectedOf(one, bytes, settings, input.before.bytes))
  }

  /** Bad records found since the last time. */
  takeRejected() {
    const { found } = this
    this.found = []
    return found
  }

  get rejected() {
    return this.rejections?.count ?? 0
  }

  /** Output since the last time. */
  take() {
    return this.sink.take()
  }
}

function holds(stage) {
  const { start = 0, end = 0 } = stage.range ?? {}
  return stage.inV8().wantsArray || start < 0 || end < 0 || !PASSING.has(stage.kind)
}

module.exports = { FlowInV8 }
