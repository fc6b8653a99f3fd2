'use strict'

const { errorOf, payloadOf, unsupportedError } = require('./errors.js')
const { FlowInV8 } = require('./fallback/flow.js')
const { inputOf } = require('./input.js')
const { addon } = require('./native.js')
const { paramsOf } = require('./params.js')
const { withRaw } = require('./report.js')
const { stepsInto, valuesOf } = require('./rows.js')
const { inTurns, run, Token } = require('./run.js')

/** Input is kept this long, in case that V8 has to begin anew; only until the first output is handed out. */
const KEPT = 16 << 20
/** A line that is longer than this is handed to native code in parts. */
const LONGEST_LINE = 64 << 20
const LF = 0x0a
/** Stages that are done with a record before the next one comes, and know nothing of those before but their number. */
const COUNTING = new Set(['filter', 'map', 'flatMap', 'validate', 'slice'])

/**
 * A pipeline over input that comes bit by bit: each piece gives the output that it makes possible. Native code does it, V8, or the one up to
 * a stage and the other behind it; where V8 has to take over in the middle, it goes on where native code stood.
 */
class Flow {
  /** @param {{ params?: object, measured?: boolean, inV8?: boolean }} options `inV8`: native code had to give the run up already */
  constructor(plan, { params, measured = false, inV8 = false }) {
    this.whole = plan
    this.plan = plan.forStream()
    this.given = params
    this.params = paramsOf(params, plan.settings)
    this.measured = measured
    this.token = new Token()
    this.isLines = plan.settings.input === 'ndjson'
    this.cutter = this.isLines ? new Cutter() : undefined
    /** Bytes taken so far. */
    this.bytes = 0
    /** Input from its start, as long as V8 may have to begin anew. */
    this.kept = this.canTakeOver() ? undefined : []
    /** What the run tells of itself: counts, and at its end where time went. */
    this.told = { records: 0, rejected: 0, written: 0 }
    this.rejected = []
    /** Where results are values: what ended the run behind them. */
    this.failure = undefined
    const native = this.plan.nativeFor({ isWellFormed: () => true, params: this.params })
    this.way = native === null || inV8 ? this.wayInV8() : new NativeWay(this, native)
  }

  /** The native run, where there is one for all of the pipeline. */
  get run() {
    return this.way instanceof NativeWay ? this.way.run : undefined
  }

  /** Whether no more input is wanted, as a slice has all of its records. */
  get isFull() {
    return this.told.ended === true
  }

  /** V8 cannot begin anew any more. */
  giveUp() {
    this.kept = GONE
  }

  /** Whether V8 can go on in the middle of a run. */
  canTakeOver() {
    const { stages } = this.plan
    const passes = ({ kind, range = {} }) => COUNTING.has(kind) && !(range.start < 0) && !(range.end < 0)
    return this.isLines && stages.every((stage) => passes(stage) && !stage.inV8().wantsArray)
  }

  /** How it goes where not all of it is native. */
  wayInV8(standing) {
    const { plan, isLines } = this
    plan.checkV8()
    const native = addon() !== null
    const found = plan.stages.findIndex((stage) => stage.reason !== undefined || stage.inV8().wantsArray)
    const count = standing === undefined ? Math.max(0, found) : 0
    if (isLines && (count === 0 || !native || plan.settings.utf8 === 'strict')) return new LinesWay(this, standing)
    const beginning = native ? plan.streamUpTo(count) : undefined
    const rows = beginning?.nativeFor({ isWellFormed: () => true, params: this.params }) ?? null
    return rows === null ? new CollectingWay(this) : new RowsWay(this, rows, count)
  }

  /** Takes pieces of input; gives the output that they make possible. They must not change until it is there. */
  async push(chunks) {
    if (this.isFull) return this.nothing()
    const pieces = this.cutter === undefined ? chunks : this.cutter.cut(chunks, this.longestRest())
    if (this.cutter?.isWithin) this.kept = GONE
    return pieces.length === 0 ? this.nothing() : this.feed(pieces)
  }

