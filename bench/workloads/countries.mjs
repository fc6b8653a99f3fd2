// W5: orders grouped by country: how many, their sum and their average.
import { records, wrap } from './orders.mjs'

/** Adds one order to the groups. */
function add(groups, o) {
  const { country } = o.customer.address
  const group = (groups[country] ??= { key: country, count: 0, sum: 0 })
  group.count++
  group.sum += o.total
}

export const W5 = {
  title: 'W5 group by country: count, sum, average',
  records,
  wrap,
  /** groupBy's sums are exact and rounded once; others depend on the order of additions, and so their last digits may differ. */
  unordered: true,
  document: (orders) => {
    const groups = {}
    for (const o of orders) {
      const { country } = o.customer.address
      const group = (groups[country] ??= { key: country, count: 0, sum: 0 })
      group.count++
      group.sum += o.total
    }
    return Object.values(groups).map((g) => ({ key: g.key, count: g.count, sum: g.sum, avg: g.sum / g.count }))
  },
  /** Over lines, as each engine says it best. */
  lines: (pipeline, { avg, count, sum }) =>
    pipeline.groupBy((o) => o.customer.address.country, { count: count(), sum: sum((o) => o.total), avg: avg((o) => o.total) }),
  plainLines: (bytes) => {
    const text = bytes.toString()
    const groups = {}
    for (let start = 0; start < text.length; ) {
      let end = text.indexOf('\n', start)
      if (end === -1) end = text.length
      if (end > start) add(groups, JSON.parse(text.slice(start, end)))
      start = end + 1
    }
    const rows = Object.values(groups).map((g) => `${JSON.stringify({ ...g, avg: g.sum / g.count })}\n`)
    return Buffer.from(rows.join(''))
  },
}

/** The same over one array by `groupBy`, where W5 loops over it. */
export const W5g = { ...W5, title: 'W5 by groupBy over an array', grouped: true, sizes: ['10 MB'] }
