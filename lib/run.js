'use strict'

const { performance } = require('node:perf_hooks')
const { payloadOf } = require('./errors.js')
const { addon } = require('./native.js')
const { asyncOptions } = require('./options.js')
const { concluded, failed } = require('./report.js')
const { stepsToValues } = require('./rows.js')
const { settle } = require('./sample.js')

/**
 * Inputs up to this size are copied at the call, which takes some milliseconds at most: the caller may reuse the memory at once, and
 * they are read as runSync reads them.
 */
const COPIED_AT_CALL = 16 << 20
/** Larger ones go over in slices of this size, between turns of the event loop. */
const SLICE = 1 << 20
/** That many slices may wait: enough that all threads have work while the next ones are copied. */
const AHEAD = 8
/** While so many wait, it is looked again after so many milliseconds whether more are wanted. */
const PAUSE_MS = 1
/** The memory of copies goes back to the system when no run has needed it for so long. */
const IDLE_MS = 2000
/** Copies from this size on are in memory that waits for the next ones. */
const KEPT = 64 << 10
/** Strings shorter than this are encoded into Node's shared pool, so their bytes are not ours alone. */
const POOLED = 4 << 10
/** How long V8 may hold the event loop at a time, in milliseconds, where a pipeline can pause. */
const TURN_MS = 4

const turn = () => new Promise((resolve) => setImmediate(resolve))
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS))

/** One asynchronous run. Everything before the first turn of the loop happens during the call. */
async function run(plan, value, options, told) {
  const settings = asyncOptions(options)
  const { signal, transfer } = settings
  if (signal?.aborted) throw signal.reason
  const input = plan.given(value, { ...settings, told })
  const native = plan.nativeFor(input)
  const token = new Token()
  const isOurs = transfer === true
  const work =
    native === null
      ? mixed(plan, input, isOurs, token)
      : plan.sampling.next()
        ? inBoth(plan, native, input, isOurs, token)
        : inAddon(plan, native, input, isOurs, token)
  const done = input.told === undefined ? work : telling(plan, input, work, settings)
  return signal === undefined ? done : abortable(done, signal, token)
}

/** The same, and tells of it. */
async function telling(plan, input, work, settings) {
  try {
    return concluded(plan, input, await work, settings)
  } catch (error) {
    failed(plan, input, error)
    throw error
  }
}

/** Whether the caller has lost interest, and how to tell the native run. */
class Token {
  constructor() {
    this.cancelled = false
    this.stop = () => {}
  }

  cancel() {
    this.cancelled = true
    this.stop()
  }

  /** Leaves a run that nobody waits for any more. */
  check() {
    if (this.cancelled) throw new Error('cancelled')
  }
}

/** Settles once: with the work's result or with the signal's reason, whichever comes first. The listener never stays behind. */
function abortable(work, signal, token) {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason)
      token.cancel()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    const done = () => signal.removeEventListener('abort', onAbort)
    work.then(resolve, reject).finally(done)
  })
}

/** The first stages in native code, as far as they compiled, and the others in V8. */
async function mixed(plan, input, isOurs, token) {
  const beginning = plan.nativeBeginning()
  const native = beginning?.nativeFor(input) ?? null
  if (native === null) return inV8(plan, captured(input, isOurs), token)
  let own
  const rows = await inAddon(beginning, native, input, isOurs, token, (left) => {
    own = left
  })
  if (own !== undefined) return inV8(plan, own, token)
  return inV8(plan, input, token, { count: beginning.stages.length, rows })
}

