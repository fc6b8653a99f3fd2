'use strict'

const { createReadStream } = require('node:fs')
const fs = require('node:fs/promises')
const { types } = require('node:util')
const { fileURLToPath } = require('node:url')
const { describe } = require('./describe.js')
const { optionError } = require('./errors.js')

/** How much of a file is read at a time. */
const READ = 1 << 20

/** A file by its path, where a string would be JSON text. */
class FileOrigin {
  #path

  constructor(path) {
    this.#path = path
    Object.freeze(this)
  }

  static pathOf(value) {
    return typeof value === 'object' && value !== null && #path in value ? value.#path : undefined
  }
}

/** Names a file for a source. */
function file(path) {
  if (typeof path === 'string' && path !== '') return new FileOrigin(path)
  if (path instanceof URL) return new FileOrigin(pathOfUrl(path))
  throw optionError(`file(path): path must be a string or a file: URL, got ${describe(path)}`)
}

function pathOfUrl(url) {
  if (url.protocol !== 'file:') throw optionError(`a source that is a URL must be a file: URL, got ${url.protocol}`)
  return fileURLToPath(url)
}

/** The path of what names a file, be it a `file()` or a URL; a string is a path where `stringsArePaths`. */
function pathOf(value, stringsArePaths) {
  if (typeof value === 'string') return stringsArePaths ? value : undefined
  return value instanceof URL ? pathOfUrl(value) : FileOrigin.pathOf(value)
}

const isBytes = (value) => types.isTypedArray(value) || types.isDataView(value) || types.isAnyArrayBuffer(value)
/** A FileHandle of node:fs/promises, and nothing that only looks like one in part. */
const isHandle = (value) => typeof value?.fd === 'number' && typeof value.createReadStream === 'function'

function isOrigin(value) {
  return (
    typeof value === 'string' || isBytes(value) || isHandle(value) || value instanceof URL || FileOrigin.pathOf(value) !== undefined || isIterable(value)
  )
}

const isIterable = (value) => typeof value?.[Symbol.asyncIterator] === 'function' || (typeof value === 'object' && typeof value?.[Symbol.iterator] === 'function')

/**
 * Opens a source: `chunks` to go through once, and `close(reason)`, which gives up what was opened at any time, also while a chunk is being
 * waited for. Streams are destroyed then, as `for await` does it; a FileHandle stays open.
 */
function open(source, stringsArePaths = false) {
  const path = pathOf(source, stringsArePaths)
  if (path !== undefined) return ofStream(path === '-' ? process.stdin : createReadStream(path, { highWaterMark: READ }))
  if (isHandle(source)) return { chunks: ofHandle(source), close() {} }
  if (typeof source === 'string' || isBytes(source)) return { chunks: [source], close() {} }
  if (typeof source.getReader === 'function') return ofReader(source.getReader())
  if (typeof source.destroy === 'function') return ofStream(source)
  const iterator = (source[Symbol.asyncIterator] ?? source[Symbol.iterator]).call(source)
  const close = () => Promise.resolve(iterator.return?.()).catch(() => {})
  return { chunks: { [source[Symbol.asyncIterator] ? Symbol.asyncIterator : Symbol.iterator]: () => iterator }, close }
}

/** Gives up a source that was not opened: a stream is destroyed, as when its reader fails. */
function abandon(source, reason) {
  if (isHandle(source)) return
  if (typeof source?.destroy === 'function') ofStream(source).close(reason)
  else if (typeof source?.cancel === 'function' && source.locked === false) source.cancel(reason).catch(() => {})
}

function ofStream(stream) {
  return {
    chunks: stream,
    close(reason) {
      // an error that nobody waits for any more must not end the process
      stream.on('error', () => {})
      stream.destroy(reason)
    }
  }
}

/** A stream over a handle would close it. */
async function* ofHandle(handle) {
  for (;;) {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.allocUnsafe(READ) })
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}

/** A web stream, whose own iterator cannot be left while it waits. */
function ofReader(reader) {
  async function* chunks() {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  }
  return { chunks: chunks(), close: (reason) => reader.cancel(reason).catch(() => {}) }
}

/** Chunks as Buffers, whatever they are. */
function bufferOf(chunk) {
  if (Buffer.isBuffer(chunk)) return chunk
  if (typeof chunk === 'string') return Buffer.from(chunk)
  if (ArrayBuffer.isView(chunk)) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  if (types.isAnyArrayBuffer(chunk)) return Buffer.from(chunk)
  throw optionError(`a source must give bytes or text, got ${describe(chunk)}`)
}

/** The size of what is a file, else undefined. */
async function sizeOf(source) {
  const path = pathOf(source, true)
  const found = isHandle(source) ? await source.stat() : path === undefined || path === '-' ? undefined : await fs.stat(path)
  return found?.isFile() ? found.size : undefined
}

module.exports = { READ, abandon, bufferOf, file, isHandle, isOrigin, open, pathOf, sizeOf }
