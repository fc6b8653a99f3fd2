// Runs that are abandoned: by an abort signal, by the end of their worker, by the end of the process.
import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { mill, records } from '../index.mjs'
import { child } from './support/child.mjs'

const lines = records({ input: 'ndjson', unsupported: 'throw' }).map((record) => ({ id: record.id }))
const LINE = '{"id":1,"name":"Ada","tags":["a","b","c"]}\n'
const small = Buffer.from(LINE.repeat(100))
const large = Buffer.from(LINE.repeat(300_000))

test('an aborted signal stops the call before it begins', async () => {
  const reason = new Error('not wanted any more')
  await assert.rejects(async () => lines.run(small, { signal: AbortSignal.abort(reason) }), (error) => error === reason)
})

test('abort at any moment settles once, with the reason or the result, and leaves no listener', async () => {
  for (let round = 0; round < 30; round++) {
    const controller = new AbortController()
    const { signal } = controller
    const handler = () => {}
    signal.onabort = handler
    const reason = new Error(`round ${round}`)
    const running = lines.run(round % 2 ? large : small, { signal }).then(
      (output) => output.length > 0,
      (error) => error === reason,
    )
    setTimeout(() => controller.abort(reason), round % 10)
    assert.equal(await running, true)
    await new Promise(setImmediate)
    assert.equal(getEventListeners(signal, 'abort').length, 1, "only the application's own stays")
    assert.equal(signal.onabort, handler)
  }
})

test('an abort is answered within 50 ms', async () => {
  const controller = new AbortController()
  const running = lines.run(large, { signal: controller.signal })
  await new Promise((resolve) => setTimeout(resolve, 5))
  const before = performance.now()
  controller.abort()
  await running.catch(() => {})
  assert.ok(performance.now() - before < 50)
})

test('one signal serves a thousand calls without a warning', async () => {
  const { stderr, status, stdout } = await child(`
    const same = mill((d) => d)
    const { signal } = new AbortController()
    const one = async () => { for (let i = 0; i < 100; i++) await same.run('[1]', { signal }) }
    Promise.all(Array.from({ length: 10 }, one)).then(() => console.log('done'))`)
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: 'done\n', stderr: '' })
})

test('terminating a worker in the middle of its runs harms nobody', async () => {
  const body = `
    const { records } = require(${JSON.stringify(new URL('../index.js', import.meta.url).pathname)})
    const { parentPort } = require('node:worker_threads')
    const lines = records({ input: 'ndjson' }).map((record) => ({ id: record.id }))
    const input = Buffer.from(${JSON.stringify(LINE)}.repeat(200_000))
    const forever = async () => { for (;;) await lines.run(input) }
    forever()
    forever()
    parentPort.postMessage('running')`
  for (let round = 0; round < 12; round++) {
    const worker = new Worker(body, { eval: true })
    await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    await new Promise((resolve) => setTimeout(resolve, (round * 7) % 40))
    await worker.terminate()
  }
  assert.equal(lines.runSync(small).length, 100 * '{"id":1}\n'.length)
})

test('a plan and its runs work in several workers at once', async () => {
  const body = `
    const { mill } = require(${JSON.stringify(new URL('../index.js', import.meta.url).pathname)})
    const ids = mill((document) => document.map((record) => record.id))
    const input = JSON.stringify(Array.from({ length: 20_000 }, (_, id) => ({ id, name: 'x'.repeat(id % 50) })))
    const expected = JSON.stringify(Array.from({ length: 20_000 }, (_, id) => id))
    Promise.all([1, 2, 3].map(() => ids.run(input))).then((all) => {
      if (all.some((output) => output.toString() !== expected)) throw new Error('differs')
    })`
  const exits = Array.from({ length: 4 }, () => new Promise((resolve, reject) => new Worker(body, { eval: true }).once('exit', resolve).once('error', reject)))
  assert.deepEqual(await Promise.all(exits), [0, 0, 0, 0])
})

for (const [how, ending, expected] of [
  ['process.exit', 'process.exit(7)', { status: 7, signal: null }],
  ['SIGTERM', 'process.kill(process.pid, "SIGTERM")', { status: null, signal: 'SIGTERM' }],
]) {
  test(`${how} in the middle of a run ends the process at once and cleanly`, async () => {
    const code = `
      const input = Buffer.from(${JSON.stringify(LINE)}.repeat(400_000))
      const lines = records({ input: 'ndjson' }).map((record) => ({ id: record.id }))
      lines.run(input)
      lines.run(input)
      setTimeout(() => { ${ending} }, DELAY)`
    for (const delay of [0, 3, 11, 29]) {
      const { status, signal, stderr } = await child(code.replace('DELAY', delay))
      assert.deepEqual({ status, signal, stderr }, { ...expected, stderr: '' })
    }
  })
}

test('a run keeps the process alive until it settles, and no longer', async () => {
  const { stdout, status } = await child(`mill((d) => d.length).run('[1,2,3]').then((b) => console.log(String(b)))`)
  assert.deepEqual({ stdout, status }, { stdout: '3\n', status: 0 })
})

test('a hundred failing runs at once reject one by one', async () => {
  const ids = mill((document) => document.map((record) => record.name.length))
  const results = await Promise.allSettled(Array.from({ length: 100 }, (_, i) => ids.run(i % 2 ? '[{"name":"a"}]' : '[{}]')))
  for (const [i, { status, reason }] of results.entries()) {
    assert.equal(status, i % 2 ? 'fulfilled' : 'rejected')
    if (reason) assert.equal(reason.code, 'ERR_JSONMILL_CALLBACK')
  }
})
