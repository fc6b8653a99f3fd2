// runFile: any source to any target, natively where files are plain, with bad records reported and nothing half-written.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { AsyncLocalStorage } from 'node:async_hooks'
import { getEventListeners } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import zlib from 'node:zlib'
import { file, records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsonmill-'))
test.after(() => fs.rmSync(folder, { recursive: true }))
const place = (name) => path.join(folder, name)
const put = (name, text) => {
  fs.writeFileSync(place(name), text)
  return place(name)
}
const read = (name) => fs.readFileSync(place(name), 'utf8')
const leftovers = () => fs.readdirSync(folder).filter((name) => name.endsWith('.tmp'))

let calls = 0
const line = (id) => JSON.stringify({ id, name: `n${id}ä`, tags: ['a', id % 3], total: id / 4 })
const lines = (count, from = 0) => Array.from({ length: count }, (_, i) => `${line(from + i)}\n`).join('')
const WAYS = {
  native: (options) => records(options).filter((o) => o.id % 3 === 0).map((o, i) => ({ i, id: o.id, name: o.name })),
  'in V8': (options) => records(options).filter((o) => (calls++, o.id % 3 === 0)).map((o, i) => ({ i, id: o.id, name: o.name })),
  'in both': (options) => records(options).filter((o) => o.id % 3 === 0).map((o, i) => (calls++, { i, id: o.id, name: o.name }))
}

class Sink extends Writable {
  parts = []
  _write(chunk, _, done) {
    this.parts.push(chunk)
    setImmediate(done)
  }
  get bytes() {
    return Buffer.concat(this.parts)
  }
}

for (const [way, make] of Object.entries(WAYS)) {
  test(`${way}: every kind of source and target gives the same bytes`, async () => {
    const text = lines(40_000)
    const source = put('in.ndjson', text)
    put('in.ndjson.gz', zlib.gzipSync(text))
    const plan = make({ input: 'ndjson' })
    const expected = plan.runSync(text)
    const handle = await fs.promises.open(source)
    const sources = {
      path: source,
      URL: pathToFileURL(source),
      file: file(source),
      gzip: `${source}.gz`,
      Readable: fs.createReadStream(source),
      'web stream': new Blob([text]).stream(),
      FileHandle: handle,
      bytes: Buffer.from(text)
    }
    for (const [name, from] of Object.entries(sources)) {
      const { records: count, recordsOut, bytesOut } = await plan.runFile(from, place('out.ndjson'))
      assert.ok(fs.readFileSync(place('out.ndjson')).equals(expected), name)
      assert.deepEqual([count, recordsOut, bytesOut], [40_000, 13_334, expected.length], name)
    }
    await handle.close()
    const sink = new Sink()
    await plan.runFile(source, sink)
    assert.ok(sink.bytes.equals(expected))
    assert.ok(sink.writableEnded)
    await plan.runFile(source, pathToFileURL(place('out.gz')))
    assert.ok(zlib.gunzipSync(fs.readFileSync(place('out.gz'))).equals(expected))
    const target = await fs.promises.open(place('handle'), 'w')
    await plan.runFile(source, target)
    await target.close()
    assert.ok(fs.readFileSync(place('handle')).equals(expected))
    await inV8(() => plan.runFile(source, place('out.ndjson')))
    assert.ok(fs.readFileSync(place('out.ndjson')).equals(expected))
    assert.deepEqual(leftovers(), [])
  })

  test(`${way}: several files are one input`, async () => {
    const plan = make({ input: 'ndjson' })
    const [a, b, c] = [lines(3), lines(20_000, 3), lines(5, 20_003)]
    const sources = [put('a', `\ufeff${a}`), put('b', `\ufeff${b.trimEnd()}`), put('empty', ''), put('c', `\ufeff${c.trimEnd()}`)]
    await plan.runFile(sources, place('out'))
    assert.equal(read('out'), plan.runSync(a + b + c).toString())
    put('b.gz', zlib.gzipSync(`\ufeff${b.trimEnd()}`))
    await plan.runFile([sources[0], Readable.from([`\ufeff${b.trimEnd()}`], { objectMode: false }), place('empty'), sources[3]], place('out'))
    assert.equal(read('out'), plan.runSync(a + b + c).toString())
    await plan.runFile([sources[0], place('b.gz'), sources[3]], place('out'))
    assert.equal(read('out'), plan.runSync(a + b + c).toString())
  })

  test(`${way}: arrays and values`, async () => {
    const text = lines(20_000)
    const array = `[${text.trimEnd().replaceAll('\n', ',')}]`
    const plan = make({ input: 'json' })
    await plan.runFile(put('in.json', array), place('out.json'))
    assert.equal(read('out.json'), plan.runSync(array).toString())
    const values = make({ input: 'values' })
    await values.runFile([put('in.values', text.replaceAll('\n', '')), place('in.values')], place('out'))
    assert.equal(read('out'), values.runSync(text + text).toString())
  })

  test(`${way}: bad records go to a file, a stream and a function`, async () => {
    const all = lines(9_000).split('\n')
    const bad = { 7: '{"id":', 100: 'null', 8000: '{"id":3,"name":"\\x"}' }
    for (const [at, text] of Object.entries(bad)) all[at] = text
    const source = put('bad.ndjson', all.join('\r\n'))
    const plan = make({ input: 'ndjson', onError: 'reject' })
    const expected = await plan.report(fs.readFileSync(source))
    const found = []
    const statistics = await plan.runFile(source, place('out'), { rejects: place('rejects.ndjson'), onReject: (batch) => found.push(...batch) })
    assert.equal(read('out'), expected.output.toString())
    assert.equal(statistics.rejected, 3)
    const shown = ({ record, offset, line, error: { code, message }, raw }) => ({ record, offset, line, code, message, raw: raw.toString() })
    assert.deepEqual(found.map(shown), expected.rejected.map(shown))
    const written = read('rejects.ndjson').trimEnd().split('\n').map((text) => JSON.parse(text))
    assert.deepEqual(
      written.map(({ record, offset, line, code, message, raw }) => ({ record, offset, line, code, message, raw })),
      expected.rejected.map(shown)
    )
    const rejects = new Sink()
    await plan.runFile(fs.createReadStream(source), place('out'), { rejects })
    assert.equal(rejects.bytes.toString(), read('rejects.ndjson'))
    assert.ok(!rejects.writableEnded)
    // too many of them: no target, but what was found is told
    fs.rmSync(place('rejects.ndjson'))
    const few = make({ input: 'ndjson', onError: 'reject', maxErrors: 1 })
    await assert.rejects(few.runFile(source, place('none'), { rejects: place('rejects.ndjson') }), { code: 'ERR_JSONMILL_LIMIT' })
    assert.ok(!fs.existsSync(place('none')))
    assert.equal(read('rejects.ndjson').split('\n').length, 2)
    const rate = make({ input: 'ndjson', onError: 'reject', maxErrorRate: 0.0001 })
    await assert.rejects(rate.runFile(source, place('none'), { rejects: place('rejects.ndjson') }), { code: 'ERR_JSONMILL_LIMIT' })
    assert.equal(read('rejects.ndjson').split('\n').length, 4)
    assert.deepEqual(leftovers(), [])
  })

  test(`${way}: aborted it stops soon, with the reason, and leaves nothing`, async () => {
    const plan = make({ input: 'ndjson' })
    const source = put('long.ndjson', lines(200_000))
    const controller = new AbortController()
    const reason = new Error('enough')
    let aborted
    setTimeout(() => {
      aborted = performance.now()
      controller.abort(reason)
    }, 30)
    await assert.rejects(plan.runFile(Array(40).fill(source), place('none'), { signal: controller.signal }), (error) => error === reason)
    assert.ok(performance.now() - aborted < 1000, `it took ${performance.now() - aborted} ms`)
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0)
    assert.ok(!fs.existsSync(place('none')))
    assert.deepEqual(leftovers(), [])
    const stuck = new AbortController()
    setTimeout(() => stuck.abort(reason), 10)
    const silent = new PassThrough()
    await assert.rejects(plan.runFile(silent, place('none'), { signal: stuck.signal }), (error) => error === reason)
    assert.ok(silent.destroyed)
    await assert.rejects(plan.runFile(5, 5, { signal: AbortSignal.abort(reason) }), (error) => error === reason)
  })
}

