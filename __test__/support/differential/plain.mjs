// The promise written down as plain JavaScript: what V8 answers for a pipeline, and in which order it fails.

const BLANK = /^[ \t\r]*$/

/** A failure as both sides describe it. */
class Failure {
  constructor(fields) {
    this.fields = fields
  }
}

function parse(text, record) {
  try {
    return JSON.parse(text)
  } catch {
    throw new Failure({ code: 'ERR_JSONMILL_PARSE', name: 'SyntaxError', record })
  }
}

function call(make, where) {
  try {
    return make()
  } catch (error) {
    throw new Failure({ code: 'ERR_JSONMILL_CALLBACK', name: error.name, message: error.message, ...where })
  }
}

/** `{ text }` or `{ error }`. A stage is `{ kind, run(record, index) }`. */
export function plain({ kind, input, output, space, stages }, bytes) {
  try {
    const text = bytes.toString()
    if (kind === 'mill') return { text: document(text, stages[0], space) }
    return { text: input === 'ndjson' ? lines(text, stages, output, space) : array(text, stages, output, space) }
  } catch (error) {
    if (error instanceof Failure) return { error: error.fields }
    throw error
  }
}

function document(text, stage, space) {
  const value = parse(text)
  const where = { record: 0, stage: 0 }
  const result = call(() => stage.run(value), where)
  return call(() => JSON.stringify(result, null, space) ?? 'null', where)
}

function array(text, stages, output, space) {
  const parsed = parse(text)
  if (!Array.isArray(parsed)) throw new Failure({ code: 'ERR_JSONMILL_PARSE', name: 'SyntaxError' })
  let rows = parsed
  let origins = rows.map((_, i) => i)
  for (const [number, { kind, run }] of stages.entries()) {
    const results = rows.map((row, i) => call(() => run(row, i), { record: origins[i], stage: number }))
    if (kind === 'map') {
      rows = results
    } else {
      origins = origins.filter((_, i) => results[i])
      rows = rows.filter((_, i) => results[i])
    }
  }
  const last = stages.length > 0 ? stages.length - 1 : undefined
  if (output !== 'json') return rows.map((row, i) => line(row, output, { record: origins[i], stage: last })).join('')
  return write(rows, space, (i) => ({ record: origins[i], stage: last }))
}

function lines(text, stages, output, space) {
  const indices = stages.map(() => 0)
  const rows = []
  const origins = []
  let out = ''
  const last = stages.length > 0 ? stages.length - 1 : undefined
  for (const [record, source] of text.split('\n').filter((one) => !BLANK.test(one)).entries()) {
    let row = parse(source, record)
    const kept = stages.every(({ kind, run }, number) => {
      const result = call(() => run(row, indices[number]++), { record, stage: number })
      if (kind === 'map') row = result
      return kind === 'map' || result
    })
    if (!kept) continue
    if (output === 'json') {
      rows.push(row)
      origins.push(record)
    } else {
      out += line(row, output, { record, stage: last })
    }
  }
  return output === 'json' ? write(rows, space, (i) => ({ record: origins[i], stage: last })) : out
}

function line(row, output, where) {
  if (output === 'ndjson') return `${call(() => JSON.stringify(row) ?? 'null', where)}\n`
  if (typeof row !== 'string') throw new Failure({ code: 'ERR_JSONMILL_OPTION', name: 'TypeError', ...where })
  return `${row}\n`
}

function write(rows, space, where) {
  try {
    return JSON.stringify(rows, null, space)
  } catch (error) {
    rows.forEach((row, i) => call(() => JSON.stringify(row), where(i)))
    throw error
  }
}
