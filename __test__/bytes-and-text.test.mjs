// Bytes of text in every encoding of a Buffer, and structuredClone: compiled code against this Node.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill, records } from '../index.mjs'

process.removeAllListeners('warning')

const ENCODINGS = [undefined, 'utf8', 'UTF-8', 'hex', 'base64', 'base64url', 'latin1', 'binary', 'ascii', 'ucs2', 'utf16le']
const TEXTS = ['', 'a', 'ab', 'abc', 'héllo', '漢字😀', '\ud83d', 'x\udc00y', '\u0000\u007f\u0080\u00ff\u0100', 'c3a9', 'C3A9ff', 'w6k=', 'w6k', '_-8', '/+8=', 'YQ==', 'YR==', '//79/A==']
const LENIENT = ['abc', 'zz', 'a b=', 'YQ==YQ==', 'YQ=', 'Y', '=', 'YW Jj', 'é', 'YQ\n==', '漢']

/** What a callback gives in V8, or that it throws. */
const outcome = (callback, ...args) => {
  try {
    return { value: callback(...args) }
  } catch (error) {
    return { error: error.name }
  }
}

test('Buffer.from(text, encoding).toString(encoding)', () => {
  let native = 0
  for (const from of ENCODINGS) {
    for (const to of ENCODINGS) {
      for (const text of [...TEXTS, ...LENIENT]) {
        const callback = (s, _, { from, to }) => Buffer.from(s, from).toString(to)
        const want = JSON.stringify([callback(text, 0, { from, to })])
        const run = (options) => records(options).map(callback, { from, to }).runSync(JSON.stringify([text])).toString()
        assert.equal(run({}), want, `${JSON.stringify(text)} from ${from} to ${to}`)
        native += outcome(run, { unsupported: 'throw' }).value === want ? 1 : 0
      }
    }
  }
  assert.ok(native > 2500, `${native} are native`)
})

test('atob, btoa, Buffer.byteLength, Buffer.isBuffer', () => {
  for (const callback of [(s) => atob(s), (s) => btoa(s), (s) => Buffer.byteLength(s), (s) => Buffer.byteLength(s, 'utf16le'), (s) => Buffer.byteLength(s, 'latin1'), (s) => Buffer.byteLength(s, 'hex'), (s) => Buffer.isBuffer(s), (s) => Buffer.from(s).toString('base64')]) {
    const compiled = records().map(callback)
    for (const text of [...TEXTS, ...LENIENT]) {
      const want = outcome(callback, text)
      const got = outcome((input) => JSON.parse(compiled.runSync(input))[0], JSON.stringify([text]))
      if (want.error) assert.ok(got.error, `${callback} of ${JSON.stringify(text)}`)
      else assert.deepEqual(got, JSON.parse(JSON.stringify(want)), `${callback} of ${JSON.stringify(text)}`)
    }
  }
})

test('structuredClone', () => {
  const input = { a: { b: [1, 'x', null], 2: true }, list: [{ n: 1 }, { n: 2 }] }
  for (const transform of [
    (d) => structuredClone(d),
    (d) => {
      const copy = structuredClone(d)
      copy.a.b.push(2)
      return [d, copy, copy.a === d.a]
    },
    (d) => {
      const copy = structuredClone([d.a, d.a, d.list])
      return [copy[0] === copy[1], copy[0] === d.a]
    },
    (d) => {
      const cycle = { d }
      cycle.self = cycle
      const copy = structuredClone(cycle)
      return [copy.self === copy, copy.self === cycle]
    },
    () => {
      const key = { k: 1 }
      const copy = structuredClone({ map: new Map([[key, [key]], ['s', new Set([1, key])]]), date: new Date(5), re: /a(b)/gi, holes: [1, , undefined] })
      const [first] = copy.map.keys()
      return [first, copy.map.get(first)[0] === first, copy.map.get('s').has(first), copy.date.getTime(), copy.re.flags, 'ab'.replace(copy.re, '$1'), copy.holes.length, 1 in copy.holes]
    },
    (d) => [structuredClone(1), structuredClone('s'), structuredClone(null), structuredClone(undefined) === undefined, structuredClone(d.list[5]) === undefined]
  ]) {
    const bytes = Buffer.from(JSON.stringify(input))
    assert.equal(mill(transform, { unsupported: 'throw' })(bytes).toString(), JSON.stringify(transform(structuredClone(input))), String(transform))
  }
  assert.throws(() => mill((d) => structuredClone(() => d))('1'), /could not be cloned/)
})
