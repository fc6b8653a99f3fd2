// docs/reference/language.md: V8 gives what its examples say, and so does native code. Cargo's tests keep the page current.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { mill } from '../index.mjs'

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const SPAN = String.raw`(?:${'``'} (.+?) ${'``'}|${'`'}([^${'`'}]+)${'`'})`
const code = (match, at) => (match[at] ?? match[at + 1]).replaceAll('\\|', '|')

const page = read('docs/reference/language.md')
const examples = []
for (const line of page.split('\n')) {
  // | name | callback | input | result |
  const row = new RegExp(String.raw`^\| .+? \| ${SPAN} \| ${SPAN} \| ${SPAN} \|$`).exec(line)
  if (row) examples.push({ callback: code(row, 1), input: code(row, 3), result: code(row, 5) })
  // | name | kinds | summary | expression → result, and more of them |
  for (const part of line.matchAll(new RegExp(`${SPAN} → ${SPAN}(?=<br>| \\|$)`, 'g'))) {
    examples.push({ callback: `d => (${code(part, 1)})`, input: 'null', result: code(part, 3) })
  }
}

test('the page has its examples', () => {
  const { sections } = JSON.parse(read('testdata/language.json'))
  const known = new Set(examples.map(({ callback }) => callback))
  const missing = sections.flatMap(({ entries }) => entries).filter(({ callback }) => !known.has(callback))
  assert.deepEqual(missing, [])
  assert.equal(examples.length, sections.flatMap(({ entries }) => entries).length + page.split(' → `').length - 1)
})

test("V8's answers", () => {
  for (const { callback, input, result } of examples) {
    const answer = (0, eval)(`(${callback})`)(JSON.parse(input))
    assert.equal(JSON.stringify(answer), result, callback)
  }
})

test('native answers', () => {
  for (const { callback, input, result } of examples) {
    const fast = mill((0, eval)(`(${callback})`), { unsupported: 'throw' })
    assert.equal(fast(input).toString(), result, callback)
  }
})

test('what is listed as functions of V8 are functions of V8', () => {
  for (const [name, functions] of Object.entries(JSON.parse(read('testdata/language.json')).statics)) {
    assert.deepEqual(functions.filter((key) => typeof globalThis[name][key] !== 'function'), [], name)
  }
})
