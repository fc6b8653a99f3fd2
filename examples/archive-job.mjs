// A nightly job: packed logs in, a packed report out, bad lines set aside.
//   node examples/archive-job.mjs a.ndjson.gz b.ndjson.gz report.ndjson.gz
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { records } from '../index.mjs'

let files = process.argv.slice(2)
if (files.length < 2) {
  // something to try it on
  const folder = mkdtempSync(path.join(tmpdir(), 'archive-'))
  files = [path.join(folder, 'in.ndjson.gz'), path.join(folder, 'report.ndjson.gz')]
  const lines = Array.from({ length: 10_000 }, (_, id) => (id === 5000 ? '{"id":' : JSON.stringify({ id, ms: id % 700, path: `/p/${id % 9}` })))
  writeFileSync(files[0], gzipSync(lines.join('\n')))
}
const target = files.at(-1)

const slow = records({ input: 'ndjson', onError: 'reject', maxErrorRate: 0.01 })
  .filter((request) => request.ms > 600)
  .map((request) => ({ id: request.id, path: request.path, seconds: request.ms / 1000 }))

const statistics = await slow.runFile(files.slice(0, -1), target, {
  rejects: `${target}.rejects`,
  maxExpansion: 200, // archives come from outside
  onProgress: ({ records: read, secondsLeft }) => console.error(`${read} records${secondsLeft > 1 ? `, ${Math.ceil(secondsLeft)} s left` : ''}`)
})
console.log(`${statistics.recordsOut} of ${statistics.records} records, ${statistics.rejected} bad`)
console.log(gunzipSync(readFileSync(target)).toString().split('\n')[0])
