// CSV in and out, natively and in V8 alike.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { configure, count, records } from '../index.mjs'

const { reset } = createRequire(import.meta.url)('../lib/mode.js')
const folder = mkdtempSync(path.join(tmpdir(), 'jsonmill-csv-'))
after(() => rmSync(folder, { recursive: true }))

/** Where it runs natively and in V8; for the same answer. */
const both = (name, body) => {
  test(name, body)
  test(`${name}, in V8`, async () => {
    configure({ mode: 'js' })
    try {
      await body()
    } finally {
      reset()
    }
  })
}
const inV8 = (call) => {
  configure({ mode: 'js' })
  try {
    return call()
  } finally {
    reset()
  }
}
const read = (text, csv, options) => records({ input: 'csv', output: 'ndjson', csv, ...options }).runSync(text).toString()
const write = (rows, csv, options) => records({ output: 'csv', csv: { eol: '\n', ...csv }, ...options }).runSync(JSON.stringify(rows)).toString()
const failure = (call) => {
  try {
    call()
  } catch ({ code, message, record, offset, line, column }) {
    return { code, message, record, offset, line, column }
  }
  return undefined
}

both('records become rows', () => {
  assert.equal(records({ output: 'csv' }).runSync('[{"a":1,"b":"x"},{"b":null,"a":true}]').toString(), 'a,b\r\n1,x\r\ntrue,\r\n')
  const texts = ['a,b', 'say "hi"', 'two\nlines', 'cr\r', ' spaces ', '', 'é😀', '=1+1']
  assert.equal(write(texts.map((t) => ({ t, u: 1 }))), 't,u\n"a,b",1\n"say ""hi""",1\n"two\nlines",1\n"cr\r",1\n spaces ,1\n,1\né😀,1\n=1+1,1\n')
  const values = [1.5, -0, 1e21, true, null, undefined, [1, 'a'], { x: { y: 'q"' } }, 'z']
  assert.equal(write(values.map((v, i) => ({ i, v }))), 'i,v\n0,1.5\n1,0\n2,1e+21\n3,true\n4,\n5,\n6,"[1,""a""]"\n7,"{""x"":{""y"":""q\\""""}}"\n8,z\n')
  const dates = records({ output: 'csv', input: 'ndjson' }).map((o) => ({ at: new Date(o.at), bad: new Date(NaN), n: NaN, f: () => 1, m: new Map(), w: new String('w') }))
  assert.equal(dates.runSync('{"at":0}').toString(), 'at,bad,n,f,m,w\r\n1970-01-01T00:00:00.000Z,,,,{},w\r\n')
})

both('columns, header, delimiter, mark, formulas', () => {
  const rows = [{ a: '=x', b: -1, c: 'x;y' }, { a: '@y', d: 1, c: '+' }]
  assert.equal(write(rows, { columns: ['c', 'a', 'zz'] }), 'c,a,zz\nx;y,=x,\n+,@y,\n')
  assert.equal(write(rows, { columns: ['c', 'a', 'b'], delimiter: ';', formulas: 'escape', bom: true, header: false }), "\ufeff\"x;y\";'=x;-1\n'+;'@y;\n")
  assert.equal(write([], { columns: ['a'] }), 'a\n')
  assert.equal(write([]), '')
  assert.equal(write([{ a: null }, { a: '' }, { a: 'x' }]), 'a\n""\n""\nx\n')
  assert.equal(write([{ 2: 'b', 1: 'a' }]), '1,2\na,b\n')
  assert.equal(write([{ a: '1|2', b: 2 }], { delimiter: '|' }), 'a|b\n"1|2"|2\n')
})

