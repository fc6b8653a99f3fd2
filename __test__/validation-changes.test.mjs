// Options of a schema that change records, and keys that reach prototypes. Natively and in V8 alike.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { compileSchema, configure, mill, records } from '../index.mjs'

const { reset } = createRequire(import.meta.url)('../lib/mode.js')

function both(name, body) {
  for (const mode of ['native', 'js']) {
    test(mode === 'js' ? `${name}, in V8` : name, async () => {
      configure({ mode })
      try {
        await body()
      } finally {
        reset()
      }
    })
  }
}

const order = {
  type: 'object',
  properties: { qty: { type: 'integer', default: 1 }, tags: { type: 'array', items: { type: 'string' } }, at: { type: 'object', properties: { x: { default: 0 } } } },
  additionalProperties: false
}
const all = { useDefaults: true, coerceTypes: 'array', removeAdditional: true }

both('later stages and the output get the changed record', () => {
  const input = '{"qty":"3","tags":7,"extra":1}\n{}\n{"qty":2}\n{"at":{}}'
  const pipeline = records({ input: 'ndjson' }).validate(order, all)
  assert.equal(pipeline.runSync(input).toString(), '{"qty":3,"tags":["7"]}\n{"qty":1}\n{"qty":2}\n{"at":{"x":0},"qty":1}\n')
  assert.equal(pipeline.map((o) => o.qty + 1).runSync(input).toString(), '4\n2\n3\n2\n')
  assert.equal(pipeline.filter((o) => !('extra' in o)).map((o) => Object.keys(o)).runSync(input).toString(), '["qty","tags"]\n["qty"]\n["qty"]\n["at","qty"]\n')
})

both('a document is changed before its transform', () => {
  const fast = mill((doc) => [doc.qty + 1, doc], { schema: order, schemaOptions: all })
  assert.equal(fast('{"qty":"3","tags":"a","extra":{"a":1}}').toString(), '[4,{"qty":3,"tags":["a"]}]')
  assert.equal(fast('{"qty":3}').toString(), '[4,{"qty":3}]')
})

both('behind a callback the JSON form is changed, and goes on', () => {
  const pipeline = records().map((n) => ({ n, at: new Date(0) })).validate({ properties: { n: { type: 'string' } } }, { coerceTypes: true }).map((r) => [typeof r.n, typeof r.at])
  assert.equal(pipeline.runSync('[1,"a"]').toString(), '[["string","string"],["string","string"]]')
})

both('a second schema judges what the first has made', () => {
  const pipeline = records({ onError: 'reject' }).validate({ properties: { n: { type: 'number' } } }, { coerceTypes: true }).validate({ properties: { n: { type: 'number', maximum: 5 } } })
  const { output, rejected } = pipeline.reportSync('[{"n":"4"},{"n":"7"}]')
  assert.equal(output.toString(), '[{"n":4}]')
  assert.deepEqual(rejected.map(({ record, error }) => [record, error.violations[0].keyword]), [[1, 'maximum']])
})

both('a record that is itself of a wrong type stays as it is, as in ajv', () => {
  assert.equal(records().validate({ type: 'number' }, { coerceTypes: 'array' }).runSync('["1",[2],3]').toString(), '["1",[2],3]')
  assert.equal(records().validate({ items: { type: 'number' } }, { coerceTypes: 'array' }).runSync('[["1"],[[2]]]').toString(), '[[1],[2]]')
})

both('defaults below anyOf and its like are ignored', () => {
  const schema = { anyOf: [{ properties: { a: { default: 1 } } }], properties: { b: { default: { c: [] } } } }
  assert.equal(records().validate(schema, { useDefaults: true }).runSync('[{}]').toString(), '[{"b":{"c":[]}}]')
})

both('bad records are reported as they came', () => {
  const { rejected } = records({ onError: 'reject' }).validate(order, all).reportSync('[{"qty":"x", "extra":1}]')
  assert.equal(rejected[0].raw.toString(), '{"qty":"x", "extra":1}')
  assert.equal(rejected[0].error.violations[0].offset, 8)
})

test('a schema by itself changes the value, the bytes, or a copy', () => {
  const schema = compileSchema(order, all)
  const value = { qty: '2', extra: 1 }
  assert.equal(schema(value), true)
  assert.deepEqual(value, { qty: 2 })
  const { valid, output } = schema.validateBytes('{"qty":"2","extra":1}')
  assert.deepEqual([valid, output.toString()], [true, '{"qty":2}'])
  const given = { qty: '2', at: {} }
  assert.deepEqual(schema['~standard'].validate(given), { value: { qty: 2, at: { x: 0 } } })
  assert.deepEqual(given, { qty: '2', at: {} })
})