  /** How much of a line may wait for its end: native code takes parts of it, and V8 finds out that it is too long. */
  longestRest() {
    const { maxRecordBytes = Infinity } = this.plan.settings.limits
    return Math.min(maxRecordBytes, this.run === undefined ? Infinity : LONGEST_LINE)
  }

  async feed(pieces) {
    this.keep(pieces)
    const output = await this.salvaging(() => this.way.push(pieces))
    for (const piece of pieces) this.bytes += piece.length
    return this.checked(output)
  }

  /** Values of the records before the one that ends the run are handed out; `failure` is thrown behind them. */
  async salvaging(work) {
    try {
      return await work()
    } catch (error) {
      if (this.plan.settings.output !== 'objects') throw error
      this.token.check()
      this.failure = error
      return this.way.v8?.take() ?? []
    }
  }

  /** Whether `finish` has more to give: sorted records come bit by bit. */
  get hasMore() {
    return this.way.more === true && this.failure === undefined
  }

  /** Ends the input; gives the rest of the output, or the next part of it. */
  async finish() {
    const rest = this.isFull ? undefined : this.cutter?.take()
    let output = rest === undefined ? this.nothing() : await this.feed([rest])
    for (let way; way !== this.way && this.failure === undefined; ) {
      way = this.way // it may have to leave the end to another one
      const end = await this.salvaging(() => way.finish())
      output = joined(output, this.checked(end))
    }
    return output
  }

  checked(output) {
    this.token.check()
    if (output.length > 0 && this.kept !== undefined) this.kept = GONE
    return output
  }

  nothing() {
    return this.plan.settings.output === 'objects' ? [] : Buffer.alloc(0)
  }

  keep(pieces) {
    if (this.kept === undefined || this.kept === GONE || this.way.collects) return
    // who handed them over may use their memory again
    for (const piece of pieces) this.kept.push(Buffer.from(piece))
    if (this.bytes > KEPT) this.kept = GONE
  }

  /** After native code had to give up at a piece: V8 goes on. Gives what that gives. */
  async inV8(error, pieces, native) {
    const kept = this.takeOver(error, native)
    return this.way.push(kept ?? pieces)
  }

  /** V8 takes over from native code, where it stood, or at the start where it must: then with the input that was kept, which it gives. */
  takeOver(error, native) {
    const { kept } = this
    const payload = payloadOf(error)
    if (payload.code !== 'BAIL') throw errorOf(payload)
    if (kept === GONE) {
      throw unsupportedError({
        message: `${payload.message}: V8 would have to run this, but output has been handed out already`,
        help: 'use run(), which repeats the whole run in V8, or change the callback so that explain() shows no such step'
      })
    }
    this.plan.giveUp(payload, ['BAIL'], kept === undefined ? 'the run goes on in V8' : 'the run is repeated in V8')
    this.plan.bails++
    if (kept === undefined) {
      const { records, lines, indexes } = native.position()
      const counted = records === 0 ? undefined : indexes
      this.way = this.wayInV8({ records, lines, indexes: counted, bytes: this.bytes, rejected: this.told.rejected })
      return undefined
    }
    this.forget()
    this.way = this.wayInV8()
    return kept
  }

  /** What native code counted: it all comes again. */
  forget() {
    this.rejected = []
    this.told = { records: 0, rejected: 0, written: 0 }
    this.bytes = 0
  }

  /** Results that crossed as rows. */
  async valuesOf(rows) {
    const values = []
    try {
      await inTurns(stepsInto(values, rows), () => this.token.check())
    } catch (error) {
      this.token.check()
      this.failure = error
    }
    return values
  }

  /** Steps of V8, between which the event loop may turn. What they found out about bad records stays, also where they fail. */
  async inTurns(v8, steps) {
    try {
      await inTurns(steps, () => this.token.check())
    } finally {
      this.rejected.push(...v8.takeRejected())
    }
  }

  /** The end of a run in V8. */
  ending(v8) {
    try {
      return v8.end()
    } finally {
      this.rejected.push(...v8.takeRejected())
    }
  }

