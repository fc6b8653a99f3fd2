// JSON.parse and JSON.stringify inside callbacks.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { records } from '../index.mjs'
import { outcome } from './support/v8.mjs'

const values = [
  null, true, 0, -0, 1.5, 1e21, 'a"b\\\n\u0001', '😀\ud83d', [], {}, [[], [null, [1]]], { a: { b: [1, { c: 'x' }] }, 2: 'two', 1: 'one' },
  { d: '2024-01-01', list: [1, 'x', null] }
]

/** Runs a callback over values natively and in V8: same text, or same class and message. */
function same(callback, inputs) {
  const json = JSON.stringify(inputs)
  for (const input of [json, ...inputs.map((value) => JSON.stringify([value]))]) {
    const want = outcome(() => JSON.stringify(JSON.parse(input).map((value) => callback(value))))
    const got = outcome(() => records({ unsupported: 'throw' }).map(callback).runSync(input).toString())
    if (want.error) assert.deepEqual([got.error?.name, got.error?.message], [want.error.name, want.error.message], input)
    else assert.equal(got.value, want.value, input)
  }
}

test('JSON.stringify', () => {
  same((x) => JSON.stringify(x), values)
  same((x) => JSON.stringify({ x, y: undefined, z: [undefined, NaN, -0], d: new Date(0), bad: new Date(NaN), m: new Map([[1, 2]]) }), values)
  same((x) => JSON.stringify(x, null, 2), values)
  same((x) => JSON.stringify([x, { x }], undefined, '-->abcdefghijk'), values)
  same((x) => JSON.stringify(x, null, 100), values)
  same((x) => JSON.stringify(undefined), [1])
})

test('JSON.stringify with a replacer', () => {
  same((x) => JSON.stringify(x, ['a', 'b', 'd']), values)
  same((x) => JSON.stringify(x, (k, v) => (k === 'b' ? undefined : typeof v === 'number' ? v + 1 : v)), values)
  same((x) => JSON.stringify({ at: new Date(0), x }, (k, v) => (k === 'at' ? typeof v : v), 1), values)
  same((x) => JSON.stringify(x, (k, v) => (Array.isArray(v) ? { length: v.length } : v)), values)
})

test('JSON.parse', () => {
  const texts = [
    ...values.map((value) => JSON.stringify(value)), ' [1 , 2 ]\n', '{"a":1,"a":2,"__proto__":3}', '"\\ud83d\\ude00\\u0041"', '1e400', '-0',
    '', '{', '[1,]', '{"a":1,}', '{a:1}', 'undefined', '01', '1.', '-', '"a', '"\u0001"', '"\\x"', '[1] 2', 'nul', "{'a':1}", '[1 2]', '{"a" 1}',
    'a long text that is not JSON at all, and its end'
  ]
  same((s) => JSON.parse(s), texts)
  same((s) => { try { return [JSON.parse(s)] } catch { return 'bad' } }, texts)
  same((s) => { try { return JSON.parse(s).a } catch (e) { return e instanceof SyntaxError ? e.name : typeof e } }, texts)
  same((s) => JSON.parse(s), [undefined, null, 5, true, { a: 1 }, [1]])
})
