// A batch of documents: one answer each, in order; a bad one spoils no other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill, records } from '../index.mjs'

const transform = (doc, params) => ({ id: doc.id, name: doc.name.toUpperCase(), sum: doc.items.reduce((sum, n) => sum + n, params?.start ?? 0) })
const fast = mill(transform)
const inV8 = mill((doc) => ({ id: doc.id, name: doc.name.toUpperCase(), at: new Proxy(doc, {}).id }))

const good = JSON.stringify({ id: 1, name: 'Zoë', items: [1, 2, 3] })
const shared = new Uint8Array(new SharedArrayBuffer(good.length + 1))
shared.set(Buffer.from(good))
const INPUTS = [
  good,
  null,
  Buffer.from(good),
  '{"id":2,',
  '{"id":3}',
  new Uint8Array(Buffer.from(good)).buffer,
  new DataView(new Uint8Array(Buffer.from(`  ${good}`)).buffer, 2),
  shared,
  Buffer.from([0x22, 0xff, 0x22]),
  `{"id":4,"name":"\ud800","items":[]}`,
  '',
  JSON.stringify({ id: 5, name: 'b'.repeat(300_000), items: Array.from({ length: 10_000 }, (_, i) => i) }),
]

/** What one call for one document gives. */
function alone(pipeline, input, options) {
  if (input === null) return { ok: null }
  try {
    return { ok: true, output: pipeline(input, options) }
  } catch (error) {
    return { ok: false, error }
  }
}

function same(answers, expected) {
  const shown = (answer) => ({
    ...answer,
    ...(answer.output && { output: answer.output.toString() }),
    ...(answer.error && { error: [answer.error.constructor, answer.error.code, answer.error.message, answer.error.offset] }),
  })
  assert.deepEqual(answers.map(shown), expected.map(shown))
  for (const { output } of answers) if (output) assert.ok(Buffer.isBuffer(output))
}

for (const [name, pipeline] of Object.entries({ native: fast, 'in V8': inV8, reduce: records({ input: 'ndjson' }).reduce((sum, o) => sum + o.id, 0) })) {
  test(`each document as if it were alone: ${name}`, async () => {
    const expected = INPUTS.map((input) => alone(pipeline, input))
    same(pipeline.eachSync(INPUTS), expected)
    same(await pipeline.each(INPUTS), expected)
  })
}

test('many documents are shared by threads, and answered in order', async () => {
  const inputs = Array.from({ length: 3000 }, (_, id) => (id % 7 === 3 ? '{' : JSON.stringify({ id, name: `n${id}`, items: [id, 1] })))
  const expected = inputs.map((input) => alone(fast, input))
  same(await fast.each(inputs), expected)
  same(fast.eachSync(inputs), expected)
})

test('params', async () => {
  const options = { params: { start: 10 } }
  const expected = [alone(fast, good, options)]
  same(fast.eachSync([good], options), expected)
  same(await fast.each([good], { params: fast.prepare({ start: 10 }) }), expected)
})

test('the bytes of an asynchronous batch are copied at the call', async () => {
  for (const pipeline of [fast, inV8]) {
    const input = Buffer.from(good)
    const answers = pipeline.each([input])
    input.fill(0)
    same(await answers, [alone(pipeline, good)])
  }
})

test('a document that V8 has to run is run there', async () => {
  const odd = mill((doc) => { const o = {}; o[doc.key] = doc.value; return o })
  const inputs = ['{"key":"a","value":1}', '{"key":"__proto__","value":{"x":1}}', '{"key":"b","value":2}']
  // few bytes go one by one, many as one batch
  for (const all of [inputs, [...inputs, JSON.stringify({ key: 'c', value: 'x'.repeat(300_000) })]]) {
    const expected = all.map((input) => alone(odd, input))
    same(odd.eachSync(all), expected)
    same(await odd.each(all), expected)
  }
})

test('an empty batch', async () => {
  assert.deepEqual(fast.eachSync([]), [])
  assert.deepEqual(await fast.each([null]), [{ ok: null }])
})

test('a batch can be cancelled', async () => {
  await assert.rejects(fast.each([good], { signal: AbortSignal.abort(new Error('enough')) }), { message: 'enough' })
  const controller = new AbortController()
  const answers = fast.each(Array.from({ length: 1000 }, () => good), { signal: controller.signal })
  controller.abort(new Error('enough'))
  await assert.rejects(answers, { message: 'enough' })
})

test('mistakes in the call', async () => {
  assert.throws(() => fast.eachSync(good), { code: 'ERR_JSONMILL_OPTION', message: /^inputs must be an array/ })
  assert.throws(() => fast.eachSync([good, 5]), { code: 'ERR_JSONMILL_OPTION', message: /^inputs\[1\] must be a Buffer/ })
  assert.throws(() => fast.eachSync([undefined]), { code: 'ERR_JSONMILL_OPTION', message: /^inputs\[0\] must be/ })
  await assert.rejects(fast.each([good], { transfer: true }), { code: 'ERR_JSONMILL_OPTION' })
})
