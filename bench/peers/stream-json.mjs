// stream-json: tokens, assembled to one record at a time.
import { chain } from 'stream-chain'
import { Readable } from 'node:stream'
import { parser } from 'stream-json'
import { pick } from 'stream-json/filters/pick.js'
import { streamArray } from 'stream-json/streamers/stream-array.js'
import { WORKLOADS } from '../workloads/index.mjs'

const CHUNK = 64 << 10

function* chunks(bytes) {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
}

/** Records that one by one give what the document would. */
async function recordsOf(bytes, inside, take) {
  const steps = [parser({ streamValues: false }), ...(inside === undefined ? [] : [pick({ filter: inside })]), streamArray(), ({ value }) => (take(value), undefined)]
  const pipeline = chain(steps)
  const ended = new Promise((resolve, reject) => pipeline.on('error', reject).on('end', resolve).resume())
  Readable.from(chunks(bytes), { objectMode: false }).pipe(pipeline)
  await ended
}

export function engine(name) {
  const { filter, map, env, then, document } = WORKLOADS[name]
  const inside = WORKLOADS[name].wrap([]).startsWith('{') ? 'statuses' : undefined
  return async (bytes) => {
    const kept = []
    let index = 0
    await recordsOf(bytes, inside, (record) => {
      if (filter === undefined) kept.push(record)
      else if (filter(record, index++, env)) kept.push(map === undefined ? record : map(record, kept.length, env))
    })
    const results = filter === undefined ? document(kept) : kept
    return then === undefined ? Buffer.from(JSON.stringify(results)) : results
  }
}
