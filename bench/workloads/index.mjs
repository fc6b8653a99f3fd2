// The workloads by name, and their inputs in the three sizes that matter: a request body, a document, a big export.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as objects from './objects.mjs'
import * as orders from './orders.mjs'
import * as statuses from './statuses.mjs'
import * as validOrders from './valid-orders.mjs'

export const WORKLOADS = { W1: statuses, W2: orders, W3: validOrders, ...objects }

/** `document`: one JSON document for `mill`. `ndjson`: one record a line for `records`. */
export const SIZES = {
  '6 kB': { bytes: 6_000, form: 'document' },
  '10 MB': { bytes: 10_000_000, form: 'document' },
  '200 MB': { bytes: 200_000_000, form: 'ndjson' },
}

/** At least `bytes` of NDJSON (one record, if a single one is larger). */
export function ndjson(records, bytes) {
  const parts = []
  let block = ''
  let size = 0
  for (const record of records) {
    block += `${record}\n`
    if (block.length < 1 << 20 && size + block.length < bytes) continue
    parts.push(Buffer.from(block))
    size += parts.at(-1).length
    block = ''
    if (size >= bytes) return Buffer.concat(parts)
  }
}

/** One document of about `bytes`, at least one record. */
function documentOf({ records, wrap }, bytes) {
  const taken = []
  let size = 0
  for (const record of records()) {
    size += Buffer.byteLength(record)
    if (taken.length > 0 && size > bytes) return Buffer.from(wrap(taken))
    taken.push(record)
  }
}

/** The input of a workload; big ones are kept in bench/data/, which git ignores. */
export function input(name, size) {
  const workload = WORKLOADS[name]
  const { bytes, form } = SIZES[size]
  if (form === 'document') return documentOf(workload, bytes)
  const folder = new URL('../data/', import.meta.url)
  // workloads over the same records share their file
  const source = Object.keys(WORKLOADS).find((other) => WORKLOADS[other].records === workload.records)
  const kind = source === 'W1' && process.env.BENCH_STATUSES ? `${source}-real` : source
  const file = fileURLToPath(new URL(`${kind}-${bytes}.ndjson`, folder))
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${file}.partial`, ndjson(workload.records(), bytes))
    renameSync(`${file}.partial`, file) // an interrupted generation must not be taken for a file
  }
  return readFileSync(file)
}
