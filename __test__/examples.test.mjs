// The examples run, and print what their readers are told.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const example = (name) => fileURLToPath(new URL(`../examples/${name}.mjs`, import.meta.url))
const run = (name) => spawnSync(process.execPath, [example(name)], { encoding: 'utf8' })

test('archive-job', () => {
  const { stdout, status } = run('archive-job')
  assert.equal(stdout, '1386 of 10000 records, 1 bad\n{"id":601,"path":"/p/7","seconds":0.601}\n')
  assert.equal(status, 0)
})

test('object-store', () => {
  const { stdout, stderr } = run('object-store')
  assert.equal(stdout, '{"id":2,"total":50}\n\n'.repeat(2), stderr)
})

test('message-batch', () => {
  const { stdout } = run('message-batch')
  assert.match(stdout, /^a: \{"id":1,"user":"ann","region":"eu"\}\nb: null\nc: Cannot read properties of undefined/)
})

test('streaming-server', async () => {
  const server = spawn(process.execPath, [example('streaming-server')], { env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = await new Promise((resolve) => server.stdout.once('data', (text) => resolve(String(text).split('\n'))))
    const body = '{"level":"ERROR","msg":" x "}\n{"level":"INFO","msg":"y"}\n{oops\n'.repeat(20_000)
    const response = await fetch(line, { method: 'POST', body })
    assert.equal(await response.text(), '{"message":"x"}\n'.repeat(20_000))
  } finally {
    server.kill()
  }
})
