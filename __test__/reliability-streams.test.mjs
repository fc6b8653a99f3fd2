// Streams and files that end early: ten thousand of them leave nothing behind, and a killed process no half target.
// JSONMILL_KILLS and JSONMILL_STREAMS make it as long as wanted.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { getEventListeners } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { records } from '../index.mjs'

const KILLS = Number(process.env.JSONMILL_KILLS ?? 8)
const STREAMS = Number(process.env.JSONMILL_STREAMS ?? 1000)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsonmill-'))
test.after(() => fs.rmSync(folder, { recursive: true }))
const place = (name) => path.join(folder, name)
const line = (id) => `${JSON.stringify({ id, name: `n${id}`, tags: ['a', 'b'] })}\n`
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

test(`kill -9 at ${KILLS} moments of runFile: the target is the old one or the new one`, { skip: process.platform === 'win32' }, async () => {
  const source = place('in.ndjson')
  fs.writeFileSync(source, Array.from({ length: 150_000 }, (_, id) => line(id)).join(''))
  const target = place('out.ndjson')
  const entry = fileURLToPath(new URL('../index.js', import.meta.url))
  // tells when it begins, and goes on until it is killed
  const script = `
    const { records } = require(${JSON.stringify(entry)})
    const plan = records({ input: 'ndjson' }).map((o, i) => ({ i, id: o.id, version: VERSION }))
    plan.runSync('{"id":1}')
    console.log('begins')
    const again = () => plan.runFile(${JSON.stringify(source)}, ${JSON.stringify(target)}).then(again)
    again()`
  const whole = (version) => records({ input: 'ndjson' }).map((o, i, { version }) => ({ i, id: o.id, version }), { version }).runSync(fs.readFileSync(source))
  const known = new Map()
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(process.execPath, ['-e', script.replace('VERSION', String(kill))], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    await pause(Math.random() * 250)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    if (!fs.existsSync(target)) continue
    const found = fs.readFileSync(target)
    const version = Number(/"version":(\d+)/.exec(found.subarray(0, 200).toString())?.[1])
    known.set(version, known.get(version) ?? whole(version))
    assert.ok(found.equals(known.get(version)), `kill ${kill} left ${found.length} bytes of version ${version}`)
  }
  // what is left bears another name, and nobody else can read it
  for (const name of fs.readdirSync(folder)) {
    if (!name.endsWith('.tmp')) continue
    assert.match(name, /^\.out\.ndjson\.[0-9a-f]{12}\.tmp$/)
  }
})

test(`${STREAMS} streams that are destroyed or aborted leave no descriptor, listener or memory`, async () => {
  const plans = [
    records({ input: 'ndjson' }).map((o) => ({ id: o.id })),
    records().filter((o) => o.id > 1),
    records({ input: 'ndjson' }).sort((a, b) => b.id - a.id)
  ]
  const source = place('some.ndjson')
  fs.writeFileSync(source, Array.from({ length: 3000 }, (_, id) => line(id)).join(''))
  const text = Buffer.from(Array.from({ length: 500 }, (_, id) => line(id)).join(''))
  const forever = new AbortController()
  const descriptors = () => (process.platform === 'linux' ? fs.readdirSync('/proc/self/fd').length : 0)
  const ways = [
    async (plan) => {
      const stream = plan.stream({ signal: forever.signal })
      stream.on('error', () => {})
      stream.write(text)
      await pause(0)
      stream.destroy()
    },
    async (plan) => {
      const controller = new AbortController()
      const stream = plan.stream({ signal: controller.signal })
      const done = pipeline(new PassThrough().end(text), stream, new PassThrough().resume()).catch(() => {})
      controller.abort()
      await done
    },
    async (plan) => {
      const stream = plan.stream()
      stream.on('error', () => {})
      stream.end('{"id":')
      stream.resume()
    },
    async () => {
      const controller = new AbortController()
      const run = plans[0].runFile(source, place('out'), { signal: controller.signal }).catch(() => {})
      if (Math.random() < 0.5) await pause(1)
      controller.abort()
      await run
    },
    async () => {
      for await (const { id } of plans[0].iterate(fs.createReadStream(source), { signal: forever.signal })) if (id === 5) break
    },
    async (plan) => plan.run(text, { signal: AbortSignal.abort() }).catch(() => {})
  ]
  const round = async (count) => {
    for (let i = 0; i < count; i++) await ways[i % ways.length](plans[i % plans.length])
    await pause(50)
  }
  await round(200)
  const before = { descriptors: descriptors(), memory: process.memoryUsage().rss }
  await round(STREAMS)
  for (let i = 0; i < 40 && descriptors() > before.descriptors; i++) await pause(25)
  assert.ok(descriptors() <= before.descriptors, `${descriptors()} descriptors, ${before.descriptors} before`)
  assert.equal(getEventListeners(forever.signal, 'abort').length, 0)
  const grown = process.memoryUsage().rss - before.memory
  // per stream far less than one of its slices
  assert.ok(grown < (64 << 20) + STREAMS * 2048, `memory grew by ${(grown / 1e6).toFixed(1)} MB`)
  assert.deepEqual(fs.readdirSync(folder).filter((name) => name.endsWith('.tmp') && name.startsWith('.out.') && !name.startsWith('.out.ndjson')), [])
})
