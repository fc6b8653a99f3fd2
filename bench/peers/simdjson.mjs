// The simdjson addon in place of JSON.parse.
import { createRequire } from 'node:module'
import { WORKLOADS } from '../workloads/index.mjs'

const simdjson = createRequire(import.meta.url)('simdjson')

export function engine(name) {
  const { document, then, space } = WORKLOADS[name]
  if (then !== undefined) return (bytes) => document(simdjson.parse(bytes.toString()))
  return (bytes) => Buffer.from(JSON.stringify(document(simdjson.parse(bytes.toString())), null, space))
}
