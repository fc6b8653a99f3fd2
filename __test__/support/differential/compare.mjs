// Runs a pair on both sides and says how they compare.
import { Script } from 'node:vm'
import { mill, records } from '../../../index.mjs'
import { inV8 } from '../mode.mjs'
import { plain } from './plain.mjs'
import { bytesFrom, planFrom } from './pairs.mjs'

/** What a program gets. Some make their result twice as large with each record; V8 would be at it for minutes before it gives up. */
export const LIMITS = { maxSteps: 2e7, maxOutputBytes: 2 ** 24, maxMemory: 2 ** 28 }

/** The pipeline as a user builds it. `undefined` options stay away. */
export function compiled({ kind, input, at, output, space, stages, params }, options) {
  const common = { ...options, ...(space === '' ? {} : { space }) }
  if (params !== undefined) return given(params, compiled({ kind, input, at, output, space, stages: stages.map(without) }, { ...options, ...(kind === 'records' && { params: true }) }))
  if (kind === 'mill') {
    const [{ callback, env }] = stages
    return whole(mill(callback, { ...common, ...(env && { bindings: env }) }))
  }
  const add = (pipeline, { kind: step, callback, env, initial, range = [callback, ...(initial ?? [env])] }) => pipeline[step](...range)
  const pipeline = stages.reduce(add, records({ ...common, input, output, ...(at !== undefined && { at }) }))
  return stages.at(-1)?.kind === 'reduce' ? whole(pipeline) : pipeline
}

const whole = (fast) => ({ runSync: fast, run: fast.run, values: fast.toValueSync, explain: fast.explain })

const without = (stage) => ({ ...stage, env: undefined })

/** A pipeline with its params. */
function given(params, pipeline) {
  return {
    runSync: (bytes) => pipeline.runSync(bytes, { params }),
    run: (bytes) => pipeline.run(bytes, { params }),
    explain: () => pipeline.explain()
  }
}

/**
 * The same pipeline with one callback wrapped so that no compiler takes it, or undefined where nothing before it is native. It takes as many
 * parameters as it needs: one more would be the array.
 */
function mixed(plan, at) {
  const { text, env, callback: own } = plan.stages[at] ?? {}
  if (plan.kind === 'mill' || at < 1 || text === undefined) return undefined
  const names = Object.keys(env ?? {})
  const parameters = env === undefined && own.length < 3 ? 'r, i' : 'r, i, e'
  const wrapped = `(${parameters}) => { function* unused() {} return (${text}\n)(${parameters}) }`
  const callback = new Function(...names, `return ${wrapped}`)(...names.map((name) => env[name]))
  const stages = plan.stages.with(at, { ...plan.stages[at], callback })
  const pipeline = compiled({ ...plan, stages }, { limits: LIMITS })
  return pipeline.explain().includes(`runs natively before stage ${at},`) ? pipeline : undefined
}

/** What plain JavaScript answers to bytes. */
export function oracle(plan) {
  const stages = plan.stages.map(({ kind, callback, env, range, initial }) => ({
    kind,
    range,
    initial,
    // an index or, for a comparator, a second record; the array where there is no env
    run: callback && (env === undefined ? callback : (record, other) => callback(record, other, env))
  }))
  return (bytes) => plain({ ...plan, stages: plan.kind === 'mill' ? stages.map(({ run }) => ({ run: (value) => run(value, plan.params) })) : stages }, bytes)
}

const COMPARED = ['code', 'name', 'message', 'record', 'stage']

const NO_ITERATOR = /Cannot destructure property 'Symbol\(Symbol\.iterator\)' of '(?:[^'\\]|\\.)*' as it is undefined\.|undefined is not iterable \(cannot read property Symbol\(Symbol\.iterator\)\)/g

/** V8 itself words this in two ways, depending on what the function did in earlier calls. */
const settled = (text) => text?.replace(NO_ITERATOR, 'undefined is not iterable')

/** The same inside results, where the other wording names what it is about. */
const told = (text) => settled(text).replace(/(?<=")[^"]* is not iterable \(cannot read property Symbol\(Symbol\.iterator\)\)/g, 'undefined is not iterable')

/** Whether two answers are the same as far as V8 tells: of a parse error it gives the class only. */
export function same(expected, got) {
  if (expected.error === undefined) {
    const text = Buffer.from(expected.text).toString()
    return got.text === text || (got.text !== undefined && text.includes('Symbol(Symbol.iterator)') && told(got.text) === told(text))
  }
  if (got.error === undefined) return false
  return COMPARED.every((name) => expected.error[name] === undefined || expected.error[name] === got.error[name] || (name === 'message' && settled(expected.error[name]) === settled(got.error[name])))
}

function fieldsOf(error) {
  return Object.fromEntries(COMPARED.map((name) => [name, error[name]]))
}

