import { list, operand, piece, tight } from '../tree.mjs'
import { KEYS, OPAQUE } from './kinds.mjs'
import { reduction, withCallback } from './function.mjs'

/** An expression that mostly is an object. */
export function object(source, depth) {
  const { random } = source
  const part = (kind) => source.expression(kind, depth - 1)
  const entry = () => tight`[${source.expression('string', depth - 2)}, ${source.expression('any', depth - 2)}]`
  return random.weighted([
    [10, () => literal(source, depth)],
    [3, () => withCallback(source, 'objects', depth, random.pick(['find', 'findLast']), 'any')],
    [2, () => reduction(source, 'object', depth)],
    [1, () => tight`Object.assign({}, ${list(random.times(1 + random.int(2), () => part('object')))})`],
    [2, () => tight`Object.fromEntries(Object.entries(${source.calm ? tight`(${operand(part('object'))} ?? {})` : part('object')}).${random.pick(['map', 'filter'])}(([k, v]) => ${source.within(entry, { k: 'string', v: 'any' })}))`]
  ])()
}

function literal(source, depth) {
  const { random } = source
  const part = (...kinds) => source.expression(random.pick(kinds), depth - 1)
  const property = () =>
    random.weighted([
      [8, () => piece`${random.pick(KEYS)}: ${operand(part('any'))}`],
      [2, () => piece`...${operand(part('object', 'object', 'any', 'array', 'string'))}`],
      [2, () => piece`[${part('string', 'string', 'number', 'any')}]: ${operand(part('any'))}`],
      [2, () => {
        const names = source.visible().filter(({ kind }) => !OPAQUE.includes(kind))
        return names.length > 0 ? piece`${random.pick(names).name}` : piece`a: 1`
      }]
    ])()
  return tight`{ ${list(random.times(random.int(5), property))} }`
}
