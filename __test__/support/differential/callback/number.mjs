import { list, loose, operand, tight } from '../tree.mjs'
import { ARRAYS } from './kinds.mjs'
import { reduction, withCallback } from './function.mjs'

const UNARY = ['floor', 'ceil', 'round', 'trunc', 'abs', 'sign', 'sqrt', 'cbrt', 'fround', 'clz32', 'log', 'log2', 'log10', 'log1p', 'exp', 'expm1', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh']

/** An expression that mostly is a number. */
export function number(source, depth) {
  const { random } = source
  const part = (kind) => source.expression(kind, depth - 1)
  const num = () => operand(part(random.chance(0.85) ? 'number' : 'any'))
  const dot = () => source.dot()
  return random.weighted([
    [9, () => loose`${num()} ${random.pick(['+', '-', '*', '/', '%', '+', '-', '*'])} ${num()}`],
    [1, () => loose`${num()} ** ${random.pick(['2', '3', '0.5', '-1', '0'])}`],
    [2, () => loose`${num()} ${random.pick(['|', '&', '^', '<<', '>>', '>>>'])} ${num()}`],
    [2, () => loose`${random.pick(['+', '-', '~', '- -', '+'])}${num()}`],
    [3, () => tight`Number(${part('any')})`],
    [2, () => tight`parseInt(${part('any')}${random.pick(['', ', 10', ', 16', ', 2', ', 36', ', 1', ', 0'])})`],
    [2, () => tight`parseFloat(${part('any')})`],
    [4, () => tight`${operand(part(random.pick(['string', ...ARRAYS])))}${dot()}length`],
    [4, () => tight`Math.${random.pick(UNARY)}(${num()})`],
    [3, () => tight`Math.${random.pick(['min', 'max', 'hypot'])}(${list(random.times(random.int(4), () => part('number')))})`],
    [1, () => tight`Math.${random.pick(['min', 'max'])}(...${operand(part('numbers'))})`],
    [1, () => tight`Math.${random.pick(['pow', 'atan2', 'imul'])}(${num()}, ${num()})`],
    [2, () => tight`${operand(part('string'))}${dot()}${random.pick(['indexOf', 'lastIndexOf'])}(${part('string')}${random.pick(['', '', ', 1', ', -1'])})`],
    [2, () => tight`${operand(part('string'))}${dot()}${random.pick(['charCodeAt', 'codePointAt'])}(${random.pick(['', '0', '1', '-1'])})`],
    [2, () => tight`${operand(part(random.pick(ARRAYS)))}${dot()}${random.pick(['indexOf', 'lastIndexOf'])}(${part('any')})`],
    [1, () => withCallback(source, 'array', depth, random.pick(['findIndex', 'findLastIndex']), 'boolean')],
    [4, () => reduction(source, 'number', depth)],
    [1, () => tight`new ${random.pick(['Set', 'Map'])}(${operand(part('any'))}).size`],
    [1, () => tight`${random.pick(['Math.PI', 'Number.MAX_SAFE_INTEGER', 'Number.EPSILON', 'Number.MIN_VALUE'])}`]
  ])()
}
