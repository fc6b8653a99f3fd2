// Statements that go elsewhere: labels, loops that end early, exceptions, closures and recursion.
import { list, operand, piece, statement, tight } from '../tree.mjs'
import { MAKERS } from './builtin.mjs'
import { block } from './function.mjs'
import { ARRAYS } from './kinds.mjs'
import { arrayPattern, objectPattern } from './pattern.mjs'
import { oneStatement } from './statement.mjs'

/** A loop that counts, or goes over something that is no array, or is left by a label. */
export function strangeLoop(source, result, depth) {
  const { random } = source
  const count = source.fresh()
  // the counter is no name to assign to: the loop would not end
  const body = () => source.within(() => {
    source.add(count, 'number')
    return list(random.times(1 + random.int(2), () => oneStatement(source, result, depth - 1)), '; ')
  })
  const leave = (label = '') => statement`if (${source.expression('boolean', depth - 1)}) ${random.pick(['break', 'continue'])}${label && ` ${label}`}`
  const limit = random.pick(['2', '3', '5'])
  return random.weighted([
    [1, () => statement`for (let ${count} = 0; ${count} < ${limit}; ${count}++) { ${body()}; ${leave()} }`],
    [1, () => statement`for (let ${count} = ${limit}, end = 0; ${count} > end; ${count} -= 1.5) { ${body()} }`],
    [1, () => statement`let ${count} = ${limit}; while (${count}-- > 0) { ${leave()}; ${body()} }`],
    [1, () => statement`let ${count} = 0; do { ${body()} } while (++${count} < ${limit})`],
    [1, () => statement`${count}l: for (let ${count} = 0; ${count} < 3; ${count}++) { for (const w of [1, 2]) { ${leave(`${count}l`)}; ${body()} } }`],
    [0.5, () => statement`${count}l: { ${body()}; if (${source.expression('boolean', depth - 1)}) break ${count}l; ${body()} }`],
    [1, () => statement`for (const [k, v] of ${operand(entries(source, depth))}) { ${source.within(() => oneStatement(source, result, depth - 1), { k: 'string', v: 'any' })}; ${leave()} }`],
    [1, () => statement`for (const k in ${operand(source.expression('object', depth - 1))}) { ${source.within(() => oneStatement(source, result, depth - 1), { k: 'string' })} }`],
    [0.5, () => statement`for (const ${objectPattern(source, 0)} of ${source.calm ? tight`(${operand(source.expression('objects', depth - 1))} ?? []).filter(Boolean)` : source.expression('objects', depth - 1)}) ${block(source, result, depth - 1)}`]
  ])()
}

function entries(source, depth) {
  const { random } = source
  return random.weighted([
    [2, () => tight`Object.entries(${operand(source.expression('object', depth - 1))}${source.calm ? ' ?? {}' : ''})`],
    [2, () => MAKERS.map(source, depth - 1)],
    [1, () => tight`${operand(source.expression(random.pick(ARRAYS), depth - 1))}${source.dot()}entries()${source.calm ? ' ?? []' : ''}`]
  ])()
}

