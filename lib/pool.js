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

/** Texts of up to so many bytes are encoded where the next one will be too. */
const SCRATCH = 64 * 1024
let scratch
let scratchMemory

/** The same for a text without lone surrogates. */
function pooledText(call, text) {
  const size = Buffer.byteLength(text)
  if (size > SCRATCH) return pooled(call, Buffer.from(text, 'utf8'))
  if (scratch === undefined) {
    scratch = Buffer.allocUnsafeSlow(SCRATCH)
    scratchMemory = scratch.buffer
  }
  // ASCII is copied several times as fast as UTF-8 is written
  if (size === text.length) scratch.latin1Write(text, 0)
  else scratch.utf8Write(text, 0)
  return pooled(call, new FastBuffer(scratchMemory, 0, size))
}

module.exports = { pooled, pooledText }
