// Streams and files: the same bytes as one run over the whole, however the input is cut; nothing half-written; nothing left behind.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import zlib from 'node:zlib'
import { records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

const lines = Array.from({ length: 500 }, (_, id) => JSON.stringify({ id, name: `n${id}ä`, tags: ['a', 'b'], total: id / 4 })).join('\n')
const array = `[${lines.replaceAll('\n', ',')}]`
const paid = (options) => records(options).filter((o) => o.id % 3 === 0).map((o) => ({ id: o.id, upper: o.name.toUpperCase(), half: o.total / 2 }))

async function through(stream, bytes, cut) {
  const parts = []
  const sink = new Writable({
    write(chunk, _, callback) {
      parts.push(chunk)
      callback()
    }
  })
  const pieces = []
  for (let at = 0; at < bytes.length; at += cut) pieces.push(bytes.subarray(at, at + cut))
  await pipeline(Readable.from(pieces, { objectMode: false }), stream, sink)
  return Buffer.concat(parts)
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsonmill-'))
const inFolder = (name) => path.join(folder, name)
test.after(() => fs.rmSync(folder, { recursive: true }))

for (const [input, text] of [['ndjson', lines], ['json', array], ['values', lines]]) {
  test(`stream() over ${input} gives what runSync gives, however it is cut`, async () => {
    const plan = paid({ input })
    const bytes = Buffer.from(text)
    const expected = plan.runSync(bytes)
    for (const cut of [1, 7, 1000, 1 << 16]) assert.deepEqual(await through(plan.stream(), bytes, cut), expected)
    const stream = inV8(() => paid({ input }).stream())
    assert.deepEqual(await through(stream, bytes, 1000), expected)
  })
}

test('stages that need all records give them at the end', async () => {
  const plan = records({ input: 'ndjson' }).sort((a, b) => b.id - a.id).map((o) => o.id)
  assert.deepEqual(await through(plan.stream(), Buffer.from(lines), 999), plan.runSync(lines))
})

test('params, and statistics', async () => {
  const stream = records({ input: 'ndjson', params: true })
    .filter((o, i, { min }) => o.id >= min)
    .stream({ params: { min: 498 } })
  assert.equal((await through(stream, Buffer.from(lines), 5000)).toString().split('\n').length, 3)
  assert.equal(stream.statistics.records, 500)
  assert.equal(stream.statistics.bytesIn, Buffer.byteLength(lines))
})

test('an error destroys the stream, and names the record', async () => {
  const stream = records({ input: 'ndjson' }).map((o) => o.a.b).stream()
  await assert.rejects(through(stream, Buffer.from('{"a":{"b":1}}\n{"a":null}\n'), 5), {
    name: 'TypeError',
    code: 'ERR_JSONMILL_CALLBACK',
    record: 1
  })
  const broken = records({ input: 'ndjson' }).stream()
  await assert.rejects(through(broken, Buffer.from('{"a":1}\n{"a":\n'), 3), { name: 'SyntaxError', record: 1 })
})

test('output comes before the input has ended', async () => {
  const stream = records({ input: 'ndjson' }).stream()
  stream.write('{"a":1}\n')
  assert.equal((await once(stream, 'data'))[0].toString(), '{"a":1}\n')
  stream.end()
  stream.resume()
  await once(stream, 'close')
})

test('a repeated key on the way to `at` is refused once output was handed out', { skip: process.env.JSONMILL_MODE === 'js' }, async () => {
  const text = `{"data":[${Array(500).fill(1)}],"x":${' '.repeat(500)}1,"data":[3]}`
  const plan = records({ at: '/data' }).map((x) => x)
  await assert.rejects(through(plan.stream(), Buffer.from(text), 100), { code: 'ERR_JSONMILL_UNSUPPORTED' })
  assert.equal(plan.runSync(text).toString(), '[3]')
})

test('who does not read makes who writes wait', async () => {
  const stream = records({ input: 'ndjson' }).stream()
  const line = `${JSON.stringify({ text: 'x'.repeat(1 << 16) })}\n`
  let written = 0
  while (stream.write(line)) written += line.length
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.ok(written < 8 << 20, `${written} bytes were taken without a reader`)
  stream.destroy()
})

test('abort ends it with the reason, and leaves no listener', async () => {
  const controller = new AbortController()
  const stream = records({ input: 'ndjson' }).stream({ signal: controller.signal })
  const reason = new Error('enough')
  const failed = assert.rejects(pipeline(new PassThrough(), stream, new PassThrough().resume()), reason)
  controller.abort(reason)
  await failed
  const { getEventListeners } = await import('node:events')
  const calm = new AbortController()
  const other = records({ input: 'ndjson' }).stream({ signal: calm.signal })
  await through(other, Buffer.from('1\n'), 1)
  assert.equal(getEventListeners(calm.signal, 'abort').length, 0)
})

test('transformStream() is the same for web streams', async () => {
  const { readable, writable } = paid({ input: 'ndjson' }).transformStream()
  const text = new Response(new Blob([lines]).stream().pipeThrough({ readable, writable })).text()
  assert.equal(await text, paid({ input: 'ndjson' }).runSync(lines).toString())
})

test('runFile: from files to a file, compressed or not', async () => {
  const plan = paid({ input: 'ndjson' })
  const expected = plan.runSync(`${lines}\n${lines}`)
  fs.writeFileSync(inFolder('one.ndjson'), `\uFEFF${lines}`)
  fs.writeFileSync(inFolder('two.ndjson.gz'), zlib.gzipSync(lines))
  const told = []
  const statistics = await plan.runFile([inFolder('one.ndjson'), inFolder('two.ndjson.gz')], inFolder('out.ndjson'), {
    onProgress: (progress) => told.push(progress)
  })
  // a map's index goes on over both files, as over one
  assert.deepEqual(fs.readFileSync(inFolder('out.ndjson')), expected)
  assert.equal(statistics.records, 1000)
  assert.equal(told.at(-1).bytesRead, told.at(-1).bytesTotal)
  await plan.runFile(new URL(`file://${inFolder('one.ndjson')}`), inFolder('out.gz'))
  assert.deepEqual(zlib.gunzipSync(fs.readFileSync(inFolder('out.gz'))), plan.runSync(lines))
  assert.deepEqual(fs.readdirSync(folder).filter((name) => name.endsWith('.tmp')), [])
})

test('runFile: a failure leaves the target as it was', async () => {
  const plan = records({ input: 'ndjson' }).map((o) => o.a.b)
  fs.writeFileSync(inFolder('bad.ndjson'), '{"a":{"b":1}}\n{"a":null}\n')
  fs.writeFileSync(inFolder('target'), 'before')
  await assert.rejects(plan.runFile(inFolder('bad.ndjson'), inFolder('target')), { record: 1 })
  assert.equal(fs.readFileSync(inFolder('target'), 'utf8'), 'before')
  await assert.rejects(plan.runFile(inFolder('missing.ndjson'), inFolder('target')), { code: 'ENOENT' })
  assert.deepEqual(fs.readdirSync(folder).filter((name) => name.endsWith('.tmp')), [])
})

test('runFile: options and kinds of source are checked', async () => {
  const plan = records({ input: 'json' })
  await assert.rejects(plan.runFile(['a', 'b'], 'c'), { code: 'ERR_JSONMILL_OPTION' })
  await assert.rejects(plan.runFile(5, 'c'), { code: 'ERR_JSONMILL_OPTION' })
  await assert.rejects(plan.runFile(Readable.from(['[1]']), 5), { code: 'ERR_JSONMILL_OPTION' })
  const out = []
  await plan.runFile(Readable.from([Buffer.from('[1,'), Buffer.from('2]')]), new Writable({ write: (chunk, _, done) => (out.push(chunk), done()) }))
  assert.equal(Buffer.concat(out).toString(), '[1,2]')
})

test('runFile: what the target is counts', async () => {
  const plan = records({ input: 'ndjson' }).map((o) => o.a)
  const from = () => Readable.from(['{"a":1}\n'])
  await assert.rejects(plan.runFile(from(), ''), { code: 'ERR_JSONMILL_OPTION' })
  await assert.rejects(plan.runFile(from(), folder), { code: 'ERR_JSONMILL_OPTION' })
  if (process.platform === 'win32') return
  fs.writeFileSync(inFolder('linked'), 'before')
  fs.symlinkSync('linked', inFolder('link'))
  await plan.runFile(from(), inFolder('link'))
  assert.equal(fs.readFileSync(inFolder('linked'), 'utf8'), '1\n')
  assert.ok(fs.lstatSync(inFolder('link')).isSymbolicLink())
  await plan.runFile(from(), '/dev/null')
  assert.ok(fs.statSync('/dev/null').isCharacterDevice())
})

test('runFile: aborted at any time it closes its files', { skip: !fs.existsSync('/proc/self/fd') }, async () => {
  const plan = records({ input: 'ndjson' }).map((o) => ({ a: o.a }))
  const open = () => fs.readdirSync('/proc/self/fd').length
  fs.writeFileSync(inFolder('long.ndjson'), '{"a":1,"b":"some text that makes it longer"}\n'.repeat(50_000))
  const before = open()
  for (let i = 0; i < 60; i++) {
    const controller = new AbortController()
    const run = plan.runFile(inFolder('long.ndjson'), inFolder('aborted'), { signal: controller.signal })
    setTimeout(() => controller.abort(), i % 5)
    await run.catch((error) => assert.equal(error.name, 'AbortError'))
  }
  for (let i = 0; i < 50 && open() > before; i++) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.ok(open() <= before + 2, `${open()} files are open, ${before} were`)
  assert.deepEqual(fs.readdirSync(folder).filter((name) => name.endsWith('.tmp')), [])
})
