// A failing callback: V8's class and message, and where it happened. In V8's order across stages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configure, isJsonMillError, mill, records } from '../index.mjs'

const errorOf = (call) => {
  try {
    call()
  } catch (error) {
    return error
  }
  return assert.fail('nothing was thrown')
}

test("class and message are V8's", () => {
  for (const callback of [(r) => r.a.id, (r) => r.a.b.c, (r) => r.name.trim(), (r) => r.x(), (r) => [...r.n], (r) => 'x'.repeat(-r.n)]) {
    const record = { n: 1 }
    const expected = errorOf(() => callback(record))
    const error = errorOf(() => records().map(callback).runSync(JSON.stringify([record])))
    assert.ok(isJsonMillError(error))
    assert.deepEqual([error.constructor, error.name, error.message], [expected.constructor, expected.name, expected.message])
    assert.deepEqual([error.code, error.record, error.stage], ['ERR_JSONMILL_CALLBACK', 0, 0])
    assert.equal(typeof error.codeFrame, 'string')
  }
})

test('a message may quote lone surrogates', () => {
  for (const callback of [() => '\ud83d'.map((x) => x), () => { try { return '\ud83d'.map((x) => x) } catch (e) { throw new RangeError(e.message) } }]) {
    assert.equal(errorOf(() => records().map(callback).runSync('[1]')).message, '"\ud83d".map is not a function')
  }
})

test('record counts the input, whatever filters removed', () => {
  const pipeline = (input) => records({ input }).filter((n) => n % 2 === 1).map((n) => (n > 4 ? null.x : n))
  for (const [input, source] of [['json', '[1,2,3,4,5]'], ['ndjson', '1\n2\n3\n4\n5']]) {
    const error = errorOf(() => pipeline(input).runSync(source))
    assert.deepEqual([error.record, error.stage], [4, 1], input)
  }
})

test('documents report stage by stage, lines in input order', () => {
  const late = (n) => (n === 3 ? undefined.late : true)
  const early = (n) => (n === 1 ? undefined.early : n)
  assert.match(errorOf(() => records().filter(late).map(early).runSync('[1,2,3]')).message, /late/)
  assert.match(errorOf(() => records({ input: 'ndjson' }).filter(late).map(early).runSync('1\n2\n3')).message, /early/)
  // also where a callback that uses the array makes the lines go stage by stage
  const withArray = (n, i, array) => (n === 3 && array ? undefined.late : true)
  assert.match(errorOf(() => records({ input: 'ndjson' }).filter(withArray).map(early).runSync('1\n2\n3')).message, /early/)
  assert.match(errorOf(() => records({ input: 'ndjson' }).filter(withArray).map((n) => n).runSync('1\n2\n3\n{')).message, /late/)
  assert.equal(errorOf(() => records({ input: 'ndjson' }).filter((n, i, array) => array).runSync('1\n{')).code, 'ERR_JSONMILL_PARSE')
})

test('what is thrown and is no Error becomes the cause', () => {
  const error = errorOf(() => mill(() => { throw 'plain text' })('1'))
  assert.deepEqual([error.name, error.message, error.cause, error.code], ['Error', 'plain text', 'plain text', 'ERR_JSONMILL_CALLBACK'])
})

test('an own class stays, and an own code is never overwritten', () => {
  class NotFound extends Error {}
  const missing = new NotFound('no such order')
  assert.equal(errorOf(() => mill(() => { throw missing })('1')), missing)
  const coded = Object.assign(new NotFound('gone'), { code: 'E_GONE' })
  const error = errorOf(() => mill(() => { throw coded })('1'))
  assert.ok(error instanceof NotFound && error !== coded)
  assert.deepEqual([error.code, error.message, error.cause, coded.code], ['ERR_JSONMILL_CALLBACK', 'gone', coded, 'E_GONE'])
})

test('results that cannot be written name their record', () => {
  const cyclic = (n) => {
    const o = { n }
    if (n === 2) o.self = o
    return o
  }
  for (const output of ['json', 'ndjson']) {
    const error = errorOf(() => records({ output }).map(cyclic).runSync('[1,2,3]'))
    assert.match(error.message, /^Converting circular structure to JSON/)
    assert.deepEqual([error.name, error.code, error.record], ['TypeError', 'ERR_JSONMILL_CALLBACK', 1])
  }
})

test('a result too deep for V8 is a DepthError', () => {
  configure({ mode: 'js' })
  const deep = mill((n) => {
    let value = []
    for (let i = 0; i < n; i++) value = [value]
    return value
  })
  assert.deepEqual((({ name, code }) => [name, code])(errorOf(() => deep('1000000'))), ['RangeError', 'ERR_JSONMILL_DEPTH'])
})

test('foreign values are none of ours', () => {
  for (const value of [null, undefined, 1, 'ERR_JSONMILL_PARSE', {}, new Error('x'), { code: 'ERR_JSONMILL_PARSE' }]) assert.equal(isJsonMillError(value), false)
})
