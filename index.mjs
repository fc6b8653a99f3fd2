import jsonmill from './index.js'

// Static names: bundlers and editors see them, and both entries share one copy of everything.
export const bind = jsonmill.bind
export const compileSchema = jsonmill.compileSchema
export const configure = jsonmill.configure
export const file = jsonmill.file
export const isJsonMillError = jsonmill.isJsonMillError
export const mill = jsonmill.mill
export const records = jsonmill.records
export const avg = jsonmill.avg
export const collect = jsonmill.collect
export const count = jsonmill.count
export const countDistinct = jsonmill.countDistinct
export const first = jsonmill.first
export const last = jsonmill.last
export const max = jsonmill.max
export const min = jsonmill.min
export const quantile = jsonmill.quantile
export const sum = jsonmill.sum
