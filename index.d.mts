// The ESM entry's types: the same declarations, so that both entries are one set of classes.
export * from './index.js'
