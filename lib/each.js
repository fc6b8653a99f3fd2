'use strict'

const { performance } = require('node:perf_hooks')
const { types } = require('node:util')
const { describe } = require('./describe.js')
const { errorOf, isJsonMillError, optionError, payloadOf } = require('./errors.js')
const { inputOf } = require('./input.js')
const { mode } = require('./mode.js')
const { asyncOptions, syncOptions } = require('./options.js')
const { paramsOf } = require('./params.js')
const { abortable, run, Token } = require('./run.js')
const { isHeard, publish } = require('./statistics.js')
const { Timeout } = require('./timeout.js')

/** From so many bytes on native code shares them among threads; less goes one by one, because to begin a batch costs as much as some runs. */
const SHARED = 256 << 10

/** What Node makes its own Buffers with. */
const FastBuffer = Buffer[Symbol.species]

/** A batch of documents. */
class Batch {
  constructor(plan, inputs, options) {
    if (!Array.isArray(inputs)) throw optionError(`inputs must be an array, got ${describe(inputs)}`)
    this.plan = plan
    this.params = paramsOf(options.params, plan.settings)
    /** What came, null where there is no document; without holes, getters and whatever else an array may have. */
    this.given = Array.from(inputs)
    /** The same as native code takes them: arrays of bytes, and null where it gets nothing. */
    this.documents = this.given
    /** Numbers of documents that native code does not get. */
    this.left = new Set()
    /** Numbers of documents that have no answer yet. */
    this.waiting = []
    /** Inputs of their own, by number: theirs may change before they are read. */
    this.kept = new Map()
    this.begun = isHeard() ? performance.now() : undefined
  }

  input(at) {
    try {
      return inputOf(this.given[at])
    } catch (error) {
      error.message = error.message.replace(/^input/, `inputs[${at}]`)
      throw error
    }
  }

  /** All of them have to be inputs before the first one is read. */
  check() {
    this.given.forEach((value, at) => value !== null && sizeOf(value) === 0 && this.input(at))
  }

  isShort() {
    let bytes = 0
    for (const value of this.given) {
      bytes += sizeOf(value)
      if (bytes >= SHARED) return false
    }
    return true
  }

  keep(at) {
    this.kept.set(at, this.input(at).private())
  }

  /** Hands the documents to native code: as they are, which mostly does, or else as bytes each. */
  offer(take, isRefused) {
    const answer = take(this.documents)
    if (!isRefused(answer)) return answer
    this.documents = this.given.map((value, at) => (value === null ? null : this.bytes(at)))
    return take(this.documents)
  }

  /** Bytes that native code takes; null where there are none, or none in UTF-8. */
  bytes(at) {
    const input = this.input(at)
    const bytes = input.isWellFormed() ? input.stableBytes() : undefined
    if (bytes?.length > 0) return bytes
    this.left.add(at)
    return null
  }

  /** Its answers; who listens hears of them as of one run. */
  told(answers) {
    if (this.begun === undefined) return answers
    const sum = (all, part) => all + (part ?? 0)
    const outputs = answers.filter((answer) => answer.ok)
    const bytesIn = this.given.map((value) => value && bytesOf(value)).reduce(sum, 0)
    const bytesOut = outputs.map((answer) => answer.output.length).reduce(sum, 0)
    const rejected = answers.filter((answer) => answer.ok === false).length
    const numbers = { records: outputs.length + rejected, recordsOut: outputs.length, rejected, bytesIn, bytesOut }
    publish(this.plan, { ...numbers, milliseconds: performance.now() - this.begun })
    return answers
  }

  /** Native code for all of them, or null where each has to find its own way. */
  native() {
    const { plan, params } = this
    if (mode() === 'verify' || (plan.settings.onError ?? 'throw') !== 'throw') return null
    const native = plan.nativeFor({ isWellFormed: () => true, params })
    try {
      return native?.batch(params?.native) ?? null
    } catch (error) {
      plan.recover(error)
      return null
    }
  }

