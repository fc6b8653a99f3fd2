// Facts that stand in two places agree.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (file) => readFileSync(path.join(ROOT, file), 'utf8')
const require = createRequire(import.meta.url)
const manifest = JSON.parse(read('package.json'))

test('one version', () => {
  assert.equal(/^version = "(.+)"$/m.exec(read('Cargo.toml'))[1], manifest.version)
  assert.match(read('CHANGELOG.md'), new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')}\\b`, 'm'))
  assert.equal(JSON.parse(read('package-lock.json')).version, manifest.version)
})

test('the lock files name no registry host', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved"/)
  const sources = [...read('Cargo.lock').matchAll(/^source = "(.+)"$/gm)].map((match) => match[1])
  assert.deepEqual([...new Set(sources)], ['registry+https://github.com/rust-lang/crates.io-index'])
})

test('everything that is published exists', () => {
  assert.deepEqual(manifest.files.filter((file) => !existsSync(path.join(ROOT, file))), [])
})

test('publint has nothing to say', async () => {
  const { messages } = await publint({ pkgDir: ROOT, strict: true })
  assert.deepEqual(messages.map((message) => formatMessage(message, manifest)), [])
})

test('the typings of the addon declare what it exports', { skip: process.env.JSONMILL_MODE === 'js' }, () => {
  const declared = [...read('native/index.d.ts').matchAll(/^export declare (?:const|class|function) (\w+)/gm)].map((match) => match[1])
  assert.deepEqual(Object.keys(require('../native/index.js')).sort(), declared.sort())
})
