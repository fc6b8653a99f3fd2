import { list, operand, piece, statement, tight } from '../tree.mjs'
import { attempt, branches, localFunction, reassignment, strangeLoop, taken } from './control.mjs'
import { block, fn } from './function.mjs'
import { ARRAYS, ELEMENT, KINDS } from './kinds.mjs'
import { arrayPattern, objectPattern } from './pattern.mjs'

/** One statement of a function that returns the kind `result`. */
export function oneStatement(source, result, depth) {
  const { random } = source
  const inner = () => block(source, result, depth - 1)
  const condition = () => source.expression('boolean', depth)
  return random.weighted([
    [6, () => declaration(source, depth)],
    [3, () => assignment(source, depth)],
    [4, () => statement`if (${condition()}) ${random.chance(0.5) ? inner() : statement`return ${source.expression(result, depth)}`}`],
    [1, () => statement`if (${condition()}) ${inner()} else ${inner()}`],
    [1, () => loop(source, result, depth)],
    [0.5, () => source.within(() => {
      const steps = list(random.times(random.int(3), () => oneStatement(source, result, depth - 1)), '; ')
      const last = statement`return ${source.expression(result, depth)}`
      return statement`switch (${source.expression('any', depth)}) { case ${operand(source.expression('any', depth))}: ${steps}${random.pick(['; break', ''])}; default: ${last} }`
    })],
    [0.3, () => statement`try ${inner()} catch ${random.pick(['', '(error) '])}${inner()}${random.chance(0.2) ? piece` finally { }` : piece``}`],
    [2, () => mutation(source, depth)],
    [depth > 0 ? 1.2 : 0, () => strangeLoop(source, result, depth)],
    [depth > 0 ? 1.5 : 0, () => attempt(source, result, depth)],
    [depth > 0 ? 1.2 : 0, () => localFunction(source, result, depth)],
    [depth > 0 ? 0.6 : 0, () => branches(source, result, depth)],
    [2, () => reassignment(source, depth)],
    [0.5, () => taken(source, depth)],
    [0.3, () => {
      const call = fn(source, [], result, depth - 1)
      const name = source.fresh()
      return statement`const ${name} = ${call}; if (${condition()}) return ${name}()`
    }]
  ])()
}

function declaration(source, depth) {
  const { random } = source
  const kind = random.pick(KINDS)
  const value = operand(source.expression(kind, depth))
  if (kind === 'object' && random.chance(0.4)) return statement`const ${objectPattern(source, 1)} = ${source.calm ? tight`(${value} ?? {})` : value}`
  if (kind in ELEMENT && random.chance(0.3)) return statement`const ${arrayPattern(source, kind, 1)} = ${source.calm ? tight`(${value} ?? [])` : value}`
  if (random.chance(0.05)) return statement`var ${source.add(source.fresh(), kind, false)} = ${value}` // of the whole function, so no other may have its name
  const constant = random.chance(0.6)
  return statement`${constant ? 'const' : 'let'} ${source.declare(kind, constant)} = ${value}`
}

function assignment(source, depth) {
  const { random } = source
  const open = source.visible().filter((variable) => variable.constant === false && variable.kind !== 'env')
  if (open.length === 0) return declaration(source, depth)
  const { name, kind } = random.pick(open)
  if (kind === 'number' && random.chance(0.3)) return statement`${random.pick([`${name}++`, `--${name}`])}`
  const operators = kind === 'number' || kind === 'string' ? ['=', '+=', '=', '-=', '??=', '||='] : ['=', '??=', '&&=']
  return statement`${name} ${random.pick(operators)} ${operand(source.expression(kind, depth))}`
}

/** A change of an object or array that came from somewhere. */
function mutation(source, depth) {
  const { random } = source
  // env is read-only, and a write to it is jsonmill's own error
  const ours = ({ name }) => !(name in source.env)
  const objects = source.variables('object').filter(ours)
  const arrays = source.variables('array').filter(ours)
  const value = () => operand(source.expression('any', depth))
  if (arrays.length > 0 && random.chance(0.4)) {
    const { name } = random.pick(arrays)
    return statement`${name}?.${random.pick(['push', 'unshift', 'push'])}?.(${value()})`
  }
  if (objects.length === 0) return declaration(source, depth)
  const { name } = random.pick(objects)
  const key = random.pick(['a', 'n', 'id', 'extra', '0', 'items', 'o'])
  const target = random.weighted([
    [5, () => (/\d/.test(key) ? tight`${name}[${key}]` : tight`${name}.${key}`)],
    [1, () => tight`${name}[${source.expression('string', depth - 1)}]`]
  ])()
  const guard = source.calm ? `if (${name} && typeof ${name} === 'object') ` : ''
  return random.chance(0.2) ? statement`${guard}delete ${target}` : statement`${guard}${target} ${random.pick(['=', '=', '+=', '??='])} ${value()}`
}

function loop(source, result, depth) {
  const { random } = source
  const kind = random.pick(ARRAYS)
  const from = operand(source.expression(kind, depth - 1))
  const present = source.calm ? tight`(${from} ?? [])` : from
  return source.within(() => {
    const name = source.declare(ELEMENT[kind])
    const body = block(source, result, depth - 1)
    return random.weighted([
      [4, () => statement`for (const ${name} of ${present}) ${body}`],
      [1, () => statement`for (const ${name} in ${from}) ${body}`],
      [1, () => statement`for (let ${name} = 0; ${name} < 3; ${name}++) ${body}`],
      [0.5, () => statement`for (const ${name} of ${present}) { if (${source.expression('boolean', depth - 1)}) ${random.pick(['break', 'continue'])}; ${list([declaration(source, depth - 1)])} }`]
    ])()
  })
}
