// Calls of built-in functions: every one of them, with as many arguments as it takes, fewer, or others.
import { list, loose, operand, piece, tight } from '../tree.mjs'
import { fn } from './function.mjs'
import { ARRAYS, ELEMENT, KINDS } from './kinds.mjs'
import { regexp, replacement } from './regexp.mjs'

/**
 * `name argument kinds>result` of each method. Kinds of arguments: s string, n number, k small number, a any, l list, o object, f callback,
 * c comparator, r regular expression or string, R regular expression with flag g, p replacement, e reducer and initial value, x radix or
 * digits, u form of normalize, m iterable. An upper-case result is the receiver itself or an iterator, which is spread.
 */
const METHODS = {
  string: `at k>s charAt k>s charCodeAt k>n codePointAt k>n concat saa>s endsWith sk>b includes sk>b indexOf sk>n lastIndexOf sk>n match r>l matchAll R>i
    normalize u>s padEnd ks>s padStart ks>s repeat k>s replace rp>s replaceAll Rp>s search r>n slice kk>s split rk>l startsWith sk>b substr kk>s
    substring kk>s toLowerCase >s toUpperCase >s toLocaleLowerCase >s toLocaleUpperCase >s toString >s toWellFormed >s isWellFormed >b trim >s
    trimEnd >s trimStart >s trimLeft >s trimRight >s valueOf >s anchor s>s big >s link s>s sub >s localeCompare s>n`,
  number: 'toExponential x>s toFixed x>s toPrecision x>s toString x>s valueOf >n',
  boolean: 'toString >s valueOf >b',
  array: `at k>a concat lal>l copyWithin kkk>l entries >i every f>b fill akk>l filter f>l find f>a findIndex f>n findLast f>a findLastIndex f>n flat k>l
    flatMap f>l forEach f>a includes ak>b indexOf ak>n join s>s keys >i lastIndexOf ak>n map f>l pop >a push aa>n reduce e>a reduceRight e>a
    reverse >l shift >a slice kk>l some f>b sort c>l splice kka>l toReversed >l toSorted c>l toSpliced kkaa>l toString >s unshift aa>n
    values >i with ka>l`,
  object: 'hasOwnProperty s>b propertyIsEnumerable s>b toString >s valueOf >o',
  map: 'get s>a has s>b set sa>o delete s>b clear >a forEach f>a keys >i values >i entries >i',
  set: 'has a>b add a>o delete a>b clear >a forEach f>a keys >i values >i entries >i',
  date: `getDate >n getDay >n getFullYear >n getHours >n getMilliseconds >n getMinutes >n getMonth >n getSeconds >n getTime >n getTimezoneOffset >n
    getUTCDate >n getUTCDay >n getUTCFullYear >n getUTCHours >n getUTCMilliseconds >n getUTCMinutes >n getUTCMonth >n getUTCSeconds >n getYear >n
    setDate k>n setFullYear nkk>n setHours kkkk>n setMilliseconds n>n setMinutes kkk>n setMonth kk>n setSeconds kk>n setTime n>n setUTCDate k>n
    setUTCFullYear nkk>n setUTCHours kkkk>n setUTCMilliseconds n>n setUTCMinutes kkk>n setUTCMonth kk>n setUTCSeconds kk>n setYear n>n
    toDateString >s toGMTString >s toISOString >s toJSON >s toString >s toTimeString >s toUTCString >s valueOf >n`,
  regexp: 'exec s>l test s>b toString >s',
  error: 'toString >s'
}

/** The same for functions that have no receiver. */
const FUNCTIONS = `Array aaa>l Array.from mf>l Array.isArray a>b Array.of aaa>l Boolean a>b Date.UTC nkkkkkk>n Date.parse s>n JSON.parse j>a JSON.stringify aJx>s
  Math.abs n>n Math.acos n>n Math.acosh n>n Math.asin n>n Math.asinh n>n Math.atan n>n Math.atan2 nn>n Math.atanh n>n Math.cbrt n>n Math.ceil n>n
  Math.clz32 n>n Math.cos n>n Math.cosh n>n Math.exp n>n Math.expm1 n>n Math.floor n>n Math.fround n>n Math.hypot nnn>n Math.imul nn>n Math.log n>n
  Math.log10 n>n Math.log1p n>n Math.log2 n>n Math.max nnn>n Math.min nnn>n Math.pow nn>n Math.round n>n Math.sign n>n Math.sin n>n Math.sinh n>n
  Math.sqrt n>n Math.tan n>n Math.tanh n>n Math.trunc n>n Number a>n Number.isFinite a>b Number.isInteger a>b Number.isNaN a>b
  Number.isSafeInteger a>b Number.parseFloat a>n Number.parseInt ax>n Object a>o Object.assign ooo>o Object.entries o>l Object.freeze a>a Object.fromEntries m>o
  Object.getOwnPropertyDescriptor os>o Object.getOwnPropertyNames o>l Object.hasOwn os>b Object.is aa>b Object.isFrozen a>b Object.keys o>l
  Object.values o>l Reflect.has os>b Reflect.ownKeys o>l String a>s String.fromCharCode nn>s String.fromCodePoint nn>s btoa s>s atob s>s
  decodeURI s>s decodeURIComponent s>s encodeURI s>s encodeURIComponent s>s escape s>s unescape s>s isFinite a>b isNaN a>b parseFloat a>n
  parseInt ax>n structuredClone a>a Buffer.byteLength s>n Buffer.isBuffer a>b`