both('what is no row is refused, or left out', () => {
  assert.deepEqual([failure(() => write([{ a: 1 }, 'x'])).code, failure(() => write([{ a: 1 }, [1]])).record], ['ERR_JSONMILL_OPTION', 1])
  assert.match(failure(() => write([{ a: 1 }, { a: 1, 'b"': 2 }])).message, /the key "b\\"", for which there is no column/)
  assert.equal(write([3, { a: 1 }, { a: 1, b: 2 }, { a: 2 }], {}, { onError: 'drop' }), 'a\n1\n2\n')
})

both('rows become records', () => {
  assert.equal(read('\ufeffa,"b ""c"""\r\n1,"x,\ny"\r\n\r\n,""\nab"c,\n'), '{"a":"1","b \\"c\\"":"x,\\ny"}\n{"a":"","b \\"c\\"":""}\n{"a":"ab\\"c","b \\"c\\"":""}\n')
  assert.equal(read('a\tb\n1\t2', { delimiter: '\t', kinds: 'infer' }), '{"a":1,"b":2}\n')
  assert.equal(read('n\n1\n-0.50\n007\ntrue\n"1"\n9007199254740993\n1e5\nnull\n', { kinds: 'infer' }), '{"n":1}\n{"n":-0.5}\n{"n":"007"}\n{"n":true}\n{"n":"1"}\n{"n":"9007199254740993"}\n{"n":100000}\n{"n":"null"}\n')
  assert.equal(read('a,b,c,d\n1,true,"{""x"":[1\n]}",x\n,,,\n', { kinds: { a: 'number', b: 'boolean', c: 'json' } }), '{"a":1,"b":true,"c":{"x":[1]},"d":"x"}\n{"a":null,"b":null,"c":null,"d":""}\n')
  assert.equal(read('1,2\n3,4', { header: false, columns: ['x', '__proto__'] }), '{"x":"1","__proto__":"2"}\n{"x":"3","__proto__":"4"}\n')
  assert.equal(read('2,1\na,b\n'), '{"1":"b","2":"a"}\n')
  assert.equal(read(Buffer.from('a\n\xff\xed\xa0\x80é', 'latin1')), '{"a":"\ufffd\ufffd\ufffd\ufffd\ufffd"}\n')
  assert.deepEqual([read(''), read('a,b'), read('\ufeff\n\n')], ['', '', ''])
  assert.deepEqual(records({ input: 'csv' }).map((r) => r.a).toArraySync('a\nx\ny'), ['x', 'y'])
})

const WRONG = [
  ['a,b\n1,2\n"x\ny","z\n\n3\n', { record: 1, offset: 15, line: 4, column: 5, reason: 'a quoted cell does not end' }],
  ['a,b\né,2,3\n', { record: 0, offset: 4, line: 2, column: 1, reason: 'a row of 3 cells under 2 columns' }],
  ['a,b\né,"2"x\n', { record: 0, offset: 10, line: 2, column: 6, reason: 'text behind the quote that ends a cell' }],
  ['a,b,a\n', { record: 0, offset: 4, line: 1, column: 5, reason: 'two columns are called "a"' }]
]

both('what is wrong is told with its place', async () => {
  for (const [text, { reason, ...place }] of WRONG) {
    const message = `${reason} (record ${place.record}, byte ${place.offset}, line ${place.line}, column ${place.column})`
    const expected = { code: 'ERR_JSONMILL_PARSE', message, ...place }
    assert.deepEqual(failure(() => read(text)), expected)
    const error = await records({ input: 'csv' }).run(text).catch((thrown) => thrown)
    assert.deepEqual(failure(() => { throw error }), expected)
  }
  assert.deepEqual(failure(() => read('n\n1\nx', { kinds: { n: 'number' } })).message, 'a cell of column "n" is not a number (record 1, byte 4, line 3, column 1)')
  const first = failure(() => records({ input: 'csv' }).map((r) => r.b.c.d).runSync('a\n\n1\n2,3\n'))
  assert.deepEqual([first.code, first.record], ['ERR_JSONMILL_CALLBACK', 0])
})

both('bad rows are left out and reported', async () => {
  const text = 'id,n\n1,"a\nb"\n2\n3,"x"y\n4,d\n5,"e'
  const pipeline = records({ input: 'csv', output: 'ndjson', onError: 'reject' }).map((r) => (r.id === '4' ? r.x.y : r.id))
  for (const report of [pipeline.reportSync(text), await pipeline.report(text)]) {
    assert.equal(report.output.toString(), '"1"\n')
    assert.deepEqual(
      report.rejected.map(({ record, offset, line, error, raw }) => [record, offset, line, error.code, raw.toString()]),
      [
        [1, 13, 4, 'ERR_JSONMILL_PARSE', '2'],
        [2, 15, 5, 'ERR_JSONMILL_PARSE', '3,"x"y'],
        [3, 22, 6, 'ERR_JSONMILL_CALLBACK', '4,d'],
        [4, 26, 7, 'ERR_JSONMILL_PARSE', '5,"e']
      ]
    )
  }
  assert.equal(failure(() => records({ input: 'csv', onError: 'drop' }).runSync('a,a\n1,2')).code, 'ERR_JSONMILL_PARSE')
  assert.match(failure(() => records({ input: 'csv', onError: 'drop', maxErrors: 0 }).runSync('a,b\n1')).message, /maxErrors; the last: a row of 1 cells under 2 columns \(record 0, byte 4, line 2, column 1\)/)
})

both('behind all stages', async () => {
  const lines = '{"n":2,"s":"b"}\n{"n":1,"s":"a"}\n{"n":2,"s":"a"}\n'
  const over = () => records({ input: 'ndjson', output: 'csv', csv: { eol: '\n' } })
  assert.equal(over().sortBy((r) => r.n).runSync(lines).toString(), 'n,s\n1,a\n2,b\n2,a\n')
  assert.equal(over().distinct((r) => r.s).slice(-1).runSync(lines).toString(), 'n,s\n1,a\n')
  assert.equal(over().filter((r, i, all) => all.length === 3 && i > 0).runSync(lines).toString(), 'n,s\n1,a\n2,a\n')
  assert.equal(over().groupBy((r) => r.s, { n: count() }).runSync(lines).toString(), 'key,n\nb,1\na,2\n')
  assert.equal(over().reduce((sum, r) => sum + r.n, 0)(lines).toString(), '5')
  const rows = []
  for await (const row of records({ input: 'csv' }).map((r) => r.n).iterate('n\n2\n3')) rows.push(row)
  assert.deepEqual(rows, ['2', '3'])
})

test('options that contradict each other are refused', () => {
  for (const [options, message] of [
    [{ csv: {} }, /is for input or output 'csv'/],
    [{ input: 'csv', csv: { header: false } }, /must name the columns/],
    [{ input: 'csv', output: 'json', csv: { columns: ['a'] } }, /set options.csv.header to false/],
    [{ output: 'csv', csv: { kinds: 'infer' } }, /is for input 'csv'/],
    [{ output: 'csv', csv: { delimiter: '"' } }, /one ASCII character/],
    [{ output: 'csv', csv: { columns: ['a', 'a'] } }, /different names/],
    [{ output: 'csv', csv: { colums: ['a'] } }, /did you mean options.csv.columns/],
    [{ input: 'csv', csv: { kinds: { a: 'date' } } }, /options.csv.kinds.a/],
    [{ input: 'csv', utf8: 'strict' }, /not for input 'csv'/]
  ]) {
    assert.throws(() => records(options), { code: 'ERR_JSONMILL_OPTION', message })
  }
})

/** Texts in which everything that matters to CSV is frequent. */
const piece = fc.constantFrom('a', 'bc', '"', '""', ',', '\n', '\r\n', '\r', ' ', '1', '-2.5', 'true', '=', 'é', '😀', ';')
const soup = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''))