test('where native code gives up, V8 goes on, or begins anew', { skip: process.env.JSONMILL_MODE === 'js' }, async () => {
  // a write to `__proto__` is left to V8
  const text = Array.from({ length: 300_000 }, (_, id) => JSON.stringify({ id, key: id === 290_000 ? '__proto__' : `k${id % 3}` })).join('\n')
  const make = (options) =>
    records(options).map((o, i) => {
      const made = { i }
      made[o.key] = { id: o.id }
      return made
    })
  const plan = make({ input: 'ndjson' })
  await plan.runFile([put('bail.ndjson', text), place('bail.ndjson')], place('out'))
  assert.ok(fs.readFileSync(place('out')).equals(plan.runSync(`${text}\n${text}`)))
  const sink = new Sink()
  await plan.runFile(place('bail.ndjson'), sink)
  assert.ok(sink.bytes.equals(plan.runSync(text)))
  const array = `[${text.replaceAll('\n', ',')}]`
  const other = make({ input: 'json' })
  await other.runFile(put('bail.json', array), place('out'))
  assert.ok(fs.readFileSync(place('out')).equals(other.runSync(array)))
  // what a stream has taken cannot be taken back
  await assert.rejects(other.runFile(place('bail.json'), new Sink()), { code: 'ERR_JSONMILL_UNSUPPORTED' })
})

