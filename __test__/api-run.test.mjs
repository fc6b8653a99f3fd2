// run(): the bytes of the call, one settlement, abort and transfer.
import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { mill, records } from '../index.mjs'

const copy = records({ input: 'ndjson' }).map((r) => r)
const lines = (count) => Buffer.from('{"id":12345,"text":"abcdefghijklmnop"}\n'.repeat(count))

test('small inputs are taken at the call', async () => {
  const input = lines(1000)
  const before = input.toString()
  const answer = copy.run(input)
  input.fill(0x78)
  assert.equal((await answer).toString(), before)
})

test('large inputs give the same bytes', async () => {
  const input = lines(600_000)
  assert.ok(input.length > 16 << 20)
  assert.ok((await copy.run(input)).equals(input))
  assert.ok((await copy.run(input.toString())).equals(input))
})

test('a large input that is detached on the way is an error', async () => {
  const buffer = new Uint8Array(lines(600_000)).buffer
  const answer = copy.run(buffer)
  structuredClone(buffer, { transfer: [buffer] })
  await assert.rejects(answer, { code: 'ERR_JSONMILL_OPTION', message: /detached/ })
})

test('an aborted signal is looked at first', async () => {
  const reason = new Error('no longer wanted')
  await assert.rejects(mill((x) => x).run(undefined, { signal: AbortSignal.abort(reason) }), reason)
})

test('an abort on the way rejects with its reason, once, and leaves no listener', async () => {
  for (const input of [lines(10), lines(300_000), lines(600_000)]) {
    const controller = new AbortController()
    const answer = copy.run(input, { signal: controller.signal })
    assert.equal(getEventListeners(controller.signal, 'abort').length, 1)
    setImmediate(() => controller.abort('enough'))
    const outcome = await answer.then(
      () => 'done',
      (reason) => reason
    )
    assert.ok(outcome === 'enough' || (outcome === 'done' && input.length < 1000))
    await new Promise(setImmediate)
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0)
  }
})

test('one signal serves many runs without a warning', async () => {
  const warnings = []
  const onWarning = (warning) => warnings.push(warning.name)
  process.on('warning', onWarning)
  const { signal } = new AbortController()
  for (let i = 0; i < 50; i++) await copy.run('1\n2', { signal })
  assert.equal(getEventListeners(signal, 'abort').length, 0)
  process.off('warning', onWarning)
  assert.ok(!warnings.includes('MaxListenersExceededWarning'))
})

test('transfer takes the memory over', async () => {
  const whole = new Uint8Array(Buffer.from('[1,2]'))
  assert.equal((await records().map((x) => x + 1).run(whole, { transfer: true })).toString(), '[2,3]')
  assert.equal(whole.length, 0)
  const buffer = new Uint8Array(Buffer.from('[1,2]')).buffer
  assert.equal((await records().run(buffer, { transfer: true })).toString(), '[1,2]')
  assert.equal(buffer.byteLength, 0)
  const refused = { code: 'ERR_JSONMILL_OPTION', message: /^options\.transfer/ }
  await assert.rejects(records().run('[]', { transfer: true }), refused)
  await assert.rejects(records().run(Buffer.from('[]'), { transfer: true }), refused)
  await assert.rejects(records().run(new Uint8Array(10).subarray(1), { transfer: true }), refused)
  await assert.rejects(records().run(new SharedArrayBuffer(2), { transfer: true }), refused)
  await assert.rejects(records().run(new ArrayBuffer(2, { maxByteLength: 4 }), { transfer: true }), refused)
})

test('failures reject as the call on this thread throws', async () => {
  await assert.rejects(mill((x) => x.a.b).run('{}'), { name: 'TypeError', code: 'ERR_JSONMILL_CALLBACK', record: 0, stage: 0 })
  await assert.rejects(copy.run('1\n{"a":]\n'), { name: 'SyntaxError', code: 'ERR_JSONMILL_PARSE', record: 1, offset: 7 })
})

test('memory of copies serves again, also after it was given back', { skip: process.env.JSONMILL_MODE === 'js' }, async () => {
  const { addon } = createRequire(import.meta.url)('../lib/native.js')
  for (const count of [2_000, 100_000, 50_000, 300_000, 100_000]) {
    const input = lines(count)
    const [first, second] = await Promise.all([copy.run(input), copy.run(input)])
    assert.ok(first.equals(input) && second.equals(input))
    if (count === 50_000) addon().releaseSpare()
  }
})