  /** Notes what native code tells. */
  hear(native) {
    const heard = native.told()
    if (heard === null || heard === undefined) return
    const { rejections, ...told } = JSON.parse(heard.report)
    Object.assign(this.told, told)
    let at = 0
    for (const [i, one] of rejections.entries()) {
      this.rejected.push(withRaw(one, Buffer.from(heard.raw.subarray(at, heard.ends[i])), this.plan.settings))
      at = heard.ends[i]
    }
  }

  /** Bad records that were found since the last time. */
  takeRejected() {
    const { rejected } = this
    this.rejected = []
    return rejected.sort((a, b) => a.record - b.record)
  }

  cancel() {
    this.token.cancel()
    this.kept = undefined
    this.way = CANCELLED
  }
}

/** In the place of input that is kept no longer. */
const GONE = []

const CANCELLED = {
  push: async () => Buffer.alloc(0),
  finish: async () => Buffer.alloc(0)
}

/** Cuts input behind its last whole line. */
class Cutter {
  #rest = []
  /** Length of the rest. */
  bytes = 0
  /** Whether pieces have ended within a line. */
  isWithin = false

  /** Pieces that end with a line, unless more than `longest` bytes would have to wait. */
  cut(chunks, longest) {
    const last = chunks.findLastIndex((chunk) => chunk.includes(LF))
    const end = last < 0 ? 0 : chunks[last].lastIndexOf(LF) + 1
    const pieces = last < 0 ? [] : [...this.#rest, ...chunks.slice(0, last), chunks[last].subarray(0, end)]
    if (last >= 0) this.#forget()
    // who handed them over may use their memory again
    const later = last < 0 ? chunks : [chunks[last].subarray(end), ...chunks.slice(last + 1)]
    for (const chunk of later) {
      if (chunk.length > 0) this.#rest.push(Buffer.from(chunk))
      this.bytes += chunk.length
    }
    if (this.bytes <= longest) return pieces
    pieces.push(...this.#rest)
    this.#forget()
    this.isWithin = true
    return pieces
  }

  #forget() {
    this.#rest = []
    this.bytes = 0
  }

  take() {
    const rest = this.#rest
    this.#forget()
    return rest.length === 0 ? undefined : Buffer.concat(rest)
  }
}

/** All of it in native code. */
class NativeWay {
  constructor(flow, native) {
    this.flow = flow
    this.run = native.start(flow.params?.native, flow.measured)
    flow.token.stop = () => this.run.cancel()
  }

  async push(pieces) {
    for (const piece of pieces) this.run.copy(piece)
    return this.advance(() => this.run.advance(), pieces)
  }

  /** Whether the end has not been handed out as a whole: then it is asked for again. */
  more = false

  async finish() {
    this.more = false
    return this.advance(async () => {
      const { done, output } = await this.run.finishSome()
      this.more = !done
      return output
    }, [])
  }

  async advance(step, pieces) {
    const { flow } = this
    let output
    try {
      output = await step()
    } catch (error) {
      flow.token.check()
      flow.hear(this.run)
      return flow.inV8(error, pieces, this.run)
    }
    flow.hear(this.run)
    flow.told.ran = 'native'
    return flow.plan.settings.output === 'objects' ? flow.valuesOf(output) : output
  }
}

function joined(first, second) {
  return Array.isArray(first) ? [...first, ...second] : Buffer.concat([first, second])
}

/** V8 over whole lines. */
class LinesWay {
  constructor(flow, standing = { records: 0, bytes: 0, lines: 0, rejected: 0, indexes: undefined }) {
    this.flow = flow
    const { records, bytes, lines, rejected, indexes } = standing
    this.before = { records, bytes, lines }
    this.v8 = new FlowInV8(flow.plan, 0, { params: flow.params, measured: flow.measured, indexes })
    this.v8.tally.records = records
    if (this.v8.rejections !== undefined) this.v8.rejections.count = rejected
  }

  async push(pieces) {
    const { flow, before } = this
    const { settings } = flow.plan
    const bytes = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)
    const input = inputOf(bytes).with(flow.params)
    input.before = { ...before }
    await flow.inTurns(this.v8, this.v8.lines(input, before.bytes === 0 ? settings : { ...settings, bom: 'error' }))
    before.records = this.v8.tally.records
    before.bytes += bytes.length
    before.lines += linesOf(bytes)
    return this.told(this.v8.take())
  }

