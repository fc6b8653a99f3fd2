// records(): chained Array methods over a document, and the same stages line by line.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { records } from '../index.mjs'

const text = (bytes) => Buffer.from(bytes).toString()
const rows = [{ id: 1, name: 'Alice', n: 3 }, { id: 2, name: 'Bob', n: 1 }, { id: 3, name: 'Çelik', n: 2 }, null]
const json = JSON.stringify(rows)
const ndjson = rows.map((row) => JSON.stringify(row)).join('\n')

test('the classic, as lines and pretty-printed', () => {
  const users = '[{"id":1,"name":"Alice"},{"id":2,"name":"Bob"}]'
  const lines = records({ output: 'lines' }).map((u) => `User: ${u.name} (${u.id})`)
  assert.equal(text(lines.runSync(users)), 'User: Alice (1)\nUser: Bob (2)\n')
  assert.equal(text(records({ space: 2 }).runSync(users)), JSON.stringify(JSON.parse(users), null, 2))
})

test('stages chain as Array methods do, and builders are immutable', () => {
  const some = records().filter((r) => r && r.n > 1)
  const named = some.map((r, index) => ({ index, name: r.name }))
  const odd = some.map((r) => r.id)
  assert.equal(text(named.runSync(json)), JSON.stringify(rows.filter((r) => r && r.n > 1).map((r, index) => ({ index, name: r.name }))))
  assert.equal(text(odd.runSync(json)), '[1,3]')
  assert.equal(text(some.runSync(json)), JSON.stringify([rows[0], rows[2]]))
  assert.equal(text(records().runSync('[1.0,{"2":1,"1":2}]')), '[1,{"1":2,"2":1}]')
})

test('every pair of formats', () => {
  const run = (input, output, source) => text(records({ input, output }).map((r) => r?.name).runSync(source))
  const asJson = '["Alice","Bob","Çelik",null]'
  const asLines = '"Alice"\n"Bob"\n"Çelik"\nnull\n'
  assert.equal(run('json', 'json', json), asJson)
  assert.equal(run('json', 'ndjson', json), asLines)
  assert.equal(run('ndjson', 'ndjson', ndjson), asLines)
  assert.equal(run('ndjson', 'json', ndjson), asJson)
  assert.equal(run('ndjson', undefined, ndjson), asLines)
})

test('lines write strings and refuse everything else', () => {
  const lines = records({ output: 'lines' }).map((r) => r.s)
  assert.equal(text(lines.runSync('[{"s":"a\\nb"},{"s":""},{"s":"\\ud800"}]')), 'a\nb\n\n\ufffd\n')
  assert.throws(() => lines.runSync('[{"s":"a"},{"s":1}]'), { name: 'TypeError', code: 'ERR_JSONMILL_OPTION', record: 1, message: /record 1 / })
})

test('NDJSON: blank lines, CRLF, no last newline, nothing at all', () => {
  const copy = records({ input: 'ndjson' }).map((r) => r)
  assert.equal(text(copy.runSync('')), '')
  assert.equal(text(copy.runSync('\n \t\r\n\n')), '')
  assert.equal(text(copy.runSync('1\r\n\r\n "a" \r\n\n[2]')), '1\n"a"\n[2]\n')
  assert.equal(text(copy.runSync(Buffer.from('1\n2\n'))), '1\n2\n')
  assert.equal(text(records({ input: 'ndjson' }).map(() => undefined).runSync('1\n2')), 'null\nnull\n')
  assert.equal(text(records({ input: 'ndjson' }).filter((r, i) => i % 2).map((r, i) => [r, i]).runSync('5\n6\n7\n8')), '[6,0]\n[8,1]\n')
})

test('a byte order mark and invalid UTF-8', () => {
  const marked = Buffer.from('\ufeff[1]')
  assert.throws(() => records().runSync(marked), { code: 'ERR_JSONMILL_PARSE', offset: 0, help: /bom: 'strip'/ })
  assert.equal(text(records({ bom: 'strip' }).runSync(marked)), '[1]')
  assert.equal(text(records({ bom: 'strip' }).runSync('\ufeff[1]')), '[1]')
  assert.equal(text(records({ bom: 'strip', input: 'ndjson' }).runSync(Buffer.from('\ufeff1\n2'))), '1\n2\n')
  const broken = Buffer.from([0x5b, 0x22, 0xff, 0xed, 0xa0, 0x80, 0x22, 0x5d])
  assert.equal(text(records().runSync(broken)), JSON.stringify(JSON.parse(broken.toString())))
  assert.throws(() => records({ utf8: 'strict' }).runSync(broken), { code: 'ERR_JSONMILL_PARSE', offset: 2 })
  const lines = Buffer.concat([Buffer.from('1\n'), Buffer.from([0x22, 0xff, 0x22]), Buffer.from('\n2')])
  assert.throws(() => records({ input: 'ndjson', utf8: 'strict' }).runSync(lines), { code: 'ERR_JSONMILL_PARSE', offset: 3, record: 1, line: 2, column: 2 })
})

test('a callback that uses the array gets the array', () => {
  const unique = (r, i, array) => array.findIndex((other) => other === r) === i
  assert.equal(text(records().filter(unique).runSync('[1,2,1,3,2]')), '[1,2,3]')
  assert.equal(text(records({ input: 'ndjson' }).filter(unique).map((r) => r + 1).runSync('1\n2\n1\n3\n2')), '2\n3\n4\n')
  const rest = (...all) => all[2].length
  assert.equal(text(records({ input: 'ndjson' }).map(rest).runSync('1\n2')), '2\n2\n')
  assert.equal(text(records().map(function () { return arguments.length }).runSync('[1]')), '[3]')
})

test('built-ins by identity, with the arguments an array method passes', () => {
  const values = '["10","11","",null,"1.5x",true,"3"]'
  for (const builtin of [String, Number, Boolean, parseFloat, parseInt, JSON.stringify, Array.isArray, isNaN, Math.abs]) {
    assert.equal(text(records().map(builtin).runSync(values)), JSON.stringify(JSON.parse(values).map(builtin)), builtin.name)
    assert.equal(text(records().filter(builtin).runSync(values)), JSON.stringify(JSON.parse(values).filter(builtin)), builtin.name)
  }
})

test('strings with lone surrogates live on', () => {
  const source = '["\ud800","a\udc00b"]'
  assert.equal(text(records().map((s) => s).runSync(source)), '["\\ud800","a\\udc00b"]')
  assert.equal(text(records({ input: 'ndjson' }).map((s) => s + '!').runSync('"\ud800"\n"x"')), '"\\ud800!"\n"x!"\n')
})
