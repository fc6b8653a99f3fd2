// explain(): the plan as text, for a reviewer.
import { test } from 'node:test'
import { configure, mill, records } from '../index.mjs'
import { matchSnapshot } from './support/snapshot.mjs'

process.removeAllListeners('warning')

const tax = 0.19
const PIPELINES = {
  'filter with env, then a projection': () =>
    records({ input: 'ndjson' })
      .filter((o, _, { min }) => o.status === 'paid' && o.total > min, { min: 10 })
      .map((o) => ({ id: o.id, email: o.customer.email.toLowerCase(), total: o.items.reduce((sum, i) => sum + i.qty * i.price, 0) })),
  'whole records pass through': () => records().filter((r) => r.ok),
  'records with a field more': () => records().map((r) => ({ ...r, label: `${r.name} (${r.id})` })),
  'text lines': () => records({ output: 'lines' }).map((user) => `User: ${user.name} (${user.id})`),
  'no stage': () => records({ input: 'ndjson', output: 'json', space: 2 }),
  'built-ins as callbacks': () => records().filter(Boolean).map(String),
  'paths with indices and lengths': () => records().map((r) => [r.tags.length, r.tags[0], r.a?.[0]?.b, Object.keys(r.meta)]),
  'a free name bound by env': () => records().filter((r) => allowed.has(r.status), { allowed: new Set(['paid']) }),
  'operators on numbers, and others': () => records().map((r) => ({ a: typeof r.n === 'number' ? r.n + 1 : 0, b: r.x + r.y, c: r.tags.length * 2 < 3 })),
  'a document': () => mill((doc) => ({ count: doc.items.length, first: doc.items[0]?.name, at: doc.meta.at })),
  'a document as it is': () => mill((doc) => doc),
  'records inside a document': () => mill((doc) => doc.items.filter((item) => item.ok).map(({ id, name }) => ({ id, name }))),
  'records inside a spread document': () => mill((doc) => ({ ...doc, items: doc.items.filter((item) => item.ok) })),
  'a stage that runs in V8': () => records().filter((r) => r.n > 1).map((r) => r.n * tax),
  'a document that runs in V8': () => mill(async (doc) => doc)
}

test('the plan as text', () => {
  matchSnapshot('explain', Object.entries(PIPELINES).map(([title, make]) => [title, make().explain()]))
})

test('with everything in V8', () => {
  configure({ mode: 'js' })
  matchSnapshot('explain-js', Object.entries(PIPELINES).slice(0, 2).map(([title, make]) => [title, make().explain()]))
  configure({ mode: 'native' })
})
