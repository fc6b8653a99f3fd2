'use strict'

const { createWriteStream } = require('node:fs')
const fs = require('node:fs/promises')
const { once } = require('node:events')
const { performance } = require('node:perf_hooks')
const { PassThrough, Readable, pipeline: joined } = require('node:stream')
const { pipeline } = require('node:stream/promises')
const zlib = require('node:zlib')
const { describe } = require('./describe.js')
const { limitError, optionError } = require('./errors.js')
const { FilesFlow } = require('./files-flow.js')
const { READ, abandon, bufferOf, isHandle, isOrigin, open, pathOf, sizeOf } = require('./origin.js')
const { Plan } = require('./plan.js')
const { Rejects } = require('./rejects.js')
const { RunStream } = require('./stream.js')
const { NewFile, statIfThere } = require('./target.js')

/** Progress is told at most that often, in milliseconds. */
const PROGRESS_MS = 100
const LF = 0x0a
const BOM = Buffer.from('\ufeff')

/** Compressions, by their first bytes and by the name of a target. */
const GZIP = { magic: [0x1f, 0x8b], unpack: () => zlib.createGunzip(), extension: '.gz', pack: () => zlib.createGzip() }
const ZSTD = {
  magic: [0x28, 0xb5, 0x2f, 0xfd],
  unpack: () => zlib.createZstdDecompress?.(),
  extension: '.zst',
  pack: () => zlib.createZstdCompress?.()
}
const COMPRESSIONS = [GZIP, ZSTD]
const MAGIC_BYTES = 4

const compressionOf = (bytes) => COMPRESSIONS.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte))

/** Runs a pipeline from files or a stream to a file or a stream. A target that is a path appears whole or not at all. */
async function runFile(plan, source, target, settings) {
  const { params, signal, onProgress } = settings
  if (signal?.aborted) throw signal.reason
  // a byte order mark at the start of a file says nothing
  const forFiles = plan.settings.bom === 'strip' ? plan : new Plan({ ...plan.settings, bom: 'strip' }, plan.stages)
  const sources = sourcesOf(source, plan.settings)
  const rejects = new Rejects(settings)
  const sink = await openTarget(target)
  const progress = new Progress(onProgress)
  try {
    await rejects.open()
    await progress.measure(sources)
    const paths = await plainFiles(sources, settings)
    const files = paths && FilesFlow.for(forFiles, paths, { params, signal, sink, rejects, progress })
    const inV8 = files !== undefined
    const statistics = (await files?.run()) ?? (await overStreams(forFiles, sources, { ...settings, inV8, sink, rejects, progress }))
    await rejects.end()
    await sink.commit()
    progress.end()
    return statistics
  } catch (error) {
    await rejects.end().catch(() => {})
    await sink.discard()
    // what a failing target causes in the streams before it is not what is wrong
    throw signal?.aborted ? signal.reason : (sink.failure ?? error)
  }
}

/** The run as a stream between streams. */
async function overStreams(plan, sources, { params, signal, onReject, rejects: target, inV8, sink, rejects, progress, ...limits }) {
  const running = new RunStream(plan, { params, measured: true, inV8, rejects })
  progress.of(() => ({ records: running.statistics.records, bytesWritten: running.statistics.bytesOut }))
  const opened = new Set()
  const parts = { opened, unpacking: new Unpacking(limits), progress, isFull: () => running.isFull }
  const input = Readable.from(inputOf(sources, parts), { objectMode: false, highWaterMark: READ })
  running.onFull = () => {
    for (const one of opened) one.close()
    for (const source of sources) abandon(source)
  }
  /** One of the sources may be waited for, and others may not have been begun. */
  const giveUp = (error) => {
    for (const one of opened) one.close(error)
    for (const source of sources) abandon(source, error)
  }
  // newer versions of Node wait until the generator behind it has ended, which may itself wait for a source
  const destroy = input._destroy
  input._destroy = (error, done) => {
    if (error) giveUp(error)
    destroy.call(input, error, () => {})
    done(error)
  }
  try {
    await pipeline([input, running, ...sink.steps()], { signal })
  } catch (error) {
    giveUp(error)
    throw error
  }
  return running.statistics
}

/** The paths of sources that are files to be read as they are, or undefined where one of them is something else. */
async function plainFiles(sources, { maxInputBytes = Infinity }) {
  const paths = sources.map((source) => pathOf(source, true))
  if (paths.includes(undefined) || paths.includes('-')) return undefined
  let bytes = 0
  for (const path of paths) {
    const handle = await fs.open(path, 'r')
    try {
      const found = await handle.stat()
      if (!found.isFile()) return undefined
      bytes += found.size
      if (bytes > maxInputBytes) throw tooMuch(maxInputBytes)
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(MAGIC_BYTES), position: 0 })
      if (bytesRead > 0 && compressionOf(buffer) !== undefined) return undefined
    } finally {
      await handle.close()
    }
  }
  return paths
}

