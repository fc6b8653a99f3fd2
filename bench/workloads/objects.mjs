// W7 and W8: what a service gets that goes on with JavaScript objects. `read` is what such a service does with them at least.
import * as statuses from './statuses.mjs'

/** Touches every field once: builds an index and adds up lengths and numbers. */
function read(rows) {
  const index = new Map()
  let sum = 0
  for (const row of rows) {
    index.set(row.id, row)
    for (const key in row) {
      const value = row[key]
      sum += typeof value === 'string' ? value.length : typeof value === 'number' ? value : 1
    }
  }
  return sum + index.size
}

const few = {
  records: statuses.records,
  wrap: statuses.wrap,
  env: undefined,
  filter: (s) => s.favorite_count > 10,
  map: (s) => ({ id: s.id_str, author: s.user.screen_name, retweets: s.retweet_count }),
  document: (answer) =>
    answer.statuses.filter((s) => s.favorite_count > 10).map((s) => ({ id: s.id_str, author: s.user.screen_name, retweets: s.retweet_count })),
}

export const W7 = { ...few, title: 'W7 objects: three of about 25 fields', then: () => {} }
export const W7r = { ...few, title: 'W7 objects, and then reading every field of them', then: read }

export const W8 = {
  records: statuses.records,
  wrap: statuses.wrap,
  env: undefined,
  filter: () => true,
  map: (s) => s,
  document: (answer) => answer,
  title: 'W8 objects: every field',
  then: () => {},
}
