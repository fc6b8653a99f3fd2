// Seeded pairs of a pipeline and its inputs.
import { comparison } from './callback/array.mjs'
import { fn } from './callback/function.mjs'
import { CallbackSource } from './callback/source.mjs'
import { transform } from './callback/transform.mjs'
import { JsonSource, spoil } from './json.mjs'
import { Random } from './random.mjs'
import { loose, render } from './tree.mjs'

/** Values that callbacks take from outside, with their kinds. */
const ENV = {
  min: ['number', () => 10],
  rate: ['number', () => 1.25],
  prefix: ['string', () => 'pre-'],
  allowed: ['strings', () => ['paid', 'open', 'a']],
  config: ['object', () => ({ id: 7, name: 'config', o: { n: 1 }, items: [{ id: 1, n: 2 }], tags: ['x'] })],
  known: ['set', () => new Set(['paid', 1, 'Alice'])],
  lookup: ['map', () => new Map([['paid', { n: 1 }], ['id', 5]])],
  since: ['date', () => new Date(Date.UTC(2024, 1, 29, 12, 34, 56, 789))],
  word: ['regexp', () => /(\w)(?<rest>\w*)/i],
  round: ['function', () => (x) => Math.round(Number(x) * 100) / 100],
  label: ['function', () => function label(x, y = 2, ...more) { return `${x}:${y}:${more.length}` }]
}

function stageOf(random, kind, depth, lists) {
  if (kind === 'reduce') return reducerOf(random, depth)
  if (kind === 'slice') return { kind, range: random.pick([[1], [0, 2], [1, 4], [2, undefined], [0, 0], [3, 1]]), env: [] }
  if (kind === 'slice from the end') return { kind: 'slice', range: random.pick([[-2], [0, -1], [-3, -1]]), env: [] }
  if (kind === 'sort') return comparatorOf(random, depth)
  if (kind === 'distinct' && random.chance(0.3)) return { kind, env: [] }
  const names = random.chance(0.3) ? Object.keys(ENV).filter(() => random.chance(0.4)) : []
  const source = new CallbackSource(random, Object.fromEntries(names.map((name) => [name, ENV[name][0]])))
  const result = kind === 'filter' ? random.pick(['boolean', 'boolean', 'any']) : kind === 'flatMap' ? random.pick(['array', 'objects', 'any']) : random.pick(['object', 'object', 'any', 'string'])
  // by third parameter or by free name
  const third = names.length > 0 && kind !== 'mill' && random.chance(0.5)
  if (!third) for (const name of names) source.add(name, ENV[name][0])
  // without env the third parameter is the array
  const among = lists && names.length === 0 && ['map', 'filter', 'flatMap'].includes(kind) && random.chance(0.08)
  const tree =
    kind === 'mill' && random.chance(0.4)
      ? transform(source, depth)
      : fn(source, ['object', 'number', among ? 'objects' : 'env'], result, depth, ['r', 'i', among ? 'all' : 'e'].slice(0, third || among ? 3 : kind === 'mill' ? 1 : random.pick([1, 1, 2])))
  return { kind, tree, env: names }
}

function comparatorOf(random, depth) {
  if (random.chance(0.2)) return { kind: 'sort', env: [] }
  const source = new CallbackSource(random, {})
  const body = source.within(() => comparison(source, 'object', depth), { a: 'object', b: 'object' })
  return { kind: 'sort', tree: loose`(a, b) => ${body}`, env: [] }
}

function reducerOf(random, depth) {
  const source = new CallbackSource(random, {})
  const kind = random.pick(['number', 'object', 'array', 'any', 'string'])
  const tree = fn(source, [kind, 'object', 'number'], kind, depth, ['acc', 'r', 'i'].slice(0, random.pick([2, 2, 3])))
  const initial = random.chance(0.85) ? [random.pick(INITIAL[kind])] : []
  return { kind: 'reduce', tree, initial, env: [] }
}

/** What a reduce begins with, as JSON. */
const INITIAL = { number: ['0', '1'], object: ['{}', '{"n":0,"a":[]}'], array: ['[]', '[1]'], any: ['null', '0', '{}'], string: ['""', '"x"'] }