function sourcesOf(source, { input }) {
  const sources = Array.isArray(source) ? source : [source]
  for (const one of sources) {
    if (!isOrigin(one) || one === '') {
      throw optionError(
        `runFile(source, target): source must be a path, a file: URL, a stream, a FileHandle, bytes or an array of them, got ${describe(one)}`
      )
    }
    pathOf(one, true)
  }
  if (sources.length === 0) throw optionError('runFile(source, target): source must name at least one file')
  if (sources.length > 1 && input === 'csv') throw optionError("runFile(source, target): several sources are for input 'ndjson' and 'values', as each CSV file has a header")
  if (sources.length > 1 && input === 'json') {
    throw optionError("runFile(source, target): several sources are for input 'ndjson' and 'values', as a JSON document is one file")
  }
  return sources
}

/** The bytes of all sources, unpacked, one after the other. */
async function* inputOf(sources, parts) {
  try {
    yield* allOf(sources, parts)
  } catch (error) {
    // a source that was closed because nobody wants more of it
    if (!parts.isFull()) throw error
  }
}

async function* allOf(sources, parts) {
  let last = LF
  for (const [i, source] of sources.entries()) {
    if (parts.isFull()) return
    if (last !== LF) yield Buffer.from([LF])
    let begins = i > 0
    for await (const piece of unpacked(source, parts)) {
      const chunk = begins && piece.subarray(0, BOM.length).equals(BOM) ? piece.subarray(BOM.length) : piece
      begins = false
      if (chunk.length > 0) last = chunk[chunk.length - 1]
      if (parts.isFull()) return
      yield chunk
    }
  }
}

async function* unpacked(source, { opened, unpacking, progress }) {
  const one = open(source, true)
  opened.add(one)
  const chunks = counted(one.chunks, unpacking, progress)
  try {
    const first = await chunks.next()
    if (first.done) return
    const whole = (async function* () {
      yield first.value
      yield* chunks
    })()
    const compression = compressionOf(first.value)
    if (compression === undefined) {
      for await (const chunk of whole) yield unpacking.check(chunk, false)
      return
    }
    const transform = transformOf(compression, 'unpack', pathOf(source, true) ?? 'source')
    // who reads it hears of errors
    joined(Readable.from(whole, { objectMode: false }), transform, () => {})
    for await (const chunk of transform) yield unpacking.check(chunk, true)
  } finally {
    // who stops before the second chunk has not touched `chunks` yet, and the file would stay open
    chunks.return().catch(() => {})
    opened.delete(one)
    one.close()
  }
}

async function* counted(chunks, unpacking, progress) {
  for await (const piece of chunks) {
    const chunk = bufferOf(piece)
    unpacking.packed += chunk.length
    progress.read(chunk.length)
    yield chunk
  }
}

/** Small files may hold much: how much they may is checked while they are unpacked. */
class Unpacking {
  packed = 0
  #bytes = 0

  constructor({ maxInputBytes = Infinity, maxExpansion = Infinity }) {
    this.maxBytes = maxInputBytes
    this.maxExpansion = maxExpansion
  }

  check(chunk, isPacked) {
    this.#bytes += chunk.length
    if (this.#bytes > this.maxBytes) throw tooMuch(this.maxBytes)
    if (isPacked && this.#bytes > this.packed * this.maxExpansion) {
      throw limitError({
        message: `a source unpacks to more than ${this.maxExpansion} times its size, which is options.maxExpansion`,
        help: 'raise options.maxExpansion if this is expected'
      })
    }
    return chunk
  }
}

function tooMuch(max) {
  return limitError({ message: `the input is longer than options.maxInputBytes (${max})`, help: 'raise options.maxInputBytes if this is expected' })
}

function transformOf(compression, way, name) {
  const transform = compression[way]()
  if (transform === undefined) throw optionError(`runFile(source, target): this Node cannot ${way} ${name}: it needs version 22.15 or later`)
  return transform
}

/** Where output goes, and how it ends. */
class Sink {
  /** What went wrong while writing. Leaving the loop over the output destroys it, which a pipeline would tell of first. */
  failure
  #compression
  #stream
  #feed
  #fed

  /** @param {{ file?: NewFile, compression?: object, stream?: object }} parts */
  constructor({ file, compression, stream }) {
    /** The file, where output goes there as it is or packed. */
    this.file = file
    this.#compression = compression
    this.#stream = stream
  }