const RESULTS = { s: 'string', n: 'number', b: 'boolean', o: 'object', a: 'any', l: 'array', i: 'array' }

function table(text) {
  return text.split(/\s+(?=[A-Za-z][\w.]* [a-zA-Z]*>)/).map((one) => {
    const [, name, kinds, result] = /^(\S+) (\w*)>(\w)\s*$/.exec(one)
    return { name, kinds: [...kinds], result: RESULTS[result], spread: result === 'i' }
  })
}

const ALL = [
  ...Object.entries(METHODS).flatMap(([receiver, text]) => table(text).map((one) => ({ ...one, receiver }))),
  ...table(FUNCTIONS).map((one) => ({ ...one, receiver: undefined }))
]
const BY_RESULT = new Map(KINDS.map((kind) => [kind, ALL.filter(({ result }) => kind === 'any' || result === kind || (result === 'array' && ARRAYS.includes(kind)))]))

/** Names of all of them, as coverage counts them. */
export const BUILT_INS = ALL.map(({ receiver, name }) => (receiver === undefined ? name : `${receiver}.${name}`))

const SMALL = ['0', '1', '2', '3', '-1', '-2', '5', '1.5', 'NaN', 'undefined', "'1'", 'null', 'Infinity', '-0']
const DIGITS = ['0', '1', '2', '3', '10', '16', '20', '36', '-1', '100', '101', 'undefined', "'2'", '2.9']
const INDENTS = ['0', '1', '2', '10', "'--'", "''", "'\\t'", 'null']
const JSON_TEXTS = ["'{\"a\":[1,2]}'", "'[1e400,-0]'", "'null'", "'{\"__proto__\":1,\"2\":0,\"1\":0}'", "' 5 '", "'\"\\\\u00e9\"'", "'[1,]'", "'nul'", "''"]

function argument(source, kind, receiver, depth) {
  const { random } = source
  const part = (name) => operand(source.expression(name, depth - 1))
  switch (kind) {
    case 's': return part('string')
    case 'n': return part('number')
    case 'k': return random.chance(0.8) ? tight`${random.pick(SMALL)}` : part('number')
    case 'x': return tight`${random.pick(DIGITS)}`
    case 'l': return part(random.pick(ARRAYS))
    case 'm': return source.calm ? tight`(${part(random.pick([...ARRAYS, 'array', 'string']))} ?? [])` : part(random.pick([...ARRAYS, 'array', 'string']))
    case 'o': return source.calm ? tight`(${part('object')} ?? {})` : part('object')
    case 'f': return fn(source, [ELEMENT[receiver] ?? 'any', 'number'], random.pick(['any', 'boolean', 'array']), depth - 1)
    case 'e': return list([fn(source, ['any', ELEMENT[receiver] ?? 'any', 'number'], 'any', depth - 1), ...(random.chance(0.8) ? [operand(source.leaf('any'))] : [])])
    case 'c': return comparator(source, depth)
    case 'r': return random.chance(0.6) ? regexp(source) : part('string')
    case 'R': return random.chance(0.85) ? regexp(source, 'g') : part('string')
    case 'p': return replacement(source, depth)
    case 'u': return tight`${random.pick(["'NFC'", "'NFD'", "'NFKC'", "'NFKD'", 'undefined', "'nfc'"])}`
    case 'j': return random.chance(0.5) ? tight`${random.pick(JSON_TEXTS)}` : random.chance(0.7) ? tight`JSON.stringify(${part('any')})` : part('string')
    case 'J': return random.chance(0.6) ? tight`${random.pick(['null', 'undefined', "['id', 'a', 'n', 2]", '[]'])}` : fn(source, ['string', 'any'], 'any', depth - 1, ['k', 'v'])
    default: return part('any')
  }
}

