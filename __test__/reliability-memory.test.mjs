// Result buffers are memory that V8 knows of, or their garbage would pile up; no two of them share bytes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill } from '../index.mjs'
import { child } from './support/child.mjs'

const MEASURE = `
  const same = mill((document) => document, { unsupported: 'throw' })
  const input = Buffer.from(JSON.stringify('x'.repeat(SIZE)))
  let peak = 0
  const note = () => { peak = Math.max(peak, process.memoryUsage.rss()) }
  const before = process.memoryUsage.rss()
  const report = () => console.log(Math.round((peak - before) / 1e6))`

for (const [size, rounds, allowed] of [[100_000, 4_000, 200], [2_000_000, 1_000, 500], [20_000_000, 60, 800]]) {
  test(`synchronous results of ${size} bytes do not pile up`, async () => {
    const code = `${MEASURE}; for (let i = 0; i < ${rounds}; i++) { same(input); note() } report()`
    const { stdout, stderr } = await child(code.replace('SIZE', size))
    assert.ok(Number(stdout) < allowed, `grew by ${stdout.trim()} MB ${stderr}`)
  })

  test(`asynchronous results of ${size} bytes do not pile up`, async () => {
    const code = `${MEASURE}; (async () => { for (let i = 0; i < ${rounds}; i++) { await same.run(input); note() } report() })()`
    const { stdout, stderr } = await child(code.replace('SIZE', size))
    assert.ok(Number(stdout) < allowed, `grew by ${stdout.trim()} MB ${stderr}`)
  })
}

test('no two results share memory', async () => {
  const same = mill((document) => document, { unsupported: 'throw' })
  for (const size of [1, 1_000, 100_000, 3_000_000]) {
    const input = Buffer.from(JSON.stringify('x'.repeat(size)))
    const results = [same(input), await same.run(input), same(input), ...(await Promise.all([same.run(input), same.run(input)]))]
    for (const [i, result] of results.entries()) result.fill(i)
    for (const [i, result] of results.entries()) assert.ok(result.every((byte) => byte === i))
  }
})
