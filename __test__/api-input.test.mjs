// What counts as input: every holder of bytes, and nothing that is gone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill, records } from '../index.mjs'

const json = '[{"a":1},{"a":"é😀"}]'
const bytes = new TextEncoder().encode(json)
const even = new TextEncoder().encode(json.padEnd(json.length + ((8 - (bytes.length % 8)) % 8)))
const expected = '[1,"é😀"]'
const pipeline = records().map((r) => r.a)

const inBuffer = (Kind, options) => {
  const buffer = new Kind(even.length, options)
  new Uint8Array(buffer).set(even)
  return buffer
}
const holders = {
  string: json,
  Buffer: Buffer.from(json),
  'pooled Buffer': Buffer.from(json).subarray(0),
  Uint8Array: bytes,
  subarray: new Uint8Array([0x20, ...bytes, 0x78]).subarray(1, -1),
  ArrayBuffer: bytes.slice().buffer,
  DataView: new DataView(bytes.slice().buffer),
  Float64Array: new Float64Array(inBuffer(ArrayBuffer)),
  SharedArrayBuffer: inBuffer(SharedArrayBuffer),
  'view of a SharedArrayBuffer': new Uint8Array(inBuffer(SharedArrayBuffer)),
  'resizable ArrayBuffer': inBuffer(ArrayBuffer, { maxByteLength: 1000 }),
  'length-tracking view': new Uint8Array(inBuffer(ArrayBuffer, { maxByteLength: 1000 })),
  'growable SharedArrayBuffer': inBuffer(SharedArrayBuffer, { maxByteLength: 1000 })
}

for (const [name, input] of Object.entries(holders)) {
  test(`${name} is read as the bytes it holds`, async () => {
    assert.equal(pipeline.runSync(input).toString(), expected)
    assert.equal((await pipeline.run(input)).toString(), expected)
    assert.equal(mill((rows) => rows.map((r) => r.a))(input).toString(), expected)
  })
}

test('a subclass cannot lie about its length', () => {
  class Liar extends Uint8Array {
    get byteLength() {
      return 1e9
    }
    get length() {
      return 0
    }
  }
  assert.equal(pipeline.runSync(new Liar(bytes)).toString(), expected)
})

test('a detached or shrunk holder is an error, not an empty input', async () => {
  const detach = (make) => {
    const buffer = bytes.slice().buffer
    const holder = make(buffer)
    structuredClone(buffer, { transfer: [buffer] })
    return holder
  }
  const resizable = new ArrayBuffer(100, { maxByteLength: 100 })
  const fixedView = new Uint8Array(resizable, 50, 50)
  resizable.resize(10)
  const gone = [detach((b) => b), detach((b) => new Uint8Array(b)), detach((b) => Buffer.from(b)), detach((b) => new DataView(b)), fixedView]
  for (const input of gone) {
    const expectedError = { name: 'TypeError', code: 'ERR_JSONMILL_OPTION', message: /detached/ }
    assert.throws(() => records({ input: 'ndjson' }).runSync(input), expectedError)
    await assert.rejects(records({ input: 'ndjson' }).run(input), expectedError)
  }
})
