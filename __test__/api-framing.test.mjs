// Where the records of an input are: concatenated values, and an array inside a document.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configure, records } from '../index.mjs'

const text = (bytes) => Buffer.from(bytes).toString()
const errorOf = (call) => {
  try {
    call()
  } catch (error) {
    return error
  }
  return assert.fail('nothing was thrown')
}
const each = (source, check) => [source, Buffer.from(source)].forEach(check)

test('values follow each other in any way', async () => {
  const copy = records({ input: 'values' }).map((r) => r)
  for (const [source, expected] of [
    ['', []],
    [' \n\r\t ', []],
    ['1', [1]],
    ['1 2\n3\t4\r5', [1, 2, 3, 4, 5]],
    ['{"a":1}{"b":[2]}[3][[]]', [{ a: 1 }, { b: [2] }, [3], [[]]]],
    ['{\n  "a": "}{][\\"\\\\"\n}\n\n"x""y"1"z"true[]null{}-1.5e3', [{ a: '}{]["\\' }, 'x', 'y', 1, 'z', true, [], null, {}, -1500]],
    ['"é😀"\n"\\ud83d"', ['é😀', '\ud83d']]
  ]) {
    each(source, (input) => assert.equal(text(copy.runSync(input)), expected.map((value) => `${JSON.stringify(value)}\n`).join('')))
  }
  assert.equal(text(await copy.run('1 [2]')), '1\n[2]\n')
  assert.equal(text(copy.runSync('"\ud800"[1]')), '"\\ud800"\n[1]\n')
  assert.equal(text(records({ input: 'values', output: 'json' }).filter((r, i) => i).runSync('1 2 3')), '[2,3]')
  assert.equal(text(records({ input: 'values', output: 'lines' }).runSync('"a""b"')), 'a\nb\n')
  assert.equal(text(records({ input: 'values', bom: 'strip' }).runSync(Buffer.from('\ufeff1 2'))), '1\n2\n')
})

test('what is no value says where, in input order', () => {
  const copy = records({ input: 'values' }).map((r) => r.a)
  for (const [source, record, offset] of [
    ['{"a":1},{"a":2}', 1, 7],
    ['{"a":1}]', 1, 7],
    ['{"a":1} {"a":]}', 1, 13],
    ['[1}', 0, 2],
    ['1true', 0, 1],
    ['1 2-3', 1, 3],
    ['truefalse', 0, 4],
    ['1 nul', 1, 5],
    ['1 {"a":', 1, 7],
    ['1 "a', 1, 4],
    ['"a\nb"', 0, 2],
    ['\ufeff1', 0, 0]
  ]) {
    each(source, (input) => {
      const error = errorOf(() => records({ input: 'values' }).runSync(input))
      assert.deepEqual([error.name, error.code, error.record, error.offset], ['SyntaxError', 'ERR_JSONMILL_PARSE', record, offset], source)
    })
  }
  const failing = errorOf(() => copy.map((a) => a.b).runSync('{"a":{}} {} {'))
  assert.deepEqual([failing.code, failing.record, failing.stage], ['ERR_JSONMILL_CALLBACK', 1, 1])
  assert.throws(() => records({ input: 'values', utf8: 'strict' }).runSync(Buffer.from([0x31, 0x20, 0x22, 0xff, 0x22])), { record: 1, offset: 3 })
  assert.throws(() => records({ input: 'values', limits: { maxRecordBytes: 3 } }).runSync('1 [1][1,2]'), { code: 'ERR_JSONMILL_LIMIT', record: 2 })
})

test('values are read natively, and errors stand where they stand in V8', { skip: process.env.JSONMILL_MODE === 'js' }, async () => {
  const longer = `${' '.repeat(70)}{"id":1}`
  const good = ['', ' \n', '1', '1 2\n3', '{"id":1}{"id":2}[3][[]]', '"a""b"1"c"true[]null{}-1.5e3 0', '"é😀"\n"\\ud83d\\"}"', longer, `${longer}${longer} 12 `]
  const wrong = ['tru e', '1.', '- 1', '01', '1true', '1é', 'é', '\u200b', '\u0001', '1,2', '[1}', '{"a":]}', '"a" b', '"\\u12', '"\\x"', '"a\nb"', '[1', '\ufeff1', `${longer}x`]
  const cases = [...good, ...wrong, ...wrong.map((text) => `1 {"id":2}\n${text} [3]`)].map((text) => Buffer.from(text))
  const invalid = ['1 |', '12|', '"a|"', '[1,|]', '1\n"x" {"a":1}|', '{"a":x |}', 'x |', '[|', longer, `${longer}|`]
  const bytes = invalid.map((text) => Buffer.from(text.replace('|', '\u00ff'), 'latin1'))
  const tell = (output) => text(output)
  const fail = ({ name, code, message, record, offset, line, column, stage }) => ({ name, code, message, record, offset, line, column, stage })
  const outcome = (call) => {
    try {
      return tell(call())
    } catch (error) {
      return fail(error)
    }
  }
  for (const options of [{}, { utf8: 'strict' }, { output: 'json', space: 1 }]) {
    const p = records({ input: 'values', unsupported: 'throw', ...options }).map((r) => r)
    for (const input of [...cases, ...bytes]) {
      configure({ mode: 'js' })
      const expected = outcome(() => p.runSync(input))
      configure({ mode: 'native' })
      assert.deepEqual(outcome(() => p.runSync(input)), expected, `${JSON.stringify(options)} ${input}`)
      assert.deepEqual(await p.run(input).then(tell, fail), expected, `${input}`)
    }
  }
})