  /** An answer each; those that native code leaves to V8 wait. */
  answers({ output, ends, failed, errors }) {
    const { plan, documents, given, waiting } = this
    const { buffer, byteOffset } = output
    const answers = []
    let start = 0
    let failures = 0
    for (let at = 0; at < documents.length; at++) {
      const end = ends[at]
      let answer
      if (failed[failures] === at) answer = leftToV8(plan, JSON.parse(errors[failures++]))
      else if (documents[at] !== null) answer = { ok: true, output: new FastBuffer(buffer, byteOffset + start, end - start) }
      else if (given[at] === null) answer = { ok: null }
      if (answer === undefined) waiting.push(at)
      answers.push(answer)
      start = end
    }
    return answers
  }
}

/** One lives for good, for the sake of compiled code: see input.js. */
Batch.kept = new Batch({ settings: {} }, [], {})

const bytesOf = (value) => (typeof value === 'string' ? Buffer.byteLength(value) : value.byteLength)

/** About how many bytes an input has; 0 where it has to be looked at more closely. */
const sizeOf = (value) => (typeof value === 'string' ? value.length : types.isUint8Array(value) ? value.byteLength : 0)

/** The answer for a document that failed, or undefined where V8 has to say what it is. */
function leftToV8(plan, payload) {
  try {
    plan.giveUp(payload, ['BAIL'], 'a document is run in V8')
    return undefined
  } catch (error) {
    return { ok: false, error }
  }
}

/** A document on its own, natively or in V8. */
function alone(batch, at, timeout) {
  timeout?.check()
  const { plan, params, begun, given } = batch
  const isPlain = timeout === undefined && params === undefined && begun === undefined
  try {
    return { ok: true, output: isPlain ? plan.runAlone(given[at]) : plan.runOver(batch.input(at).with(params)) }
  } catch (error) {
    return { ok: false, error }
  }
}

function eachSync(plan, inputs, given) {
  const options = syncOptions(given)
  const timeout = options.timeoutMs === undefined ? undefined : new Timeout(options.timeoutMs)
  const batch = new Batch(plan, inputs, options)
  const native = batch.isShort() ? null : batch.native()
  if (native === null) {
    batch.check()
    return batch.told(batch.given.map((value, at) => (value === null ? { ok: null } : alone(batch, at, timeout))))
  }
  let answered
  try {
    const call = (left) => batch.offer((documents) => native.runSync(documents, left), isNumber)
    answered = timeout === undefined ? call() : timeout.within(call)
  } catch (error) {
    throw isJsonMillError(error) ? error : errorOf(payloadOf(error))
  }
  const answers = batch.answers(answered)
  for (const at of batch.waiting) answers[at] = alone(batch, at, timeout)
  return batch.told(answers)
}

const isNumber = (value) => typeof value === 'number'

async function each(plan, inputs, given) {
  const options = asyncOptions(given)
  const { signal, transfer } = options
  if (transfer === true) throw optionError('options.transfer is for one input: the documents of a batch are copied')
  if (signal?.aborted) throw signal.reason
  const token = new Token()
  const params = options.params === undefined ? undefined : plan.prepare(options.params)
  const work = inBackground(new Batch(plan, inputs, { params }), { params }, token)
  return signal === undefined ? work : abortable(work, signal, token)
}

/** Everything before the first turn of the event loop happens during the call: all bytes are copied. */
async function inBackground(batch, options, token) {
  const native = batch.native()
  let answers
  if (native === null) {
    batch.check()
    batch.given.forEach((value, at) => value !== null && batch.keep(at))
    answers = batch.given.map((value) => (value === null ? { ok: null } : undefined))
    batch.waiting = [...batch.kept.keys()]
  } else {
    batch.offer((documents) => native.take(documents), (number) => number >= 0)
    for (const at of batch.left) batch.keep(at)
    token.stop = () => native.cancel()
    try {
      answers = batch.answers(await native.run())
    } catch (error) {
      token.check()
      throw errorOf(JSON.parse(error.message))
    }
  }
  for (const at of batch.waiting) {
    token.check()
    const { text, view } = batch.kept.get(at) ?? { view: native.document(at) }
    answers[at] = await aloneInBackground(batch.plan, text ?? view, options)
  }
  return batch.told(answers)
}

async function aloneInBackground(plan, value, options) {
  try {
    return { ok: true, output: await run(plan, value, options, isHeard() ? { silent: true } : undefined) }
  } catch (error) {
    return { ok: false, error }
  }
}

module.exports = { each, eachSync }
