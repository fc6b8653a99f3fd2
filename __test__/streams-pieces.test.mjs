// The same bytes as one run over the whole, wherever the input is cut: at every byte, at random, natively, in V8 and in both.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

/** Writes pieces one after the other, each when the one before has been dealt with; gives all output. */
async function through(stream, pieces) {
  const parts = []
  stream.on('data', (chunk) => parts.push(chunk))
  const ended = new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject))
  ended.catch(() => {})
  for (const piece of pieces) {
    // the memory is used again, as some streams do
    const lent = Buffer.from(piece)
    await new Promise((resolve) => stream.write(lent, () => resolve(lent.fill(0x78))))
  }
  stream.end()
  await ended
  return Buffer.concat(parts)
}

const cutInto = (bytes, size) => Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))

let calls = 0
const record = (id) => JSON.stringify({ id, name: `n${id}ä😀\ud800`, tags: ['a', id % 3], ...(id % 4 === 0 && { deep: { id: [1.0, -0] } }), total: id / 4 })
const some = Array.from({ length: 24 }, (_, id) => record(id))
const INPUTS = {
  ndjson: { options: { input: 'ndjson' }, text: `${some.slice(0, 9).join('\n')}\r\n\n  ${some.slice(9).join('\n')}` },
  json: { options: { input: 'json' }, text: ` [${some.join(' ,\n')} ] ` },
  values: { options: { input: 'values' }, text: `${some.join('')}1 2 "x"null\n` },
  at: { options: { at: '/a/1/b' }, text: `{"x":[1],"a":[0,{"c":{},"b":[${some.join(',')}],"d":"]"}]}` }
}
const PIPELINES = {
  native: (options) => records(options).filter((o) => o?.id % 5 !== 1).map((o, i) => ({ i, id: o?.id, upper: o?.name?.toUpperCase(), tags: o?.tags })),
  'in V8': (options) => records(options).filter((o) => (calls++, o?.id % 5 !== 1)).map((o, i) => ({ i, id: o?.id, tags: o?.tags, none: undefined })),
  'in both': (options) => records(options).filter((o) => o?.id % 5 !== 1).flatMap((o) => (calls++, [o?.id, o?.name])).map((x, i) => [x, i]),
  whole: (options) => records(options),
  sorted: (options) => records(options).sort((a, b) => (b?.id ?? 0) - (a?.id ?? 0)).map((o) => o?.id)
}

for (const [name, { options, text }] of Object.entries(INPUTS)) {
  for (const [way, make] of Object.entries(PIPELINES)) {
    test(`${name}, ${way}: cut at every byte`, async () => {
      const plan = make(options)
      const bytes = Buffer.from(text)
      const expected = plan.runSync(bytes)
      for (const size of [1, 7, 64, bytes.length]) {
        assert.equal((await through(plan.stream(), cutInto(bytes, size))).toString(), expected.toString(), `pieces of ${size}`)
      }
      // one cut, at every place
      for (let at = 1; at < bytes.length; at += way === 'native' ? 1 : 13) {
        assert.equal((await through(plan.stream(), [bytes.subarray(0, at), bytes.subarray(at)])).toString(), expected.toString(), `a cut at ${at}`)
      }
      await inV8(async () => assert.equal((await through(plan.stream(), cutInto(bytes, 40))).toString(), expected.toString()))
    })
  }
}

test('an indented array, and other outputs, in V8', async () => {
  const bytes = Buffer.from(INPUTS.json.text)
  for (const options of [{ space: 2 }, { space: '\t' }, { output: 'ndjson' }, { at: '' }]) {
    const plan = records(options).map((o) => (calls++, o.id % 2 ? undefined : { key: { toJSON: (key) => `${key}${o.id}` }, o, toJSON: undefined }))
    assert.equal((await through(plan.stream(), cutInto(bytes, 50))).toString(), plan.runSync(bytes).toString())
    const keyed = records(options).map((o) => ({ toJSON: (key) => (calls++, `at ${key}`) }))
    assert.equal((await through(keyed.stream(), cutInto(bytes, 50))).toString(), keyed.runSync(bytes).toString())
    const none = records(options).filter(() => (calls++, false))
    assert.equal((await through(none.stream(), cutInto(bytes, 50))).toString(), none.runSync(bytes).toString())
  }
})

test('CSV in and out', async () => {
  const csv = Buffer.from('id,name\r\n1,"a, ""b"""\r\n2,ü\r\n3,"x\ny"\r\n')
  const lines = Buffer.from('{"id":1,"name":"a,\\"b"}\n{"id":2,"name":"ü"}\n')
  const plans = [
    [records({ input: 'csv' }).map((o) => o), csv],
    [records({ input: 'csv' }).map((o) => (calls++, o)), csv],
    [records({ input: 'csv', output: 'json' }).filter((o) => o.name !== 'ü').map((o) => (calls++, o)), csv],
    [records({ input: 'ndjson', output: 'csv' }).map((o) => o), lines],
    [records({ input: 'ndjson', output: 'csv' }).flatMap((o) => (calls++, [o, o])), lines],
    [records({ input: 'ndjson', output: 'csv', csv: { columns: ['name'] } }).filter(() => (calls++, false)), lines],
    [records({ input: 'ndjson', output: 'csv', onError: 'drop' }).flatMap((o) => (calls++, o.id === 1 ? [{ a: 1 }, 5] : [o])), lines]
  ]
  for (const [plan, bytes] of plans) {
    const expected = plan.runSync(bytes).toString()
    for (const size of [1, 6, bytes.length]) assert.equal((await through(plan.stream(), cutInto(bytes, size))).toString(), expected)
  }
})

