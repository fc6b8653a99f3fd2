'use strict'

const { performance } = require('node:perf_hooks')
const { describe } = require('./describe.js')
const { errorOf, isJsonMillError, optionError, payloadOf } = require('./errors.js')
const { inputOf } = require('./input.js')
const { mode } = require('./mode.js')
const { asyncOptions, syncOptions } = require('./options.js')
const { paramsOf } = require('./params.js')
const { abortable, run, Token } = require('./run.js')
const { isHeard, publish } = require('./statistics.js')
const { Timeout } = require('./timeout.js')

/** Batches up to this size are gathered in memory that is kept for the next one. */
const SCRATCH = 1 << 20
let scratch

/** A batch of documents: their inputs as they are to be read, null where there is none. */
class Batch {
  constructor(plan, inputs, options) {
    if (!Array.isArray(inputs)) throw optionError(`inputs must be an array, got ${describe(inputs)}`)
    this.plan = plan
    this.params = paramsOf(options.params, plan.settings)
    this.inputs = Array.from(inputs, (value, at) => (value === null ? null : inputAt(value, at)))
    /** Numbers of the documents that native code gets. */
    this.numbers = []
    this.ends = undefined
    this.begun = isHeard() ? performance.now() : undefined
  }

  /** Its answers; who listens hears of them as of one run. */
  told(answers) {
    if (this.begun === undefined) return answers
    const bytes = (sum, part) => sum + (part ?? 0)
    const outputs = answers.filter((answer) => answer.ok)
    const bytesIn = this.inputs.map((input) => input && (input.size ?? Buffer.byteLength(input.text))).reduce(bytes, 0)
    const bytesOut = outputs.map((answer) => answer.output.length).reduce(bytes, 0)
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

  /** All documents one behind the other; `room` gives the memory. */
  gather(room) {
    const { inputs, numbers } = this
    for (const [at, input] of inputs.entries()) if (input?.isWellFormed()) numbers.push(at)
    const ends = new Float64Array(numbers.length)
    let end = 0
    for (const [i, at] of numbers.entries()) ends[i] = end += inputs[at].size ?? Buffer.byteLength(inputs[at].text)
    const bytes = room(end)
    for (const [i, at] of numbers.entries()) inputs[at].writeTo(bytes, i === 0 ? 0 : ends[i - 1])
    this.ends = ends
    return bytes.subarray(0, end)
  }

  /** An answer each; those that native code leaves to V8 wait for `inV8`. */
  answers({ output, ends, failed, errors }) {
    const { plan, inputs, numbers } = this
    const answers = inputs.map((input) => (input === null ? { ok: null } : undefined))
    const { buffer, byteOffset } = output
    let start = 0
    let failures = 0
    for (const [i, at] of numbers.entries()) {
      const end = ends[i]
      if (failed[failures] === i) answers[at] = leftToV8(plan, JSON.parse(errors[failures++]))
      else answers[at] = { ok: true, output: Buffer.from(buffer, byteOffset + start, end - start) }
      start = end
    }
    return answers
  }
}

function inputAt(value, at) {
  try {
    return inputOf(value)
  } catch (error) {
    error.message = error.message.replace(/^input/, `inputs[${at}]`)
    throw error
  }
}

/** The answer for a document that failed, or undefined where V8 has to say what it is. */
function leftToV8(plan, payload) {
  try {
    plan.giveUp(payload, ['BAIL'], 'a document is run in V8')
    return undefined
  } catch (error) {
    return { ok: false, error }
  }
}

const roomOf = (size) => {
  if (size > SCRATCH) return Buffer.allocUnsafeSlow(size)
  scratch ??= Buffer.allocUnsafeSlow(SCRATCH)
  return scratch
}

function eachSync(plan, inputs, given) {
  const options = syncOptions(given)
  const timeout = options.timeoutMs === undefined ? undefined : new Timeout(options.timeoutMs)
  const batch = new Batch(plan, inputs, options)
  const native = batch.native()
  const alone = (input) => {
    timeout?.check()
    try {
      return { ok: true, output: plan.runOver(input.with(batch.params)) }
    } catch (error) {
      return { ok: false, error }
    }
  }
  if (native === null) return batch.told(batch.inputs.map((input) => (input === null ? { ok: null } : alone(input))))
  let answered
  try {
    const bytes = batch.gather(roomOf)
    const call = (left) => native.runSync(bytes, batch.ends, left)
    answered = timeout === undefined ? call() : timeout.within(call)
  } catch (error) {
    throw isJsonMillError(error) ? error : errorOf(payloadOf(error))
  }
  return batch.told(batch.answers(answered).map((answer, at) => answer ?? alone(batch.inputs[at])))
}

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
  const { plan } = batch
  const native = batch.native()
  const bytes = native === null ? undefined : batch.gather((size) => Buffer.allocUnsafeSlow(size))
  batch.inputs = batch.inputs.map((input) => input?.private() ?? null)
  let answers
  if (native !== null) {
    token.stop = () => native.cancel()
    try {
      answers = batch.answers(await native.run(bytes, batch.ends))
    } catch (error) {
      token.check()
      throw errorOf(JSON.parse(error.message))
    }
  }
  const all = []
  for (const [at, input] of batch.inputs.entries()) {
    all.push(answers?.[at] ?? (input === null ? { ok: null } : await alone(plan, input, options, token)))
  }
  return batch.told(all)
}

async function alone(plan, input, options, token) {
  token.check()
  try {
    return { ok: true, output: await run(plan, input.text ?? input.bytes(), options, isHeard() ? { silent: true } : undefined) }
  } catch (error) {
    return { ok: false, error }
  }
}

module.exports = { each, eachSync }
