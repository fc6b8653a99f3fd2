// Comparators of every common form over many records of every kind: the order, and the error, that V8 gives. Most are answered by
// columns of keys, others by calls; which of the two it was must not show.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill, records } from '../index.mjs'
import { outcome } from './support/v8.mjs'

const NATIVE = { unsupported: 'throw' }

/** Random numbers that are the same each time. */
function random(seed) {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const NAMES = ['Ann', 'ann', 'ANN', 'Änn', 'bob', 'Bob', 'résumé', 'resume', 'Resumé', 'Zoë', 'z', '', 'a b', 'a-b', 'ab', 'a_b', '10', '9', '\u0001a', 'ÿ', '😀', 'ĳ', 'ﾊﾞ']
const ODD = ['n: -0', 'n: 1e999', 'n: null', 'n: true', 'n: "5"', 'n: "x"', 'n: []', 'n: [7]', 'n: {"toString":1}']
  .map((text) => `{${text.replace('n', '"n"')},"name":"odd","date":"2024-02-30T00:00:00Z","user":{"age":3},"tags":[]}`)

/** Lists of records by what is odd about them. */
const LISTS = Object.fromEntries(
  [
    ['plain', 300, () => true, []],
    ['ASCII', 200, (name) => /^[ -~]*$/.test(name), []],
    ['odd numbers', 60, () => true, ODD.slice(0, 2)],
    ['nothing and booleans', 60, () => true, [...ODD.slice(2, 4), '{"name":"no n","user":{}}']],
    ['mixed kinds', 60, () => true, [...ODD, '{"n":1,"name":5,"user":{"age":"7"}}', '{"n":1,"name":null,"user":{"age":null}}']],
    ['nothing inside', 40, () => true, ['{"n":3,"name":"x"}', 'null']],
    ['few', 9, () => true, []]
  ].map(([title, count, suits, more]) => {
    const next = random(count)
    const names = NAMES.filter(suits)
    const list = Array.from({ length: count }, (_, id) => JSON.stringify({
      id, n: next(40) - 20, name: names[next(names.length)], pinned: next(4) === 0,
      date: `2024-0${1 + next(9)}-1${next(9)}T00:00:0${next(9)}Z`, user: { age: next(9), name: names[next(names.length)] + next(5) }, tags: ['a', 'b', 'c'].slice(next(3))
    }))
    for (const text of more) list.splice(next(list.length), 0, text)
    return [title, Buffer.from(`[${list.join(',')}]`)]
  })
)

const COMPARATORS = {
  'numbers': (a, b) => a.n - b.n,
  'numbers, down': (a, b) => b.n - a.n,
  'minus': (a, b) => -(a.n - b.n),
  'inside': (a, b) => a.user.age - b.user.age,
  'inside what may be missing': (a, b) => (a?.user?.age ?? 0) - (b?.user?.age ?? 0),
  'a default': (a, b) => (a.n || 0) - (b.n || 0),
  'two keys': (a, b) => a.user.age - b.user.age || b.n - a.n,
  'two keys and a text': (a, b) => a.user.age - b.user.age || a.name.localeCompare(b.name) || a.id - b.id,
  'texts as people sort': (a, b) => a.name.localeCompare(b.name),
  'texts as people sort, down': (a, b) => b.name.localeCompare(a.name),
  'not of texts': (a, b) => -a.name.localeCompare(b.name),
  'texts made the same case': (a, b) => a.name.toLowerCase().localeCompare(b.name.toLowerCase()),
  'of what may be no text': (a, b) => String(a.name).localeCompare(String(b.name)),
  'texts by options': (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  'less, more or neither': (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  'the same first': (a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1),
  'not the same': (a, b) => (a.n !== b.n ? a.n - b.n : a.user.name >= b.user.name ? 1 : -1),
  'loosely the same': (a, b) => (a.n == b.n ? 0 : a.n <= b.n ? -1 : 1),
  'never equal': (a, b) => (a.name < b.name ? -1 : 1),
  'a boolean': (a, b) => a.n > b.n,
  'a difference of booleans': (a, b) => (a.n > b.n) - (a.n < b.n),
  'booleans': (a, b) => b.pinned - a.pinned || a.n - b.n,
  'one of them': (a, b) => (a.pinned && !b.pinned ? -1 : !a.pinned && b.pinned ? 1 : a.n - b.n),
  'inconsistent': (a, b) => (a.pinned ? -1 : b.n - a.n),
  'a cycle': (a, b) => ((a.n - b.n) * (a.user.age - 4)),
  'its own truth': (a, b) => a.n && b.n && a.n - b.n,
  'always one': (a) => (a.n ? 1 : 1),
  'dates': (a, b) => new Date(a.date) - new Date(b.date),
  'dates compared': (a, b) => (new Date(a.date) < new Date(b.date) ? -1 : 1),
  'the time of dates': (a, b) => new Date(b.date).getTime() - new Date(a.date).getTime(),
  'dates parsed': (a, b) => Date.parse(a.date) - Date.parse(b.date),
  'lengths': (a, b) => a.tags.length - b.tags.length || a.name.length - b.name.length,
  'positions': (a, b) => ['b', 'c', 'a'].indexOf(a.tags[0]) - ['b', 'c', 'a'].indexOf(b.tags[0]),
  'other keys': (a, b) => a.n - b.user.age,
  'other keys compared': (a, b) => (a.n < b.user.age ? -1 : 1),
  'patterns': ({ n: x, user: { age: y } }, { n: z, user: { age } }) => x - z || y - age,
  'a pattern with defaults': ({ n = 3 }, { n: m = 3 }) => n - m,
  'variables': (a, b) => { const x = a.name.toUpperCase(), y = b.name.toUpperCase(); if (x < y) return -1; if (x > y) return 1; return 0 },
  'a variable of both': (a, b) => { const d = a.n - b.n; return d !== 0 ? d : a.name.localeCompare(b.name) },
  'a variable of one way': (a, b) => { if (a.pinned) { var x = a.n; return x - b.n } return x === undefined ? a.id - b.id : 1 },
  'a variable that changes': (a, b) => { let x = a.n; if (x < 0) x = -x; return x - b.n },
  'a switch': (a, b) => { switch (a.pinned) { case true: return -1; default: return a.n - b.n } },
  'templates': (a, b) => (`${a.name} ${a.n}` < `${b.name} ${b.n}` ? -1 : 1),
  'sums': (a, b) => a.n + a.user.age - (b.n + b.user.age),
  'parsed': (a, b) => parseInt(a.name) - parseInt(b.name),
  'rounded': (a, b) => Math.abs(a.n) - Math.abs(b.n),
  'throws': (a, b) => { if (a.n === 3) throw new Error(`at ${a.id} and ${b.id}`); return a.n - b.n },
  'inside a loop': (a, b) => { for (const key of ['n', 'name']) { if (a[key] < b[key]) return -1; if (a[key] > b[key]) return 1 } return 0 },
  'nothing': (a, b) => { if (a.n === b.n) return; return a.n - b.n }
}

/** The text, or the error's class and message. */
function answer(call) {
  const { value, error } = outcome(call)
  return error ? `${error.name}: ${error.message}` : value.toString()
}

const plain = (comparator) => (bytes) => Buffer.from(JSON.stringify(JSON.parse(bytes.toString()).sort(comparator)))

for (const [title, comparator] of Object.entries(COMPARATORS)) {
  test(`sort: ${title}`, () => {
    const stage = records(NATIVE).sort(comparator)
    const document = mill((doc) => doc.sort(comparator), { ...NATIVE, bindings: { comparator } })
    const copied = mill((doc) => doc.toSorted(comparator), { ...NATIVE, bindings: { comparator } })
    for (const [list, bytes] of Object.entries(LISTS)) {
      const expected = answer(() => plain(comparator)(bytes))
      for (const run of [(b) => stage.runSync(b), document, copied]) {
        assert.equal(answer(() => run(bytes)), expected, list)
      }
    }
  })
}

test('keys by env, in nested callbacks, and by keys that a record lacks', () => {
  const bytes = LISTS.plain
  const byRank = (a, b, env) => env.rank[a.tags[0]] - env.rank[b.tags[0]] || env.sign * (a.n - b.n)
  const env = { rank: { a: 3, b: 1, c: 2 }, sign: -1 }
  assert.equal(
    records(NATIVE).sort(byRank, env).runSync(bytes).toString(),
    plain((a, b) => byRank(a, b, env))(bytes).toString()
  )
  const nested = (doc) => {
    const order = { a: 3, b: 1, c: 2 }
    let calls = 0
    return [doc.slice().sort((a, b) => order[a.tags[0]] - order[b.tags[0]]).map((r) => r.id), doc.sort((a, b) => { calls++; return a.n - b.n }).length, calls]
  }
  assert.equal(mill(nested, NATIVE)(bytes).toString(), JSON.stringify(nested(JSON.parse(bytes.toString()))))
  // Functions that records hold are called as often as V8 calls them.
  const methods = (doc) => {
    let calls = 0
    const list = doc.map((r) => ({ id: r.id, at: () => { calls++; return r.n } }))
    return [list.sort((a, b) => a.at(0) - b.at(0)).map((r) => r.id), calls]
  }
  assert.equal(mill(methods, NATIVE)(bytes).toString(), JSON.stringify(methods(JSON.parse(bytes.toString()))))
  const own = (doc) => {
    let calls = 0
    const list = doc.map((r) => ({ id: r.id, key: { valueOf: () => { calls++; return r.n } } }))
    return [list.sort((a, b) => a.key - b.key).map((r) => r.id), calls]
  }
  assert.equal(mill(own, NATIVE)(bytes).toString(), JSON.stringify(own(JSON.parse(bytes.toString()))))
})

test('holes and undefined go last without being compared', () => {
  const sparse = (doc) => {
    const list = doc.map((r) => (r.pinned ? undefined : r))
    delete list[5]
    const sorted = list.toSorted((a, b) => a.n - b.n)
    return [list.sort((a, b) => b.n - a.n), sorted, list.length, 299 in list]
  }
  assert.equal(mill(sparse, NATIVE)(LISTS.plain).toString(), JSON.stringify(sparse(JSON.parse(LISTS.plain.toString()))))
})

test('a step budget ends a sort', () => {
  const sort = records({ ...NATIVE, limits: { maxSteps: 10 } }).sort((a, b) => a.n - b.n)
  const bytes = Buffer.from(`[${Array.from({ length: 20000 }, (_, n) => `{"n":${(n * 7919) % 20011}}`).join()}]`)
  assert.throws(() => sort.runSync(bytes), { code: 'ERR_JSONMILL_LIMIT' })
})
