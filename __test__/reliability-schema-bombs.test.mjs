// Schemas and data made to hurt: each ends in bounded time and memory, in an error or a verdict.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileSchema, records } from '../index.mjs'

const SECONDS = 30
const MEGABYTES = 700

/** Each body within these bounds. */
function bounded(name, body) {
  test(name, { timeout: SECONDS * 1000 }, async () => {
    const before = process.memoryUsage.rss()
    await body()
    const grown = (process.memoryUsage.rss() - before) / 1e6
    assert.ok(grown < MEGABYTES, `${grown} MB`)
  })
}

const errorOf = (call) => {
  try {
    call()
  } catch (error) {
    return error
  }
  return undefined
}

const lines = (schema, options) => records({ input: 'ndjson' }).validate(schema, options)
const ENDS = ['ERR_JSONMILL_LIMIT', 'ERR_JSONMILL_DEPTH', 'ERR_JSONMILL_VALIDATION']

bounded('objects nested 100,000 deep, recursive and not', () => {
  const deep = '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)
  const tree = { properties: { a: { $ref: '#' } } }
  for (const options of [{}, { useDefaults: true }, { coerceTypes: 'array' }, { removeAdditional: 'failing' }]) {
    assert.equal(errorOf(() => compileSchema(tree, options).validateBytes(deep)).code, 'ERR_JSONMILL_DEPTH', JSON.stringify(options))
    assert.equal(errorOf(() => lines(tree, options).runSync(deep)).code, 'ERR_JSONMILL_DEPTH', JSON.stringify(options))
  }
  assert.equal(lines({ type: 'object' }).runSync(deep).length, deep.length + 1)
})

bounded('keys that reach prototypes, nested deep and many', () => {
  const poison = '{"__proto__":1}'
  const deep = '['.repeat(50_000) + poison + ']'.repeat(50_000)
  const error = errorOf(() => records({ input: 'ndjson', protoKeys: 'error' }).runSync(deep))
  assert.ok(ENDS.includes(error.code), error.message)
  const wide = `[${`${poison},`.repeat(200_000)}1]`
  assert.equal(records({ input: 'ndjson', protoKeys: 'remove' }).runSync(wide).length, 2 + 3 * 200_000 + 2)
})

bounded('references in circles, through every keyword that may hold one', () => {
  const circles = [
    { $ref: '#' },
    { allOf: [{ $ref: '#' }] },
    { anyOf: [{ $ref: '#' }] },
    { oneOf: [{ $ref: '#' }] },
    { not: { $ref: '#' } },
    { if: { $ref: '#' }, then: false },
    { $dynamicRef: '#' }
  ]
  for (const schema of circles) {
    const error = errorOf(() => compileSchema(schema)({}))
    assert.ok(error === undefined || ENDS.includes(error.code), JSON.stringify(schema))
  }
})

bounded('bombs: each level doubles the work', () => {
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const $defs = { n0: { type: 'string' } }
    for (let i = 1; i < 60; i++) $defs[`n${i}`] = { [keyword]: [{ $ref: `#/$defs/n${i - 1}` }, { $ref: `#/$defs/n${i - 1}` }] }
    for (const options of [{}, { allErrors: true, coerceTypes: true }]) {
      const error = errorOf(() => compileSchema({ $ref: '#/$defs/n59', $defs }, options).validateBytes('1'))
      assert.ok(error === undefined || ENDS.includes(error.code), `${keyword}: ${error?.message}`)
    }
  }
})

bounded('patterns that backtrack', () => {
  const text = 'a'.repeat(10_000)
  for (const pattern of ['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(.*)*x', '^(?=(a+))\\1*b', '^(([a-z])+.)+[A-Z]([a-z])+$']) {
    const error = errorOf(() => lines({ pattern }).runSync(JSON.stringify(`${text}!`)))
    assert.ok(error === undefined || ENDS.includes(error.code), `${pattern}: ${error?.message}`)
    const named = errorOf(() => lines({ patternProperties: { [pattern]: false } }).runSync(JSON.stringify({ [`${text}!`]: 1 })))
    assert.ok(named === undefined || ENDS.includes(named.code), `${pattern}: ${named?.message}`)
  }
})

bounded('an enum of 100,000 texts', () => {
  const schema = { items: { enum: Array.from({ length: 100_000 }, (_, i) => `word ${i}`) } }
  const check = compileSchema(schema)
  assert.equal(check(Array.from({ length: 500 }, (_, i) => `word ${i * 199}`)), true)
  assert.equal(check(['word -1']), false)
  const numbers = compileSchema({ items: { enum: Array.from({ length: 100_000 }, (_, i) => i * 2) } })
  assert.equal(numbers.validateBytes(JSON.stringify(Array.from({ length: 50_000 }, (_, i) => i * 2))).valid, true)
  const odd = errorOf(() => numbers.validateBytes(JSON.stringify(Array.from({ length: 50_000 }, (_, i) => i * 4 + (i === 49_999)))))
  assert.ok(odd === undefined || ENDS.includes(odd.code), odd?.message)
})

bounded('a million unique items', () => {
  const unique = Array.from({ length: 1_000_000 }, (_, i) => i)
  const pipeline = lines({ uniqueItems: true })
  assert.ok(pipeline.runSync(JSON.stringify(unique.slice(0, 200_000))).length > 0)
  const error = errorOf(() => pipeline.runSync(JSON.stringify([...unique, 7])))
  assert.deepEqual(error.violations[0].params, { i: 1_000_000, j: 7 })
  const objects = Array.from({ length: 20_000 }, (_, i) => ({ i, t: [i] }))
  assert.ok(pipeline.runSync(JSON.stringify(objects)).length > 0)
})

bounded('defaults that would grow without end', () => {
  const schema = { $defs: { t: { properties: { a: { $ref: '#/$defs/t', default: { b: {} } }, b: { $ref: '#/$defs/t', default: { a: {} } } } } }, $ref: '#/$defs/t' }
  const error = errorOf(() => lines(schema, { useDefaults: true }).runSync('{}'))
  assert.ok(ENDS.includes(error.code), error.message)
})
