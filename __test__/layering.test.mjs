// A module imports only from modules left of it in LAYERS: the folder listing in data-flow order is the architecture.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

// Modules of one layer may know each other.
const LAYERS = [
  ['source', 'diagnostic', 'types'],
  ['value', 'ecma'],
  ['builtins', 'aggregates', 'schema', 'csv'],
  ['syntax'],
  ['hir'],
  ['typeck'],
  ['plan'],
  ['optimize'],
  ['exec'],
  ['error', 'run', 'pipeline'],
]
const RANK = new Map(LAYERS.flatMap((names, rank) => names.map((name) => [name, rank])))

const files = (folder, extension) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !file.includes('node_modules'))

/** Rust without comments and without the contents of strings: neither is code. */
function code(file) {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  const token = /\/\/[^\n]*|\/\*[^]*?\*\/|r(#*)"[^]*?"\1|"(?:\\[^]|[^"\\])*"|'(?:\\.[^']*|[^'\\])'/g
  return text.replace(token, (match) => (match.startsWith('/') ? ' ' : '""') + '\n'.repeat(match.split('\n').length - 1))
}

/** The first segments after `crate::`, `crate::{…}` included. */
function crateImports(source) {
  const names = []
  for (const match of source.matchAll(/\bcrate::(\{)?/g)) {
    let at = match.index + match[0].length
    const line = source.slice(0, match.index).split('\n').length
    if (!match[1]) {
      names.push({ name: /^\w+/.exec(source.slice(at))?.[0], line })
      continue
    }
    for (let depth = 1, start = at; depth > 0; at++) {
      const char = source[at]
      if (char === '{') depth++
      if (char === '}') depth--
      if ((depth === 1 && char === ',') || depth === 0) {
        const name = /\w+/.exec(source.slice(start, at))?.[0]
        if (name) names.push({ name, line })
        start = at + 1
      }
    }
  }
  return names
}

/** `super::` paths that climb to the crate root, as imports of what stands there. */
function superImports(source, depth) {
  return [...source.matchAll(/\b((?:super::)+)(\w+)/g)]
    .filter((match) => match[1].length / 'super::'.length >= depth)
    .map((match) => ({ name: match[2], line: source.slice(0, match.index).split('\n').length }))
}

test('engine modules import only from the left', () => {
  const backward = []
  for (const file of files('crates/engine/src', '.rs')) {
    const parts = file.replace(/\.rs$/, '').split(path.sep).slice(3)
    if (parts[0] === 'lib') continue
    if (parts.at(-1) === 'mod') parts.pop()
    const own = parts[0]
    assert.ok(RANK.has(own), `${file}: module ${own} has no place in LAYERS`)
    const source = code(file)
    // A nested `mod tests` climbs one level more, so its own `super::` never looks like the root to this count.
    for (const { name, line } of [...crateImports(source), ...superImports(source, parts.length)]) {
      if (name === own || !RANK.has(name)) continue
      if (RANK.get(name) > RANK.get(own)) backward.push(`${file}:${line}: ${own} imports ${name}, which stands right of it`)
    }
  }
  assert.deepEqual(backward, [])
})

test('every engine module that is declared has a place in the order', () => {
  const declared = [...code('crates/engine/src/lib.rs').matchAll(/\bmod (\w+)/g)].map((match) => match[1])
  assert.deepEqual(declared.filter((name) => !RANK.has(name)), [])
})

const naming = (pattern, list) =>
  list.flatMap((file) => (pattern.test(code(file)) ? [file] : [])).sort()

test('the JSON crate knows nothing of the engine', () => {
  assert.deepEqual(naming(/\bjsonmill_engine\b/, files('crates/json', '.rs')), [])
})

test('napi is named in src/ only', () => {
  assert.deepEqual(naming(/\bnapi(_derive|_build)?\b/, files('crates', '.rs')), [])
})

test("the parser's AST stays inside syntax", () => {
  const outside = files('crates', '.rs').concat(files('src', '.rs')).filter((file) => !file.includes('/syntax'))
  assert.deepEqual(naming(/\boxc_\w+/, outside), [])
})

test('unsafe code lives in crates/json and src/ only', () => {
  assert.deepEqual(naming(/\bunsafe\b(?!_)/, files('crates/engine', '.rs')), [])
  assert.match(code('crates/engine/src/lib.rs'), /#!\[forbid\(unsafe_code\)\]/)
})

test('only lib/native.js loads the addon', () => {
  const loaders = files('lib', '.js')
    .concat('index.js', 'index.mjs')
    .filter((file) => /require\([^)]*native\/|from '[^']*native\//.test(readFileSync(path.join(ROOT, file), 'utf8')))
  assert.deepEqual(loaders, ['lib/native.js'])
})
