// Nobody can make a run read memory that is not its own: changed, detached, resized, shared or plainly wrong inputs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill, records } from '../index.mjs'
import { outcome } from './support/v8.mjs'

const same = mill((document) => document, { unsupported: 'throw' })
const lines = records({ input: 'ndjson', unsupported: 'throw' }).map((record) => ({ id: record.id }))

const TEXT = '{"id":1,"name":"Ada"}'
const encoder = new TextEncoder()

/** `TEXT` in every kind of memory that an application may hold it in. */
const HOLDERS = {
  Buffer: () => Buffer.from(TEXT),
  'pooled Buffer': () => Buffer.from(TEXT).subarray(0),
  'unpooled Buffer': () => Buffer.concat([Buffer.allocUnsafeSlow(0), Buffer.from(TEXT)]),
  Uint8Array: () => encoder.encode(TEXT),
  'Uint8Array in the middle': () => new Uint8Array(encoder.encode(`xx${TEXT}yy`).buffer, 2, TEXT.length),
  ArrayBuffer: () => encoder.encode(TEXT).buffer,
  'SharedArrayBuffer view': () => {
    const shared = new Uint8Array(new SharedArrayBuffer(TEXT.length))
    shared.set(encoder.encode(TEXT))
    return shared
  },
  'resizable ArrayBuffer view': () => {
    const view = new Uint8Array(new ArrayBuffer(TEXT.length, { maxByteLength: 4096 }))
    view.set(encoder.encode(TEXT))
    return view
  },
  'growable SharedArrayBuffer view': () => {
    const view = new Uint8Array(new SharedArrayBuffer(TEXT.length, { maxByteLength: 4096 }))
    view.set(encoder.encode(TEXT))
    return view
  },
  string: () => TEXT,
}

for (const [name, make] of Object.entries(HOLDERS)) {
  test(`reads ${name}, on this thread and off it`, async () => {
    assert.equal(same(make()).toString(), TEXT)
    assert.equal((await same.run(make())).toString(), TEXT)
    assert.equal(lines.runSync(make()).toString(), '{"id":1}\n')
    assert.equal((await lines.run(make())).toString(), '{"id":1}\n')
  })
}

test('small inputs are taken at the call: later changes do not matter', async () => {
  for (let round = 0; round < 200; round++) {
    const size = [20, 5_000, 300_000][round % 3]
    const input = Buffer.from(JSON.stringify({ round, filler: 'f'.repeat(size) }))
    const expected = input.toString()
    const running = same.run(input)
    input.fill(0x5b, round % input.length)
    assert.equal((await running).toString(), expected)
  }
})

test('large inputs that change meanwhile end in a result or an error', async () => {
  const record = `${JSON.stringify({ id: 7, name: 'x'.repeat(200) })}\n`
  for (let round = 0; round < 6; round++) {
    const input = Buffer.from(record.repeat(30_000))
    const running = lines.run(input).then(
      (output) => Buffer.isBuffer(output),
      (error) => error.code.startsWith('ERR_JSONMILL_'),
    )
    setTimeout(() => input.fill(round * 37, (round * input.length) >> 3), round)
    assert.equal(await running, true)
  }
})

function detached() {
  const view = encoder.encode(TEXT)
  structuredClone(view.buffer, { transfer: [view.buffer] })
  return view
}

test('a detached input is an error and not an empty input', async () => {
  for (const make of [detached, () => detached().buffer]) {
    for (const call of [() => same(make()), () => lines.runSync(make())]) {
      const { error } = outcome(call)
      assert.ok(error instanceof TypeError, String(error))
      assert.equal(error.code, 'ERR_JSONMILL_OPTION')
      assert.match(error.message, /detached/)
    }
    await assert.rejects(async () => lines.run(make()), { code: 'ERR_JSONMILL_OPTION' })
  }
})

test('a large input that is detached or shrunk during the run is an error', async () => {
  const bytes = Buffer.from('{"id":1}\n'.repeat(2_000_000))
  const whole = new Uint8Array(bytes.length)
  whole.set(bytes)
  const running = lines.run(whole)
  structuredClone(whole.buffer, { transfer: [whole.buffer] })
  await assert.rejects(running, { code: 'ERR_JSONMILL_OPTION' })

  const resizable = new Uint8Array(new ArrayBuffer(bytes.length, { maxByteLength: bytes.length }))
  resizable.set(bytes)
  const shrinking = lines.run(resizable).then(
    (output) => output.equals(bytes) && 'the bytes of the call', // taken whole at the call: just as good
    (error) => error.code,
  )
  resizable.buffer.resize(1024)
  assert.match(await shrinking, /^(ERR_JSONMILL_OPTION|the bytes of the call)$/)
})

test('transfer takes the memory over', async () => {
  const input = encoder.encode(TEXT)
  assert.equal((await same.run(input, { transfer: true })).toString(), TEXT)
  assert.equal(input.buffer.byteLength, 0)
  for (const make of [() => Buffer.from(TEXT), HOLDERS['SharedArrayBuffer view'], HOLDERS['resizable ArrayBuffer view'], () => TEXT]) {
    await assert.rejects(async () => same.run(make(), { transfer: true }), { code: 'ERR_JSONMILL_OPTION' })
  }
})

test('wrong inputs are refused by name', async () => {
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const wrong = [
    undefined, null, true, 0, NaN, 1n, Symbol('s'), {}, [], [91, 93], () => TEXT, new Date(0), /x/, new Map(), new Error('x'),
    Promise.resolve(TEXT), new Proxy({}, {}), revoked.proxy, new String(TEXT), { length: 2, 0: 91, 1: 93 },
    { get buffer() { throw new Error('a getter ran') } }, new WeakMap(), globalThis,
  ]
  for (const input of wrong) {
    for (const call of [() => same(input), () => lines.runSync(input)]) {
      const { error } = outcome(call)
      assert.equal(error?.code, 'ERR_JSONMILL_OPTION', String(error))
      assert.ok(error instanceof TypeError)
    }
    await assert.rejects(async () => same.run(input), { code: 'ERR_JSONMILL_OPTION' })
  }
})
