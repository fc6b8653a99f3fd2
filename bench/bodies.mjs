// npm run bench -- bodies     request bodies of 1 to 6 kB against a schema: one native call over the bytes, beside JSON.parse and ajv
import { compileSchema, mill } from '../index.mjs'
import { validator } from './checked.mjs'
import { table } from './table.mjs'
import { documentOf } from './workloads/index.mjs'
import * as orders from './workloads/orders.mjs'
import { schema } from './workloads/valid-orders.mjs'

const ROUNDS = 300
/** Calls of one kind in a row, as a service under load makes them. */
const CALLS = 20

const list = { type: 'array', items: schema }
const INPUTS = {
  'an order, 1 kB': [Buffer.from(orders.records().next().value), schema],
  'orders, 3 kB': [documentOf(orders, 3_000), list],
  'orders, 6 kB': [documentOf(orders, 6_000), list],
}

/** Measures in turn, prints medians and the best, in microseconds. */
export function bodyTimes() {
  const first = (document) => (Array.isArray(document) ? document[0] : document).id
  const results = []
  for (const [name, [bytes, schema]] of Object.entries(INPUTS)) {
    const check = validator(schema)
    const { validateBytes } = compileSchema(schema, { formats: true })
    const [alone, checked] = [undefined, { schema, schemaOptions: { formats: true } }].map((options) => mill(first, { ...options, unsupported: 'throw' }))
    if (!validateBytes(bytes).valid || checked(bytes).toString() !== alone(bytes).toString()) throw new Error('a body is not valid')
    const calls = {
      'JSON.parse': () => JSON.parse(bytes.toString()),
      'and ajv': () => check(JSON.parse(bytes.toString())),
      validateBytes: () => validateBytes(bytes),
      'a mill that reads an id': () => alone(bytes),
      'with schema': () => checked(bytes),
    }
    const times = Object.fromEntries(Object.keys(calls).map((call) => [call, []]))
    for (let round = 0; round < ROUNDS; round++) {
      for (const [call, measured] of Object.entries(calls)) {
        const start = performance.now()
        for (let i = 0; i < CALLS; i++) measured()
        times[call].push(((performance.now() - start) / CALLS) * 1e3)
      }
    }
    const shown = Object.entries(times).map(([call, all]) => {
      all.sort((a, b) => a - b)
      return [call, `${all[ROUNDS >> 1].toFixed(1)} (${all[0].toFixed(1)})`]
    })
    results.push({ 'µs, median (best)': name, ...Object.fromEntries(shown) })
  }
  console.log(table(results))
}
