// npm run bench -- compile     how long a callback takes to compile: a stage as it is added, and the plan at its first run
import { pathToFileURL } from 'node:url'
import { bind, records } from '../index.mjs'
import { table } from './table.mjs'

const lib = {
  price: (item) => item.qty * item.price,
  isPaid: (order) => order.status === 'paid' && order.total > 0,
  initials: (name) => name.split(/\s+/).map((word) => word[0].toUpperCase()).join(''),
}
lib.total = bind((order) => order.items.reduce((sum, item) => sum + price(item), 0), { price: lib.price })

/** Callbacks by what is typical about them. */
const CALLBACKS = {
  'a filter of one comparison': (p) => p.filter((o) => o.status === 'paid'),
  'a map to six members': (p) =>
    p.map((o) => ({
      id: o.id,
      email: o.customer.email.toLowerCase(),
      total: o.total,
      n: o.items.length,
      first: o.items[0]?.sku ?? null,
      at: o.at,
    })),
  'a reduce inside a map': (p) => p.map((o) => ({ ...o, total: o.items.reduce((sum, item) => sum + item.qty * item.price, 0) })),
  'a comparator': (p) => p.sort((a, b) => b.total - a.total || (a.id < b.id ? -1 : 1)),
  'forty lines of statements': (p) =>
    p.map((order) => {
      const lines = []
      let total = 0
      for (const item of order.items ?? []) {
        if (!item || item.qty <= 0) continue
        const { sku, qty, price, ...rest } = item
        const net = Math.round(qty * price * 100) / 100
        total += net
        lines.push({ sku: sku.trim().toUpperCase(), qty, net, tags: Object.keys(rest).sort() })
      }
      const byTag = {}
      for (const line of lines) {
        for (const tag of line.tags) {
          byTag[tag] ??= []
          byTag[tag].push(line.sku)
        }
      }
      let level
      switch (true) {
        case total > 1000:
          level = 'gold'
          break
        case total > 100:
          level = 'silver'
          break
        default:
          level = /^vip/i.test(order.customer?.group ?? '') ? 'vip' : 'none'
      }
      try {
        return { id: order.id, at: new Date(order.at).toISOString(), lines, byTag, level, total: total.toFixed(2) }
      } catch (error) {
        return { id: order.id, at: null, lines, byTag, level, problem: error.message }
      }
    }),
  'captured functions': (p) =>
    p.filter((o, _, { lib }) => lib.isPaid(o), { lib }).map((o) => ({ t: lib.total(o), who: lib.initials(o.customer.name) }), { lib }),
}

const ROUNDS = 300
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1]

/** Milliseconds of adding the stages, and of planning and running them over nothing. */
function measure(add) {
  const adding = []
  const planning = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    const pipeline = add(records({ unsupported: 'throw' }))
    const added = performance.now()
    pipeline.runSync('[]')
    adding.push(added - start)
    planning.push(performance.now() - added)
  }
  return { stage: median(adding), plan: median(planning) }
}

/** Measures all, prints a table, and says whether each typical callback compiles in less than a millisecond. */
export function compileTimes() {
  const rows = Object.entries(CALLBACKS).map(([title, add]) => {
    const { stage, plan } = measure(add)
    return { '': title, 'stage ms': stage.toFixed(3), 'plan ms': plan.toFixed(3), 'both ms': (stage + plan).toFixed(3) }
  })
  console.log(table(rows))
  return rows.every((row) => Number(row['both ms']) < 1)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = compileTimes() ? 0 : 1
