// iterate(source): records one by one out of any source; nothing is left behind by who leaves early.
import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { getEventListeners } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { file, records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsonmill-'))
test.after(() => fs.rmSync(folder, { recursive: true }))
const text = Array.from({ length: 3000 }, (_, id) => JSON.stringify({ id, at: id * 1000, name: `n${id}` })).join('\n')
const inFile = path.join(folder, 'in.ndjson')
fs.writeFileSync(inFile, text)

let calls = 0
const PIPELINES = {
  native: () => records({ input: 'ndjson' }).filter((o) => o.id % 3 === 0).map((o) => ({ id: o.id, at: new Date(o.at), set: new Set([o.name]) })),
  'in V8': () => records({ input: 'ndjson' }).filter((o) => (calls++, o.id % 3 === 0)).map((o) => ({ id: o.id, at: new Date(o.at), set: new Set([o.name]) })),
  'in both': () => records({ input: 'ndjson' }).filter((o) => o.id % 3 === 0).map((o) => (calls++, { id: o.id, at: new Date(o.at), set: new Set([o.name]) }))
}

async function all(iterable) {
  const found = []
  for await (const one of iterable) found.push(one)
  return found
}

const chunks = () => Array.from({ length: Math.ceil(text.length / 1000) }, (_, i) => text.slice(i * 1000, (i + 1) * 1000))

for (const [way, make] of Object.entries(PIPELINES)) {
  test(`${way}: every kind of source gives what toArray gives`, async () => {
    const plan = make()
    const expected = await plan.toArray(text)
    const handle = await fs.promises.open(inFile)
    const sources = {
      text,
      bytes: Buffer.from(text),
      ArrayBuffer: new TextEncoder().encode(text).buffer,
      Readable: Readable.from(chunks(), { objectMode: false }),
      'web stream': new Blob([text]).stream(),
      'async iterable': (async function* () {
        yield* chunks()
      })(),
      iterable: chunks().map((chunk) => Buffer.from(chunk)),
      FileHandle: handle,
      file: file(inFile),
      URL: pathToFileURL(inFile),
      'file of a URL': file(pathToFileURL(inFile))
    }
    for (const [name, source] of Object.entries(sources)) assert.deepEqual(await all(plan.iterate(source)), expected, name)
    await handle.stat() // still open
    await handle.close()
    await inV8(async () => assert.deepEqual(await all(plan.iterate(text)), expected))
  })

  test(`${way}: records before a bad one come first`, async () => {
    const plan = make()
    const seen = []
    await assert.rejects(async () => {
      for await (const { id } of plan.iterate(`${text}\n{"id":9000,\n${text}`)) seen.push(id)
    }, { code: 'ERR_JSONMILL_PARSE', record: 3000, line: 3001 })
    assert.equal(seen.length, 1000)
  })
}

test('arrays, values and `at`', async () => {
  assert.deepEqual(await all(records().map((x) => x * 2).iterate('[1,2,3]')), [2, 4, 6])
  assert.deepEqual(await all(records({ input: 'values' }).iterate('1 {"a":2}"x"')), [1, { a: 2 }, 'x'])
  assert.deepEqual(await all(records({ at: '/d' }).map((x) => (calls++, x)).iterate('{"d":[1,[2]]}')), [1, [2]])
  assert.deepEqual(await all(records().iterate('[]')), [])
  assert.deepEqual(await all(records({ input: 'ndjson' }).iterate('')), [])
  await assert.rejects(all(records().iterate('{}')), { code: 'ERR_JSONMILL_PARSE' })
})

test('a wrong source is refused at once', () => {
  for (const wrong of [undefined, null, 5, {}, () => {}]) assert.throws(() => records().iterate(wrong), { code: 'ERR_JSONMILL_OPTION' })
  assert.throws(() => records().iterate('[]', { onProgress() {} }), { code: 'ERR_JSONMILL_OPTION' })
  assert.throws(() => file(5), { code: 'ERR_JSONMILL_OPTION' })
})

test('who leaves early leaves nothing behind', async () => {
  const plan = PIPELINES.native()
  const source = Readable.from((function* () { for (;;) yield `${text}\n` })(), { objectMode: false })
  for await (const { id } of plan.iterate(source)) if (id === 30) break
  assert.ok(source.destroyed)
  let closed = false
  const generator = (async function* () {
    try {
      for (;;) yield `${text}\n`
    } finally {
      closed = true
    }
  })()
  for await (const { id } of plan.iterate(generator)) if (id === 30) break
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.ok(closed)
  const web = new ReadableStream({ pull: (controller) => controller.enqueue(Buffer.from(`${text}\n`)), cancel: () => { closed = 'web' } })
  for await (const { id } of plan.iterate(web)) if (id === 30) break
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(closed, 'web')
})

test('return() ends it while it waits for its source', async () => {
  const source = new PassThrough()
  const records_ = PIPELINES.native().iterate(source)
  const waiting = records_.next()
  waiting.catch(() => {})
  source.write('{"id":0,"at":0}\n')
  assert.equal((await waiting).value.id, 0)
  const stuck = records_.next()
  stuck.catch(() => {})
  assert.deepEqual(await records_.return(7), { done: true, value: 7 })
  assert.ok(source.destroyed)
  assert.deepEqual(await records_.next(), { done: true, value: undefined })
})

test('abort ends it with the reason, also while it waits, and leaves no listener', async () => {
  const controller = new AbortController()
  const source = new PassThrough()
  const reason = new Error('enough')
  const failed = assert.rejects(all(PIPELINES.native().iterate(source, { signal: controller.signal })), (error) => error === reason)
  setTimeout(() => controller.abort(reason), 10)
  await failed
  assert.ok(source.destroyed)
  await assert.rejects(all(records().iterate('[1]', { signal: AbortSignal.abort(reason) })), (error) => error === reason)
  const calm = new AbortController()
  await all(records().iterate('[1]', { signal: calm.signal }))
  assert.equal(getEventListeners(calm.signal, 'abort').length, 0)
})

test('records come before the source has ended', async () => {
  const source = new PassThrough()
  const iterator = records({ input: 'ndjson' }).map((o) => o.id).iterate(source)
  for (let id = 0; id < 3; id++) {
    const next = iterator.next()
    source.write(`{"id":${id}}\n`)
    assert.deepEqual(await next, { done: false, value: id })
  }
  await iterator.return()
})

test('many calls of next at a time are answered in order', async () => {
  const iterator = records({ input: 'ndjson' }).map((o) => o.id).iterate(text)
  const answers = await Promise.all(Array.from({ length: 3002 }, () => iterator.next()))
  assert.deepEqual(answers.slice(0, 3000).map(({ value }) => value), Array.from({ length: 3000 }, (_, id) => id))
  assert.deepEqual(answers.slice(3000), [{ done: true, value: undefined }, { done: true, value: undefined }])
})

test('a source is not read ahead of who takes the records', async () => {
  let read = 0
  const source = (async function* () {
    for (;;) {
      read++
      yield `${'{"id":1}\n'.repeat(100)}`
    }
  })()
  const iterator = records({ input: 'ndjson' }).map((o) => o.id).iterate(source)
  await iterator.next()
  await new Promise((resolve) => setTimeout(resolve, 30))
  assert.ok(read < 5, `${read} chunks were read`)
  await iterator.return()
})

test('callbacks in V8 and onReject see the caller\'s context', async () => {
  const storage = new AsyncLocalStorage()
  const seen = new Set()
  const plan = records({ input: 'ndjson', onError: 'reject' }).map((o) => (seen.add(storage.getStore()), o.a.b))
  const options = { onReject: () => seen.add(`reject ${storage.getStore()}`) }
  const source = new PassThrough()
  const iterator = storage.run('iterate', () => plan.iterate(source, options))
  storage.run('other', () => source.end('{"a":{"b":1}}\n{}\n'))
  await storage.run('third', () => all(iterator))
  const stream = storage.run('stream', () => plan.stream(options))
  await storage.run('other', () => all(Readable.from(['{"a":{"b":1}}\n{}\n'], { objectMode: false }).compose(stream)))
  assert.deepEqual([...seen].sort(), ['iterate', 'reject iterate', 'reject stream', 'stream'])
})

test('bad records are reported', async () => {
  const found = []
  const plan = records({ input: 'ndjson', onError: 'reject' }).map((o) => o.a.b)
  assert.deepEqual(await all(plan.iterate('{"a":{"b":1}}\n{}\n{oops\n{"a":{"b":2}}', { onReject: (batch) => found.push(...batch) })), [1, 2])
  assert.deepEqual(found.map(({ record, raw }) => [record, raw.toString()]), [[1, '{}'], [2, '{oops']])
})
