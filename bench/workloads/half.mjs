// Pass-through: half of the records leave as they came.
import { records, wrap } from './orders.mjs'

const isKept = (o) => o.customer.id % 2 === 0

export const half = {
  title: 'pass-through: half of the orders, as they are',
  records,
  wrap,
  env: undefined,
  filter: isKept,
  map: undefined,
  document: (orders) => orders.filter((o) => o.customer.id % 2 === 0),
}
