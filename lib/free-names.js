'use strict'

/** Reserved words, and the two names that are never a binding of somebody else's. */
const RESERVED = new Set(
  `await async break case catch class const continue debugger default delete do else enum export extends false finally for function if
   implements import in instanceof interface let new null of package private protected public return static super switch this throw
   true try typeof var void while with yield undefined`.split(/\s+/)
)
const BEFORE_REGEX = new Set('return typeof case in of delete void throw new else do instanceof yield await'.split(' '))

const PIECES = new RegExp(
  [
    /(?<space>\s+|\/\/[^\n]*|\/\*[^]*?\*\/)/,
    /(?<id>#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)/u,
    /(?<number>\.?\d(?:[\w.]|(?<=[eE])[+-])*)/,
    /(?<string>"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')/,
    /(?<punctuator>\.\.\.|\?\.(?!\d)|=>|[=!]==?|[^])/
  ]
    .map(({ source }) => source)
    .join('|'),
  'uy'
)
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/uy
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[^]|\$(?!\{))*/uy

/** Splits source that V8 has accepted into tokens: enough of JavaScript's lexical grammar to tell names from all else. */
function tokens(source) {
  const out = []
  const templates = [] // for each open `${`: how many braces were open when it began
  let braces = 0
  let at = 0
  const templateText = () => {
    TEMPLATE_TEXT.lastIndex = at
    at += TEMPLATE_TEXT.exec(source)[0].length
    if (source.startsWith('${', at)) {
      at += 2
      templates.push(braces)
      out.push({ kind: 'punctuator', text: '${' })
    } else {
      at += 1
      out.push({ kind: 'string', text: '`' })
    }
  }
  while (at < source.length) {
    if (source[at] === '/' && startsRegex(out.at(-1)) && source[at + 1] !== '/' && source[at + 1] !== '*') {
      REGEX.lastIndex = at
      const regex = REGEX.exec(source)
      if (regex) {
        at += regex[0].length
        out.push({ kind: 'regex', text: regex[0] })
        continue
      }
    }
    PIECES.lastIndex = at
    const { groups, 0: text } = PIECES.exec(source)
    at += text.length
    if (groups.space !== undefined) continue
    if (text === '`') templateText()
    else if (text === '}' && templates.at(-1) === braces) {
      templates.pop()
      out.push({ kind: 'punctuator', text: '}' })
      templateText()
    } else {
      if (text === '{') braces++
      if (text === '}') braces--
      out.push({ kind: Object.keys(groups).find((kind) => groups[kind] !== undefined), text })
    }
  }
  return out
}

function startsRegex(before) {
  if (before === undefined) return true
  if (before.kind === 'punctuator') return before.text !== ')' && before.text !== ']' && before.text !== '}'
  return before.kind === 'id' && BEFORE_REGEX.has(before.text)
}

const OPENERS = new Set(['(', '[', '{', '${'])
const CLOSERS = new Set([')', ']', '}'])

/** Where the bracket that opens at `from` closes. */
function closing(list, from) {
  let depth = 0
  for (let i = from; i < list.length; i++) {
    if (list[i].kind !== 'punctuator') continue
    if (OPENERS.has(list[i].text)) depth++
    else if (CLOSERS.has(list[i].text) && --depth === 0) return i
  }
  return list.length
}

/** The names that a parameter list binds, how many parameters it has, and whether one takes the rest. */
function parameterList(list, from, to) {
  const names = new Set()
  const open = []
  let count = from < to ? 1 : 0
  let rest = false
  for (let i = from; i < to; i++) {
    const { kind, text } = list[i]
    const before = i > from ? list[i - 1].text : ','
    if (kind === 'punctuator') {
      if (text === '=') i = skipDefault(list, i + 1, to) - 1
      else if (text === '[' && open.at(-1) === '{' && (before === '{' || before === ',')) i = closing(list, i)
      else if (OPENERS.has(text)) open.push(text)
      else if (CLOSERS.has(text)) open.pop()
      else if (text === ',' && open.length === 0 && i + 1 < to) count++
      else if (text === '...' && open.length === 0) rest = true
    } else if (kind === 'id' && list[i + 1]?.text !== ':') names.add(text)
  }
  return { names, count, rest }
}

/** A default value ends at the comma or bracket of its own level. */
function skipDefault(list, from, to) {
  for (let i = from; i < to; i++) {
    if (list[i].kind !== 'punctuator') continue
    if (OPENERS.has(list[i].text)) i = closing(list, i)
    else if (list[i].text === ',' || CLOSERS.has(list[i].text)) return i
  }
  return to
}

/** The outermost function's parameters: `x =>`, `(x) =>`, `async (x) =>`, `function f(x) {`, `method(x) {`. */
function outerParameters(list) {
  const start = list[0]?.text === 'async' && list[1]?.text !== '=>' ? 1 : 0
  if (list[start]?.kind === 'id' && list[start + 1]?.text === '=>') return { names: new Set([list[start].text]), count: 1, rest: false }
  const open = list.findIndex(({ kind, text }) => kind === 'punctuator' && text === '(')
  if (open < 0) return { names: new Set(), count: Infinity, rest: true }
  const own = list[start]?.text === 'function' && list[open - 1].kind === 'id' ? [list[open - 1].text] : []
  const parameters = parameterList(list, open + 1, closing(list, open))
  for (const name of own) parameters.names.add(name)
  return parameters
}

/**
 * What a callback's source says about names. `referenced` errs on the side of more: a name declared deeper inside counts, so that a
 * bound value is never missed; only what the outermost parameters bind for the whole body is left out.
 */
function namesOf(source) {
  const list = tokens(source)
  const parameters = outerParameters(list)
  const referenced = new Set()
  const isMethod = list[1]?.text === '(' && list[0].text !== 'function' && list[0].text !== 'async'
  list.forEach(({ kind, text }, i) => {
    if (i === 0 && isMethod) return
    if (kind !== 'id' || RESERVED.has(text) || text.startsWith('#')) return
    const before = list[i - 1]?.text
    if (before === '.' || before === '?.') return
    if (list[i + 1]?.text === ':' && (before === '{' || before === ',')) return
    if (!parameters.names.has(text)) referenced.add(text)
  })
  return { referenced, parameters }
}

/** Whether a callback may look at its argument number `position`, from 0. */
function takesArgument(position, callback, source) {
  if (callback.length > position || source === undefined) return true
  const { referenced, parameters } = namesOf(source)
  return parameters.count > position || parameters.rest || referenced.has('arguments')
}

module.exports = { namesOf, takesArgument, tokens }
