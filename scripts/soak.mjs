// node scripts/soak.mjs [seconds]   mixed runs over and over: synchronous, asynchronous, streams that are aborted or left, files; fails if
// resident memory grows after the first quarter, or if descriptors stay open.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { mill, records } from '../index.mjs'

const SECONDS = Number(process.argv[2] ?? 600)
/** Memory may grow by so much: pools fill up, and the collector takes its time. */
const GROWTH = 48 << 20
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsonmill-soak-'))
const [source, target] = ['in.ndjson', 'out.ndjson'].map((name) => path.join(folder, name))
const line = (id) => JSON.stringify({ id, name: `n${id} ä`, tags: ['a', `t${id % 7}`], items: [{ qty: id % 5, price: 1.25 }], at: '2024-01-01T00:00:00Z' })
const text = Buffer.from(Array.from({ length: 60_000 }, (_, id) => `${line(id)}\n`).join(''))
fs.writeFileSync(source, text)
const array = Buffer.from(`[${text.toString().trimEnd().replaceAll('\n', ',')}]`)
const small = Buffer.from(line(5))

const plan = records({ input: 'ndjson' }).filter((o) => o.id % 3 === 0).map((o) => ({ id: o.id, name: o.name, n: o.tags.length }))
const even = records({ input: 'ndjson' }).filter((o) => o.id % 2 === 0)
const grouped = records({ input: 'ndjson' }).distinct((o) => o.id % 1000).sort((a, b) => b.id - a.id)
const fast = mill((o) => ({ id: o.id, total: o.items.reduce((sum, i) => sum + i.qty * i.price, 0) }))
const ofArray = records().map((o) => o.name)
const throwing = records({ input: 'ndjson' }).map((o) => (o.id === 40_000 ? o.missing.x : o.id))
const reason = new Error('enough')
const expected = (error) => {
  if (error !== reason && error.code !== 'ERR_JSONMILL_CALLBACK' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
}
const chunks = function* (bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const KINDS = {
  sync() {
    for (let i = 0; i < 2000; i++) fast(small)
    plan.runSync(text)
    ofArray.runSync(array)
  },
  async run() {
    await Promise.all([plan.run(text), grouped.run(text), ofArray.run(array), fast.run(small)])
  },
  async cancelled() {
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), Math.random() * 10)
    await plan.run(text, { signal: controller.signal }).catch(expected)
    await plan.runFile(Array(4).fill(source), target, { signal: AbortSignal.any([controller.signal]) }).catch(expected)
  },
  async failing() {
    await throwing.run(text).catch(expected)
    await throwing.runFile(source, target).catch(expected)
  },
  async stream() {
    let bytes = 0
    for await (const chunk of Readable.from(chunks(text, 50_000)).pipe(plan.stream())) bytes += chunk.length
    if (bytes === 0) throw new Error('a stream gave nothing')
  },
  async left() {
    const stream = Readable.from(chunks(text, 20_000)).pipe(plan.stream())
    stream.once('data', () => stream.destroy(reason))
    await finished(stream).catch(expected)
    for await (const record of plan.iterate(chunks(text, 30_000))) if (record.id > 900) break
  },
  async file() {
    await plan.runFile(source, target)
    await plan.runFile(source, `${target}.gz`)
    await even.runFile(`${target}.gz`, target)
    await grouped.runFile([source, source], target)
  },
}

const descriptors = () => (fs.existsSync('/proc/self/fd') ? fs.readdirSync('/proc/self/fd').length : 0)
const turn = () => new Promise((resolve) => setTimeout(resolve, 20))
const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000
const count = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, 0]))
let settled // after the first quarter
let opened
let peak = 0
let told = 0
try {
  while (seconds() < SECONDS) {
    for (const [kind, work] of Object.entries(KINDS)) {
      await work()
      count[kind]++
    }
    await turn()
    const { rss } = process.memoryUsage()
    if (seconds() > SECONDS / 4) {
      settled ??= rss
      opened ??= descriptors()
    }
    peak = Math.max(peak, rss)
    if (seconds() - told >= 10) {
      told = seconds()
      console.log(`${told.toFixed(0)} s: ${(rss / 2 ** 20).toFixed(0)} MB, ${descriptors()} descriptors, ${count.sync} rounds`)
    }
  }
  await turn()
  const { rss } = process.memoryUsage()
  const mb = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`
  console.log(`${JSON.stringify(count)}; resident ${mb(settled)} after a quarter of the time, ${mb(rss)} at the end, ${mb(peak)} at most; descriptors ${opened}, ${descriptors()}`)
  if (rss - settled > GROWTH) throw new Error(`memory grew by ${mb(rss - settled)}`)
  if (descriptors() > opened + 2) throw new Error('descriptors stayed open')
} finally {
  fs.rmSync(folder, { recursive: true })
}
