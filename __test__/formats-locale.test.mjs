// Numbers and dates as Americans write them: compiled code against this Node's ICU.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { records } from '../index.mjs'

process.removeAllListeners('warning')

/** Every choice of one value for each name. */
const choices = (names) =>
  Object.entries(names).reduce((all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))), [{}])

/** Runs natively, or says that it does not. */
function native(callback, env, input) {
  try {
    return records({ unsupported: 'throw' }).map(callback, env).runSync(JSON.stringify(input)).toString()
  } catch (error) {
    if (error.code === 'ERR_JSONMILL_UNSUPPORTED') return undefined
    throw error
  }
}

const NUMBERS = [0, 1, -1, 0.5, 1.005, 2.5, 0.125, 0.0005, 0.00049, 999.9995, 999.99949, 1234.5, -1234567.891, 1e15, 123456789012345680000, 1e21, 1.5e-7, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, 99.995, 1e100, 1577550769684558.25]
for (let i = 0; i < 100; i++) NUMBERS.push((i * 7919.123456789) ** (1 + (i % 5)) / 10 ** (i % 9), -1 - i / 8, i / 1000)

test('numbers', () => {
  const formats = choices({
    style: [undefined, 'decimal', 'percent'],
    minimumFractionDigits: [undefined, 0, 1, 2, 5],
    maximumFractionDigits: [undefined, 0, 2, 20],
    useGrouping: [undefined, false, true]
  })
  const money = choices({ style: ['currency'], currency: ['USD', 'EUR', 'GBP'], minimumFractionDigits: [undefined, 0, 3], maximumFractionDigits: [undefined, 0, 4] })
  let compiled = 0
  for (const options of [undefined, ...formats, ...money]) {
    let expected
    try {
      expected = NUMBERS.map((n) => n.toLocaleString('en-US', options))
    } catch {
      continue
    }
    const got = native((n, _, { options }) => n.toLocaleString('en-US', options), { options }, NUMBERS)
    if (got !== undefined) JSON.parse(got).forEach((text, i) => assert.equal(text, expected[i], `${NUMBERS[i]} ${JSON.stringify(options)}`))
    compiled += got === undefined ? 0 : 1
  }
  assert.ok(compiled > 160, `${compiled} formats are native`)
})

const TIMES = Array.from({ length: 40 }, (_, i) => -6e13 + i * 6.2345678e12).concat(0, 1709210096789, 1704067199999, 1e15, -1e15)

const DATE = { weekday: [undefined, 'short', 'long'], year: [undefined, 'numeric', '2-digit'], month: [undefined, 'numeric', '2-digit', 'short', 'long'], day: [undefined, 'numeric', '2-digit'] }
const TIME = { hour: [undefined, 'numeric', '2-digit'], minute: [undefined, '2-digit'], second: [undefined, '2-digit', 'numeric'] }

for (const [method, parts, least] of [
  ['toLocaleDateString', DATE, 70],
  ['toLocaleTimeString', TIME, 8],
  ['toLocaleString', { ...DATE, ...TIME }, 300]
]) {
  test(method, () => {
    const callback = eval(`(time, _, { options }) => new Date(time).${method}('en-US', options)`)
    let compiled = 0
    for (const some of choices(parts)) {
      const options = { ...some, timeZone: 'UTC' }
      const near = TIMES.filter((time) => time > -6e13 && time < 2e14).slice(least > 100 ? -6 : 0)
      const got = native(callback, { options }, near)
      compiled += got === undefined ? 0 : 1
      if (got !== undefined) near.forEach((time, i) => assert.equal(JSON.parse(got)[i], callback(time, 0, { options }), `${time} ${JSON.stringify(options)}`))
    }
    assert.ok(compiled >= least, `${compiled} formats are native`)
  })
}

test('local time, other locales, invalid dates and far years', () => {
  const run = (callback, input) => {
    const got = JSON.parse(records().map(callback).runSync(JSON.stringify(input)))
    got.forEach((value, i) => assert.deepEqual(value, callback(input[i]), `${callback} of ${input[i]}`))
  }
  run((time) => [new Date(time).toLocaleDateString(), new Date(time).toLocaleTimeString('en-US'), new Date(time).toLocaleString()], TIMES)
  run((n) => [n.toLocaleString(), (-0).toLocaleString(), (-n / 1e9).toLocaleString('en')], NUMBERS)
  run((n) => n.toLocaleString('de-DE'), [1234.5])
  run((n) => n.toLocaleString('en-US', { notation: 'compact' }), [1234.5])
  run((text) => new Date(text).toLocaleDateString('en-US'), ['x', null, 0])
  run((time) => new Date(time).toLocaleDateString('de-DE'), TIMES)
})

test('functions of Intl', () => {
  const run = (callback, input) => {
    const compiled = records({ unsupported: 'throw' }).map(callback)
    JSON.parse(compiled.runSync(JSON.stringify(input))).forEach((value, i) => assert.deepEqual(value, callback(input[i]), `${callback} of ${input[i]}`))
  }
  run((list) => list.sort(new Intl.Collator('en', { numeric: true }).compare), [['a10', 'a9', 'A9', 'b', 'á1']])
  run(([a, b]) => [new Intl.Collator().compare(a, b), Intl.Collator(undefined, { sensitivity: 'base' }).compare(a, b)], [['a', 'B'], ['é', 'E'], [1, null]])
  run((n) => [new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(n), [n, -n].map(new Intl.NumberFormat().format)], NUMBERS)
  run((time) => [new Intl.DateTimeFormat('en-US').format(time), new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(new Date(time))], [0, 1709210096789])
  run((n) => {
    const options = { minimumFractionDigits: 2 }
    const { format } = { format: new Intl.NumberFormat('en-US', options).format }
    options.minimumFractionDigits = 0
    return format(n)
  }, [1, 2.5])
  for (const callback of [(n) => new Intl.NumberFormat('de').format(n), (n) => new Intl.NumberFormat('en-US', { style: 'unit', unit: 'liter' }).format(n), (n) => new Intl.NumberFormat('en-US').format(String(n))]) {
    assert.equal(records().map(callback).runSync('[1234.5]').toString(), JSON.stringify([callback(1234.5)]))
  }
})
