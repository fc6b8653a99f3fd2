// Bytes that are not UTF-8 become U+FFFD exactly where Buffer.prototype.toString puts it.
import assert from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import { test } from 'node:test'
import { mill } from '../index.mjs'
import { outcome, v8 } from './support/v8.mjs'

const same = mill((document) => document, { unsupported: 'throw' })
const strict = mill((document) => document, { unsupported: 'throw', utf8: 'strict' })
const expectation = v8((document) => document)

// Every byte that may stand in a JSON string by itself; the quote, the backslash and control bytes have tests of their own.
const BYTES = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte >= 0x20 && byte !== 0x22 && byte !== 0x5c)
const LEADING = BYTES.filter((byte) => byte >= 0x80)

/** One array, each sequence a string of its own: the sequence stands at a string's end, before the quote. */
function strings(sequences) {
  return Buffer.concat([
    Buffer.from('["'),
    ...sequences.flatMap((sequence, i) => (i === 0 ? [sequence] : [Buffer.from('","'), sequence])),
    Buffer.from('"]'),
  ])
}

function sameBytes(input, what) {
  const actual = same(input)
  const expected = expectation(input)
  if (actual.equals(expected)) return
  const at = actual.findIndex((byte, i) => byte !== expected[i])
  assert.fail(`${what}: first difference at output byte ${at}: ${actual.subarray(at - 8, at + 8).toString('hex')}, not ${expected.subarray(at - 8, at + 8).toString('hex')}`)
}

test('all 1- and 2-byte sequences, at the end of a string', () => {
  sameBytes(strings(BYTES.map((byte) => Buffer.of(byte))), 'one byte')
  for (const first of LEADING) sameBytes(strings(BYTES.map((second) => Buffer.of(first, second))), `0x${first.toString(16)}`)
})

test('all 1- and 2-byte sequences, as keys', () => {
  for (const first of LEADING) {
    const members = BYTES.flatMap((second) => [Buffer.from('"'), Buffer.of(first, second), Buffer.from('":1,')])
    sameBytes(Buffer.concat([Buffer.from('{'), ...members, Buffer.from('"":2}')]), `0x${first.toString(16)}`)
  }
})

test('all 3-byte sequences, between ASCII', () => {
  for (const first of LEADING) {
    const text = Buffer.alloc(BYTES.length ** 2 * 4 + 2, '.')
    text[0] = text[text.length - 1] = 0x22
    let at = 1
    for (const second of BYTES) {
      for (const third of BYTES) {
        text[at] = first
        text[at + 1] = second
        text[at + 2] = third
        at += 4
      }
    }
    sameBytes(text, `0x${first.toString(16)}`)
  }
})

// Edges of the 4-byte forms, overlong forms, encoded surrogates, truncated tails.
const EDGES = [
  'f0908080', 'f09f9880', 'f48fbfbf', 'f4908080', 'f08fbfbf', 'f0808080', 'f7bfbfbf', 'f880808080', 'fc8080808080', 'feff', 'fffe',
  'c080', 'c1bf', 'e08080', 'e09fbf', 'eda080', 'edbfbf', 'eda080edb080', 'efbfbf', 'efbbbf', 'e282', 'f09f98', 'f09f', 'f0', 'c3', '80',
  'ff', 'e282ac', 'c3a9', 'f09f9880f09f98', '8080808080', 'e2e2e2e282ac', 'f09f9f9f9880',
].map((hex) => Buffer.from(hex, 'hex'))

test('edge sequences at every offset of a SIMD block', () => {
  for (const sequence of EDGES) {
    for (let offset = 0; offset < 64; offset++) {
      const before = Buffer.from(`"${'a'.repeat(offset)}`)
      for (const tail of ['"', `${'z'.repeat(70)}"`]) {
        sameBytes(Buffer.concat([before, sequence, Buffer.from(tail)]), `${sequence.toString('hex')} at ${offset + 1}`)
      }
    }
  }
})

test('invalid bytes outside strings are refused, as V8 refuses U+FFFD', () => {
  for (const hex of ['ff', '5bff5d', '31ff', '7b22612280223a317d', 'efbbbf5b5d', 'fffe5b005d00']) {
    const input = Buffer.from(hex, 'hex')
    assert.ok(outcome(() => expectation(input)).error)
    assert.equal(outcome(() => same(input)).error?.code, 'ERR_JSONMILL_PARSE', hex)
  }
})

test("utf8: 'strict' refuses what is not UTF-8 and names the byte", () => {
  for (const sequence of EDGES) {
    const input = Buffer.concat([Buffer.from('["é'), sequence, Buffer.from('"]')])
    if (isUtf8(input)) {
      assert.equal(strict(input).toString(), expectation(input).toString())
    } else {
      const { error } = outcome(() => strict(input))
      assert.equal(error?.code, 'ERR_JSONMILL_PARSE', sequence.toString('hex'))
      assert.ok(error.offset >= 4 && error.offset < 4 + sequence.length, `offset ${error.offset} for ${sequence.toString('hex')}`)
    }
  }
})

const surrogates = (texts) => Buffer.from(`[${texts.map((text) => `"${text}"`).join()}]`)

test('lone and paired surrogate escapes', () => {
  const units = Array.from({ length: 2048 }, (_, i) => (0xd800 + i).toString(16))
  for (const spell of [(unit) => `\\u${unit}`, (unit) => `a\\u${unit.toUpperCase()}b`, (unit) => `\\u${unit}\\udc00`, (unit) => `\\ud83d\\u${unit}`, (unit) => `\\u${unit}😀`, (unit) => `😀\\u${unit}`]) {
    sameBytes(surrogates(units.map(spell)), spell('XXXX'))
  }
})
