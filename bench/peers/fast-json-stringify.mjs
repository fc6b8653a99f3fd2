// ajv, and fast-json-stringify in place of JSON.stringify.
import { createRequire } from 'node:module'
import { validator } from '../checked.mjs'
import { WORKLOADS } from '../workloads/index.mjs'

const compile = createRequire(import.meta.url)('fast-json-stringify')

/** What only checks values means nothing to a serializer. */
function shapeOf(schema) {
  if (Array.isArray(schema) || schema === null || typeof schema !== 'object') return schema
  const kept = Object.entries(schema).filter(([key]) => !['pattern', 'format', 'minimum', 'maximum', 'maxLength', 'minLength', 'maxItems', 'minItems'].includes(key))
  return Object.fromEntries(kept.map(([key, value]) => [key, shapeOf(value)]))
}

export function engine(name) {
  const { schema } = WORKLOADS[name]
  const check = validator(schema)
  const stringify = compile({ type: 'array', items: shapeOf(schema) })
  return (bytes) => {
    const records = JSON.parse(bytes.toString())
    records.forEach(check)
    return Buffer.from(stringify(records))
  }
}