test('errors of the file system are Node\'s', async () => {
  const plan = WAYS.native({ input: 'ndjson' })
  await assert.rejects(plan.runFile(place('missing'), place('out')), { code: 'ENOENT', syscall: 'open', path: place('missing') })
  await assert.rejects(plan.runFile(put('some', lines(1)), place('no/such/folder')), { code: 'ENOENT' })
  await assert.rejects(plan.runFile(folder, place('out')), { code: 'EISDIR' })
  await assert.rejects(plan.runFile(place('some'), place('out'), { rejects: place('no/such/rejects') }), { code: 'ENOENT' })
  await assert.rejects(plan.runFile(new URL('http://example.com/in'), place('out')), { code: 'ERR_JSONMILL_OPTION' })
  await assert.rejects(plan.runFile(place('some'), place('out'), { rejects: 5 }), { code: 'ERR_JSONMILL_OPTION' })
  assert.deepEqual(leftovers(), [])
})

test('a full disk is an error, and leaves no target', { skip: process.platform !== 'linux' }, async () => {
  const source = put('wide.ndjson', lines(100_000))
  await assert.rejects(WAYS.native({ input: 'ndjson' }).runFile(source, '/dev/full'), { code: 'ENOSPC' })
  const script = `
    process.on('SIGXFSZ', () => {})
    const { records } = require(${JSON.stringify(fileURLToPath(new URL('..', import.meta.url)))})
    const tasks = ['${place('full')}', '${place('full.gz')}'].map((target) =>
      records({ input: 'ndjson' }).map((o) => o).runFile('${source}', target).then(() => 'done', (error) => error.code))
    Promise.all(tasks).then((codes) => console.log(codes.join()))`
  const { stdout, stderr } = spawnSync('sh', ['-c', 'ulimit -f 100; exec "$0" -e "$1"', process.execPath, script], { encoding: 'utf8' })
  assert.equal(stdout, 'EFBIG,EFBIG\n', stderr)
  assert.ok(!fs.existsSync(place('full')) && !fs.existsSync(place('full.gz')))
  assert.deepEqual(leftovers(), [])
})

test('zstd in and out', { skip: zlib.createZstdCompress === undefined && 'this Node has no zstd' }, async () => {
  const text = lines(30_000)
  const plan = WAYS.native({ input: 'ndjson' })
  const expected = plan.runSync(text)
  // by its first bytes, whatever its name is
  const packed = put('packed.ndjson', zlib.zstdCompressSync(text))
  await plan.runFile([packed, packed], place('out.ndjson.zst'))
  assert.equal(zlib.zstdDecompressSync(fs.readFileSync(place('out.ndjson.zst'))).toString(), plan.runSync(text + text).toString())
  await records({ input: 'ndjson' }).runFile(place('out.ndjson.zst'), place('out'))
  assert.ok(read('out').startsWith(expected.toString().slice(0, 1000)))
  fs.writeFileSync(packed, zlib.zstdCompressSync(text).subarray(0, -20))
  await assert.rejects(plan.runFile(packed, place('none')))
  assert.ok(!fs.existsSync(place('none')))
  assert.deepEqual(leftovers(), [])
})

