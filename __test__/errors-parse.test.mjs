// Malformed input: a SyntaxError that says where, in bytes, lines and columns, and does not print data.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { configure, isJsonMillError, mill, records } from '../index.mjs'

const require = createRequire(import.meta.url)
const { findProblem } = require('../lib/locate.js')

const errorOf = (call) => {
  try {
    call()
  } catch (error) {
    return error
  }
  return assert.fail('nothing was thrown')
}

test('place and class', () => {
  const error = errorOf(() => mill((x) => x)('{\n  "é😀": [1,],\n  "b": 2\n}'))
  assert.ok(error instanceof SyntaxError && isJsonMillError(error))
  const { code, record, offset, line, column } = error
  assert.deepEqual({ code, record, offset, line, column }, { code: 'ERR_JSONMILL_PARSE', record: 0, offset: 17, line: 2, column: 13 })
})

test('the snippet is there for those who ask, and no logger prints data', () => {
  const error = errorOf(() => mill((x) => x)('{"password":"secret",}'))
  assert.match(error.snippet, /secret/)
  assert.ok(!Object.keys(error).includes('snippet'))
  assert.ok(!inspect({ ...error }).includes('secret') && !error.message.includes('secret') && !JSON.stringify(error).includes('secret'))
})

test('records are counted in both formats', () => {
  const inArray = errorOf(() => records().runSync('[{"a":1},\n{"a":2},{"a":tru}]'))
  assert.deepEqual([inArray.record, inArray.offset, inArray.line, inArray.column], [2, 26, 2, 17])
  const inLines = errorOf(() => records({ input: 'ndjson' }).runSync('{"a":1}\n\n{"a":2}\r\n{"a":x}\n'))
  assert.deepEqual([inLines.record, inLines.offset, inLines.line, inLines.column], [2, 23, 4, 6])
})

test('text that ends too early ends at its length', () => {
  for (const json of ['', ' ', '[', '[1', '{"a"', '"abc', 'tru', '-']) assert.equal(errorOf(() => mill((x) => x)(json)).offset, json.length)
})

test('a document that is no array is no records', () => {
  for (const json of ['{}', ' null', '1', '"x"']) {
    const error = errorOf(() => records().filter(() => true).runSync(json))
    assert.equal(error.code, 'ERR_JSONMILL_PARSE')
    assert.match(error.help, /mill\(\)/)
  }
})

test('malformed text anywhere comes before a failing callback, except in lines', () => {
  const fails = (r) => r.a.b
  assert.equal(errorOf(() => records().map(fails).runSync('[{},{"a":}]')).code, 'ERR_JSONMILL_PARSE')
  const lines = errorOf(() => records({ input: 'ndjson' }).map(fails).runSync('{"a":{}}\n{}\n{"a":}'))
  assert.deepEqual([lines.code, lines.record], ['ERR_JSONMILL_CALLBACK', 1])
})

test('wherever V8 names a place, it is the same one', () => {
  let seed = 20261122
  const random = (n) => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) % n
  const samples = ['{"a":[1,-2.5e+3,"x\\u12aBy\\n",true,false,null,{}],"b":{"c":[]}}', '[{"id":1},{"id":2}]', '"\\ud83d\\ude00é"', ' [ 1 , -0 ] ']
  const letters = [...'{}[],:"\\0123.-+eEtrufalsn \n\tbxé']
  for (let round = 0; round < 20_000; round++) {
    let text = samples[random(samples.length)]
    for (let edits = 1 + random(2); edits > 0; edits--) {
      const at = random(text.length + 1)
      text = text.slice(0, at) + (random(3) ? letters[random(letters.length)] : '') + text.slice(at + random(2))
    }
    let v8
    try {
      JSON.parse(text)
    } catch (error) {
      v8 = error.message
    }
    const bytes = Buffer.from(text)
    const problem = findProblem(bytes, 0, bytes.length)
    assert.equal(problem !== undefined, v8 !== undefined, `${JSON.stringify(text)}: ${v8}`)
    const place = /at position (\d+)/.exec(v8 ?? '')?.[1]
    const expected = place !== undefined ? Number(place) : /end of JSON/.test(v8 ?? '') ? text.length : undefined
    if (expected !== undefined) assert.equal(bytes.subarray(0, problem.offset).toString().length, expected, `${JSON.stringify(text)}: ${v8}`)
  }
})

