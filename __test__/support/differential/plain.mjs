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
    if (error instanceof Error) throw new Failure({ code: 'ERR_JSONMILL_CALLBACK', name: error.name, message: error.message, ...where })
    // what is no error becomes the message of one
    throw new Failure({ code: 'ERR_JSONMILL_CALLBACK', name: 'Error', message: Object(error) === error ? undefined : String(error), ...where })
  }
}

/** `{ text }` or `{ error }`. A stage is `{ kind, run(record, index) }`, that of a slice `{ kind, range }`. */
export function plain({ kind, input, at, output, space, stages }, bytes) {
  try {
    const text = bytes.toString()
    if (kind === 'mill') return { text: document(text, stages[0], space) }
    return { text: input === 'json' ? array(text, at, stages, output, space) : each(RECORDS[input](text), stages, output, space) }
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

/** A stage at work: what one record becomes. */
class Step {
  constructor({ kind, run, range }, number) {
    this.kind = kind
    this.run = run
    this.range = range
    this.number = number
    this.index = 0
    this.seen = new Set()
  }

  /** `among`: the array that the value is an element of. */
  push(value, record, among) {
    const index = this.index++
    const result = () => call(() => this.run(value, index, among), { record, stage: this.number })
    switch (this.kind) {
      case 'map': return [result()]
      case 'filter': return result() ? [value] : []
      case 'flatMap': return [result()].flat()
      case 'slice': return index >= (this.range[0] ?? 0) && index < (this.range[1] ?? Infinity) ? [value] : []
      default: return this.first(this.run === undefined ? value : result()) ? [value] : []
    }
  }

  /** Whether a key of distinct is a new one. */
  first(key) {
    return !this.seen.has(key) && this.seen.add(key)
  }

  /** All rows `{ value, record }` of a document. */
  all(rows) {
    if (this.kind === 'slice') return rows.slice(...this.range)
    if (this.kind === 'sort') return this.sorted(rows)
    const among = rows.map(({ value }) => value)
    return rows.flatMap(({ record }, i) => {
      if (i in among) return this.push(among[i], record, among).map((one) => ({ value: one, record }))
      this.index++
      return []
    })
  }

  sorted(rows) {
    const compare = this.run ?? byText
    const known = rows.filter(({ value }) => value !== undefined)
    const ordered = call(() => known.sort((a, b) => compare(a.value, b.value)), { stage: this.number })
    return [...ordered, ...rows.filter(({ value }) => value === undefined)]
  }
}

function byText(a, b) {
  const [x, y] = [String(a), String(b)]
  return x < y ? -1 : y < x ? 1 : 0
}

function array(text, at, stages, output, space) {
  const parsed = pointed(parse(text), at)
  if (!Array.isArray(parsed)) throw new Failure({ code: 'ERR_JSONMILL_PARSE', name: 'SyntaxError' })
  const steps = stages.filter(({ kind }) => kind !== 'reduce')
  const rows = steps.reduce((rows, stage, number) => new Step(stage, number).all(rows), parsed.map((value, record) => ({ value, record })))
  const stage = last(stages)
  if (steps.length < stages.length) {
    const fold = new Fold(stages[stage], stage)
    const among = rows.map(({ value }) => value)
    for (const [i, { record }] of rows.entries()) if (i in among) fold.push(among[i], record, among)
    return fold.end(space)
  }
  return output === 'json' ? write(rows, space, stage) : rows.map(({ value, record }) => line(value, output, { record, stage })).join('')
}

/** What a JSON Pointer names. */
function pointed(value, at = '') {
  const keys = at.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  return keys.reduce((inside, key) => (inside !== null && typeof inside === 'object' && Object.hasOwn(inside, key) ? inside[key] : undefined), value)
}

/** What rows are reduced to. */
class Fold {
  constructor({ run, initial }, stage) {
    this.run = run
    this.stage = stage
    this.values = structuredClone(initial)
    this.index = 0
  }

  /** `among`: the array that the value is an element of. */
  push(value, record, among) {
    const index = this.index++
    const { values, run, stage } = this
    values[0] = values.length === 0 ? value : call(() => run(values[0], value, index, among), { record, stage })
  }

  /** The result as JSON. */
  end(space) {
    const { values, run, stage } = this
    if (values.length === 0) call(() => [].reduce(run), { stage })
    return call(() => JSON.stringify(values[0], null, space) ?? 'null', { stage })
  }
}

const RECORDS = {
  *ndjson(text) {
    for (const [record, source] of text.split('\n').filter((one) => !BLANK.test(one)).entries()) yield [record, parse(source, record)]
  },
  *values(text) {
    for (let rest = text.replace(SPACE, ''), record = 0; rest !== ''; record++) {
      const source = firstValue(rest)
      yield [record, parse(source ?? '', record)]
      rest = rest.slice(source.length).replace(SPACE, '')
    }
  }
}

const SPACE = /^[ \t\r\n]+/
/** Ends of what may be one value: outside of strings and brackets. */
function* ends(text) {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (quoted && char === '\\') at++
    else if (char === '"') quoted = !quoted
    else if (!quoted && (char === '{' || char === '[')) depth++
    else if (!quoted && (char === '}' || char === ']')) depth--
    if (quoted || depth > 0) continue
    if (/["\]}]/.test(char) || /^[ \t\r\n"[\]{},:]?$/.test(text.slice(at + 1, at + 2))) yield at + 1
  }
}

/** The shortest beginning that is JSON; a number or word goes on as far as it can. */
function firstValue(text) {
  for (const end of ends(text)) {
    const source = text.slice(0, end)
    try {
      JSON.parse(source)
      return source
    } catch {
      // it goes on
    }
  }
  return undefined
}

function each(parsed, stages, output, space) {
  const steps = stages.filter(({ kind }) => kind !== 'reduce').map((stage, number) => new Step(stage, number))
  const stage = last(stages)
  const fold = steps.length < stages.length ? new Fold(stages[stage], stage) : undefined
  const rows = []
  let out = ''
  for (const [record, value] of parsed) {
    // what a record has become takes each stage together, as the elements of an array do
    for (const one of steps.reduce((values, step) => values.flatMap((one) => step.push(one, record)), [value])) {
      if (fold) fold.push(one, record)
      else if (output === 'json') rows.push({ value: one, record })
      else out += line(one, output, { record, stage })
    }
  }
  if (fold) return fold.end(space)
  return output === 'json' ? write(rows, space, stage) : out
}

/** The stage that a failure to write belongs to. */
function last(stages) {
  return stages.length > 0 ? stages.length - 1 : undefined
}

function line(row, output, where) {
  if (output === 'ndjson') return `${call(() => JSON.stringify(row) ?? 'null', where)}\n`
  if (typeof row !== 'string') throw new Failure({ code: 'ERR_JSONMILL_OPTION', name: 'TypeError', ...where })
  return `${row}\n`
}

function write(rows, space, stage) {
  const values = rows.map(({ value }) => value)
  try {
    return JSON.stringify(values, null, space)
  } catch (error) {
    for (const { value, record } of rows) call(() => JSON.stringify(value), { record, stage })
    throw error
  }
}
