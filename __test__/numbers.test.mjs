// Numbers come out as ECMAScript writes them, whatever their spelling in the input.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill } from '../index.mjs'
import { es6Numbers, PUBLISHED } from './support/es6-numbers.mjs'
import { v8 } from './support/v8.mjs'

const untouched = mill((numbers) => numbers, { unsupported: 'throw' })
const computed = mill((numbers) => numbers.map((n) => n * 1), { unsupported: 'throw' })

/** Compares element by element, so that a failure names the number and not two long texts. */
function sameNumbers(run, texts) {
  const input = Buffer.from(`[${texts.join()}]`)
  const actual = run(input).toString().slice(1, -1).split(',')
  const expected = v8((numbers) => numbers)(input).toString().slice(1, -1).split(',')
  const wrong = texts.map((text, i) => ({ text, actual: actual[i], expected: expected[i] }))
  assert.deepEqual(wrong.filter((pair) => pair.actual !== pair.expected).slice(0, 10), [])
  assert.equal(actual.length, expected.length)
}

test('the ES6 number vector of RFC 8785, first 100,000 lines', () => {
  const { numbers, sha256 } = es6Numbers(100_000)
  assert.equal(sha256, PUBLISHED.get(100_000), 'the generated vector is the published one')
  for (const run of [untouched, computed]) {
    sameNumbers(run, numbers.map(String))
    sameNumbers(run, numbers.map((n) => n.toExponential(16)))
    sameNumbers(run, numbers.map((n) => n.toPrecision(25)))
  }
})

test('odd spellings of ordinary numbers', () => {
  const spellings = [
    '-0', '0.0', '-0.0', '0e5', '-0e-5', '1.0', '1.50', '1e0', '1E+2', '10e-1', '100', '1e21', '1e20', '123456789012345678901',
    '9007199254740991', '9007199254740993', '9007199254740992.5', '18446744073709551616', '0.1', '0.10', '1e-6', '1e-7',
    '0.000001', '0.0000001', '5e-324', '4.9e-324', '2e-324', '2.2250738585072011e-308', '1.7976931348623157e308',
    '1.7976931348623159e308', '1e308', '1e309', '-1e400', '0.1e-400', '0.30000000000000004', '4.35', '1e+00', '1e-00',
  ]
  for (const run of [untouched, computed]) sameNumbers(run, spellings)
})

test('digit strings of a megabyte', () => {
  const digits = '7'.repeat(1_000_000)
  const spellings = [digits, `0.${digits}`, `-0.${'0'.repeat(1_000_000)}1`, `1${'0'.repeat(1_000_000)}e-1000000`, `1e${digits}`, `1e-${digits}`]
  for (const run of [untouched, computed]) sameNumbers(run, spellings)
})
