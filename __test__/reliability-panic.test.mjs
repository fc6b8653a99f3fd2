// A panic inside the addon becomes an error of the one call that met it. JSONMILL_TEST_PANIC names the entry that panics.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { child } from './support/child.mjs'

const CODE = `
  const large = Buffer.from('[1]\\n'.repeat(5_000_000))
  const calls = {
    sync: async () => mill((d) => d, { unsupported: 'throw' })('[1]'),
    async: () => mill((d) => d, { unsupported: 'throw' }).run('[1]'),
    large: () => records({ input: 'ndjson', unsupported: 'throw' }).map((d) => d).run(large),
    explain: async () => mill((d) => d, { unsupported: 'throw' }).explain(),
  }
  const answer = async (call) => { try { await call(); return 'ok' } catch (error) { return error.code } }
  ;(async () => {
    const answers = {}
    for (const [name, call] of Object.entries(calls)) answers[name] = await answer(call)
    console.log(JSON.stringify(answers))
  })()`

const INTERNAL = 'ERR_JSONMILL_INTERNAL'
const everything = { sync: INTERNAL, async: INTERNAL, large: INTERNAL, explain: INTERNAL }
const nothing = { sync: 'ok', async: 'ok', large: 'ok', explain: 'ok' }
const MET_BY = {
  compileStage: everything,
  plan: everything,
  explain: { ...nothing, explain: INTERNAL },
  runSync: { ...nothing, sync: INTERNAL },
  start: { ...nothing, async: INTERNAL, large: INTERNAL },
  compute: { ...nothing, large: INTERNAL },
  finish: { ...nothing, async: INTERNAL, large: INTERNAL },
}

for (const [entry, expected] of Object.entries(MET_BY)) {
  test(`a panic in ${entry}`, { skip: process.env.JSONMILL_MODE === 'js' }, async () => {
    const { stdout, stderr, status } = await child(CODE, { env: { JSONMILL_TEST_PANIC: entry } })
    assert.equal(status, 0, stderr)
    assert.deepEqual(JSON.parse(stdout), expected)
    assert.equal(stderr, '', 'nothing is printed: the streams belong to the application')
  })
}