/**
 * Nothing but env is read-only, and a write to it is an error by jsonmill's own rules. For that, callbacks that are rebuilt over env are strict,
 * where a write to a primitive is an error too.
 */
const WRITE_TO_ENV = /object is not extensible|read only property|^Cannot delete property|are a read-only snapshot$|^Cannot create property/

/** By the same rules captured values are frozen: native code leaves that to V8, where a callback may catch the error of a write. */
const FROZEN = new Set(['whether a captured value is frozen', 'a write to a captured value'])

/** What jsonmill answers: `{ text }`, `{ error }`, or `{ bailed: reason }`. */
export function answer(run) {
  try {
    return { text: run().toString() }
  } catch (error) {
    if (error.code === 'ERR_JSONMILL_UNSUPPORTED') return { bailed: error.message.split('\n')[0] }
    if (WRITE_TO_ENV.test(error.message)) return { bailed: 'a write to env' }
    return { error: fieldsOf(error) }
  }
}

/** What kind of difference it is, whatever the names and numbers: making small must not run from one into another. */
export function signature({ expected, got }) {
  const side = ({ error }) => (error ? `${error.code} ${String(error.message ?? '').replace(/'[^']*'|[\d.]+|\(intermediate value\)|\b\w+\.\w+\b/g, '#')}` : 'text')
  return `${side(expected)} => ${side(got)}`
}

/** What V8 answers in `milliseconds`, or undefined. */
function inTime(run, milliseconds) {
  globalThis.jsonmillRun = run
  try {
    return RUN.runInThisContext({ timeout: milliseconds })
  } catch (error) {
    if (error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined
    throw error
  }
}

const RUN = new Script('jsonmillRun()')

/** Failures that are none of the program's: V8 has limits of its own. */
const OF_V8 = /^Invalid (?:string|array) length$|^Maximum call stack|maximum size exceeded$/

/** A run that took more than it gets: whether V8 is soon done with it all the same. */
function beyond(limit, expect, bytes) {
  const bailed = { status: 'bailed', reason: 'a limit of the campaign', bytes }
  if (limit.includes('maxSteps')) return bailed
  const expected = inTime(() => expect(bytes), 2000)
  if (expected === undefined || OF_V8.test(expected.error?.message) || expected.text?.length > LIMITS.maxOutputBytes) return bailed
  return { status: 'different', way: 'native', expected, got: { error: { code: 'ERR_JSONMILL_LIMIT', message: limit } }, bytes }
}

/**
 * The ways to run a pair besides the native one: a later stage in V8 and those before it natively, and all of it in V8, built as where no addon
 * loads or turned by `configure`.
 */
function otherWays(ready, seed, pipeline) {
  const at = 1 + (seed % (ready.stages.length - 1))
  const partly = ready.stages.length > 1 ? mixed(ready, at) : undefined
  const all = seed % 2 === 0 ? pipeline : inV8(() => compiled(ready))
  return [...(partly ? [['mixed', (bytes) => partly.runSync(bytes)]] : []), ['V8', (bytes) => inV8(() => all.runSync(bytes))]]
}

/**
 * `{ refused }` or the results of each input: `{ status: 'same' | 'bailed' | 'different', … }`. Where the pair asks for `three` ways, all of them
 * must answer the same; `ways` are those that did.
 */
export function compare({ seed, plan, inputs, three = false }) {
  let ready
  let pipeline
  try {
    ready = planFrom(plan)
    pipeline = compiled(ready, { unsupported: 'throw', limits: LIMITS })
  } catch (error) {
    if (error instanceof SyntaxError) return { refused: `no program: ${error.message}` }
    if (error.code === 'ERR_JSONMILL_UNSUPPORTED') return { refused: error.message.split('\n')[0] }
    throw error
  }
  const expect = oracle(ready)
  const others = three ? otherWays(ready, seed, pipeline) : []
  const one = (bytes) => {
    const native = answer(() => pipeline.runSync(bytes))
    if (native.error?.code === 'ERR_JSONMILL_LIMIT') return beyond(native.error.message, expect, bytes)
    if (native.bailed !== undefined && (others.length === 0 || FROZEN.has(native.bailed))) return { status: 'bailed', reason: native.bailed, bytes }
    const expected = expect(bytes)
    const answers = [['native', native], ...others.map(([way, run]) => [way, answer(() => run(bytes))])]
    const [different] = answers.filter(([, got]) => got.bailed === undefined && !same(expected, got))
    if (different) return { status: 'different', way: different[0], expected, got: different[1], bytes }
    const ways = answers.filter(([, got]) => got.bailed === undefined).map(([way]) => way)
    return { status: native.bailed === undefined ? 'same' : 'bailed', reason: native.bailed, ways, expected, bytes }
  }
  return { ready, pipeline, results: inputs.map((input) => one(bytesFrom(input))) }
}
