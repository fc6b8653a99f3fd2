import jsonmill from './index.js'

// Static names: bundlers and editors see them, and both entries share one copy of everything.
export const bind = jsonmill.bind
export const compileSchema = jsonmill.compileSchema
export const configure = jsonmill.configure
export const isJsonMillError = jsonmill.isJsonMillError
export const mill = jsonmill.mill
export const records = jsonmill.records
