import { list, loose, operand, tight } from '../tree.mjs'
import { ARRAYS, KINDS } from './kinds.mjs'

const FIXED = ['toLowerCase', 'toUpperCase', 'trim', 'trimStart', 'trimEnd', 'toString', 'valueOf', 'toWellFormed', 'normalize', 'toLocaleLowerCase']

/** An expression that mostly is a string. */
export function string(source, depth) {
  const { random } = source
  const part = (kind) => source.expression(kind, depth - 1)
  const text = () => operand(part('string'))
  const dot = () => source.dot()
  const small = () => (random.chance(0.7) ? tight`${random.pick(['0', '1', '2', '3', '-1', '-2', '5', '1.5', 'NaN', 'undefined'])}` : part('number'))
  const some = (make) => list(random.times(1 + random.int(2), make))
  return random.weighted([
    [5, () => tight`\`${random.pick(['', 'x ', '#'])}\${${part('any')}}${random.pick(['', ' ', '-'])}\${${part(random.pick(KINDS))}}\``],
    [4, () => loose`${text()} + ${operand(part(random.pick(['string', 'any', 'number'])))}`],
    [2, () => loose`${operand(part('any'))} + ${text()}`],
    [3, () => tight`String(${part('any')})`],
    [1, () => loose`typeof ${operand(part('any'))}`],
    [6, () => tight`${text()}${dot()}${random.pick(FIXED)}()`],
    [4, () => tight`${text()}${dot()}${random.pick(['slice', 'substring', 'substr'])}(${some(small)})`],
    [2, () => tight`${text()}${dot()}${random.pick(['charAt', 'at'])}(${small()})`],
    [1, () => tight`${text()}${dot()}repeat(${random.pick(['0', '1', '2', '3', "'2'", '1.9', '-1', 'NaN', 'null'])})`],
    [2, () => tight`${text()}${dot()}${random.pick(['padStart', 'padEnd'])}(${random.pick(['0', '3', '8', "'5'", '6.7'])}${random.pick(['', ", '0'", ", 'ab'", ", '😀'", ', 1'])})`],
    [2, () => tight`${text()}${dot()}${random.pick(['replace', 'replaceAll'])}(${part('string')}, ${part('string')})`],
    [1, () => tight`${text()}${dot()}replace(${part('string')}, ${source.within(() => loose`(m, at) => ${operand(source.expression('string', depth - 2))}`, { m: 'string', at: 'number' })})`],
    [1, () => tight`${text()}${dot()}concat(${some(() => part('any'))})`],
    [1, () => tight`${text()}${dot()}split(${part('string')})[${random.pick(['0', '1'])}]`],
    [4, () => tight`${operand(part(random.pick(ARRAYS)))}${dot()}join(${list(random.chance(0.8) ? [part('string')] : [])})`],
    [1, () => tight`${operand(part('number'))}.toString(${random.pick(['', '10', '2', '16', '36'])})`],
    [1, () => tight`${operand(part('number'))}.${random.pick(['toFixed', 'toPrecision', 'toExponential'])}(${random.pick(['', '1', '2', '4', '-1'])})`],
    [1, () => tight`${operand(part('any'))}${dot()}toString()`],
    [1, () => tight`String.${random.pick(['fromCharCode', 'fromCodePoint'])}(${some(() => part('number'))})`],
    [2, () => tight`Object.keys(${part('object')})[${random.pick(['0', '1'])}]`],
    [2, () => source.index(part('string'), depth)]
  ])()
}
