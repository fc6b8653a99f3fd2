import { loose, operand, tight } from '../tree.mjs'
import { ARRAYS } from './kinds.mjs'
import { withCallback } from './function.mjs'

/** An expression that mostly is a boolean. */
export function boolean(source, depth) {
  const { random } = source
  const part = (kind) => source.expression(kind, depth - 1)
  const any = () => operand(part('any'))
  const dot = () => source.dot()
  const compared = (operators) => {
    const kind = random.pick(['string', 'number', 'any', 'any'])
    return loose`${operand(part(kind))} ${random.pick(operators)} ${operand(part(random.chance(0.7) ? kind : 'any'))}`
  }
  const set = source.collection('set')
  return random.weighted([
    [6, () => compared(['===', '!=='])],
    [2, () => compared(['==', '!='])],
    [6, () => compared(['<', '<=', '>', '>='])],
    [1, () => loose`${any()} ${random.pick(['==', '!=', '===', '!=='])} ${random.pick(['null', 'undefined'])}`],
    [3, () => loose`!${any()}`],
    [2, () => loose`${any()} ${random.pick(['&&', '||'])} ${operand(part('boolean'))}`],
    [2, () => tight`Boolean(${part('any')})`],
    [4, () => tight`${operand(part('string'))}${dot()}${random.pick(['includes', 'startsWith', 'endsWith'])}(${part(random.chance(0.9) ? 'string' : 'any')}${random.pick(['', '', ', 1'])})`],
    [2, () => tight`${operand(part(random.pick(ARRAYS)))}${dot()}includes(${part('any')})`],
    [4, () => withCallback(source, random.pick(ARRAYS), depth, random.pick(['some', 'every']), 'any')],
    [2, () => tight`Array.isArray(${part('any')})`],
    [1, () => tight`Number.${random.pick(['isInteger', 'isFinite', 'isNaN', 'isSafeInteger'])}(${part('any')})`],
    [1, () => tight`${random.pick(['isNaN', 'isFinite'])}(${part('any')})`],
    [source.calm ? 0.7 : 2, () => loose`${operand(part('string'))} in ${operand(part(random.pick(['object', 'object', 'array', 'any'])))}`],
    [1, () => loose`typeof ${any()} === '${random.pick(['string', 'number', 'object', 'undefined', 'boolean'])}'`],
    [1, () => tight`Object.is(${part('any')}, ${part('any')})`],
    [0.7, () => tight`Object.hasOwn(${part('object')}, ${part('string')})`],
    [0.7, () => tight`${operand(part('object'))}${dot()}hasOwnProperty(${part('string')})`],
    [set ? 4 : 0, () => tight`${set}.has(${part(random.pick(['string', 'any']))})`]
  ])()
}
