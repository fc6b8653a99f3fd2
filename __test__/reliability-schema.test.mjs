// Hostile schemas and data end in an error, in bounded time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileSchema, isJsonMillError, records } from '../index.mjs'

const SECONDS = 20

function bounded(name, body) {
  test(name, { timeout: SECONDS * 1000 }, body)
}

const errorOf = (call) => {
  try {
    call()
  } catch (error) {
    return error
  }
  return undefined
}

const tree = { $ref: '#/$defs/t', $defs: { t: { type: 'array', items: { $ref: '#/$defs/t' } } } }

bounded('a recursive schema on data nested 100,000 deep', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  const error = errorOf(() => records({ input: 'ndjson', limits: { maxDepth: 1_000_000 } }).validate(tree).runSync(deep))
  assert.ok(isJsonMillError(error))
  assert.equal(error.code, 'ERR_JSONMILL_DEPTH')
  assert.equal(errorOf(() => compileSchema(tree).validateBytes(deep)).code, 'ERR_JSONMILL_DEPTH')
})

bounded('data nested as deep as people nest it', () => {
  const deep = '['.repeat(300) + ']'.repeat(300)
  assert.equal(records({ input: 'ndjson' }).validate(tree).runSync(deep).toString(), `${deep}\n`)
})

bounded('references that go round in circles', () => {
  const loop = { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }
  assert.equal(errorOf(() => records({ input: 'ndjson' }).validate(loop).runSync('1')).code, 'ERR_JSONMILL_DEPTH')
})

bounded('an allOf bomb', () => {
  const $defs = { n0: { type: 'number' } }
  for (let i = 1; i < 40; i++) $defs[`n${i}`] = { allOf: [{ $ref: `#/$defs/n${i - 1}` }, { $ref: `#/$defs/n${i - 1}` }] }
  const error = errorOf(() => records({ input: 'ndjson' }).validate({ $ref: '#/$defs/n39', $defs }).runSync('1'))
  assert.equal(error.code, 'ERR_JSONMILL_LIMIT')
})

bounded('catastrophic patterns', () => {
  const text = JSON.stringify('a'.repeat(50_000) + '!')
  const error = errorOf(() => records({ input: 'ndjson' }).validate({ pattern: '^(a+)+$' }).runSync(text))
  assert.ok(['ERR_JSONMILL_LIMIT', 'ERR_JSONMILL_VALIDATION'].includes(error.code), error.message)
})

bounded('a schema nested deeper than schemas may be', () => {
  let schema = {}
  for (let i = 0; i < 2_000; i++) schema = { items: schema }
  assert.equal(errorOf(() => records().validate(schema)).code, 'ERR_JSONMILL_OPTION')
  const cycle = {}
  cycle.items = cycle
  assert.match(errorOf(() => records().validate(cycle)).message, /it is no JSON/)
})

bounded('many duplicates, many properties', () => {
  const items = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => ({ i })))
  assert.equal(errorOf(() => records({ input: 'ndjson' }).validate({ uniqueItems: true }).runSync(items)), undefined)
  const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i])))
  const error = errorOf(() => records({ input: 'ndjson' }).validate({ additionalProperties: { type: 'string' } }, { allErrors: true }).runSync(wide))
  assert.equal(error.violations.length, 1000)
})