test('at leads to the array', async () => {
  const ids = (at) => records({ at }).map((r) => r)
  for (const [at, document] of [
    ['', '[1,2]'],
    ['/a', '{"z":[9],"a":[1,2]}'],
    ['/a/b', '{"a":{"b":[1,2],"c":3},"b":[9]}'],
    ['/a/1/b', '{"a":[0,{"b":[1,2]}]}'],
    ['/', '{"":[1,2]}'],
    ['/a~1b/~0/~01', '{"a/b":{"~":{"~1":[1,2]}}}'],
    ['/a', '{"a":[0],"a":[1,2]}'],
    ['/a/b', '{"a":{"b":[0]},"a":{"b":[1,2]}}'],
    ['/a', '{"\\u0061":[1,2]}'],
    ['/__proto__', '{"__proto__":[1,2]}'],
    ['/é', ' {"é" : [ 1 , 2 ] } ']
  ]) {
    each(document, (input) => assert.equal(text(ids(at).runSync(input)), '[1,2]', `${at} in ${document}`))
    assert.equal(text(await ids(at).run(document)), '[1,2]')
  }
  assert.equal(text(records({ at: '/a', output: 'ndjson' }).filter((n) => n > 1).runSync('{"a":[1,2,3]}')), '2\n3\n')
  assert.equal(text(records({ at: '/a' }).reduce((sum, n) => sum + n, 0)('{"a":[1,2,3]}')), '6')
})

test('no array at the pointer is an error that names it', () => {
  for (const [at, document, what] of [
    ['/a', '{"b":[]}', /nothing/],
    ['/a', '[[]]', /nothing/],
    ['/a/b', '{"a":{"b":{"c":[]}}}', /an object/],
    ['/a', '{"a":[1],"a":null}', /null/],
    ['/a/b', '{"a":{"b":[1]},"a":{}}', /nothing/],
    ['/a/01', '{"a":[0,[1]]}', /nothing/],
    ['/a/-', '{"a":[[1]]}', /nothing/],
    ['/a/length', '{"a":[]}', /nothing/],
    ['/toString', '{}', /nothing/],
    ['/a/0', '{"a":"x"}', /nothing/],
    ['/a', '7', /nothing/]
  ]) {
    const error = errorOf(() => records({ at }).map((r) => r).runSync(document))
    assert.deepEqual([error.name, error.code], ['SyntaxError', 'ERR_JSONMILL_PARSE'])
    assert.ok(error.message.includes(at), error.message)
    assert.match(error.message, what, document)
  }
})

test('records count inside the array at the pointer', () => {
  const bad = (document) => errorOf(() => records({ at: '/a/b' }).runSync(document))
  assert.deepEqual([bad('{"x":[1,2],"a":{"b":[1,{"c":2},x]}}').record, bad('{"x":[1,2],"a":{"b":[1,{"c":2},x]}}').offset], [2, 31])
  assert.equal(bad('{"a":{"b":[1,2]},"a":{"b":[1,x').record, 1)
  const limits = { maxRecordBytes: 4 }
  assert.equal(errorOf(() => records({ at: '/a', limits }).runSync('{"long":"abcdef","a":[1,[1,2],3]}')).record, 1)
  const failing = errorOf(() => records({ at: '/a' }).map((r) => r.b.c).runSync('{"a":[{"b":1},{}]}'))
  assert.deepEqual([failing.code, failing.record], ['ERR_JSONMILL_CALLBACK', 1])
  assert.equal(errorOf(() => records({ at: '/a' }).map((r) => r.b.c).runSync('{"a":[{}],"b":')).code, 'ERR_JSONMILL_PARSE')
})
