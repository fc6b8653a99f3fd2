// W5: orders grouped by country: how many, their sum and their average.
import { records, wrap } from './orders.mjs'

/** Adds one order to the groups. */
function add(groups, o) {
  const { country } = o.customer.address
  const group = (groups[country] ??= { country, count: 0, sum: 0 })
  group.count++
  group.sum += o.total
  return groups
}

export const W5 = {
  title: 'W5 group by country: count, sum, average',
  records,
  wrap,
  unordered: true,
  document: (orders) => {
    const groups = {}
    for (const o of orders) {
      const { country } = o.customer.address
      const group = (groups[country] ??= { country, count: 0, sum: 0 })
      group.count++
      group.sum += o.total
    }
    return Object.values(groups).map((g) => ({ country: g.country, count: g.count, sum: g.sum, avg: g.sum / g.count }))
  },
  /** Over lines, as each engine says it best. */
  lines: (pipeline) => pipeline.reduce(add, {}),
  plainLines: (bytes) => {
    const text = bytes.toString()
    const groups = {}
    for (let start = 0; start < text.length; ) {
      let end = text.indexOf('\n', start)
      if (end === -1) end = text.length
      if (end > start) add(groups, JSON.parse(text.slice(start, end)))
      start = end + 1
    }
    return Buffer.from(JSON.stringify(groups))
  },
}
