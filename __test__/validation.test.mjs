// JSON Schema at work: stages, documents, bad records, schemas by themselves. Natively and in V8 alike.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { compileSchema, configure, isJsonMillError, mill, records } from '../index.mjs'

const { reset } = createRequire(import.meta.url)('../lib/mode.js')

const user = {
  type: 'object',
  properties: { id: { type: 'integer', minimum: 0, maximum: 4294967295 }, name: { type: 'string' } },
  required: ['id', 'name']
}

/** A test in both ways of running. */
function both(name, body) {
  test(name, body)
  test(`${name}, in V8`, async () => {
    configure({ mode: 'js' })
    try {
      await body()
    } finally {
      reset()
    }
  })
}

const errorOf = (call) => {
  try {
    call()
  } catch (error) {
    return error
  }
  return assert.fail('nothing was thrown')
}

both('the typed record: unsigned integers of 32 bits', () => {
  const typed = records({ schema: user })
  const json = '[{"id":0,"name":"a"},{"id":4294967295,"name":""},{"id":1.0,"name":"b"}]'
  assert.equal(typed.runSync(json).toString(), JSON.stringify(JSON.parse(json)))
  for (const [id, message] of [['-1', 'must be >= 0'], ['4294967296', 'must be <= 4294967295'], ['1.5', 'must be integer'], ['"1"', 'must be integer']]) {
    const error = errorOf(() => typed.runSync(`[{"id":1,"name":"a"},\n{"id":${id},"name":"b"}]`))
    assert.ok(isJsonMillError(error))
    const { code, record, offset, line, column, violations } = error
    assert.deepEqual({ code, record, offset, line, column }, { code: 'ERR_JSONMILL_VALIDATION', record: 1, offset: 28, line: 2, column: 7 })
    assert.equal(error.message, `/id ${message} (record 1, byte 28, line 2, column 7)`)
    assert.equal(violations.length, 1)
  }
})

both('violations have the fields of ajv, and where they lie', () => {
  const schema = { type: 'object', properties: { items: { type: 'array', items: { type: 'object', required: ['a/b'] } } } }
  const { violations } = errorOf(() => records({ input: 'ndjson' }).validate(schema).runSync('{"items":[]}\n{"items":[{"a/b":1}, {}]}'))
  assert.deepEqual(violations, [
    {
      instancePath: '/items/1',
      schemaPath: '#/properties/items/items/required',
      keyword: 'required',
      params: { missingProperty: 'a/b' },
      message: "must have required property 'a/b'",
      record: 1,
      offset: 34
    }
  ])
})

