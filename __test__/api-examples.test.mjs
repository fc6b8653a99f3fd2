// Every @example of index.d.ts and every JavaScript block of README.md and docs/ runs, and gives what its `// →` comments say.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
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

const root = new URL('../', import.meta.url)
const docs = readdirSync(new URL('docs/', root), { recursive: true }).map((name) => `docs/${name}`)
for (const page of ['README.md', ...docs].filter((name) => name.endsWith('.md'))) {
  const text = readFileSync(new URL(page, root), 'utf8')
  for (const block of text.matchAll(/^```js\n([^]*?)^```$/gm)) {
    const code = block[1].replace(/^import .* from 'jsonmill'\n/, '').trimEnd()
    examples.push({ name: `${page}, line ${text.slice(0, block.index).split('\n').length}`, code })
  }
}

// what a reader may call or set: its comment, and its first line
const declarations = [...source.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\n( *)(export function \w+|(?:readonly )?\w+\??(?=[(:<])|\(input)/g)]
const inside = (name) => {
  const from = source.indexOf(`export interface ${name}`)
  const to = source.indexOf('\n}\n', from)
  return declarations.filter(({ index }) => index > from && index < to)
}
test('every function and method shows an example', () => {
  const called = [
    ...declarations.filter(([, , , head]) => head.startsWith('export function')),
    ...['Mill', 'Records'].flatMap(inside).filter(([, , , head]) => !head.startsWith('readonly'))
  ]
  assert.ok(called.length > 25, String(called.length))
  assert.deepEqual(called.filter(([, comment]) => !comment.includes('@example')).map(([, , , head]) => head), [])
})
test('every option says its default', () => {
  const options = ['MillOptions', 'RecordsOptions', 'Limits', 'AsyncOptions', 'Settings'].flatMap(inside)
  assert.ok(options.length > 15, String(options.length))
  assert.deepEqual(options.filter(([, comment]) => !comment.includes('@defaultValue')).map(([, , , head]) => head), [])
})

/** `expression   // → value` becomes a check. */
const checked = (code) => code.replace(/^(.+?)\s+\/\/ → (.+)$/gm, (_, expression, value) => `check(${expression}, ${value})`)

const AsyncFunction = (async () => {}).constructor
test('there are examples', () => assert.ok(examples.length >= 15, String(examples.length)))
const { reset } = createRequire(import.meta.url)('../lib/mode.js')
for (const { name, code } of examples) {
  const skip = process.env.JSONMILL_MODE === 'js' && code.includes("numbers: 'exact'")
  test(name, { skip }, async () => {
    let checks = 0
    const check = (actual, expected) => {
      checks++
      assert.deepEqual(actual, expected)
    }
    const names = Object.keys(jsonmill)
    // in a block, so that an example may give a local the name of an export
    const run = new AsyncFunction('check', 'require', ...names, `{${checked(code)}\n}`)
    // where the addon is not built, 'native' would be an error: the examples run in either case
    const configure = ({ mode }) => mode === 'js' && jsonmill.configure({ mode })
    try {
      await run(check, createRequire(import.meta.url), ...names.map((name) => (name === 'configure' ? configure : jsonmill[name])))
    } finally {
      reset() // the next example runs natively again
    }
    assert.ok(checks > 0, 'an example shows a result')
  })
}