test('limits that are set hold', () => {
  const deep = (depth) => '['.repeat(depth) + ']'.repeat(depth)
  const shallow = mill((x) => x, { limits: { maxDepth: 3 } })
  assert.equal(shallow(deep(3)).toString(), deep(3))
  assert.deepEqual(
    (({ name, code, offset }) => [name, code, offset])(errorOf(() => shallow(deep(4)))),
    ['RangeError', 'ERR_JSONMILL_DEPTH', 3]
  )
  const small = { maxRecordBytes: 9 }
  assert.equal(errorOf(() => records({ limits: small }).runSync('[1, {"a":1}, {"a":"long"}]')).record, 2)
  assert.equal(errorOf(() => records({ limits: small, input: 'ndjson' }).runSync('1\n{"a":1}\n{"a":"long"}')).code, 'ERR_JSONMILL_LIMIT')
  const brief = records({ limits: { maxOutputBytes: 10 } })
  assert.equal(brief.runSync('[1,2,3]').toString(), '[1,2,3]')
  assert.equal(errorOf(() => brief.runSync('[1,2,3,4,5,6]')).code, 'ERR_JSONMILL_LIMIT')
})

test('in V8 the places of many bad lines are found in one pass', () => {
  configure({ mode: 'js' })
  try {
    const [few, many] = [5_000, 100_000].map((count) => {
      const input = Buffer.from('{"a":\n'.repeat(count))
      const begin = process.hrtime.bigint()
      const { rejected } = records({ input: 'ndjson', onError: 'reject' }).reportSync(input)
      assert.equal(rejected.at(-1).error.line, count)
      return Number(process.hrtime.bigint() - begin)
    })
    assert.ok(many < 60 * few, `twenty times the lines took ${many / few} times as long`)
  } finally {
    configure({ mode: process.env.JSONMILL_MODE ?? 'native' })
  }
})

test('behind records that fail, a parse error is told as V8 tells it', () => {
  const items = '{"id":1,"x":{"y":1}},{"id":2,"x":{"y":1}},{"id":3},{"id":4,"x":{"y":1}},{"id":5}'
  const inputs = [`[${items},{"id":6,oops}]`, `[${items} {}]`, `[${items}] 6`, `[${items}`, `[${items},]`, `[${items}]`]
  const pipelines = {
    mill: mill((d) => d.map((o) => o.x.y)),
    'mill, two steps': mill((d) => d.filter((o) => o.x.y).map((o) => o.id)),
    records: records().map((o) => o.x.y),
    'records, two stages': records().map((o) => o).map((o) => o.x.y),
    validation: records().validate({ required: ['x'] }),
    'none too many': records({ onError: 'drop', maxErrors: 0 }).map((o) => o.x.y),
    'one too many': records({ onError: 'drop', maxErrors: 1 }).map((o) => o.x.y),
    'one too many of two kinds': records({ onError: 'reject', maxErrors: 1 }).validate({ properties: { id: { maximum: 4 } } }).map((o) => o.x.y)
  }
  for (const [name, pipeline] of Object.entries(pipelines)) {
    for (const input of inputs) {
      const told = () => {
        const { name, code, message, record } = errorOf(() => (pipeline.runSync ? pipeline.runSync(input) : pipeline(input)))
        return { name, code, message, record }
      }
      configure({ mode: 'js' })
      const expected = told()
      configure({ mode: process.env.JSONMILL_MODE ?? 'native' })
      assert.deepEqual(told(), expected, `${name} over ${input}`)
    }
  }
})
