'use strict'

const { createReadStream } = require('node:fs')
const { Readable } = require('node:stream')
const zlib = require('node:zlib')
const { endOfValue } = require('../fallback/frame.js')
const { rowsOf } = require('../fallback/csv/rows.js')
const { UsageError } = require('./usage.js')

const LF = 0x0a
const UNITS = { k: 1e3, m: 1e6, g: 1e9 }
const GZIP = [0x1f, 0x8b]
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd]

/** A number of bytes as people write it: 64M. */
function sizeOf(text) {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([kmg]?)b?$/i.exec(text) ?? []
  if (number === undefined) throw new UsageError(`--sample must be a number of bytes such as 64M, got '${text}'`)
  return Math.ceil(Number(number) * (UNITS[unit.toLowerCase()] ?? 1))
}

/** The beginning of a source, unpacked, up to the end of a record; all of a JSON document. */
async function sampleOf(file, { kind, csv, bytes }) {
  const limit = kind === undefined || kind === 'json' ? Infinity : bytes
  const parts = []
  let size = 0
  for await (const part of unpacked(file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 }))) {
    parts.push(part)
    size += part.length
    if (size > limit) break
  }
  const whole = Buffer.concat(parts)
  const text = withoutMark(whole)
  return size > limit ? text.subarray(0, endOfLast(text, kind, csv)) : text
}

async function* unpacked(stream) {
  const chunks = stream[Symbol.asyncIterator]()
  const { value: first, done } = await chunks.next()
  if (done) return
  const all = (async function* () {
    yield first
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  })()
  const begins = (magic) => magic.every((byte, i) => first[i] === byte)
  const unpack = begins(GZIP) ? zlib.createGunzip() : begins(ZSTD) ? zlib.createZstdDecompress?.() : null
  if (unpack === undefined) throw new UsageError('this Node cannot unpack zstd: it needs version 22.15 or later')
  yield* unpack === null ? all : Readable.from(all, { objectMode: false }).compose(unpack)
}

/** A byte order mark at the start of a file says nothing. */
function withoutMark(bytes) {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

/** Where the last record ends that is there as a whole. */
function endOfLast(bytes, kind, csv) {
  if (kind === 'ndjson') return bytes.lastIndexOf(LF) + 1
  let last = 0
  if (kind === 'csv') {
    for (const [, end] of rowsOf(bytes, csv ?? { delimiter: ',' })) if (end < bytes.length) last = end
    return last
  }
  for (let at = 0; at < bytes.length; ) {
    last = at
    while (at < bytes.length && bytes[at] <= 0x20) at++
    at = endOfValue((i) => bytes[i], at, bytes.length)
  }
  return last
}

module.exports = { sampleOf, sizeOf }
