// Engine-neutral cases in testdata/cases: a pipeline, an input, and what V8 answers. cargo runs the same files.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'

const FOLDER = new URL('../../testdata/cases/', import.meta.url)

/** `[file name, { about, cases }]` of each file. */
export function caseFiles() {
  return readdirSync(FOLDER).sort().map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))])
}

export function writeCases(name, content) {
  writeFileSync(new URL(name, FOLDER), `${JSON.stringify(content, null, 2)}\n`)
}

/** A case as a plan with functions made of its sources. */
export function planOf({ mill, records, output = records === 'values' ? 'ndjson' : records, space = '', stages = [['mill', mill]], env, params }) {
  const names = Object.keys(env ?? {})
  const stageOf = ([kind, ...rest]) => {
    if (kind === 'slice') return { kind, range: rest }
    const [text] = rest
    if (text === undefined) return { kind }
    const values = structuredClone(env)
    const callback = new Function(...names, `return (${text}\n)`)(...names.map((name) => values[name]))
    return { kind, text, callback, env: params ?? values }
  }
  return mill === undefined
    ? { kind: 'records', input: records, output, space, stages: stages.map(stageOf), params }
    : { kind: 'mill', input: 'json', output: 'json', space, stages: stages.map(stageOf), params }
}

/** Text, or bytes that are no text as hex. */
export const inputOf = ({ input, hex }) => (hex === undefined ? Buffer.from(input) : Buffer.from(hex, 'hex'))
