// Violations and changed records are ajv's: over committed cases, and over fresh ones where ajv is installed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { compileSchema, configure, records } from '../index.mjs'
import { ajv, brief } from './support/schemas/ajv.mjs'
import { changeCases, changedRecords, firstViolations, violationCases } from './support/schemas/cases.mjs'

const { reset } = createRequire(import.meta.url)('../lib/mode.js')

const committed = (name) => JSON.parse(readFileSync(new URL(`../testdata/validation/${name}.json`, import.meta.url), 'utf8'))
const SEED = Number(process.env.JSONMILL_TEST_SEED ?? Date.now() % 100_000)
const FRESH = Number(process.env.JSONMILL_TEST_SCHEMAS ?? 20)
/** To compile a schema takes ajv tens of milliseconds. */
const DERIVED = 30
const skip = ajv === null && 'ajv is not installed'
const [LEAST, LEAST_CHANGED] = [0.98, 0.995]

/** The share of equal outcomes among those that count, and the first of the others. */
function shareOf(cases, outcomes, counts = () => true) {
  let [all, equal, different] = [0, 0, undefined]
  for (const one of cases) {
    outcomes(one).forEach((outcome, i) => {
      const expected = one.expected[i]
      if (!counts(expected, outcome)) return
      all++
      if (outcome === expected) equal++
      else different ??= { schema: JSON.stringify(one.schema), record: JSON.stringify(one.records[i]), options: one.options, expected, outcome }
    })
  }
  return { all, share: equal / all, different }
}

function assertShare(found, least) {
  assert.ok(found.share >= least, `${found.share} of ${found.all}: ${JSON.stringify(found.different, null, 2)}`)
}

const ours = ({ draft, schema, records: all }) => {
  const check = compileSchema(schema, { draft, formats: true })
  return all.map((record) => (check(record) ? null : brief(check.errors[0])))
}
const isViolation = (expected, outcome) => expected !== null || outcome !== null

const changed = ({ draft, schema, options, records: all }) => {
  const check = compileSchema(schema, { draft, formats: true, ...options })
  return all.map((record) => {
    const copy = structuredClone(record)
    return check(copy) ? JSON.stringify(copy) : null
  })
}

test('the first violations of committed cases are those of ajv', () => {
  assertShare(shareOf(committed('violations'), ours, isViolation), LEAST)
})

test('the first violations of fresh cases are those of ajv', { skip }, () => {
  assertShare(shareOf(violationCases(SEED, FRESH), ours, isViolation), LEAST)
})

test('committed cases are changed as by ajv', () => {
  assertShare(shareOf(committed('changes'), changed), LEAST_CHANGED)
})

test('fresh cases are changed as by ajv', { skip }, () => {
  assertShare(shareOf(changeCases(SEED, FRESH), changed), 0.98)
})

test('what is committed is what ajv says', { skip }, () => {
  for (const one of committed('violations').slice(0, DERIVED)) assert.deepEqual(firstViolations(one), one.expected)
  for (const one of committed('changes').slice(0, DERIVED)) assert.deepEqual(changedRecords(one), one.expected)
})

test('a stage changes records as the schema by itself does, natively and in V8', () => {
  for (const one of committed('changes').slice(0, 60)) {
    const { draft, schema, options, records: all } = one
    const wanted = changed(one).filter((text) => text !== null).map((text) => `${text}\n`).join('')
    const input = all.map((record) => JSON.stringify(record)).join('\n')
    const pipeline = records({ input: 'ndjson', onError: 'drop' }).validate(schema, { draft, formats: true, ...options })
    for (const mode of ['native', 'js']) {
      configure({ mode })
      try {
        assert.equal(pipeline.runSync(input).toString(), wanted, `${mode}: ${JSON.stringify({ schema, options })}`)
      } finally {
        reset()
      }
    }
  }
})
