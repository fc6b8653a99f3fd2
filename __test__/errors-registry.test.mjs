// One list of errors: lib/error-codes.js. The docs and the types say the same.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'

const codes = createRequire(import.meta.url)('../lib/error-codes.js')
const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

test('docs/reference/errors.md has every error with its class, cause and mend, and no other', () => {
  const docs = read('docs/reference/errors.md')
  const sections = [...docs.matchAll(/^## (\S+)\n\n`(\w+)`, class: (.+)\n\n(.+)\n\n\*\*What to do:\*\* (.+)$/gm)]
  assert.deepEqual(
    sections.map(([, code, type, kind, when, fix]) => ({ code, type, class: kind, when, fix })),
    codes.map((entry) => ({ ...entry }))
  )
})

test('index.d.ts has an interface for every error, with its code and class, and the union of them', () => {
  const types = read('index.d.ts')
  const interfaces = [...types.matchAll(/^export interface (\w+) extends (\w+) \{\n  readonly code: '(\w+)'/gm)]
  const classes = (text) => (text.includes('V8') ? 'Error' : text)
  assert.deepEqual(
    interfaces.map(([, type, base, code]) => ({ code, type, base })).sort((a, b) => a.code.localeCompare(b.code)),
    codes.map(({ code, type, class: kind }) => ({ code, type, base: classes(kind) })).sort((a, b) => a.code.localeCompare(b.code))
  )
  const union = /export type AnyJsonMillError =([^]*?)\n\n/.exec(types)[1]
  assert.deepEqual(union.match(/\w+/g), codes.map(({ type }) => type).sort((a, b) => union.indexOf(a) - union.indexOf(b)))
})

test('no code is used that is not in the list', () => {
  const known = new Set(codes.map(({ code }) => code))
  const files = readdirSync(new URL('../lib', import.meta.url), { recursive: true }).filter((file) => file.endsWith('.js'))
  for (const file of files) {
    for (const [code] of read(`lib/${file}`).matchAll(/ERR_JSONMILL_[A-Z]\w+/g)) assert.ok(known.has(code), `${code} in lib/${file}`)
  }
})