test('any text is read alike natively and in V8, cut anywhere', async () => {
  await fc.assert(
    fc.asyncProperty(soup, fc.constantFrom('text', 'infer'), fc.constantFrom('throw', 'drop'), async (body, kinds, onError) => {
      const text = `x,y\n${body}`
      const pipeline = () => records({ input: 'csv', output: 'ndjson', csv: { kinds }, onError })
      const outcome = (call) => {
        try {
          return call().toString()
        } catch ({ code, message, record, offset, line, column }) {
          return [code, message, record, offset, line, column]
        }
      }
      const expected = inV8(() => outcome(() => pipeline().runSync(text)))
      assert.deepEqual(outcome(() => pipeline().runSync(text)), expected)
      const stream = pipeline().stream()
      for (const byte of Buffer.from(text)) stream.write(Buffer.from([byte]))
      stream.end()
      const streamed = await stream.toArray().then((parts) => Buffer.concat(parts).toString(), ({ code, message, record, offset, line, column }) => [code, message, record, offset, line, column])
      assert.deepEqual(streamed, expected)
    }),
    { numRuns: 400 }
  )
})

const cellValue = fc.oneof(soup, fc.double(), fc.boolean(), fc.constant(null), fc.array(soup, { maxLength: 2 }), fc.string({ unit: 'binary' }))
const row = fc.record({ a: cellValue, 'b,"': cellValue }, { requiredKeys: [] })

test('any records are written alike, and come back', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), fc.constantFrom(undefined, ['b,"', 'a']), fc.constantFrom('keep', 'escape'), (rows, columns, formulas) => {
      const call = () => {
        try {
          return write(rows, { columns, formulas })
        } catch ({ code, record }) {
          return [code, record]
        }
      }
      const text = call()
      assert.deepEqual(text, inV8(call))
      if (typeof text !== 'string' || formulas === 'escape' || rows.length === 0) return
      const names = columns ?? Object.keys(rows[0])
      if (names.length === 0) return
      const expected = rows.map((record) => Object.fromEntries(names.map((name) => [name, cellOf(record[name])])))
      assert.deepEqual(read(text).trimEnd().split('\n').map((line) => JSON.parse(line)), JSON.parse(JSON.stringify(expected)))
    }),
    { numRuns: 400 }
  )
})

function cellOf(value) {
  if (typeof value === 'string') return value.toWellFormed()
  const json = JSON.stringify(value)
  return json === undefined || json === 'null' ? '' : json
}

test('all cores, streams and files', async () => {
  const big = Array.from({ length: 60_000 }, (_, i) => `${i},"name, ${i}",${i % 7}\n`).join('')
  const text = `id,name,n\n${big}`
  const pipeline = () => records({ input: 'csv', csv: { kinds: { id: 'number', n: 'number' }, eol: '\n' } }).filter((r) => r.n === 3).map((r) => ({ id: r.id * 2, name: r.name }))
  const expected = inV8(() => pipeline().runSync(text).toString())
  assert.equal(pipeline().runSync(text).toString(), expected)
  assert.equal((await pipeline().run(text)).toString(), expected)
  assert.equal(pipeline().verify(text).equal, true)
  const [source, target] = [path.join(folder, 'in.csv'), path.join(folder, 'out.csv')]
  writeFileSync(source, text)
  await pipeline().runFile(source, target)
  assert.equal(readFileSync(target, 'utf8'), expected)
  const lines = records({ input: 'csv', output: 'ndjson' })
  const back = records({ input: 'ndjson', output: 'csv', csv: { eol: '\n', columns: ['id', 'name', 'n'] } })
  assert.equal((await back.run(await lines.run(text))).toString(), text)
  const unnamed = records({ input: 'ndjson', output: 'csv', csv: { eol: '\n' } })
  assert.equal((await unnamed.run(await lines.run(text))).toString(), text)
})
