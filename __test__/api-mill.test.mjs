// mill(f)(input) is Buffer.from(JSON.stringify(f(JSON.parse(input)))), and a pleasant function besides.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import * as esm from '../index.mjs'

const { mill } = esm
const text = (bytes) => Buffer.from(bytes).toString()

test('both entries are one', () => {
  assert.deepEqual({ ...createRequire(import.meta.url)('../index.js') }, { ...esm })
})

test('a transform gives the bytes that V8 gives', () => {
  const documents = ['{"a":{"b":[1,2.50,1e2]}}', '[]', '"x"', 'null', '{"b":1,"10":2,"a":3,"2":4,"b":5}', '{"__proto__":1,"a":"\\ud800"}', ' [ -0 , 1e400 ] ']
  for (const transform of [(x) => x, (x) => ({ x, y: [x] }), (x) => x?.a, (x) => [x?.a?.b], (x) => `${typeof x}`]) {
    const fast = mill(transform)
    for (const json of documents) {
      const expected = JSON.stringify(transform(JSON.parse(json))) ?? 'null'
      assert.equal(text(fast(Buffer.from(json))), expected)
      assert.equal(text(fast(json)), expected)
    }
  }
})

test('space is that of JSON.stringify', () => {
  const doc = { a: [1, { b: 2 }], c: {} }
  for (const space of [0, 1, 2, 10, 99, -3, 2.9, NaN, Infinity, '', '\t', '--', 'more than ten units']) {
    assert.equal(text(mill((x) => x, { space })(JSON.stringify(doc))), JSON.stringify(doc, null, space), String(space))
  }
})

test('it keeps the name of its transform and takes one argument', () => {
  function shorten(doc) {
    return doc.a
  }
  const fast = mill(shorten)
  assert.equal(fast.name, 'shorten')
  assert.equal(fast.length, 1)
  assert.equal(typeof fast.run, 'function')
  assert.throws(() => {
    'use strict'
    fast.run = 1
  }, TypeError)
})

test('handed to an array method as it is, it says what to do', () => {
  assert.throws(() => ['{}'].map(mill((x) => x)), { code: 'ERR_JSONMILL_OPTION', message: /bodies\.map\(\(body\) => fast\(body\)\)/ })
})

test('forms that cannot be compiled answer as V8 does', async () => {
  const method = { name(x) { return x.a } }.name
  const json = '{"a":1}'
  assert.equal(text(mill(method)(json)), '1')
  assert.equal(text(mill(() => {})(json)), 'null')
  assert.equal(text(mill(async (x) => x)(json)), '{}')
  assert.equal(text(mill(JSON.stringify)(json)), JSON.stringify(json))
  assert.equal(text(mill(Object.prototype.hasOwnProperty.bind({ a: 1 }))('"a"')), 'true')
  const free = { factor: 2 }
  assert.equal(text(mill((x) => x.a * free.factor)(json)), '2')
})

test('explain is text in either mode', () => {
  assert.match(mill((x) => x.a).explain(), /mill|x\.a/)
})