/** Stages that can go on record by record, and those that need all of them. */
const STREAMING = ['filter', 'map', 'filter', 'map', 'filter', 'map', 'flatMap', 'distinct', 'slice']
const WHOLE = [...STREAMING, 'sort', 'slice from the end']

/** The pipeline and inputs of a seed, as trees. */
export function pairOf(seed) {
  const random = new Random(seed)
  const isMill = random.chance(0.35)
  const depth = 1 + random.int(4)
  const input = random.pick(['json', 'ndjson'])
  const output = random.weighted([[5, input], [1, 'json'], [1, 'ndjson'], [0.5, 'lines']])
  const plan = isMill ? { kind: 'mill', input: 'json', output: 'json' } : { kind: 'records', input, output }
  plan.space = plan.output === 'json' && random.chance(0.15) ? random.pick([2, '\t', '--']) : ''
  plan.stages = isMill
    ? [stageOf(random, 'mill', depth + 1)]
    : random.times(random.weighted([[6, 1], [3, 2], [1, 3], [0.2, 0]]), () => stageOf(random, random.pick(input === 'json' ? WHOLE : STREAMING), depth, input === 'json'))
  if (!isMill && output !== 'lines' && random.chance(0.08)) plan.stages.push(stageOf(random, 'reduce', depth))
  if (!isMill && input === 'json' && random.chance(0.1)) plan.at = random.pick(['/items', '/rows', '/data/rows', '/a~1b', '/items', '/1'])
  // lines are values, too
  if (!isMill && input === 'ndjson' && seed % 4 === 0) plan.input = 'values'
  // what a stage is given with it, or at each run
  plan.params = seed % 7 === 0 && plan.stages.some(({ env }) => env.length > 0) && !plan.stages.some(({ env }) => env.some((name) => ENV[name][0] === 'function'))
  const inputs = random.times(3, () => {
    const json = new JsonSource(random, { newlines: input === 'json' })
    const tree = isMill ? json.document() : input !== 'json' ? json.lines() : plan.at === undefined ? json.rows() : json.around(plan.at)
    return { tree, spoilt: random.chance(0.03) ? random.int(2 ** 31) : undefined }
  })
  return { seed, plan, inputs }
}

/** A stage with its function, made anew: its source is what the trees say now. */
function stageFrom({ kind, tree, range, initial, env }, params) {
  if (tree === undefined) return { kind, range, env: undefined }
  if (params !== undefined && initial === undefined) return takingParams(kind, render(tree), env, params)
  const values = Object.fromEntries(env.map((name) => [name, ENV[name][1]()]))
  const text = render(tree)
  if (initial !== undefined) return { kind, text, callback: new Function(`return (${text}\n)`)(), initial: initial.map((one) => JSON.parse(one)), env: undefined }
  const callback = new Function(...env, `return (${text}\n)`)(...Object.values(values))
  return { kind, text, callback, env: env.length > 0 ? values : undefined }
}

/** The same where the names are those of params. */
function takingParams(kind, source, names, params) {
  const given = `{ ${names.join(', ')} }`
  const text = kind === 'mill' ? `(d, ${given}) => (${source}\n)(d)` : `(x, y, ${given}) => (${source}\n)(x, y, ${given})`
  return { kind, text, callback: new Function(`return (${text})`)(), env: params }
}

export function planFrom(plan) {
  if (!plan.params) return { ...plan, params: undefined, stages: plan.stages.map((stage) => stageFrom(stage)) }
  const names = new Set(plan.stages.flatMap(({ env }) => env))
  const params = Object.fromEntries([...names].map((name) => [name, ENV[name][1]()]))
  return { ...plan, params, stages: plan.stages.map((stage) => stageFrom(stage, params)) }
}

export function bytesFrom({ tree, spoilt }) {
  const bytes = Buffer.from(render(tree))
  return spoilt === undefined ? bytes : spoil(new Random(spoilt), bytes)
}

/** Trees of a pair whose parts making small may drop. */
export function* treesOf({ plan, inputs }) {
  for (const { tree } of plan.stages) if (tree !== undefined) yield tree
  for (const { tree } of inputs) yield tree
}
