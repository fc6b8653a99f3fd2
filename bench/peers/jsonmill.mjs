// jsonmill, as its users call it.
import { avg, configure, count, mill, records, sum } from '../../index.mjs'
import { formOf, WORKLOADS } from '../workloads/index.mjs'

const unsupported = 'throw'

/** The calls on this thread and off it. */
function calls(name, size) {
  const { document, filter, map, env, schema, then, space, toFile, lines, grouped } = WORKLOADS[name]
  const isDocument = formOf(name, size) === 'document'
  if (schema !== undefined) {
    const pipeline = records({ input: isDocument ? 'json' : 'ndjson', unsupported }).validate(schema, { formats: true })
    return [(b) => pipeline.runSync(b), (b) => pipeline.run(b)]
  }
  if (isDocument && !grouped) {
    const fast = mill(document, { unsupported, space })
    return then === undefined ? [fast, (b) => fast.run(b)] : [(b) => fast.toValueSync(b), (b) => fast.toValue(b)]
  }
  const start = records({ input: isDocument ? 'json' : 'ndjson', unsupported })
  const stages = (p) => (map === undefined ? p.filter(filter, env) : p.filter(filter, env).map(map))
  const pipeline = (lines ?? stages)(start, { avg, count, sum })
  if (toFile) return [undefined, (source, target) => pipeline.runFile(source, target)]
  return then === undefined ? [(b) => pipeline.runSync(b), (b) => pipeline.run(b)] : [(b) => pipeline.toArraySync(b), (b) => pipeline.toArray(b)]
}

/** Synchronously on one thread or all, or off the event loop on all. */
export function engine(name, size, called) {
  const [sync, run] = calls(name, size)
  if (!called.startsWith('jsonmill sync')) return run
  if (called !== 'jsonmill sync, all cores') configure({ threads: 1 })
  return sync
}
