import { list, loose, operand, piece, tight } from '../tree.mjs'
import { fn } from './function.mjs'

/** A transform of a whole document as people write them: record pipelines over its lists, alone or among other things. */
export function transform(source, depth) {
  const { random } = source
  return source.within(() => {
    source.add('r', 'object', false)
    const root = random.pick(['r', 'r.items', 'r.rows', 'r.items', 'r.o.items', "r['rows']", 'r?.items'])
    const pipeline = () => steps(source, random.chance(0.75) ? root : random.pick(['r.items', 'r.rows', 'r']), depth)
    const other = () => operand(source.expression('any', depth - 1))
    return random.weighted([
      [3, () => loose`(r) => ${pipeline()}`],
      [3, () => loose`(r) => ({ ...r, items: ${pipeline()} })`],
      [2, () => loose`(r) => ({ ...r, ${list([piece`items: ${pipeline()}`, piece`total: ${other()}`])} })`],
      [2, () => loose`(r) => ({ ${list([piece`a: ${pipeline()}`, piece`b: ${pipeline()}`, piece`c: ${other()}`])} })`],
      [2, () => loose`(r) => { const found = ${pipeline()}; return { count: found.length, found${random.pick(['', ', first: found[0]', ', r'])} } }`],
      [1, () => loose`(r) => [${list([other(), pipeline(), other()])}]`],
      [1, () => loose`({ items: r, ...rest }) => ({ ...rest, items: ${steps(source, 'r', depth)} })`],
      [1, () => loose`(r) => { ${other()}; return ${pipeline()} }`],
      [1, () => loose`(r) => ${pipeline()}.${random.pick(['length', "join('-')", 'slice(0, 2)', 'reverse()', 'includes(1)'])}`]
    ])()
  })
}

function steps(source, root, depth) {
  const { random } = source
  const chain = list(
    random.times(1 + random.int(3), () => {
      const method = random.pick(['filter', 'map', 'filter', 'map', 'flatMap'])
      const result = method === 'filter' ? 'any' : random.pick(['object', 'any'])
      const names = random.pick([['x'], ['x'], ['x', 'i'], []])
      return tight`.${method}(${fn(source, ['object', 'number'], result, depth - 2, names)})`
    }),
    ''
  )
  return tight`${random.chance(0.2) ? `(${root} ?? [])` : root}${chain}`
}