/** Something is thrown, or not; caught, or not; and something is done at last. */
export function attempt(source, result, depth) {
  const { random } = source
  const steps = (names = {}) => source.within(() => list(random.times(1 + random.int(2), () => oneStatement(source, result, depth - 1)), '; '), names)
  const thrown = () => random.weighted([
    [3, () => MAKERS.error(source, depth - 1)],
    [1, () => operand(source.expression('any', depth - 1))],
    [1, () => tight`{ name: 'Own', message: ${operand(source.expression('string', depth - 1))} }`]
  ])()
  const risk = () => (random.chance(0.6) ? statement`if (${source.expression('boolean', depth - 1)}) throw ${thrown()}` : statement`throw ${thrown()}`)
  const caught = random.pick(['e', '{ message, name }', '{ message }', ''])
  const names = caught === 'e' ? { e: 'any' } : caught === '' ? {} : { message: 'string', ...(caught.includes('name') && { name: 'string' }) }
  const said = caught === 'e' ? random.pick(['e.message', 'String(e)', 'e instanceof TypeError', '[e.name, e.message]', 'e', '`${e}`', 'e?.name']) : caught === '' ? '1' : random.pick(['message', "message + '!'", '[message]'])
  const handler = () => (random.chance(0.5) ? statement`return ${said}` : statement`${steps(names)}`)
  return random.weighted([
    [4, () => statement`try { ${steps()}; ${risk()} } catch ${caught === '' ? '' : `(${caught}) `}{ ${handler()} }`],
    [3, () => statement`try { ${steps()}; return ${source.expression(result, depth - 1)} } catch ${caught === '' ? '' : `(${caught}) `}{ ${handler()} }`],
    [1, () => statement`try { ${steps()} } finally { ${steps()} }`],
    [1, () => statement`try { ${risk()} } catch ${caught === '' ? '' : `(${caught}) `}{ ${handler()} } finally { ${steps()}${random.chance(0.15) ? statement`; return ${source.expression(result, depth - 1)}` : ''} }`],
    [source.calm ? 0.1 : 0.6, risk]
  ])()
}

/** A local function: hoisted, a closure over a local that changes, or recursive with a bound. */
export function localFunction(source, result, depth) {
  const { random } = source
  const name = source.fresh()
  const part = (kind) => operand(source.expression(kind, depth - 1))
  const called = () => source.add(source.fresh(), 'any')
  const usable = () => (depth > 1 ? part('any') : source.leaf('any'))
  return random.weighted([
    [2, () => {
      const call = piece`const ${called()} = ${name}(${usable()}, ${usable()})`
      return statement`${call}; function ${name}(p, q) { ${source.within(() => statement`return ${source.expression('any', depth - 1)}`, { p: 'any', q: 'any' })} }`
    }],
    [2, () => {
      const counted = source.declare('number', false)
      const closure = piece`let ${counted} = 0; const ${name} = (p) => { ${counted} ${random.pick(['++', '+= 2', '-= p', '+= p'])}; return ${counted} }`
      return statement`${closure}; const ${called()} = [${name}(1), ${name}(${usable()}), ${name}()]`
    }],
    [2, () => {
      const inner = source.within(() => {
        source.add('p', 'object')
        source.add('q', 'number')
        return source.expression('any', depth - 1)
      })
      const over = random.pick([`${name}(p?.o, q - 1)`, `[...(p?.items ?? [])].map((x) => ${name}(x, q - 1))`, `(Array.isArray(p) ? p : Object.values(Object(p))).map((x) => ${name}(x, q - 1))`])
      const back = tight`[${operand(inner)}, ${over}]`
      return statement`const ${name} = (p, q) => (q <= 0 ? ${random.pick(['p', '0', 'null'])} : ${back}); const ${called()} = ${name}(${part('object')}, ${random.pick(['1', '2', '3'])})`
    }],
    [1, () => statement`const ${name} = []; for (let j = 0; j < 3; j++) ${name}.push(() => j${random.pick(['', '++', ' * 2'])}); const ${called()} = ${name}.map((x) => x())`],
    [1, () => statement`const ${name} = { n: ${part('number')}, f(p) { ${source.within(() => statement`return ${source.expression('any', depth - 1)}`, { p: 'any' })} }, g: (p) => p }; const ${called()} = [${name}.f(${usable()}), ${name}.g(${usable()})]`],
    [1, () => {
      const [open, close] = random.pick([['(', ')'], ['.call(null, ', ')'], ['.bind(null, 1)(', ')'], ['.apply(null, [', '])']])
      const spread = source.calm ? tight`(${part('array')} ?? [])` : part('array')
      return statement`const ${name} = (p, ...rest) => [p, rest.length, rest]; const ${called()} = ${name}${open}...${spread}${close}`
    }]
  ])()
}