both('all violations on request', () => {
  const error = errorOf(() => records().validate(user, { allErrors: true }).runSync('[{"id":-1}]'))
  assert.deepEqual(error.violations.map((one) => one.keyword).sort(), ['minimum', 'required'])
  assert.match(error.message, /, and 1 more \(record 0, /)
})

both('a document before its transform', () => {
  const fast = mill((doc) => doc.users.map((u) => u.id), { schema: { type: 'object', required: ['users'] } })
  assert.equal(fast('{"users":[{"id":1}]}').toString(), '[1]')
  const error = errorOf(() => fast('{"user":[]}'))
  assert.equal(error.code, 'ERR_JSONMILL_VALIDATION')
  assert.equal(error.message, "must have required property 'users' (byte 0, line 1, column 1)")
})

both('behind a callback the JSON form is checked', () => {
  const dates = records().map((r) => ({ at: new Date(r), gone: undefined })).validate({ properties: { at: { type: 'string' } }, additionalProperties: false })
  assert.equal(dates.runSync('[0]').toString(), '[{"at":"1970-01-01T00:00:00.000Z"}]')
  const error = errorOf(() => records().map((r) => ({ n: r.x })).validate({ properties: { n: { type: 'string' } } }).runSync('[{"x":"a"}, {"x":1}]'))
  assert.deepEqual([error.record, error.offset, error.stage], [1, 12, 1])
})

both('stages behind it get the record as it is', () => {
  const pipeline = records({ input: 'ndjson' }).validate(user).filter((u) => u.id > 1).map((u, i) => [i, u.name, u])
  assert.equal(pipeline.runSync('{"id":1,"name":"a"}\n{ "name":"b","id":2.0 }').toString(), '[0,"b",{"name":"b","id":2}]\n')
})

const bad = '{"id":1,"name":"a"}\n{"id":-2,  "name":"b"}\r\n\n{"id":3,"na\n{bad}\n{"id":7,"name":"s"}\n{"id":8,"name":"t"}'
const bearing = (options) =>
  records({ input: 'ndjson', ...options }).validate(user).filter((o) => o.id !== 7 || o.x.y).map((o) => o.name)

both('bad records are reported and left out', async () => {
  for (const { output, rejected, statistics } of [bearing({ onError: 'reject' }).reportSync(bad), await bearing({ onError: 'reject' }).report(bad)]) {
    assert.equal(output.toString(), '"a"\n"t"\n')
    assert.deepEqual(
      rejected.map(({ record, offset, line, error, raw }) => [record, offset, line, error.code, raw.toString()]),
      [
        [1, 20, 2, 'ERR_JSONMILL_VALIDATION', '{"id":-2,  "name":"b"}'],
        [2, 45, 4, 'ERR_JSONMILL_PARSE', '{"id":3,"na'],
        [3, 57, 5, 'ERR_JSONMILL_PARSE', '{bad}'],
        [4, 63, 6, 'ERR_JSONMILL_CALLBACK', '{"id":7,"name":"s"}']
      ]
    )
    assert.ok(rejected.every((one) => !Object.keys(one).includes('raw') && !JSON.stringify(one).includes('"s"')))
    const { records: read, recordsOut, rejected: left, bytesIn, bytesOut } = statistics
    assert.deepEqual([read, recordsOut, left, bytesIn, bytesOut], [6, 2, 4, bad.length, 8])
  }
  assert.equal(bearing({ onError: 'drop' }).runSync(bad).toString(), '"a"\n"t"\n')
  assert.deepEqual(bearing({ onError: 'drop' }).reportSync(bad).rejected, [])
})

both('a batch of bad records', async () => {
  const batches = []
  await bearing({ onError: 'reject' }).run(bad, { onReject: (batch) => batches.push(batch.map((one) => one.record)) })
  assert.deepEqual(batches, [[1, 2, 3, 4]])
})

both('too many bad records', () => {
  assert.equal(bearing({ onError: 'drop', maxErrors: 4 }).runSync(bad).length, 8)
  const error = errorOf(() => bearing({ onError: 'drop', maxErrors: 1 }).runSync(bad))
  assert.deepEqual([error.code, error.record], ['ERR_JSONMILL_LIMIT', 2])
  assert.match(error.message, /^more than 1 bad records, which is options.maxErrors; the last: /)
  assert.throws(() => bearing({ onError: 'drop', maxErrorRate: 0.5 }).runSync(bad), { code: 'ERR_JSONMILL_LIMIT', message: /4 of 6 records/ })
  assert.equal(bearing({ onError: 'drop', maxErrorRate: 0.7 }).runSync(bad).length, 8)
})

both('bad records of an array, and what a record has become goes with it', () => {
  const pairs = records({ onError: 'reject' }).flatMap((r) => [r.a, r.b]).map((x) => x.n)
  const { output, rejected } = pairs.reportSync('[{"a":{"n":1},"b":{"n":2}},{"a":{"n":3}},{"a":{"n":4},"b":{"n":5}}]')
  assert.equal(output.toString(), '[1,2,4,5]')
  assert.deepEqual(rejected.map(({ record, error }) => [record, error.name]), [[1, 'TypeError']])
  assert.equal(records({ onError: 'drop', output: 'lines' }).map((r) => r).runSync('["a",1,"b"]').toString(), 'a\nb\n')
})

both('what is wrong, without output', () => {
  const { valid, records: count, errors } = bearing().validateOnly(bad)
  assert.deepEqual([valid, count, errors.map((one) => one.keyword)], [false, 6, ['minimum', 'parse', 'parse', 'callback']])
  assert.deepEqual(records().validate(user).validateOnly('[{"id":1,"name":"a"}]'), { valid: true, records: 1, errors: [] })
  const broken = records().validate(user).validateOnly('[{"id":1')
  assert.deepEqual([broken.valid, broken.errors[0].keyword], [false, 'parse'])
})

both('a schema that is none', () => {
  const message = (schema, options) => errorOf(() => records().validate(schema, options)).message
  assert.equal(message({ properties: { a: { type: 'strin' } } }), 'validate(schema): #/properties/a/type must be equal to one of the allowed values')
  assert.match(message({ $ref: '#/nowhere' }), /can't resolve reference #\/nowhere/)
  assert.match(message({ pattern: '(' }), /#\/pattern .*regular expression/)
  assert.match(message(7), /must be a JSON Schema .* got 7/)
  assert.match(message({}, { draft: '5' }), /options.draft must be/)
  assert.match(message({ '~standard': { vendor: 'some', version: 1 } }), /a schema of some that has no ~standard.jsonSchema/)
  const stubborn = { '~standard': { vendor: 'some', version: 1, jsonSchema: { input: () => { throw new Error('Transforms cannot be represented') } } } }
  assert.match(message(stubborn), /some cannot say it as JSON Schema: Transforms cannot be represented/)
})

both('schemas of other libraries, booleans, references', () => {
  const standard = { '~standard': { vendor: 'some', version: 1, jsonSchema: { input: ({ target }) => ({ $schema: 'https://json-schema.org/draft/2020-12/schema', const: target }) } } }
  assert.equal(records().validate(standard).runSync('["draft-2020-12"]').toString(), '["draft-2020-12"]')
  assert.equal(records().validate(true).runSync('[1]').toString(), '[1]')
  assert.equal(errorOf(() => records().validate(false).runSync('[1]')).message, 'boolean schema is false (record 0, byte 1, line 1, column 2)')
  const outer = records().validate({ items: { $ref: 'https://example.com/n' } }, { schemas: { 'https://example.com/n': { type: 'number' } } })
  assert.equal(errorOf(() => outer.runSync('[[1],["a"]]')).record, 1)
  assert.equal(records().validate({ format: 'ipv4' }).runSync('["x"]').toString(), '["x"]')
  assert.equal(errorOf(() => records().validate({ format: 'ipv4' }, { formats: true }).runSync('["x"]')).violations[0].keyword, 'format')
})

both('a schema by itself', () => {
  const schema = compileSchema(user)
  assert.deepEqual(schema['~standard'].validate({ id: 1, name: 'a' }), { value: { id: 1, name: 'a' } })
  assert.deepEqual(compileSchema({ items: user })['~standard'].validate([{ id: 'x', name: '' }]), { issues: [{ message: 'must be integer', path: [0, 'id'] }] })
  assert.equal(schema({ id: 1, name: 'a' }), true)
  assert.equal(schema.errors, null)
  assert.equal(schema({ id: Infinity, name: 'a' }), false)
  assert.equal(schema.errors[0].keyword, 'type')
  assert.equal(schema.validateBytes(Buffer.from(' {"id":1,"name":"a"}')).valid, true)
  assert.deepEqual(schema.validateBytes('{"id":1}').errors[0].params, { missingProperty: 'name' })
  assert.throws(() => schema.validateBytes('{"id":'), { code: 'ERR_JSONMILL_PARSE' })
  assert.throws(() => schema.assertBytes(' {"id":-1,"name":""}'), { code: 'ERR_JSONMILL_VALIDATION', message: '/id must be >= 0 (byte 7)' })
})

test('bytes that are checked by themselves are read as V8 reads them', () => {
  const check = compileSchema({ type: 'object', properties: { a: { maxLength: 1 } } })
  assert.equal(check.validateBytes(Buffer.from('7b2261223a22ff227d', 'hex')).valid, true)
  assert.equal(check.validateBytes(' {"a":"\\ud800"} ').valid, true)
  assert.equal(check.validateBytes('{"a":"éé"}').valid, false)
  for (const text of ['', '{"a":1}}', '{"a":"\n"}', '{"a":01}', '[1,]', '{"a":"\\x"}', '\ufeff1']) {
    assert.throws(() => check.validateBytes(text), { code: 'ERR_JSONMILL_PARSE' }, text)
  }
})

test('slices cut anywhere find the same', async () => {
  const line = '{"id":1,"name":"é"}\n{"id":-1,"name":"b"}\n{"id":2,"name":"c\n\n{"id":3,"na'
  const big = Buffer.from(`${line.repeat(40_000)}me":"z"}\n`)
  const pipeline = records({ input: 'ndjson', onError: 'reject' }).validate(user).map((u) => u.id)
  const [sync, slices] = [pipeline.reportSync(big), await pipeline.report(big)]
  assert.ok(sync.output.equals(slices.output))
  const counts = ({ statistics: { records: read, recordsOut, rejected, bytesIn, bytesOut } }) => [read, recordsOut, rejected, bytesIn, bytesOut]
  assert.deepEqual(counts(sync), counts(slices))
  const brief = ({ rejected }) => rejected.map(({ record, offset, line: at, error }) => [record, offset, at, error.message])
  assert.deepEqual(brief(slices), brief(sync))
})

test('the plan says how records are judged', () => {
  assert.match(records().validate(user).explain(), /Validate \(stage 0, native\) JSON Schema over bytes/)
  assert.match(records().validate({ propertyNames: { maxLength: 3 } }).explain(), /JSON Schema over values/)
})

test('repeated and escaped keys: the last one counts', () => {
  const pipeline = records().validate({ properties: { a: { type: 'number' } }, required: ['a'] })
  assert.equal(pipeline.runSync('[{"a":"x","a":1},{"\\u0061":1}]').toString(), '[{"a":1},{"a":1}]')
  assert.equal(errorOf(() => pipeline.runSync('[{"a":1,"\\u0061":"x"}]')).violations[0].keyword, 'type')
})
