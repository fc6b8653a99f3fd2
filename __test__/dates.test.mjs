// Dates: natively as in V8, in whatever zone the process is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { records } from '../index.mjs'
import { child } from './support/child.mjs'

/** Answers of both sides for texts and numbers around changes of clocks; exits with their first difference. */
const COMPARE = `
  const inputs = ['2024-02-29', '2024-02-29T12:34', '2024-03-31T02:30', '2024-10-27T02:30:00.5', '2024-03-10T02:30:00',
    'Jan 5 2024 3:04 pm', '1/2/24', '1970-01-01T00:00:00+14:00', '0000-01-01T00:00', '1883-11-18T12:00', 'nonsense', null, true, 0, 1e12,
    -1e13, 8.64e15, 8.7e15, 1711846799999, 1711846800000, 1729990799999, 1729990800000]
  const transform = (x) => {
    const d = new Date(x)
    const copy = new Date(d)
    copy.setMonth(copy.getMonth() + 1, 31)
    copy.setHours(2, 30)
    return [d, d.getTime(), d.getFullYear(), d.getMonth(), d.getDate(), d.getDay(), d.getHours(), d.getMinutes(), d.getTimezoneOffset(),
      copy.getTime(), copy.toJSON(), new Date(2024, x === 0 ? 2 : 9, 31, 2, 30).getTime(), d > copy, typeof d, d instanceof Date]
  }
  const want = JSON.stringify(inputs.map(transform))
  const got = records({ unsupported: 'throw' }).map(transform).runSync(JSON.stringify(inputs)).toString()
  if (got !== want) { console.log('want ' + want + '\\n got ' + got); process.exit(1) }
`

for (const TZ of ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Africa/Casablanca']) {
  test(`local time in ${TZ}`, async () => {
    const { status, stdout, stderr } = await child(COMPARE, { env: { TZ } })
    assert.equal(status, 0, stdout + stderr)
  })
}

test('a changed TZ is followed', async () => {
  const code = `
    const hour = records({ unsupported: 'throw' }).map((x) => new Date(x).getHours())
    process.env.TZ = 'Asia/Tokyo'
    const first = hour.runSync('[0]').toString()
    process.env.TZ = 'America/New_York'
    process.stdout.write(first + hour.runSync('[0]'))
  `
  const { stdout, stderr } = await child(code, { env: { TZ: 'UTC' } })
  assert.equal(stdout, '[9][19]', stderr)
})

test('an invalid date is V8’s RangeError', () => {
  const p = records({ unsupported: 'throw' }).map((x) => new Date(x).toISOString())
  assert.throws(() => p.runSync('["x"]'), { name: 'RangeError', message: 'Invalid time value', code: 'ERR_JSONMILL_CALLBACK' })
})

test('captured dates are read, not written', () => {
  const since = new Date(Date.UTC(2024, 0, 1))
  const p = records({ unsupported: 'throw' }).filter((o, _, { since }) => new Date(o.at) >= since, { since })
  assert.equal(p.runSync('[{"at":"2023-12-31"},{"at":"2024-01-01"}]').toString(), '[{"at":"2024-01-01"}]')
})
