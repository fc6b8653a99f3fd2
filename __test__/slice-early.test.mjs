// `slice` over streams, iterations and files: what lies behind its last record is not read, natively and in V8, and the source is closed.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import zlib from 'node:zlib'
import { file, records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsonmill-slice-'))
const inFolder = (name) => path.join(folder, name)
test.after(() => fs.rmSync(folder, { recursive: true }))

/** The first records and behind them what is no JSON: whoever reads on fails. */
const GOOD = Array.from({ length: 10 }, (_, n) => JSON.stringify({ n, name: `ä${n}` }))
const BROKEN = { ndjson: `${GOOD.join('\n')}\n{broken\n`, json: `[${GOOD.join(', ')}, {broken`, values: `${GOOD.join(' ')} {broken`, csv: `n,name\n${GOOD.map((_, n) => `${n},ä${n}\n`).join('')}"a"b` }
const FIRST = '{"n":2}\n{"n":4}\n'
const evens = (input) =>
  records({ input, output: 'ndjson' })
    .map((o) => ({ n: Number(o.n) }))
    .filter((o) => o.n % 2 === 0)
    .slice(1, 3)

const WAYS = [
  ['natively', (make) => make()],
  ['in V8', (make) => inV8(make)],
  ['natively and then in V8', (make) => make((o) => eval('o'))]
]

/** Chunks that never end, and whether they were left. */
function endless(bytes, cut) {
  const state = { left: false, given: 0 }
  state.chunks = (async function* () {
    try {
      for (let at = 0; ; at += cut) {
        const chunk = bytes.subarray(at, at + cut)
        state.given++
        yield chunk.length > 0 ? chunk : Buffer.alloc(1 << 16, ' ')
        if (state.given > 10_000) throw new Error('nobody stops')
      }
    } finally {
      state.left = true
    }
  })()
  return state
}

for (const input of Object.keys(BROKEN)) {
  for (const [way, within] of WAYS) {
    // without the addon a document is read as a whole
    if (input === 'json' && way === 'in V8') continue
    if (input === 'csv' && way !== 'natively') continue
    const plan = () => within((last) => (last === undefined ? evens(input) : evens(input).map(last)))
    const bytes = Buffer.from(BROKEN[input])

    test(`iterate over ${input}, ${way}`, async () => {
      for (const cut of [1, 7, 30, 1000]) {
        const source = endless(bytes, cut)
        const found = []
        for await (const one of within(() => plan().iterate(source.chunks))) found.push(one.n)
        assert.deepEqual(found, [2, 4])
        assert.ok(source.left, 'the source is closed')
      }
    })

    test(`stream over ${input}, ${way}: its output ends, and what is still written is thrown away`, async () => {
      for (const cut of [1, 30, 1000]) {
        const stream = within(() => plan().stream())
        const pieces = Array.from({ length: Math.ceil(bytes.length / cut) }, (_, i) => bytes.subarray(i * cut, (i + 1) * cut))
        const [output] = await Promise.all([text(stream), pipeline(Readable.from([...pieces, Buffer.alloc(1 << 20, '{')]), stream)])
        assert.equal(output, FIRST)
        assert.equal(stream.statistics.records, 5)
      }
    })

    test(`runFile over ${input}, ${way}`, async () => {
      const [source, packed, target] = [inFolder(`in.${input}`), inFolder(`in.${input}.gz`), inFolder('out.ndjson')]
      fs.writeFileSync(source, bytes)
      fs.writeFileSync(packed, zlib.gzipSync(Buffer.concat([bytes, Buffer.alloc(8 << 20, '{')])))
      for (const from of [source, packed, endless(bytes, 20).chunks, fs.createReadStream(source, { highWaterMark: 50 })]) {
        const statistics = await within(() => plan().runFile(from, target))
        assert.equal(fs.readFileSync(target, 'utf8'), FIRST)
        assert.equal(statistics.records, 5)
        assert.equal(statistics.recordsOut, 2)
        if (from instanceof Readable) assert.ok(from.destroyed)
      }
    })
  }
}

test('a large file is read only as far as that', async () => {
  const source = inFolder('large.ndjson')
  fs.writeFileSync(source, `${GOOD.join('\n')}\n`)
  fs.truncateSync(source, 1 << 30)
  const statistics = await records({ input: 'ndjson' }).slice(0, 3).runFile(source, inFolder('out.ndjson'))
  assert.ok(statistics.bytesIn < 256 << 20, `${statistics.bytesIn} bytes were read`)
  const found = []
  for await (const one of records({ input: 'ndjson' }).slice(0, 3).iterate(file(source))) found.push(one.n)
  assert.deepEqual(found, [0, 1, 2])
  fs.rmSync(source)
})

test('several files: those behind are not opened', async () => {
  const source = inFolder('first.ndjson')
  fs.writeFileSync(source, GOOD.join('\n'))
  const missing = inFolder('missing.ndjson')
  const plan = records({ input: 'ndjson' }).slice(0, 2).map((o) => o.n)
  const packed = inFolder('first.ndjson.gz')
  fs.writeFileSync(packed, zlib.gzipSync(GOOD.join('\n')))
  await plan.runFile([packed, missing], inFolder('out.ndjson'))
  assert.equal(fs.readFileSync(inFolder('out.ndjson'), 'utf8'), '0\n1\n')
})

test('stages behind it get their records, those before it no more than they need', async () => {
  const plan = records({ input: 'ndjson' }).flatMap((o) => [o.n, -o.n]).slice(1, 5).sort((a, b) => b - a).slice(0, 3)
  const results = []
  for (const within of [(make) => make(), inV8]) {
    const found = []
    for await (const one of within(() => records({ input: 'ndjson' }).flatMap((o) => [o.n, -o.n]).slice(1, 5).sort((a, b) => b - a).slice(0, 3)).iterate(BROKEN.ndjson)) found.push(one)
    results.push(found)
  }
  assert.deepEqual(results, [[2, 1, 0], [2, 1, 0]].map((list) => list.map((n) => n || -0)))
  assert.ok(plan)
})

test('an error before the last record is one, and so is any where all is at hand', async () => {
  const collect = async (plan) => {
    for await (const one of plan.iterate(BROKEN.ndjson)) assert.ok(one)
  }
  await assert.rejects(collect(records({ input: 'ndjson' }).slice(0, 11)), { code: 'ERR_JSONMILL_PARSE' })
  await collect(records({ input: 'ndjson' }).slice(0, 10))
  assert.throws(() => records({ input: 'ndjson' }).slice(0, 2).runSync(BROKEN.ndjson), { code: 'ERR_JSONMILL_PARSE' })
  await assert.rejects(records({ input: 'ndjson' }).slice(0, 2).run(BROKEN.ndjson), { code: 'ERR_JSONMILL_PARSE' })
})

test('a stream says when it wants no more', async () => {
  const stream = records({ input: 'ndjson' }).slice(0, 1).stream()
  stream.resume()
  stream.write(`${GOOD[0]}\n`)
  await once(stream, 'end')
  stream.end()
  await once(stream, 'close')
})