/** A run in native code. What it leaves to V8 goes `otherwise`. Of a large document that leaves as it comes it lets go what it has laid out. */
async function inAddon(plan, native, input, isOurs, token, otherwise = (own) => inV8(plan, own, token), letsGo = true) {
  const isFed = input.text === undefined && !isOurs && input.size > COPIED_AT_CALL
  let run
  let own = input
  try {
    run = native.start(input.params?.native, input.told?.measured, isFed && letsGo)
    token.stop = () => run.cancel()
    if (isOurs) {
      run.adopt(input.bytes())
    } else if (input.text !== undefined) {
      const bytes = input.bytes()
      if (bytes.length < POOLED) run.copy(bytes)
      else run.adopt(bytes)
    } else if (isFed) {
      await feed(run, input, token)
    } else if (input.volatile) {
      own = input.private()
      run.adopt(own.bytes())
    } else {
      run.copy(input.part(0, input.size))
      if (input.size >= KEPT) keepForAWhile()
    }
    const output = await (isFed ? run.finish() : run.whole()) // a small input is one visit to the worker thread
    if (input.told !== undefined) Object.assign(input.told, JSON.parse(run.report()), { ran: 'native' })
    return output
  } catch (error) {
    token.check()
    run?.cancel()
    if (!isFromAddon(error)) throw error
    if (payloadOf(error).code === 'AGAIN') return inAddon(plan, native, input, isOurs, token, otherwise, false)
    plan.recover(error)
    const copied = run?.copied()
    if (copied) own = input.over(copied)
  }
  return otherwise(own)
}

let idle

/** Has the memory of copies given back some time after the last of them. */
function keepForAWhile() {
  if (idle === undefined) idle = setTimeout(() => addon()?.releaseSpare(), IDLE_MS).unref()
  else idle.refresh()
}

/** Errors of this layer are complete as they are; those of the addon carry a payload. */
function isFromAddon(error) {
  return !(typeof error?.code === 'string' && error.code.startsWith('ERR_JSONMILL_'))
}

/** Copies a large input slice by slice while a worker thread computes, never more than some slices ahead of it. */
async function feed(run, input, token) {
  let working
  let failure
  const compute = () => {
    working = run.compute().then(
      () => (working = undefined),
      (error) => (failure = { error })
    )
  }
  for (let at = 0; at < input.size; at += SLICE) {
    input.checkStill()
    run.copy(input.part(at, Math.min(at + SLICE, input.size)))
    if (working === undefined) compute()
    await turn()
    while (working !== undefined && !token.cancelled && run.waiting() >= AHEAD) await pause()
    token.check()
    if (failure !== undefined) throw failure.error
  }
  keepForAWhile()
  await working
  if (failure !== undefined) throw failure.error
}

/** What stays the same whatever the caller does next. Larger inputs must be left alone until the promise settles. */
function captured(input, isOurs) {
  return !isOurs && input.text === undefined && (input.volatile || input.size <= COPIED_AT_CALL) ? input.private() : input
}

/** A run of the sample in mode 'verify': natively, then in V8. */
async function inBoth(plan, native, input, isOurs, token) {
  const own = captured(input, isOurs)
  const outcome = (work) => work.then((output) => ({ output }), (error) => ({ error }))
  const first = await outcome(inAddon(plan, native, own, isOurs || own !== input, token))
  token.check()
  const second = await outcome(inV8(plan, own, token))
  token.check()
  return settle(plan, own, first, second)
}

async function inV8(plan, input, token, before) {
  await turn()
  token.check()
  if (before === undefined) input.checkStill()
  return inTurns(plan.stepsInV8(input, before), () => token.check())
}

/** Goes through a generator and lets the event loop turn in between. `check` throws where nobody waits for the result any more. */
async function inTurns(steps, check) {
  let until = performance.now() + TURN_MS
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    if (performance.now() < until) continue
    await turn()
    check()
    until = performance.now() + TURN_MS
  }
}

/** One asynchronous run whose results are JavaScript values, an array of them. */
async function runToValues(plan, input, options) {
  const output = await run(plan.asObjects(), input, options)
  return inTurns(stepsToValues(output), () => options?.signal?.throwIfAborted())
}

module.exports = { Token, abortable, inTurns, run, runToValues }