  async finish() {
    return this.told(this.flow.ending(this.v8))
  }

  told(output) {
    const { flow, v8 } = this
    const { tally, sink, meter } = v8
    Object.assign(flow.told, { records: tally.records, rejected: v8.rejected, written: sink.written, ended: v8.isFull(), ran: 'v8', tally: meter?.tally() })
    return output
  }
}

function linesOf(bytes) {
  let count = 0
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count++
  return count
}

/** The first stages, or none, in native code, which reads records out of any input; the others in V8. */
class RowsWay {
  constructor(flow, native, count) {
    this.flow = flow
    this.run = native.start(flow.params?.native, false)
    flow.token.stop = () => this.run.cancel()
    this.v8 = new FlowInV8(flow.plan, count, { params: flow.params, measured: flow.measured })
    this.before = { records: 0, bytes: 0, lines: 0 }
  }

  async push(pieces) {
    for (const piece of pieces) this.run.copy(piece)
    return this.advance(() => this.run.advance(), pieces)
  }

  async finish() {
    if (this.v8.isFull()) {
      // what native code has of a record that nobody wants is no error
      this.run.cancel()
      return this.told(this.flow.ending(this.v8))
    }
    const output = await this.advance(() => this.run.finish(), [])
    return this.flow.way === this ? joined(output, this.told(this.flow.ending(this.v8))) : output
  }

  /** Where native code cannot even read the records, V8 reads all of it. What stages in V8 have seen cannot be taken back. */
  async collect(payload) {
    const { flow } = this
    const { kept } = flow
    if (payload.code !== 'BAIL') throw errorOf(payload)
    if (this.begun || kept === undefined || kept === GONE) throw errorOf({ ...payload, code: 'ERR_JSONMILL_UNSUPPORTED' })
    flow.plan.giveUp(payload, ['BAIL'], 'the run is repeated in V8')
    flow.forget()
    flow.way = new CollectingWay(flow)
    return flow.way.push(kept)
  }

  async advance(step, pieces) {
    const { flow } = this
    let rows
    try {
      rows = await step()
    } catch (error) {
      flow.token.check()
      flow.hear(this.run)
      return this.collect(payloadOf(error))
    }
    this.begun ||= rows.length > 0
    const known = flow.told.rejected
    flow.hear(this.run)
    const { records } = flow.told
    if (this.v8.rejections !== undefined) this.v8.rejections.count += flow.told.rejected - (this.native ?? 0)
    this.native = flow.told.rejected
    flow.told.rejected = known
    await flow.inTurns(this.v8, this.v8.rows(rows, flow.isLines ? () => this.inputOf(pieces) : undefined))
    this.before.records = records
    if (flow.isLines) {
      const bytes = Buffer.concat(pieces)
      this.before.bytes += bytes.length
      this.before.lines += linesOf(bytes)
    }
    return this.told(this.v8.take())
  }

  /** The piece of input that is being run, where it has whole lines. */
  inputOf(pieces) {
    const input = inputOf(Buffer.concat(pieces))
    input.before = { ...this.before }
    return input
  }

  told(output) {
    const { flow, v8 } = this
    const ended = flow.told.ended || v8.isFull()
    Object.assign(flow.told, { rejected: v8.rejected, written: v8.sink.written, ended, ran: 'mixed', tally: undefined })
    return output
  }
}

/** V8 over all of the input at its end: without the addon nothing reads documents bit by bit. */
class CollectingWay {
  collects = true
  pieces = []

  constructor(flow) {
    this.flow = flow
  }

  async push(pieces) {
    for (const piece of pieces) this.pieces.push(Buffer.from(piece))
    return this.flow.nothing()
  }

  async finish() {
    const { flow } = this
    const told = {}
    const output = await run(flow.whole, Buffer.concat(this.pieces), { params: flow.given }, told)
    flow.rejected.push(...(told.rejected ?? []))
    Object.assign(flow.told, { ...told, ...told.statistics })
    return flow.plan.settings.output === 'objects' && !Array.isArray(output) ? valuesOf(output) : output
  }
}

module.exports = { Flow }
