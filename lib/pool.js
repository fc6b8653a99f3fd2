'use strict'

const { markAsUntransferable } = require('node:worker_threads')

/** Short results share memory of this size, as what Buffer.allocUnsafe gives does: memory of its own costs more than a short run. */
const SIZE = 32 * 1024
/** Native code puts only what is not longer than this there. */
const POOLED = 4 * 1024

/** What Node makes its own Buffers with. */
const FastBuffer = Buffer[Symbol.species]

let memory
let pool
let used = SIZE

function renew() {
  memory = new ArrayBuffer(SIZE)
  // who transferred one result would take all the others away
  markAsUntransferable(memory)
  pool = new Uint8Array(memory)
  used = 0
}

/**
 * Calls a plan's native function (`NativePlan.direct`) for a result in the pool, or of its own where it is long. Undefined where the
 * input is none that it takes.
 */
function pooled(call, input) {
  if (used > SIZE - POOLED) renew()
  const result = call(input, pool, used)
  // a Buffer of its own is not looked at: after a full collection V8 has forgotten how such look, and what was compiled for them goes
  if (typeof result !== 'number') return result
  if (result < 0) return undefined
  const at = used
  // aligned, as in Node's pool
  used = (at + result + 7) & -8
  return new FastBuffer(memory, at, result)
}

module.exports = { pooled }
