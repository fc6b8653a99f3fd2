// A large document that leaves as it comes is laid out while it is read, and its text is let go: the same bytes and errors.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { mill } from '../index.mjs'
import { Random } from './support/differential/random.mjs'
import { nativePlan, outcome } from './support/differential/slices.mjs'

const native = createRequire(import.meta.url)('../lib/native.js').addon() !== null
const plans = ['', 1].map((space) => nativePlan({ kind: 'mill', input: 'json', output: 'json', space, stages: [{ kind: 'mill', text: '(doc) => doc' }] }))

async function sliced(plan, bytes, cuts, letsGo) {
  const run = plan.start(undefined, false, letsGo)
  let from = 0
  for (const to of [...cuts, bytes.length]) {
    run.copy(bytes.subarray(from, to))
    await run.compute()
    from = to
  }
  return run.finish()
}

/** Values of which some have members that change places, or strings that are written otherwise. */
function valueOf(random, depth) {
  const kind = random.int(depth > 3 ? 4 : 7)
  if (kind < 2) return random.int(1e6) / 7
  if (kind < 3) return ['a', 'é😀', '\ud800', '"\\\n'][random.int(4)].repeat(random.int(9))
  if (kind < 4) return null
  if (kind < 5) return Array.from({ length: random.int(6) }, () => valueOf(random, depth + 1))
  return Object.fromEntries(Array.from({ length: random.int(6) }, (_, i) => [random.int(60) === 0 ? i : `k${random.int(4)}${i}`, valueOf(random, depth + 1)]))
}

test('cut anywhere', { skip: !native }, async () => {
  const outcomes = { text: 0, again: 0, error: 0 }
  for (let seed = 1; seed <= 400; seed++) {
    const random = new Random(seed)
    const value = Array.from({ length: 1 + random.int(12) }, () => valueOf(random, 0))
    let text = JSON.stringify(value, null, 1 + random.int(3))
    if (seed % 5 === 0) text += ' '.repeat(random.int(300))
    if (seed % 7 === 0) text = text.slice(0, random.int(text.length)) + ['x', '', ',', '\u0001'][random.int(4)] + text.slice(random.int(text.length))
    if (seed % 11 === 0) text = text.replace('"k', '"9":1,"k')
    const bytes = seed % 13 === 0 ? Buffer.from(text.replace('a', 'caf\xe9'), 'latin1') : Buffer.from(text)
    const cuts = Array.from({ length: random.int(12) }, () => random.int(bytes.length + 1)).sort((a, b) => a - b)
    const plan = plans[seed % 2]
    const expected = await outcome(() => sliced(plan, bytes, cuts, false))
    const found = await outcome(() => sliced(plan, bytes, cuts, true))
    if (found.error?.code === 'AGAIN') outcomes.again++
    else {
      outcomes[found.text === undefined ? 'error' : 'text']++
      assert.deepEqual(found, expected, `seed ${seed}: ${bytes}`)
    }
  }
  for (const [name, count] of Object.entries(outcomes)) assert.ok(count > 5, `${name}: ${count}`)
})

test('run() over more than is copied at the call', async () => {
  const rows = Array.from({ length: 110_000 }, (_, id) => ({ id, text: 'é'.repeat(id % 90), list: [id, { deep: [null, true, 1.5] }] }))
  const [minify, pretty] = [mill((doc) => doc), mill((doc) => doc, { space: 2 })]
  const inputs = {
    ordinary: JSON.stringify(rows, null, 2),
    'a member that changes places': JSON.stringify([...rows, 'x'], null, 2).replace('"x"', '{"a":1,"0":2}'),
    'a bad end': `${JSON.stringify(rows, null, 2)} ]`,
    'a long end': JSON.stringify(rows, null, 2) + ' '.repeat(3 << 20)
  }
  const answer = async (call) => {
    try {
      return (await call()).toString()
    } catch ({ name, code, message, offset, line, column }) {
      return { name, code, message, offset, line, column }
    }
  }
  for (const [name, text] of Object.entries(inputs)) {
    const input = Buffer.from(text)
    assert.ok(input.length > 16 << 20)
    for (const fast of name === 'ordinary' ? [minify, pretty] : [minify]) {
      const [expected, found] = [await answer(() => fast(input)), await answer(() => fast.run(input))]
      assert.ok(typeof expected === 'string' ? expected === found : JSON.stringify(expected) === JSON.stringify(found), `${name}: ${JSON.stringify(found).slice(0, 300)}`)
    }
  }
})
