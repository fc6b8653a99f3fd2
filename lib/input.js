'use strict'

const { types } = require('node:util')
const { describe } = require('./describe.js')
const { optionError } = require('./errors.js')

// The intrinsic getters: a subclass or an own property cannot tell another length than V8 knows.
const TypedArray = Object.getPrototypeOf(Uint8Array.prototype)
const getter = (prototype, name) => {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name)
  return (value) => Reflect.apply(get, value, [])
}
const OF_TYPED = { buffer: getter(TypedArray, 'buffer'), offset: getter(TypedArray, 'byteOffset'), length: getter(TypedArray, 'byteLength') }
const OF_DATA = {
  buffer: getter(DataView.prototype, 'buffer'),
  offset: getter(DataView.prototype, 'byteOffset'),
  length: getter(DataView.prototype, 'byteLength')
}
const isResizable = Object.hasOwn(ArrayBuffer.prototype, 'resizable') ? getter(ArrayBuffer.prototype, 'resizable') : () => false
const keys = TypedArray.keys

function detached() {
  return optionError('input is detached: its ArrayBuffer was transferred or resized, so its bytes are gone')
}

const NOTHING = Object.freeze({ records: 0, bytes: 0, lines: 0 })

/**
 * One input as a run sees it. Either `text` (a string) or `view` (bytes) is there from the start; `volatile` memory can change while
 * it is read, by another thread or by a resize, so native code only ever gets a copy of it.
 */
class Input {
  constructor(text, view, isVolatile) {
    /** A snapshot of the params that the run is given besides, or undefined. */
    this.params = undefined
    /** What the run reports besides its output. */
    this.told = undefined
    /** How long the run may take. */
    this.timeout = undefined
    /** What of the whole input came before it: where input comes bit by bit, an Input is a piece of it. */
    this.before = NOTHING
    /** What errors show of it: the option `errorValues`. */
    this.errorValues = undefined
    /** Counts lines for errors, from the first one on. */
    this.lines = undefined
    this.text = text
    this.view = view
    this.volatile = isVolatile
    this.size = view === undefined ? undefined : OF_TYPED.length(view)
  }

  /** The bytes; a string is encoded once. Lone surrogates have no bytes: ask `isWellFormed` first where that matters. */
  bytes() {
    this.view ??= Buffer.from(this.text, 'utf8')
    return this.view
  }

  /** A string with lone surrogates has no UTF-8 form: only V8 can read it. */
  isWellFormed() {
    return this.text === undefined || this.text.isWellFormed()
  }

  /** Writes the bytes into a larger memory. */
  writeTo(buffer, at) {
    if (this.text === undefined) buffer.set(this.volatile ? this.copy() : this.view, at)
    else buffer.write(this.text, at, 'utf8')
  }

  /** A private copy, which nobody but this run can reach. */
  copy(from = 0, to = this.size) {
    const copy = Buffer.allocUnsafeSlow(to - from)
    copy.set(new Uint8Array(OF_TYPED.buffer(this.view), OF_TYPED.offset(this.view) + from, to - from))
    return copy
  }

  /** Bytes of a part, to be read before anything else runs. */
  part(from, to) {
    if (this.volatile) return this.copy(from, to)
    return new Uint8Array(OF_TYPED.buffer(this.view), OF_TYPED.offset(this.view) + from, to - from)
  }

  /** The same bytes where nobody else can reach them; a string already is such a place. */
  private() {
    if (this.text !== undefined) return this
    return this.over(this.copy())
  }

  /** The same input over a copy of its bytes. */
  over(bytes) {
    const own = ofBuffer(bytes.buffer, bytes.byteOffset, bytes.length).with(this.params, this.told)
    own.timeout = this.timeout
    return own
  }

  /** The same input together with a run's params, and a place for what the run reports. */
  with(params, told) {
    this.params = params
    this.told = told
    return this
  }

  /** Bytes that native code may borrow during a call on this thread. */
  stableBytes() {
    return this.volatile ? this.copy() : this.bytes()
  }

  /** Between turns of the loop the application can take the memory away. */
  checkStill() {
    if (this.text === undefined && OF_TYPED.length(this.view) !== this.size) throw detached()
  }
}

/** One of either kind lives for good: at a full collection V8 drops code that was compiled for objects of which none is left. */
Input.kept = [new Input('', undefined, false), new Input(undefined, new Uint8Array(0), false)]

function ofBuffer(buffer, offset, length) {
  const shared = types.isSharedArrayBuffer(buffer)
  try {
    const view = new Uint8Array(buffer, offset, length)
    return new Input(undefined, view, shared || isResizable(buffer))
  } catch {
    throw detached()
  }
}

/** Whatever holds JSON text, as an Input; like TextDecoder it takes any view and any buffer as the bytes they are. */
function inputOf(value) {
  if (typeof value === 'string') return new Input(value, undefined, false)
  if (types.isTypedArray(value)) {
    try {
      Reflect.apply(keys, value, []) // the cheapest method that throws for a detached or out-of-bounds view
    } catch {
      throw detached()
    }
    return ofBuffer(OF_TYPED.buffer(value), OF_TYPED.offset(value), OF_TYPED.length(value))
  }
  if (types.isDataView(value)) {
    let range
    try {
      range = [OF_DATA.buffer(value), OF_DATA.offset(value), OF_DATA.length(value)]
    } catch {
      throw detached()
    }
    return ofBuffer(...range)
  }
  if (types.isAnyArrayBuffer(value)) return ofBuffer(value)
  const hint =
    types.isPromise(value) // looked at without a property access: a Proxy or a getter has no say here
      ? ': await it first'
      : typeof value === 'object' && value !== null
        ? ': jsonmill reads JSON text, not parsed values'
        : ''
  throw optionError(`input must be a Buffer, Uint8Array, ArrayBuffer or string, got ${describe(value)}${hint}`)
}

/** Takes the memory over: afterwards the caller's buffer is detached, and nobody else can write to ours. */
function transferred(value) {
  const input = inputOf(value)
  if (input.text !== undefined) throw optionError('options.transfer needs an ArrayBuffer or a view of one, got a string')
  const buffer = OF_TYPED.buffer(input.view)
  if (input.volatile) throw optionError('options.transfer needs an ArrayBuffer of fixed length, got a shared or resizable one')
  if (input.size !== buffer.byteLength) {
    throw optionError(
      `options.transfer needs a whole ArrayBuffer, got a view of ${input.size} of its ${buffer.byteLength} bytes (small Buffers share a pool)`
    )
  }
  let moved
  try {
    moved = structuredClone(buffer, { transfer: [buffer] })
  } catch (error) {
    throw optionError(`options.transfer: this ArrayBuffer cannot be transferred (${error.message})`)
  }
  return ofBuffer(moved)
}

module.exports = { inputOf, transferred }
