import { list, loose, operand, piece, tight } from '../tree.mjs'
import { ARRAYS, ELEMENT } from './kinds.mjs'
import { reduction, withCallback } from './function.mjs'

/** An expression that mostly is an array of the kind. */
export function array(source, kind, depth) {
  const { random } = source
  const element = ELEMENT[kind]
  const part = (...kinds) => source.expression(random.pick(kinds), depth - 1)
  const dot = () => source.dot()
  const from = () => operand(part(kind))
  // what is spread or iterated is there in a calm program
  const present = () => (source.calm ? tight`(${from()} ?? [])` : from())
  const small = () => tight`${random.pick(['0', '1', '2', '-1', '-2', '1.5', 'undefined', 'NaN'])}`
  const ofObject = () => (source.calm ? operand(tight`(${operand(part('object'))} ?? {})`) : operand(part('object', 'object', 'any')))
  const item = () => (random.chance(0.25) ? piece`...${source.calm ? present() : operand(part(...ARRAYS, 'string'))}` : operand(part(element)))
  const forms = [
    [4, () => tight`[${list(random.times(random.int(4), item))}]`],
    [6, () => withCallback(source, random.pick(ARRAYS), depth, 'map', element)],
    [5, () => withCallback(source, kind, depth, 'filter', 'any')],
    [3, () => tight`${from()}${dot()}slice(${list(random.times(random.int(3), small))})`],
    [2, () => tight`${from()}${dot()}concat(${list(random.times(1 + random.int(2), () => operand(part(kind, element))))})`],
    [1, () => tight`${from()}${dot()}flat(${random.pick(['', '1', '2', '0', 'Infinity'])})`],
    [2, () => withCallback(source, random.pick(ARRAYS), depth, 'flatMap', random.pick([kind, element]))],
    [1, () => tight`[...${present()}].${random.pick(['reverse', 'sort', 'toReversed', 'toSorted'])}()`],
    [1, () => tight`[...${present()}].sort((a, b) => ${source.within(() => comparison(source, element, depth - 1), { a: element, b: element })})`],
    [1, () => tight`Array.from(${operand(part(kind, element, 'string', 'any'))})`],
    [1, () => tight`Array.from({ length: ${random.pick(['2', "'3'", '0', 'NaN'])} }, (_, k) => ${source.within(() => operand(source.expression(element, depth - 2)), { k: 'number' })})`],
    [1, () => tight`[...new Set(${source.calm ? present() : from()})]`],
    [2, () => tight`Object.values(${ofObject()})`],
    [1, () => reduction(source, kind, depth)]
  ]
  if (kind === 'strings' || kind === 'array') {
    forms.push([3, () => tight`${operand(part('string'))}${dot()}split(${list(random.chance(0.9) ? [part('string')] : [])})`])
    forms.push([3, () => tight`Object.keys(${ofObject()})`])
    forms.push([1, () => tight`[...${source.calm ? tight`String(${part('string')})` : operand(part('string'))}]`])
  }
  if (kind === 'array') {
    forms.push([2, () => tight`Object.entries(${ofObject()})`])
    forms.push([1, () => mutated(source, depth)])
  }
  return random.weighted(forms)()
}

const GROWING = { push: 'any', unshift: 'any', splice: 'number', fill: 'any', copyWithin: 'number' }

/** A local list that changes: the value is the list, or what the method returns too. */
function mutated(source, depth) {
  const { random } = source
  const method = random.pick(['push', 'unshift', 'splice', 'pop', 'shift', 'reverse', 'fill', 'copyWithin', 'forEach'])
  const value = () => source.expression(GROWING[method], depth - 2)
  const values = method === 'forEach' ? [loose`(v, k) => l.push(k)`] : method in GROWING ? random.times(1 + random.int(2), () => operand(value())) : []
  const from = source.calm ? tight`(${operand(source.expression('array', depth - 1))} ?? [])` : operand(source.expression('array', depth - 1))
  return tight`((l) => { const back = l.${method}(${list(values)}); return ${random.pick(['l', '[back, l]'])} })([...${from}])`
}

/** The body of a sort's comparator of `a` and `b`. */
export function comparison(source, kind, depth) {
  const { random } = source
  const side = () => operand(source.expression(random.pick(['number', 'any', kind]), depth - 1))
  return random.weighted([
    [3, () => loose`a - b`],
    [2, () => loose`(a?.n ?? 0) - (b?.n ?? 0)`],
    [2, () => loose`a < b ? -1 : a > b ? 1 : 0`],
    [1, () => loose`a > b ? 1 : -1`],
    [1, () => loose`a > b`],
    [1, () => loose`${side()} - ${side()}`]
  ])()
}
