// The order of text as people sort it: compiled code against this Node's ICU, on every character that compiled code takes and on
// seeded samples of words made of them, under every option.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { records } from '../index.mjs'

const { KNOWN_ORDER, orderOf } = createRequire(import.meta.url)('../lib/locale.js')

process.removeAllListeners('warning')

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).filter((c) => !/\p{Cn}/u.test(c))
const ALPHABETS = {
  ascii: range(0, 0x7f),
  words: [...'abcdeABCDE019 -_.'],
  latin: range(0xa0, 0x24f),
  marks: range(0x300, 0x36f),
  greek: range(0x370, 0x3ff),
  cyrillic: range(0x400, 0x52f),
  semitic: [...range(0x591, 0x5f4), ...range(0x600, 0x6ff)],
  devanagari: range(0x900, 0x97f),
  thai: range(0xe00, 0xe7f),
  more: [...range(0x1e00, 0x20bf), ...range(0x20d0, 0x23ff)],
  shapes: range(0x2500, 0x27bf),
  kana: [...range(0x3000, 0x3004), ...range(0x3008, 0x3020), ...range(0x3041, 0x30ff)],
  hangul: range(0xac00, 0xd7a3),
  wide: range(0xff01, 0xffee),
  surrogates: range(0xd800, 0xdfff),
  ligatures: range(0xfb00, 0xfb06),
  selectors: range(0xfe00, 0xfe0f),
  emoji: [...range(0x1f300, 0x1f6d2), ...range(0x1f6f3, 0x1f6fc), ...range(0x1f90c, 0x1f9ff)]
}
/** What is compared with `ignorePunctuation`. */
const PLAIN = ['ascii', 'words', 'latin'].map((name) => ALPHABETS[name])

/** Numbers from 0 to below 1, the same for the same seed. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Pairs of words: unrelated, or one a small change of the other. */
function pairs(count, seed, alphabets) {
  const next = random(seed)
  const pick = (list) => list[Math.floor(next() * list.length)]
  const word = () => {
    const alphabet = pick(alphabets)
    return Array.from({ length: Math.floor(next() * 6) }, () => (next() < 0.2 ? pick(pick(alphabets)) : pick(alphabet))).join('')
  }
  const changed = (text) => {
    const characters = [...text]
    const at = Math.floor(next() * (characters.length + 1))
    const how = next()
    if (how < 0.2) return text.toUpperCase()
    if (how < 0.3) return text.normalize('NFD')
    if (how < 0.4) return characters.toReversed().join('')
    characters.splice(at, how < 0.7 ? 1 : 0, ...(how < 0.55 ? [] : [pick(pick(alphabets))]))
    return characters.join('')
  }
  return Array.from({ length: count }, () => {
    const left = word()
    return [left, next() < 0.6 ? changed(left) : word()]
  })
}

const OPTIONS = [
  undefined,
  { numeric: true },
  { sensitivity: 'base' },
  { sensitivity: 'accent' },
  { sensitivity: 'case' },
  { caseFirst: 'upper' },
  { caseFirst: 'lower', numeric: true },
  { sensitivity: 'base', numeric: true },
  { ignorePunctuation: true }
]

function check(list, options) {
  assert.ok(list.length > 500)
  const collator = new Intl.Collator('en', options)
  const compiled = records({ unsupported: 'throw' }).map(([a, b], _, { options }) => a.localeCompare(b, 'en', options), { options })
  const got = JSON.parse(compiled.runSync(JSON.stringify(list)))
  list.forEach(([a, b], i) => {
    const show = () => `${JSON.stringify([a, b])} ${[...a].map((c) => c.codePointAt(0).toString(16))} | ${[...b].map((c) => c.codePointAt(0).toString(16))}`
    assert.equal(got[i], collator.compare(a, b), `${show()} with ${JSON.stringify(options)}`)
  })
}

for (const options of OPTIONS) {
  const alphabets = options?.ignorePunctuation ? PLAIN : Object.values(ALPHABETS)
  test(`neighbours in the order of ${JSON.stringify(options)}`, () => {
    const sorted = alphabets.flat().sort(new Intl.Collator('en', options).compare)
    check(sorted.slice(1).map((character, i) => [sorted[i], character]), options)
  })
  test(`words in the order of ${JSON.stringify(options)}`, () => {
    const known = new Set(alphabets.flat())
    // case mapping and decomposition lead outside
    const inside = (text) => [...text].every((character) => known.has(character))
    check(pairs(20000, 1, alphabets).filter((pair) => pair.every(inside)), options)
  })
}

test('the order of another version of ICU would be noticed', () => assert.equal(orderOf(), KNOWN_ORDER))

test('languages with the root order, the process locale, and what only V8 knows', () => {
  const list = [['côte', 'coté'], ['z', 'ä'], ['漢字', '漢語'], ['\ud800', 'a'], ['𐐀', '𐐁'], ['a', 'B'], [1, 2], ['', null]]
  const run = (callback) => assert.equal(records().map(callback).runSync(JSON.stringify(list)).toString(), JSON.stringify(list.map(callback)))
  run(([a, b]) => String(a).localeCompare(b))
  run(([a, b]) => String(a).localeCompare(b, 'de'))
  run(([a, b]) => String(a).localeCompare(b, 'sv'))
  run(([a, b]) => String(a).localeCompare(b, ['fr-CA']))
  run(([a, b]) => String(a).localeCompare(b, []))
  run(([a, b]) => String(a).localeCompare(b, undefined, { usage: 'search' }))
})