/** Locals that change by a pattern, by every operator, or through an alias. */
export function reassignment(source, depth) {
  const { random } = source
  const part = (kind) => operand(source.expression(kind, depth - 1))
  const open = source.visible().filter(({ constant, kind }) => constant === false && kind !== 'env')
  const objects = source.variables('object').filter(({ name }) => !(name in source.env))
  const present = (kind, otherwise) => (source.calm ? tight`(${part(kind)} ?? ${otherwise})` : part(kind))
  if (open.length === 0 || random.chance(0.2)) {
    const kind = random.pick(['map', 'set', 'date'])
    const made = MAKERS[kind](source, depth - 1)
    return statement`const ${source.declare(kind)} = ${made}`
  }
  const { name } = random.pick(open)
  const other = random.pick(open).name
  return random.weighted([
    [2, () => statement`${name} ${random.pick(['+=', '-=', '*=', '/=', '%=', '**=', '<<=', '>>=', '>>>=', '&=', '|=', '^=', '&&=', '||=', '??='])} ${part(random.pick(['number', 'string', 'any']))}`],
    [1, () => statement`;[${name}, ${other}] = [${other}, ${name}]`],
    [1, () => statement`;[${name} = ${part('any')}, ...${other}] = ${present('array', '[]')}`],
    [1, () => statement`;({ id: ${name}, ...${other} } = ${present('object', '{}')})`],
    [objects.length > 0 ? 2 : 0, () => {
      const base = random.pick(objects).name
      const guard = source.calm ? `if (${base} && typeof ${base} === 'object') ` : ''
      const field = random.pick([`${base}.n`, `${base}['total']`, `${base}.v`, `${base}.extra`])
      const change = random.pick([`${field}++`, `--${field}`, `${field} ||= 5`, `${field} &&= 'x'`, `[${field}] = [1]`, `({ a: ${field} } = { a: 2 })`, `${field} = ${base}`, `${field} = [${base}.s, ${base}.n]`, `delete ${base}.id`, `${field} **= 2`])
      return statement`${guard || ';'}${change}`
    }],
    [1, () => {
      const alias = source.declare('array')
      return statement`const ${alias} = [...${present(random.pick(ARRAYS), '[]')}]; ${alias}${random.pick(['[0] = 1', '.length = 1', '[3] = 2', '.length = 4', '[-1] = 0', '["1"] = 5', '.length++', '[1.5] = 0'])}`
    }]
  ])()
}

/** A case that falls through, one that does not, and a default somewhere. */
export function branches(source, result, depth) {
  const { random } = source
  const one = () => oneStatement(source, result, depth - 1)
  const value = () => operand(source.expression(random.pick(['string', 'number', 'any']), depth - 1))
  return source.within(() => {
    const cases = random.times(1 + random.int(3), () => piece`case ${value()}: ${random.chance(0.3) ? '' : piece`{ ${source.within(one)}${random.pick(['; break', '', ''])} }`}`)
    if (random.chance(0.7)) cases.splice(random.int(cases.length + 1), 0, piece`default: { ${source.within(one)} }`)
    return statement`switch (${source.expression('any', depth - 1)}) { ${list(cases, ' ')} }`
  })
}

/** A function called where it stands. */
export function onTheSpot(source, kind, depth) {
  const body = source.within(() => list([...source.random.times(1 + source.random.int(2), () => oneStatement(source, kind, depth - 1)), statement`return ${source.expression(kind, depth - 1)}`], '; '))
  return tight`(() => { ${body} })()`
}

/** A pattern with a value of its own. */
export function taken(source, depth) {
  const present = (kind, otherwise) => (source.calm ? tight`(${operand(source.expression(kind, depth - 1))} ?? ${otherwise})` : operand(source.expression(kind, depth - 1)))
  if (source.random.chance(0.5)) {
    const value = present('object', '{}')
    return statement`const ${objectPattern(source, 2)} = ${value}`
  }
  const kind = source.random.pick(ARRAYS)
  const value = present(kind, '[]')
  return statement`const ${arrayPattern(source, kind, 2)} = ${value}`
}