  /** Whether output goes into the file as it is. */
  get isPlain() {
    return this.file !== undefined && this.#compression === undefined
  }

  /** The last steps of a pipeline of streams. */
  steps() {
    const { file } = this
    if (file === undefined) return [this.#stream]
    const write = (output) => this.#into(file, output)
    return this.#compression === undefined ? [write] : [this.#compression, write]
  }

  async #into(file, output) {
    try {
      for await (const chunk of output) await file.write(chunk)
    } catch (error) {
      if (error.code !== 'ABORT_ERR') this.failure ??= error
      throw error
    }
  }

  /** Writes output where no stream gives it. */
  async write(chunk) {
    if (chunk.length === 0) return
    if (this.isPlain) return this.file.write(chunk)
    if (this.#feed === undefined) {
      this.#feed = new PassThrough({ highWaterMark: READ })
      this.#fed = pipeline([this.#feed, ...this.steps()])
      this.#fed.catch(() => {})
    }
    if (this.#feed.destroyed) return this.#fed
    if (!this.#feed.write(chunk)) await Promise.race([once(this.#feed, 'drain'), this.#fed])
  }

  /** Ends what `write` began. */
  async end() {
    if (this.isPlain) return
    if (this.#feed === undefined) await this.write(Buffer.alloc(0))
    this.#feed?.end()
    await this.#fed
  }

  async commit() {
    await this.file?.commit()
  }

  async discard() {
    this.#feed?.destroy()
    await this.#fed?.catch(() => {})
    await this.file?.discard()
  }
}

async function openTarget(target) {
  const file = pathOf(target, true)
  // standard output is the process's: it is written to and not ended
  if (file === '-') return new Sink({ stream: (output) => drainInto(process.stdout, output) })
  if (file === undefined) {
    if (typeof target?.write !== 'function') {
      throw optionError(`runFile(source, target): target must be a path, a file: URL, a FileHandle or a Writable, got ${describe(target)}`)
    }
    return new Sink({ stream: isHandle(target) ? (output) => writeAll(target, output) : target })
  }
  if (file === '') throw optionError('runFile(source, target): target must name a file, got an empty string')
  const replaced = await statIfThere(file)
  if (replaced?.isDirectory()) throw optionError('runFile(source, target): target must be a file, and there is a directory of that name')
  // a device or a pipe has no whole to appear, and must not be replaced by a file
  if (replaced !== undefined && !replaced.isFile()) return new Sink({ stream: createWriteStream(file) })
  const found = COMPRESSIONS.find(({ extension }) => file.endsWith(extension))
  const compression = found && transformOf(found, 'pack', file)
  return new Sink({ file: await NewFile.create(file, replaced), compression })
}

async function writeAll(handle, output) {
  for await (const chunk of output) await handle.writeFile(chunk)
}

async function drainInto(stream, output) {
  for await (const chunk of output) {
    if (!stream.write(chunk)) await once(stream, 'drain')
  }
}

/** Counts what is read, and tells now and then. */
class Progress {
  #tellUser
  #begun = performance.now()
  #told = this.#begun
  #read = 0
  #total
  #numbers = () => ({ records: 0, bytesWritten: 0 })

  constructor(tellUser) {
    this.#tellUser = tellUser
  }

  /** The size of all sources, if each is a file. */
  async measure(sources) {
    if (this.#tellUser === undefined) return
    const sizes = await Promise.all(sources.map(sizeOf))
    if (!sizes.includes(undefined)) this.#total = sizes.reduce((sum, size) => sum + size, 0)
  }

  /** Where the other numbers come from. */
  of(numbers) {
    this.#numbers = numbers
  }

  read(bytes) {
    this.#read += bytes
    this.tick()
  }

  readSoFar(bytes) {
    this.#read = bytes
    this.tick()
  }

  tick() {
    if (this.#tellUser !== undefined && performance.now() - this.#told >= PROGRESS_MS) this.end()
  }

  /** Tells how far it is. */
  end() {
    if (this.#tellUser === undefined) return
    this.#told = performance.now()
    const bytesRead = this.#read
    const bytesTotal = this.#total
    const bytesPerSecond = (bytesRead / (this.#told - this.#begun)) * 1000
    const secondsLeft = bytesTotal === undefined ? undefined : Math.max(0, bytesTotal - bytesRead) / bytesPerSecond
    this.#tellUser({ bytesRead, bytesTotal, ...this.#numbers(), bytesPerSecond, secondsLeft })
  }
}

module.exports = { runFile }
