// Every @example of index.d.ts and every JavaScript block of docs/ runs, and gives what its `// →` comments say.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as jsonmill from '../index.mjs'

const source = readFileSync(new URL('../index.d.ts', import.meta.url), 'utf8')
const examples = []
for (const [comment] of source.matchAll(/\/\*\*[^]*?\*\//g)) {
  const text = comment.replace(/^\/\*\*|\s*\*\/$/g, '').replace(/^\s*\* ?/gm, '')
  for (const part of text.split(/^@example\n/m).slice(1)) {
    const at = comment.indexOf('@example')
    const line = source.slice(0, source.indexOf(comment) + at).split('\n').length
    examples.push({ name: `index.d.ts, example near line ${line}`, code: part.split(/^@\w+/m)[0].trimEnd() })
  }
}

const docs = new URL('../docs/', import.meta.url)
for (const page of readdirSync(docs, { recursive: true }).filter((name) => name.endsWith('.md'))) {
  const text = readFileSync(new URL(page, docs), 'utf8')
  for (const block of text.matchAll(/^```js\n([^]*?)^```$/gm)) {
    examples.push({ name: `docs/${page}, line ${text.slice(0, block.index).split('\n').length}`, code: block[1].trimEnd() })
  }
}

/** `expression   // → value` becomes a check. */
const checked = (code) => code.replace(/^(.+?)\s+\/\/ → (.+)$/gm, (_, expression, value) => `check(${expression}, ${value})`)

const AsyncFunction = (async () => {}).constructor
test('there are examples', () => assert.ok(examples.length >= 15, String(examples.length)))
for (const { name, code } of examples) {
  test(name, async () => {
    let checks = 0
    const check = (actual, expected) => {
      checks++
      assert.deepEqual(actual, expected)
    }
    const names = Object.keys(jsonmill)
    const run = new AsyncFunction('check', ...names, checked(code))
    // where the addon is not built, 'native' would be an error: the examples run in either case
    const configure = ({ mode }) => mode === 'js' && jsonmill.configure({ mode })
    await run(check, ...names.map((name) => (name === 'configure' ? configure : jsonmill[name])))
    assert.ok(checks > 0, 'an example shows a result')
  })
}