test('names that reach prototypes are names like others', () => {
  const schema = compileSchema({ properties: { ['__proto__']: { type: 'object', properties: { a: { type: 'number' } } } } }, { coerceTypes: true })
  const value = JSON.parse('{"__proto__":{"a":"1"}}')
  assert.equal(schema(value), true)
  assert.equal(JSON.stringify(value), '{"__proto__":{"a":1}}')
  assert.equal(Object.getPrototypeOf(value), Object.prototype)
})

const poisoned = '[{"a":1},{"a":[{"__proto__":{"x":1}}]},{"\\u005f_proto__":1,"b":2},{"constructor":{"prototype":1}},{"constructor":1}]'

both('keys that reach prototypes are kept, refused or left out', () => {
  const run = (protoKeys) => records({ protoKeys, onError: 'reject' }).reportSync(poisoned)
  assert.equal(run('keep').output.toString(), JSON.stringify(JSON.parse(poisoned)))
  const { output, rejected } = run('error')
  assert.equal(output.toString(), '[{"a":1},{"constructor":1}]')
  assert.deepEqual(
    rejected.map(({ record, error: { code, violations: [one] } }) => [record, code, one.keyword, one.instancePath, one.params.propertyName, one.offset]),
    [
      [1, 'ERR_JSONMILL_VALIDATION', 'protoKeys', '/a/0', '__proto__', 15],
      [2, 'ERR_JSONMILL_VALIDATION', 'protoKeys', '', '__proto__', 39],
      [3, 'ERR_JSONMILL_VALIDATION', 'protoKeys', '', 'constructor', 66]
    ]
  )
  assert.equal(run('remove').output.toString(), '[{"a":1},{"a":[{}]},{"b":2},{},{"constructor":1}]')
})

both('keys that reach prototypes, in a document and beside a schema', () => {
  assert.equal(mill((doc) => Object.keys(doc), { protoKeys: 'remove' })('{"a":1,"__proto__":2}').toString(), '["a"]')
  assert.throws(() => mill((doc) => doc.a, { protoKeys: 'error' })('{"a":1,"__proto__":2}'), { code: 'ERR_JSONMILL_VALIDATION', message: /must NOT have the property '__proto__'/ })
  const both = records({ protoKeys: 'remove', schema: { additionalProperties: { type: 'number' } }, onError: 'drop' })
  assert.equal(both.runSync('[{"a":1,"__proto__":"x"},{"a":"x"}]').toString(), '[{"a":1}]')
})

test('options that are none', () => {
  const message = (call) => {
    try {
      call()
    } catch (error) {
      return error.message
    }
    return undefined
  }
  assert.match(message(() => records().validate({}, { coerceTypes: 'all' })), /options.coerceTypes must be true, false or 'array', got "all"/)
  assert.match(message(() => records({ protoKeys: 'ignore' })), /options.protoKeys must be 'keep', 'error' or 'remove'/)
  assert.match(message(() => mill((doc) => doc, { schemaOptions: {} })), /options.schemaOptions is for options.schema, which is missing/)
})

both('what goes with bad records is shown, masked or left out', () => {
  const lines = '{"pin":"12\\"34","n":[1,true,"a:b"],"o":{"k":null}}\n{"pin":"x'
  const run = (errorValues) => records({ input: 'ndjson', onError: 'reject', errorValues }).validate({ properties: { pin: { type: 'number' } } }).reportSync(lines).rejected
  assert.deepEqual(run('show').map((one) => one.raw.toString()), lines.split('\n'))
  assert.deepEqual(run('mask').map((one) => one.raw.toString()), ['{"pin":"******","n":[*,****,"***"],"o":{"k":****}}', '{"pin":"*'])
  assert.deepEqual(run('omit').map((one) => 'raw' in one), [false, false])
  assert.deepEqual(['show', 'mask', 'omit'].map((errorValues) => run(errorValues)[1].error.snippet), ['{"pin":"x', '{"***":"*', undefined])
})

both('snippets of errors that are thrown are masked or left out too', async () => {
  const snippet = async (errorValues, input, text) => {
    const calls = [() => records({ input, errorValues }).runSync(text), () => records({ input, errorValues }).run(text), () => records({ input, errorValues }).toArray(text)]
    if (input === 'json') calls.push(() => mill((doc) => doc, { errorValues })(text), () => mill((doc) => doc, { errorValues }).toValueSync(text))
    const found = new Set()
    for (const call of calls) {
      const error = await Promise.resolve().then(call).catch((error) => error)
      assert.equal(error.code, 'ERR_JSONMILL_PARSE')
      found.add(error.snippet)
    }
    return [...found]
  }
  for (const [input, text, masked] of [
    ['json', '[{"pin":"12 34"},x]', '[{"***":"** **"},*]'],
    ['ndjson', '{"pin":1}\n{"pin":"é":2}', '{"***":"*":*}'],
    ['csv', 'pin,n\n1234', '****']
  ]) {
    assert.deepEqual(await snippet('mask', input, text), [masked])
    assert.deepEqual(await snippet('omit', input, text), [undefined])
    assert.match(String(await snippet(undefined, input, text)), /1|é/)
  }
})
