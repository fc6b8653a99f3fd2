// Plain JavaScript, in whatever runtime this is.
import { plainChecked, plainCheckedLines } from '../checked.mjs'
import { plainDocument, plainLines, valuesOfDocument, valuesOfLines } from '../plain.mjs'
import { tunedFile } from '../tuned.mjs'
import { formOf, WORKLOADS } from '../workloads/index.mjs'

export function engine(name, size) {
  const { document, filter, map, env, schema, then, space, toFile, plainLines: ownLines } = WORKLOADS[name]
  if (toFile) return tunedFile(filter, map)
  const isDocument = formOf(name, size) === 'document'
  if (then !== undefined) return isDocument ? valuesOfDocument(document) : valuesOfLines(filter, map, env)
  if (schema !== undefined) return isDocument ? plainChecked(schema) : plainCheckedLines(schema)
  if (isDocument) return plainDocument(document, space)
  return ownLines ?? plainLines(filter, map, env)
}
