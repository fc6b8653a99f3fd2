import { FIELDS } from '../json.mjs'
import { list, operand, piece } from '../tree.mjs'
import { ELEMENT } from './kinds.mjs'

/** A parameter or the left side of a declaration. `name` is what it is called if it is a name. */
export function pattern(source, kind, depth, name) {
  const { random } = source
  const roll = random.next()
  if (kind === 'env' && roll < 0.5) return envPattern(source)
  if (kind === 'object' && roll < 0.3) return objectPattern(source, depth)
  if (kind in ELEMENT && roll < 0.3) return arrayPattern(source, kind, depth)
  if (name !== undefined) return piece`${source.add(name, kind, false)}`
  const declared = source.declare(kind, false)
  return random.chance(0.04) && kind !== 'env' ? piece`${declared} = ${operand(source.leaf(kind))}` : piece`${declared}`
}

function envPattern(source) {
  const names = Object.keys(source.env).filter(() => source.random.chance(0.7))
  return piece`{ ${list(names.map((name) => piece`${source.add(name, source.env[name])}`))} }`
}

export function objectPattern(source, depth) {
  const { random } = source
  const names = [...new Set(random.times(1 + random.int(3), () => random.pick(Object.keys(FIELDS))))]
  const usual = (text) => (random.chance(source.calm ? 0.9 : 0.5) ? text : '')
  const parts = names.map((name) => {
    const kind = FIELDS[name]
    const fallback = random.chance(source.calm ? 0.35 : 0.15) ? piece` = ${operand(source.leaf(kind))}` : piece``
    if (depth > 0 && kind === 'object' && random.chance(0.3)) return piece`${name}: ${objectPattern(source, depth - 1)}${usual(' = {}')}`
    if (depth > 0 && kind in ELEMENT && random.chance(0.3)) return piece`${name}: ${arrayPattern(source, kind, depth - 1)}${usual(' = []')}`
    if (/^\d/.test(name) || random.chance(0.3) || source.has(name)) return piece`${name}: ${source.declare(kind, false)}${fallback}`
    return piece`${source.add(name, kind, false)}${fallback}`
  })
  if (random.chance(0.06)) parts.push(piece`[${source.leaf('string')}]: ${source.declare('any', false)}`)
  if (random.chance(0.2)) parts.push(piece`...${source.declare('object', false)}`)
  return piece`{ ${list(parts)} }`
}

export function arrayPattern(source, kind, depth) {
  const { random } = source
  const element = ELEMENT[kind]
  const parts = random.times(1 + random.int(2), () => {
    if (random.chance(0.12)) return piece``
    if (depth > 0 && element === 'object' && random.chance(0.3)) return piece`${objectPattern(source, depth - 1)}${random.chance(source.calm ? 0.95 : 0.6) ? ' = {}' : ''}`
    return piece`${source.declare(element, false)}${random.chance(0.25) ? piece` = ${operand(source.leaf(element))}` : piece``}`
  })
  if (random.chance(0.3)) parts.push(piece`...${source.declare(kind, false)}`)
  return piece`[${list(parts)}]`
}
