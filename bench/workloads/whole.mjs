// W4: a document that is only laid out anew. Nothing can be left out of it, so this is parsing and writing alone.
import { records, wrap } from './orders.mjs'

const same = (document) => document

/** White space as an editor or another service leaves it. */
export const minify = {
  title: 'W4 minify: a pretty-printed document without its white space',
  records: indented,
  wrap: (records) => `[\n  ${records.join(',\n  ')}\n]`,
  document: same,
  form: 'document',
}

export const pretty = {
  title: 'W4 pretty-print: a compact document indented by two spaces',
  records,
  wrap,
  document: same,
  space: 2,
  form: 'document',
}

function* indented() {
  for (const record of records()) yield JSON.stringify(JSON.parse(record), null, 2).replaceAll('\n', '\n  ')
}
