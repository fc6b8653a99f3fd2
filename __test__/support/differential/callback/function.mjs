import { list, loose, operand, piece, statement, tight } from '../tree.mjs'
import { ARRAYS, ELEMENT } from './kinds.mjs'
import { pattern } from './pattern.mjs'
import { oneStatement } from './statement.mjs'

const BUILT_IN = ['Boolean', 'String', 'Number', 'Array.isArray', 'parseInt', 'Math.abs', 'Object.keys', 'undefined', 'null', '5']

/** A function of parameters of these kinds; `names` are theirs where they are plain. */
export function fn(source, kinds, result, depth, names = []) {
  const { random } = source
  return source.within(() => {
    const count = names.length || random.weighted([[1, 0], [6, 1], [2, 2], [1, 3]])
    const parameters = kinds.slice(0, count).map((kind, i) => pattern(source, kind, depth, names[i]))
    if (random.chance(0.03) && names.length === 0) parameters.push(piece`...${source.declare('array')}`)
    const roll = random.next()
    if (roll < 0.12) return loose`function (${list(parameters)}) ${statements(source, result, depth)}`
    if (roll < 0.55) return loose`(${list(parameters)}) => ${statements(source, result, depth)}`
    return loose`(${list(parameters)}) => ${body(source.expression(result, depth))}`
  })
}

/** What an arrow returns: an object literal needs parentheses there. */
function body(expression) {
  return tight`(${expression})`
}

/** A call of an array method with a callback. */
export function withCallback(source, kind, depth, method, result) {
  const { random } = source
  const from = operand(source.expression(kind, depth - 1))
  if (random.chance(0.06)) return tight`${from}${source.dot()}${method}(${random.pick(BUILT_IN.slice(0, source.calm ? 7 : undefined))})`
  return tight`${from}${source.dot()}${method}(${fn(source, [ELEMENT[kind], 'number'], result, depth - 1)})`
}

/** A call of `reduce`. */
export function reduction(source, kind, depth) {
  const { random } = source
  const elements = random.pick(ARRAYS)
  const from = operand(source.expression(elements, depth - 1))
  const method = random.chance(0.85) ? 'reduce' : 'reduceRight'
  const step = fn(source, [kind, ELEMENT[elements], 'number'], kind, depth - 1)
  const initial = random.chance(source.calm ? 0.97 : 0.7) ? [operand(source.leaf(kind))] : []
  return tight`${from}${source.dot()}${method}(${list([step, ...initial])})`
}

/** A block with a scope of its own. */
export function block(source, result, depth) {
  return source.within(() => statements(source, result, depth))
}

function statements(source, result, depth) {
  const { random } = source
  const before = random.times(random.int(4), () => oneStatement(source, result, depth - 1))
  const last = random.chance(0.93) ? [statement`return ${source.expression(result, depth)}`] : []
  return piece`{ ${list([...before, ...last], '; ')} }`
}