test('large inputs, cut at random', async () => {
  const lines = Array.from({ length: 20_000 }, (_, id) => record(id))
  const seed = Number(process.env.JSONMILL_SEED ?? Date.now() % 1e6)
  let state = seed
  const random = (n) => (state = (state * 48271) % 2147483647) % n
  for (const [input, text] of [['ndjson', lines.join('\n')], ['json', `[${lines.join(',')}]`], ['values', lines.join(' ')]]) {
    const bytes = Buffer.from(text)
    const pieces = []
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + random([10, 1000, 100_000, 900_000][random(4)])
      pieces.push(bytes.subarray(at, at + size))
      at += size
    }
    for (const make of [PIPELINES.native, PIPELINES['in both']]) {
      const plan = make({ input })
      assert.ok((await through(plan.stream(), pieces)).equals(plan.runSync(bytes)), `seed ${seed}, ${input}`)
    }
  }
})

test('bad records are reported with their bytes, wherever the input is cut', async () => {
  const lines = some.map((line, id) => (id % 6 === 2 ? `${line.slice(0, -5)}` : id % 6 === 4 ? line.replace('"name"', '"nom"') : line))
  lines.push(Buffer.from('{"id":1,"name":"\xff\xfe', 'latin1'), '"last"')
  const bytes = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]))
  for (const way of ['native', 'in V8', 'in both']) {
    const options = { input: 'ndjson', onError: 'reject' }
    const plan = {
      native: () => records(options).map((o) => o.name.length),
      'in V8': () => records(options).map((o) => (calls++, o.name.length)),
      'in both': () => records(options).filter((o) => o.id !== 3).map((o) => (calls++, o.name.length))
    }[way]()
    const { output, rejected, statistics } = await plan.report(bytes)
    const shown = (list) => list.map(({ record, offset, line, error, raw }) => ({ record, offset, line, message: error.message, code: error.code, raw: raw.toString('latin1') }))
    for (const size of [1, 11, 200, bytes.length]) {
      const found = []
      const stream = plan.stream({ onReject: (batch) => found.push(...batch) })
      assert.equal((await through(stream, cutInto(bytes, size))).toString(), output.toString())
      assert.deepEqual(shown(found), shown(rejected), `${way}, pieces of ${size}`)
      assert.equal(stream.statistics.rejected, statistics.rejected)
      assert.equal(stream.statistics.records, statistics.records)
    }
  }
})

test('bad records of an array, natively', async () => {
  const bytes = Buffer.from(`[${some.join(', ')} , null, 5,"x"]`)
  const plan = records({ onError: 'reject' }).map((o) => o.name.length)
  const { output, rejected } = await plan.report(bytes)
  for (const size of [1, 9, bytes.length]) {
    const found = []
    const text = await through(plan.stream({ onReject: (batch) => found.push(...batch) }), cutInto(bytes, size))
    assert.equal(text.toString(), output.toString())
    assert.deepEqual(found.map((one) => [one.record, one.offset, one.raw.toString()]), rejected.map((one) => [one.record, one.offset, one.raw.toString()]))
  }
})

test('limits on bad records hold in a stream', async () => {
  const bytes = Buffer.from(Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? 'bad' : '{"a":1}')).join('\n'))
  for (const map of [(o) => o.a, (o) => (calls++, o.a)]) {
    const few = records({ input: 'ndjson', onError: 'drop', maxErrors: 5 }).map(map)
    await assert.rejects(through(few.stream(), cutInto(bytes, 10)), { code: 'ERR_JSONMILL_LIMIT' })
    const share = records({ input: 'ndjson', onError: 'drop', maxErrorRate: 0.05 }).map(map)
    await assert.rejects(through(share.stream(), cutInto(bytes, 10)), { code: 'ERR_JSONMILL_LIMIT' })
    const enough = records({ input: 'ndjson', onError: 'drop', maxErrors: 10, maxErrorRate: 0.1 }).map(map)
    assert.equal((await through(enough.stream(), cutInto(bytes, 10))).toString().length, 180)
  }
})

test('errors name the same place, wherever the input is cut', async () => {
  for (const bad of ['{"id":1,}', '{"id":1,"name":null}', '[', '"\\x"']) {
    const bytes = Buffer.from([...some.slice(0, 5), bad, ...some].join('\n'))
    for (const map of [(o) => o.name.length, (o) => (calls++, o.name.length)]) {
      const plan = records({ input: 'ndjson' }).map(map)
      let expected
      try {
        plan.runSync(bytes)
      } catch (error) {
        expected = error
      }
      for (const size of [1, 30, bytes.length]) {
        await assert.rejects(through(plan.stream(), cutInto(bytes, size)), (error) => {
          assert.equal(error.message, expected.message)
          assert.deepEqual([error.code, error.record, error.line, error.column], [expected.code, expected.record, expected.line, expected.column])
          return true
        })
      }
    }
  }
})

test('where native code has to give up in the middle, V8 goes on', async () => {
  // a write to `__proto__` is left to V8
  const lines = Array.from({ length: 200 }, (_, id) => JSON.stringify({ id, key: id === 150 ? '__proto__' : `k${id % 3}` }))
  const bytes = Buffer.from(lines.join('\n'))
  const plan = records({ input: 'ndjson', onError: 'reject' }).filter((o) => o.id % 7 !== 0).map((o, i) => {
    const made = { i }
    made[o.key] = { id: o.id }
    return made
  })
  const expected = plan.runSync(bytes).toString()
  for (const size of [1, 50, 1000, bytes.length]) assert.equal((await through(plan.stream(), cutInto(bytes, size))).toString(), expected)
})
