// The workloads by name, and their inputs in the sizes that matter: a request body, a document, a big export.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { W5, W5g } from './countries.mjs'
import * as events from './events.mjs'
import { half } from './half.mjs'
import * as objects from './objects.mjs'
import * as orders from './orders.mjs'
import * as statuses from './statuses.mjs'
import * as validOrders from './valid-orders.mjs'
import { minify, pretty } from './whole.mjs'

export const WORKLOADS = { W1: statuses, W2: orders, W3: validOrders, W4: minify, W4p: pretty, W5, W5g, W6: events, ...objects, half }

/** `document`: one JSON document for `mill`. `ndjson`: one record a line for `records`. */
export const SIZES = {
  '1 kB': { bytes: 1_000, form: 'document' },
  '6 kB': { bytes: 6_000, form: 'document' },
  '64 kB': { bytes: 64_000, form: 'document' },
  '1 MB': { bytes: 1_000_000, form: 'document' },
  '10 MB': { bytes: 10_000_000, form: 'document' },
  '200 MB': { bytes: 200_000_000, form: 'ndjson' },
  '256 MB': { bytes: 256_000_000, form: 'ndjson' },
}

/** The sizes that a workload is measured at unless others are asked for. */
export const sizesOf = (name) => WORKLOADS[name].sizes ?? ['6 kB', '10 MB', '200 MB']

/** Whether a workload has a document or lines at a size. */
export const formOf = (name, size) => WORKLOADS[name].form ?? SIZES[size].form

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
export function documentOf({ records, wrap }, bytes) {
  const taken = []
  let size = 0
  for (const record of records()) {
    size += Buffer.byteLength(record)
    if (taken.length > 0 && size > bytes) return Buffer.from(wrap(taken))
    taken.push(record)
  }
}

/** The file with a workload's input, in bench/data/, which git ignores; every engine reads the same. */
export function inputFile(name, size) {
  const workload = WORKLOADS[name]
  const { bytes } = SIZES[size]
  const form = formOf(name, size)
  const folder = new URL('../data/', import.meta.url)
  // workloads over the same records share their file
  const source = Object.keys(WORKLOADS).find((other) => WORKLOADS[other].records === workload.records)
  const kind = source === 'W1' && process.env.BENCH_STATUSES ? `${source}-real` : source
  const file = fileURLToPath(new URL(`${kind}-${bytes}.${form === 'ndjson' ? 'ndjson' : 'json'}`, folder))
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${file}.partial`, form === 'ndjson' ? ndjson(workload.records(), bytes) : documentOf(workload, bytes))
    renameSync(`${file}.partial`, file) // an interrupted generation must not be taken for a file
  }
  return file
}
