// Numbers of runs: who asks for a report gets them, who subscribes hears of every run, and nobody else pays.
import assert from 'node:assert/strict'
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { configure, mill, records } from '../index.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'jsonmill-statistics-'))
after(() => rmSync(folder, { recursive: true }))

const hasAddon = process.env.JSONMILL_MODE !== 'js'
/** In native code where there is some, and in V8. */
const both = (name, body) =>
  test(name, async () => {
    try {
      await body('native')
      configure({ mode: 'js' })
      await body('v8')
    } finally {
      if (hasAddon) configure({ mode: 'native' })
    }
  })

const lines = Array.from({ length: 3000 }, (_, n) => `{"n":${n},"name":"name of ${n}"}\n`).join('')
const pipeline = () => records({ input: 'ndjson' }).filter((r) => r.n % 3 === 0).flatMap((r) => [r.n, r.name])

function check(statistics, ran) {
  const { records: read, recordsOut, rejected, bytesIn, time, stages, milliseconds } = statistics
  assert.deepEqual([read, recordsOut, rejected, bytesIn], [3000, 2000, 0, lines.length])
  assert.deepEqual(stages.map((stage) => [stage.stage, stage.kind, stage.in, stage.out]), [[0, 'filter', 3000, 1000], [1, 'flatMap', 1000, 2000]])
  assert.equal(statistics.ran, hasAddon ? ran : 'v8')
  assert.ok(milliseconds > 0)
  for (const part of ['read', 'scan', 'evaluate', 'write']) assert.ok(time[part] >= 0 && Number.isFinite(time[part]), part)
  // scan is what the sampled others leave of the whole: a hiccup in one sample can leave nothing
  assert.ok(time.evaluate > 0 && time.write > 0)
  const inStages = stages.reduce((sum, stage) => sum + stage.milliseconds, 0)
  assert.ok(Math.abs(inStages - time.evaluate) < 1e-3)
  assert.equal(statistics.peakMemory > 0, statistics.ran === 'native')
}

both('a report has the numbers of its run', async (ran) => {
  check(pipeline().reportSync(lines).statistics, ran)
  check((await pipeline().report(lines)).statistics, ran)
})

both('so has a run over files', async (ran) => {
  const file = path.join(folder, 'in.ndjson')
  writeFileSync(file, lines)
  const statistics = await pipeline().runFile(file, path.join(folder, 'out.ndjson'))
  check(statistics, ran)
  assert.equal(statistics.bytesOut, pipeline().runSync(lines).length)
})

test('threads add up what they counted', async () => {
  const big = Buffer.from(lines.repeat(40))
  const { output, statistics } = await pipeline().report(big)
  assert.ok(output.equals(pipeline().runSync(big)))
  assert.deepEqual(statistics.stages.map((stage) => [stage.in, stage.out]), [[120_000, 40_000], [40_000, 80_000]])
  assert.deepEqual([statistics.records, statistics.recordsOut], [120_000, 80_000])
})

test('a pipeline that goes on in V8 has both parts', { skip: !hasAddon }, () => {
  process.once('warning', () => {})
  const { statistics } = records({ input: 'ndjson' }).filter((r) => r.n % 3 === 0).map((r) => process.pid > 0 && r.n).reportSync(lines)
  assert.equal(statistics.ran, 'mixed')
  assert.deepEqual(statistics.stages.map((stage) => [stage.in, stage.out]), [[3000, 1000], [1000, 1000]])
})

both('stages that hold their records count them once', async () => {
  const { statistics } = records().sort((a, b) => b - a).slice(-2).map((n, _, all) => n + all.length).reportSync('[1,5,3,4]')
  assert.deepEqual(statistics.stages.map((stage) => [stage.in, stage.out]), [[4, 4], [4, 2], [2, 2]])
})

both('who subscribes hears of every run', async (ran) => {
  const heard = []
  const listen = (message) => heard.push(message)
  subscribe('jsonmill:run', listen)
  try {
    const first = mill((doc) => doc.a.map((x) => x + 1))
    first('{"a":[1,2]}')
    await first.run('{"a":[1,2]}')
    assert.throws(() => first('{}'))
    await assert.rejects(first.run('{"a":'))
    first.eachSync(['{"a":[]}', '{}', null])
    await first.each(['{"a":[]}', '{}', null])
    pipeline().toArraySync(lines)
    const stream = pipeline().stream()
    stream.end(lines)
    await stream.toArray()
    const failing = pipeline().stream()
    failing.end(`${lines}\n{`)
    await assert.rejects(failing.toArray(), SyntaxError)
    const aborted = pipeline().stream({ signal: AbortSignal.abort(new Error('enough')) })
    await assert.rejects(aborted.toArray(), { message: 'enough' })
    check(pipeline().reportSync(lines).statistics, ran)
  } finally {
    unsubscribe('jsonmill:run', listen)
  }
  mill((doc) => doc)('1')
  assert.deepEqual(
    heard.map(({ kind, statistics, error }) => [kind, statistics.records, statistics.recordsOut, statistics.rejected, error?.code]),
    [
      ['mill', 1, 1, 0, undefined],
      ['mill', 1, 1, 0, undefined],
      ['mill', 0, 0, 0, 'ERR_JSONMILL_CALLBACK'],
      ['mill', 0, 0, 0, 'ERR_JSONMILL_PARSE'],
      ['mill', 2, 1, 1, undefined],
      ['mill', 2, 1, 1, undefined],
      ['records', 3000, 2000, 0, undefined],
      ['records', 3000, 2000, 0, undefined],
      ['records', heard[8].statistics.records, heard[8].statistics.recordsOut, 0, 'ERR_JSONMILL_PARSE'],
      ['records', 0, 0, 0, undefined],
      ['records', 3000, 2000, 0, undefined]
    ]
  )
  assert.equal(heard[9].error.message, 'enough')
  assert.deepEqual(heard[0].stages, ['mill'])
  assert.equal(channel('jsonmill:run').hasSubscribers, false)
})

both('explain({ analyze }) shows them on the plan', async () => {
  const text = pipeline().explain({ analyze: lines })
  assert.match(text, /\(?stage 0[^]*▸ 3000 in, 1000 out, [\d.]+ ms \(\d+%\)/)
  assert.match(text, /▸ 1000 in, 2000 out/)
  assert.match(text, /analyzed: 3000 records in, 2000 out, 0 rejected/)
  assert.match(text, /time: read [\d.]+ ms \(\d+%\), scan .*, evaluate .*, write /)
  const total = records({ params: true }).reduce((sum, n, _, { by }) => sum + n * by, 0)
  assert.match(total.explain({ analyze: '[1,2]', params: { by: 3 } }), /▸ 2 in, 1 out/)
  assert.throws(() => pipeline().explain({ analyse: lines }), { code: 'ERR_JSONMILL_OPTION' })
  assert.throws(() => pipeline().explain({ analyze: '{' }), { code: 'ERR_JSONMILL_PARSE' })
})
