'use strict'

const { randomBytes } = require('node:crypto')
const { createReadStream, createWriteStream } = require('node:fs')
const fs = require('node:fs/promises')
const path = require('node:path')
const { performance } = require('node:perf_hooks')
const { Readable } = require('node:stream')
const { pipeline } = require('node:stream/promises')
const { fileURLToPath } = require('node:url')
const zlib = require('node:zlib')
const { describe } = require('./describe.js')
const { optionError } = require('./errors.js')
const { Plan } = require('./plan.js')
const { RunStream } = require('./stream.js')

/** How much of a file is read at a time. */
const READ = 1 << 20
/** Progress is told at most that often, in milliseconds. */
const PROGRESS_MS = 100
const LF = 0x0a
const PRIVATE = 0o600

/** Compressions, by their first bytes and by the name of a target. */
const GZIP = { magic: [0x1f, 0x8b], unpack: () => zlib.createGunzip(), extension: '.gz', pack: () => zlib.createGzip() }
const ZSTD = {
  magic: [0x28, 0xb5, 0x2f, 0xfd],
  unpack: () => zlib.createZstdDecompress?.(),
  extension: '.zst',
  pack: () => zlib.createZstdCompress?.()
}
const COMPRESSIONS = [GZIP, ZSTD]

/** Runs a pipeline from files or a stream to a file or a stream. A target that is a path appears whole or not at all. */
async function runFile(plan, source, target, { params, signal, onProgress }) {
  if (signal?.aborted) throw signal.reason
  const begun = performance.now()
  // a byte order mark at the start of a file says nothing
  const forFiles = plan.settings.bom === 'strip' ? plan : new Plan({ ...plan.settings, bom: 'strip' }, plan.stages)
  const running = new RunStream(forFiles, { params, measured: true })
  const sources = sourcesOf(source, plan.settings)
  const progress = new Progress(running, sources, onProgress, begun)
  const sink = await openTarget(target)
  try {
    const steps = [Readable.from(inputOf(sources, progress), { objectMode: false, highWaterMark: READ }), running, ...sink.steps]
    await pipeline(steps, { signal })
    await sink.commit()
  } catch (error) {
    await sink.discard()
    throw signal?.aborted ? signal.reason : (sink.failure?.() ?? error)
  }
  progress.tell()
  return { ...running.statistics, milliseconds: performance.now() - begun }
}

function pathOf(value) {
  if (typeof value === 'string') return value
  return value instanceof URL ? fileURLToPath(value) : undefined
}

function sourcesOf(source, { input }) {
  const sources = Array.isArray(source) ? source : [source]
  for (const one of sources) {
    if (pathOf(one) === undefined && typeof one?.[Symbol.asyncIterator] !== 'function') {
      throw optionError(`runFile(source, target): source must be a path, a file: URL, a Readable or an array of them, got ${describe(one)}`)
    }
  }
  if (sources.length === 0) throw optionError('runFile(source, target): source must name at least one file')
  if (sources.length > 1 && input === 'json') {
    throw optionError("runFile(source, target): several sources are for input 'ndjson' and 'values', as a JSON document is one file")
  }
  return sources
}

/** The bytes of all sources, unpacked, one after the other. */
async function* inputOf(sources, progress) {
  let last = LF
  for (const source of sources) {
    if (last !== LF) yield Buffer.from('\n')
    for await (const chunk of unpacked(source, progress)) {
      if (chunk.length > 0) last = chunk[chunk.length - 1]
      yield chunk
    }
  }
}

async function* unpacked(source, progress) {
  const path = pathOf(source)
  const stream = path === undefined ? source : path === '-' ? process.stdin : createReadStream(path, { highWaterMark: READ })
  const chunks = progress.count(stream)
  try {
    const first = await chunks.next()
    if (first.done) return
    const whole = (async function* () {
      yield first.value
      yield* chunks
    })()
    const compression = COMPRESSIONS.find(({ magic }) => magic.every((byte, i) => first.value[i] === byte))
    if (compression === undefined) return yield* whole
    yield* Readable.from(whole, { objectMode: false }).compose(transformOf(compression, 'unpack', path ?? 'source'))
  } finally {
    // who stops before the second chunk has not touched `chunks` yet, and the file would stay open
    chunks.return().catch(() => {})
  }
}

