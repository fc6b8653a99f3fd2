// Sorting 50,000 records, from bytes to bytes, against plain JS: `npm run bench -- sort`.
import { records } from '../index.mjs'
import { table } from './table.mjs'

const COUNT = 50_000
const ROUNDS = 5

const FIRST = ['Ann', 'bob', 'Carla', 'dirk', 'Eve', 'frank', 'Grete', 'hans', 'Ida', 'jon']
const LAST = ['Miller', 'smith', 'Jones', 'Brown', 'Davis', 'Wilson', 'Moore', 'Clark', 'Hall', 'Young']

function input(letter) {
  let state = 12_345
  const next = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const record = (_, id) => ({
    id,
    name: `${FIRST[next(10)]}${letter} ${LAST[next(10)]} ${next(100_000)}`,
    price: next(100_000) / 100,
    user: { age: next(90), name: FIRST[next(10)] },
    createdAt: new Date(1.7e12 + next(1e9)).toISOString(),
    text: 'lorem ipsum dolor sit amet consectetur adipiscing elit',
  })
  return Buffer.from(JSON.stringify(Array.from({ length: COUNT }, record)))
}

const CASES = [
  ['numbers', 'e', (a, b) => a.price - b.price],
  ['two keys', 'e', (a, b) => a.user.age - b.user.age || a.price - b.price],
  ['texts by <', 'e', (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)],
  ['ASCII by localeCompare', 'e', (a, b) => a.name.localeCompare(b.name)],
  ['accents by localeCompare', 'é', (a, b) => a.name.localeCompare(b.name)],
  ['texts made lower case', 'e', (a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)],
  ['dates', 'e', (a, b) => new Date(a.createdAt) - new Date(b.createdAt)],
]

function median(times) {
  return times.sort((a, b) => a - b)[times.length >> 1]
}

/** Measures and prints. */
export function sortTimes() {
  const inputs = { e: input('e'), é: input('é') }
  const rows = CASES.map(([title, letter, comparator]) => {
    const bytes = inputs[letter]
    const pipeline = records({ unsupported: 'throw' }).sort(comparator)
    const engines = [(b) => Buffer.from(JSON.stringify(JSON.parse(b.toString()).sort(comparator))), (b) => pipeline.runSync(b)]
    const [expected, got] = engines.map((run) => run(bytes))
    if (!expected.equals(got)) throw new Error(`${title}: the bytes differ`)
    const times = engines.map(() => [])
    for (let round = 0; round < ROUNDS; round++) {
      engines.forEach((run, at) => {
        globalThis.gc?.()
        const start = performance.now()
        run(bytes)
        times[at].push(performance.now() - start)
      })
    }
    const [plain, native] = times.map(median)
    return { '': title, 'plain JS ms': plain.toFixed(0), 'jsonmill ms': native.toFixed(0), ratio: `${(plain / native).toFixed(1)}×` }
  })
  console.log(table(rows))
  return rows
}
