// Random regular expressions over the texts that records hold, and what replaces their matches.
import { loose, operand, tight } from '../tree.mjs'

const KNOWN = ['/a/', '/^\\s+|\\s+$/', '/[^a-z0-9]+/i', '/(\\w+)@(\\w+)/', '/(?<y>\\d{4})-(?<m>\\d\\d)/', '/\\b\\w/', '/,\\s*/', '/\\d+/', '/(a)|(b)/', '/(?=b)/', '/(?<=a)b?/', '/x*/', '/[\\ud800-\\udfff]/', '/./u',
  '/\\p{L}+/u', '/(?:)/', '/\\s/', '/^./', '/$/', '/(.)\\1/', '/[\\p{Lu}--[A-Z]]/v', '/\\u{1F600}/u', '/(?!a)\\w/', '/\\W/', '/(a*)*/', '/(a?b??)*?c/', '/ß|ς/i', '/[K-Z]/iu']
const ATOMS = ['a', 'b', 'x', '1', ' ', '-', 'é', 'ß', 'Σ', '\\d', '\\w', '\\s', '\\S', '\\D', '\\W', '.', '[abc]', '[^a]', '[a-z]', '[A-Z0-9_]', '[^\\s,]', '\\.', ',', '@', '\\b', '\\B', '^', '$', '[]', '[^]', '\\x61', '\\u0062', '\\n', '😀', 'aa']
const QUANTIFIERS = ['*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '+?', '??', '{1,3}?']

function disjunction(random, depth) {
  return random.times(random.weighted([[5, 1], [2, 2], [1, 3]]), () => alternative(random, depth)).join('|')
}

function alternative(random, depth) {
  return random.times(random.weighted([[1, 0], [4, 1], [4, 2], [2, 3]]), () => term(random, depth)).join('')
}

function term(random, depth) {
  if (depth > 0 && random.chance(0.35)) {
    const open = random.weighted([[5, '('], [2, '(?:'], [1, '(?='], [1, '(?!'], [1, '(?<='], [1, '(?<!']])
    const group = `${open}${disjunction(random, depth - 1)})`
    return open.startsWith('(?<') ? group : group + quantifier(random)
  }
  if (random.chance(0.06)) return `\\${1 + random.int(2)}`
  const atom = random.pick(ATOMS)
  return /^(\^|\$|\\b|\\B)$/.test(atom) ? atom : atom + quantifier(random)
}

const quantifier = (random) => (random.chance(0.35) ? random.pick(QUANTIFIERS) : '')

/** A regular expression as a literal, now and then of env or made by its constructor. `always`: a flag that it has. */
export function regexp(source, always = '') {
  const { random } = source
  const known = random.chance(0.5)
  const text = known ? random.pick(KNOWN) : `/${disjunction(random, 2) || '(?:)'}/`
  const [, body, own] = /^\/(.*)\/(\w*)$/s.exec(text)
  const more = ['g', 'i', 'm', 's', 'y', 'u', 'd'].filter((flag) => random.chance({ g: 0.4, i: 0.25, u: own === 'v' ? 0 : 0.15 }[flag] ?? 0.06))
  const flags = [...new Set([...own, ...more, ...always])].join('')
  const literal = `/${body}/${flags}`
  try {
    new RegExp(body, flags)
  } catch {
    return tight`/${always === 'g' ? 'a/g' : 'b/'}`
  }
  return random.chance(0.08) ? tight`new RegExp(${JSON.stringify(body)}, '${flags}')` : tight`${literal}`
}

const TEMPLATES = ["''", "'-'", "'$&$&'", "'[$1]'", "'$2$1'", "'$<y>'", "'$$'", "'$`'", '"$\'"', "'$0'", "'$10'", "'$01'", 'undefined', "'\\ud83d'"]

/** What `replace` puts in: a template, a function, or anything. */
export function replacement(source, depth) {
  const { random } = source
  if (random.chance(0.5)) return tight`${random.pick(TEMPLATES)}`
  if (random.chance(0.2)) return operand(source.expression('any', depth - 1))
  const names = random.pick([['m'], ['m', 'p'], ['m', 'p', 'q'], []])
  return source.within(() => loose`(${names.join(', ')}) => ${operand(source.expression('string', depth - 2))}`, Object.fromEntries(names.map((name) => [name, name === 'q' ? 'any' : 'string'])))
}