test('a source may not unpack to more than is allowed', async () => {
  const plan = WAYS.native({ input: 'ndjson' })
  const bomb = put('bomb.gz', zlib.gzipSync(Buffer.alloc(20 << 20, ' ')))
  await assert.rejects(plan.runFile(bomb, place('out'), { maxInputBytes: 1 << 20 }), { code: 'ERR_JSONMILL_LIMIT', message: /maxInputBytes/ })
  await assert.rejects(plan.runFile(bomb, place('out'), { maxExpansion: 100 }), { code: 'ERR_JSONMILL_LIMIT', message: /maxExpansion/ })
  const { records: count } = await plan.runFile(bomb, place('out'), { maxInputBytes: 21 << 20 })
  assert.equal(count, 0)
  await assert.rejects(plan.runFile(put('plain', lines(100)), place('out2'), { maxInputBytes: 1000 }), { code: 'ERR_JSONMILL_LIMIT' })
  assert.ok(!fs.existsSync(place('out2')))
  const members = put('members.gz', Buffer.concat([zlib.gzipSync(lines(3)), zlib.gzipSync(lines(3, 3))]))
  assert.equal((await plan.runFile(members, place('out'))).records, 6)
  await assert.rejects(plan.runFile(put('cut.gz', zlib.gzipSync(lines(100)).subarray(0, -6)), place('out2')), { code: 'Z_BUF_ERROR' })
})

test('a long line of nothing takes no memory, and one of something a bounded amount', { skip: process.env.JSONMILL_MODE === 'js' }, async () => {
  const plan = WAYS.native({ input: 'ndjson', limits: { maxRecordBytes: 1 << 20 } })
  const blank = Buffer.alloc(1 << 20, ' ')
  const many = function* (count, last) {
    for (let i = 0; i < count; i++) yield blank
    yield Buffer.from(last)
  }
  const { records: count } = await plan.runFile(Readable.from(many(300, '\n{"id":3}\n'), { objectMode: false }), place('out'))
  assert.equal(count, 1)
  assert.ok(process.resourceUsage().maxRSS < 900 << 10)
  const long = Readable.from(['{"id":3,"x":', ...many(300, '1}\n')], { objectMode: false })
  await assert.rejects(plan.runFile(long, place('out')), { code: 'ERR_JSONMILL_LIMIT', record: 0 })
  put('blank', Buffer.concat([...many(150, '\n{"id":3}\n')]))
  assert.equal((await plan.runFile(place('blank'), place('out'))).records, 1)
})

test('progress is told, in the caller\'s context', async () => {
  const source = put('progress.ndjson', lines(200_000))
  const storage = new AsyncLocalStorage()
  for (const from of [[source, source], fs.createReadStream(source)]) {
    const told = []
    const onProgress = (progress) => told.push({ ...progress, store: storage.getStore() })
    await storage.run('here', () => WAYS.native({ input: 'ndjson' }).runFile(from, place('out'), { onProgress }))
    const last = told.at(-1)
    assert.equal(last.records, Array.isArray(from) ? 400_000 : 200_000)
    assert.equal(last.bytesRead, fs.statSync(source).size * (Array.isArray(from) ? 2 : 1))
    assert.equal(last.bytesTotal, Array.isArray(from) ? last.bytesRead : undefined)
    assert.equal(last.bytesWritten, fs.statSync(place('out')).size)
    assert.ok(last.bytesPerSecond > 0)
    assert.equal(last.secondsLeft, Array.isArray(from) ? 0 : undefined)
    assert.ok(told.every(({ store }) => store === 'here'))
  }
})

test('standard input and output', () => {
  const script = `require(${JSON.stringify(fileURLToPath(new URL('..', import.meta.url)))}).records({ input: 'ndjson' }).map((o) => o.id).runFile('-', '-')`
  const { stdout } = spawnSync(process.execPath, ['-e', script], { input: lines(50_000), encoding: 'utf8', maxBuffer: 1 << 24 })
  assert.equal(stdout.split('\n').length, 50_001)
})
