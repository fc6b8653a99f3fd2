// Sorts a file of orders by a key, in bounded memory: node scripts/sort-file.mjs [megabytes] [megabytes of memory] [folder]
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import { records } from '../index.mjs'

const [megabytes = 100, memory = 50, parent = os.tmpdir()] = process.argv.slice(2).map((text, i) => (i < 2 ? Number(text) : text))
const folder = fs.mkdtempSync(path.join(parent, 'jsonmill-sort-'))
const [source, target] = ['in.ndjson', 'out.ndjson'].map((name) => path.join(folder, name))
const seconds = (since) => ((performance.now() - since) / 1000).toFixed(1)

const NOTE = 'lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor'

/** Lines of about 250 bytes whose keys come in no order. */
function generate(bytes) {
  const file = fs.openSync(source, 'w')
  let state = 1
  let count = 0
  for (let written = 0; written < bytes; ) {
    let block = ''
    while (block.length < 4 << 20) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      block += `{"id":${count++},"total":${(state >>> 4) / 100},"customer":{"name":"Customer ${state % 99_991}","country":"de"},"items":[{"sku":"sku-${state % 1009}","qty":2,"price":9.5}],"note":"${NOTE}"}\n`
    }
    written += fs.writeSync(file, block)
  }
  fs.closeSync(file)
  return count
}

/** Whether all came, each once, and in order. */
async function check(count) {
  let last = -Infinity
  let [seen, ids] = [0, 0n]
  for await (const line of readline.createInterface({ input: fs.createReadStream(target, { highWaterMark: 1 << 20 }) })) {
    const total = Number(line.slice(line.indexOf('"total":') + 8, line.indexOf(',"customer"')))
    if (total < last) throw new Error(`${total} comes behind ${last}`)
    last = total
    ids += BigInt(line.slice(6, line.indexOf(',')))
    seen++
  }
  const all = (BigInt(count) * BigInt(count - 1)) / 2n
  if (seen !== count || ids !== all) throw new Error(`${seen} of ${count} records came`)
}

try {
  let begun = performance.now()
  const count = generate(megabytes * 1e6)
  console.log(`${count} records, ${(fs.statSync(source).size / 1e6).toFixed(0)} MB, written in ${seconds(begun)} s`)
  const before = process.memoryUsage.rss()
  begun = performance.now()
  const sorted = records({ input: 'ndjson', unsupported: 'throw', limits: { maxMemory: memory * 1e6 }, spill: folder }).sortBy((o) => o.total)
  // Once it has been read it goes: so room for twice its size is enough.
  const onProgress = ({ bytesRead, bytesTotal }) => bytesRead === bytesTotal && fs.rmSync(source, { force: true })
  await sorted.runFile(source, target, { onProgress })
  const peak = process.resourceUsage().maxRSS * 1024
  console.log(`sorted in ${seconds(begun)} s, at most ${(peak / 1e6).toFixed(0)} MB resident, ${(before / 1e6).toFixed(0)} MB before`)
  begun = performance.now()
  await check(count)
  console.log(`all of them, in order: looked at in ${seconds(begun)} s`)
} finally {
  fs.rmSync(folder, { recursive: true })
}