const ORDERS = ['a < b ? -1 : 1', 'a > b', 'a === b ? 0 : a < b ? -1 : 1', 'NaN', '0', '-1', '1', "''", 'undefined', 'String(a).length - String(b).length', 'b - a', 'a - b']

function comparator(source, depth) {
  const { random } = source
  if (random.chance(0.3)) return tight`undefined`
  if (random.chance(0.7)) return loose`(a, b) => ${random.pick(ORDERS)}`
  return fn(source, ['any', 'any'], random.pick(['number', 'boolean', 'any']), depth - 1, ['a', 'b'])
}

/** Fewer arguments than usual, or more. */
function argumentsOf(source, { kinds, name }, receiver, depth) {
  const { random } = source
  const required = kinds.filter((kind) => 'feRprc'.includes(kind)).length
  const roll = random.next()
  const count = roll < 0.05 ? 0 : roll < 0.6 ? kinds.length : Math.max(Math.min(1, kinds.length), required, random.int(kinds.length + 1))
  const chosen = kinds.slice(0, count).map((kind) => (random.chance(source.calm ? 0.01 : 0.06) ? 'a' : kind))
  if (random.chance(0.03) && name !== 'replace') chosen.push('a')
  if (random.chance(0.02)) return list([piece`...${operand(source.expression('array', depth - 1))}`])
  return list(chosen.map((kind) => (kind === 'x' && name === 'JSON.stringify' ? tight`${random.pick(INDENTS)}` : argument(source, kind, receiver, depth))))
}

/** A call of a built-in function whose result mostly is of the kind, or undefined if there is none. */
export function builtin(source, kind, depth) {
  const { random } = source
  const found = BY_RESULT.get(kind)
  const one = random.pick(found.length > 0 ? found : ALL)
  if (one.receiver === undefined) return tight`${one.name}(${argumentsOf(source, one, 'array', depth)})`
  const on = one.receiver === 'array' ? random.pick(ARRAYS) : one.receiver
  const receiver = operand(on in MAKERS ? MAKERS[on](source, depth - 1) : source.expression(on, depth - 1))
  const call = tight`${receiver}${source.dot()}${one.name}(${argumentsOf(source, one, on, depth)})`
  return one.spread ? tight`[...${source.calm ? tight`(${call} ?? [])` : call}]` : call
}

const DATES = ["'2024-02-29T12:34:56.789Z'", "'2024-01-31'", "'2024-03-10T02:30:00'", '0', '1e12', '-1', '8.64e15', "'Jan 5, 2024'", "'2024/1/5 10:20'", "'x'", 'NaN', '2024, 0, 31', '2023, 14', '99, 1, 1, 25, 61',
  "'2024-06-30T23:59:60Z'", "'Tue, 05 Mar 2024 10:00:00 +0200'"]
const ERRORS = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'EvalError', 'ReferenceError', 'URIError']

/** Objects that JSON does not have, made on the spot or taken from env. */
export const MAKERS = {
  date: (source, depth) => source.named('date') ?? tight`new Date(${source.random.chance(0.6) ? source.random.pick(DATES) : operand(source.expression(source.random.pick(['string', 'number', 'any']), depth))})`,
  regexp: (source) => source.named('regexp') ?? regexp(source),
  error: (source, depth) => tight`${source.random.chance(0.9) ? 'new ' : ''}${source.random.pick(ERRORS)}(${list(source.random.chance(0.9) ? [operand(source.expression('string', depth))] : [])})`,
  map: (source, depth) => source.named('map') ?? tight`new Map(${mapEntries(source, depth)})`,
  set: (source, depth) => source.named('set') ?? tight`new Set(${source.random.chance(0.2) ? '' : source.calm ? tight`(${operand(source.expression('array', depth))} ?? [])` : operand(source.expression('array', depth))})`
}

function mapEntries(source, depth) {
  const { random } = source
  const part = (kind) => operand(source.expression(kind, depth - 1))
  if (random.chance(0.2)) return piece``
  if (random.chance(0.4)) return tight`Object.entries(${source.calm ? tight`(${part('object')} ?? {})` : part('object')})`
  return tight`[${list(random.times(random.int(4), () => tight`[${part(random.pick(['string', 'any']))}, ${part('any')}]`))}]`
}
