// Cases of schemas and records: what ajv says about them.
import { ajvFor, brief } from './ajv.mjs'
import { DRAFTS, randomSchema } from './generate.mjs'
import { Random } from './random.mjs'
import { anyValue, mutated, sampleOf } from './values.mjs'

const RECORDS = 8

function records(random, schema) {
  return random.list(RECORDS, RECORDS, () => {
    let record = sampleOf(random, schema)
    for (let i = random.int(0, 2); i > 0; i--) record = mutated(random, record)
    return JSON.parse(JSON.stringify(record ?? anyValue(random)))
  })
}

/** ajv's first violation of each record as text, null where there is none, undefined where ajv runs out of stack. */
export function firstViolations({ draft, schema, records: all }) {
  const check = ajvFor(draft, schema)
  return all.map((record) => {
    try {
      return check(record) ? null : brief(check.errors[0])
    } catch {
      return undefined
    }
  })
}

/** What ajv makes of each record under options that change it: its text, null where it is invalid. */
export function changedRecords({ draft, schema, options, records: all }) {
  const check = ajvFor(draft, schema, options)
  return all.map((record) => {
    const copy = structuredClone(record)
    try {
      return check(copy) ? JSON.stringify(copy) : null
    } catch {
      return undefined
    }
  })
}

/** So many cases with the first violations. */
export function violationCases(seed, count) {
  return some(count, (i) => {
    const random = new Random(seed * 100_003 + i)
    const draft = random.pick(DRAFTS)
    const schema = randomSchema(random, draft)
    if (ajvFor(draft, schema) === undefined) return undefined
    const one = { draft, schema, records: records(random, schema) }
    return { ...one, expected: firstViolations(one) }
  })
}

/** So many cases with what becomes of the records. */
export function changeCases(seed, count) {
  return some(count, (i) => {
    const random = new Random(seed * 100_003 + i)
    const draft = random.pick(DRAFTS)
    const schema = randomSchema(random, draft, { defaults: true })
    const options = {
      ...(random.chance(0.6) && { useDefaults: random.pick([true, 'empty']) }),
      ...(random.chance(0.6) && { coerceTypes: random.pick([true, 'array']) }),
      ...(random.chance(0.6) && { removeAdditional: random.pick([true, 'all', 'failing']) })
    }
    if (ajvFor(draft, schema, options) === undefined) return undefined
    const one = { draft, schema, options, records: records(random, schema) }
    return { ...one, expected: changedRecords(one) }
  })
}

/** Cases in which ajv runs out of stack, or refuses the schema, are none. */
function some(count, make) {
  const found = []
  for (let i = 0; found.length < count; i++) {
    const one = make(i)
    if (one !== undefined && !one.expected.includes(undefined)) found.push(one)
  }
  return found
}