function transformOf(compression, way, name) {
  const transform = compression[way]()
  if (transform === undefined) throw optionError(`runFile(source, target): this Node cannot ${way} ${name}: it needs version 22.15 or later`)
  return transform
}

/** Where output goes, and how it ends. */
async function openTarget(target) {
  const file = pathOf(target)
  const nothing = async () => {}
  // standard output is the process's: it is written to and not ended
  if (file === '-') return { steps: [(output) => drainInto(process.stdout, output)], commit: nothing, discard: nothing }
  if (file === undefined) {
    if (typeof target?.write !== 'function') {
      throw optionError(`runFile(source, target): target must be a path, a file: URL or a Writable, got ${describe(target)}`)
    }
    return { steps: [target], commit: nothing, discard: nothing }
  }
  if (file === '') throw optionError('runFile(source, target): target must name a file, got an empty string')
  const replaced = await statIfThere(file)
  if (replaced?.isDirectory()) throw optionError('runFile(source, target): target must be a file, and there is a directory of that name')
  // a device or a pipe has no whole to appear, and must not be replaced by a file
  if (replaced !== undefined && !replaced.isFile()) return { steps: [createWriteStream(file)], commit: nothing, discard: nothing }
  // behind a symbolic link it is the file that is replaced, not the link
  const place = replaced === undefined ? file : await fs.realpath(file)
  const temporary = path.join(path.dirname(place), `.${path.basename(place)}.${randomBytes(6).toString('hex')}.tmp`)
  const handle = await fs.open(temporary, 'wx', PRIVATE)
  const compression = COMPRESSIONS.find(({ extension }) => file.endsWith(extension))
  const discard = async () => {
    await handle.close().catch(() => {})
    await fs.rm(temporary, { force: true })
  }
  try {
    const mode = replaced === undefined ? 0o666 & ~process.umask() : replaced.mode & 0o777
    let failed
    const write = (output) =>
      writeInto(handle, output).catch((error) => {
        failed = error
        throw error
      })
    const steps = compression === undefined ? [write] : [transformOf(compression, 'pack', file), write]
    const commit = async () => {
      await handle.chmod(mode)
      await handle.sync()
      await handle.close()
      await fs.rename(temporary, place)
    }
    // leaving the loop over the output destroys it, which the pipeline would tell of first
    return { steps, commit, discard, failure: () => (failed?.code === 'ABORT_ERR' ? undefined : failed) }
  } catch (error) {
    await discard()
    throw error
  }
}

/** What there is under a name, if anything. */
async function statIfThere(file) {
  try {
    return await fs.stat(file)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return undefined
  }
}

/** The handle stays open: the file has to be synchronised before it gets its name. */
async function writeInto(handle, output) {
  for await (const chunk of output) await handle.writeFile(chunk)
}

async function drainInto(stream, output) {
  for await (const chunk of output) {
    if (!stream.write(chunk)) await new Promise((resolve) => stream.once('drain', resolve))
  }
}

/** Counts what is read, and tells now and then. */
class Progress {
  constructor(running, sources, tellUser, begun) {
    this.running = running
    this.tellUser = tellUser
    this.begun = begun
    this.read = 0
    this.told = begun
    this.total = undefined
    if (tellUser !== undefined) this.sized = this.size(sources)
  }

  /** The size of all sources, if each is a file. */
  async size(sources) {
    const sizes = await Promise.all(sources.map(async (source) => (await fs.stat(pathOf(source))).size)).catch(() => [])
    if (sizes.length === sources.length) this.total = sizes.reduce((sum, size) => sum + size, 0)
  }

  async *count(stream) {
    await this.sized
    for await (const piece of stream) {
      const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece
      this.read += chunk.length
      if (performance.now() - this.told >= PROGRESS_MS) this.tell()
      yield chunk
    }
  }

  tell() {
    if (this.tellUser === undefined) return
    this.told = performance.now()
    const seconds = (this.told - this.begun) / 1000
    const bytesPerSecond = this.read / seconds
    const secondsLeft = this.total === undefined ? undefined : (this.total - this.read) / bytesPerSecond
    this.tellUser({ bytesRead: this.read, bytesTotal: this.total, bytesWritten: this.running.statistics.bytesOut, bytesPerSecond, secondsLeft })
  }
}

module.exports = { runFile }
