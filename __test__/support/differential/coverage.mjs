// What the programs of a campaign were made of: a generator proves nothing about what it does not write.
import { BUILT_INS } from './callback/builtin.mjs'

/** Statements, operators and other forms, by what their text looks like. */
const FORMS = {
  'for of': /\bfor \(const [\w{[].* of /,
  'for in': /\bfor \(const \w+ in /,
  'for with a counter': /\bfor \(let /,
  while: /\bwhile \(\w+-- > 0\)/,
  'do while': /\bdo \{/,
  'break': /\bbreak\b/,
  'continue': /\bcontinue\b/,
  'a label': /\b\w+l: (?:for|\{)/,
  'if else': /\} else \{/,
  switch: /\bswitch \(/,
  'a case that falls through': /: +(?:case|default)\b/,
  'try catch': /\} catch /,
  'catch with a pattern': /catch \(\{/,
  finally: /\} finally \{/,
  throw: /\bthrow /,
  'a function declaration': /; function \w+\(/,
  'a function expression': /\(function \(/,
  'a method in a literal': /\bf\(p\) \{/,
  'a closure over a counter': /= \(p\) => \{ \w+ (?:\+\+|[-+]=)/,
  recursion: /\(q <= 0 \? /,
  'call, apply and bind': /\.(?:call|apply|bind)\(null/,
  'a call on the spot': /\(\(\) => \{/,
  'a rest parameter': /\(p, \.\.\.rest\)/,
  'a default parameter': /\(\w+ = /,
  'an object pattern': /(?:const|let|\() ?\{ \w+/,
  'an array pattern': /(?:const|let|\() ?\[\w+/,
  'a rest in a pattern': /\.\.\.\w+ [}\]] ?=|\.\.\.\w+ \}/,
  'a default in a pattern': /\{ \w+ = /,
  'an assigning pattern': /;\[\w+, \w+\] = |;\(\{ id: /,
  'a spread in an array': /\[\.\.\./,
  'a spread in an object': /\{ \.\.\.|, \.\.\./,
  'a computed key': /[{,] \[[^\]]+\]: /,
  '__proto__ as a key': /\['__proto__'\]/,
  'a template': /`[^`]*\$\{/,
  '?.': /\?\./,
  '??': / \?\? /,
  '&& and ||': / (?:&&|\|\|) /,
  'a conditional': / \? /,
  ',': /\(\w+, \w/,
  in: / in /,
  instanceof: / instanceof /,
  typeof: /\btypeof /,
  void: /\bvoid /,
  delete: /\bdelete /,
  '== and !=': / [!=]= /,
  '=== and !==': / [!=]== /,
  '< and >': / [<>]=? /,
  'bitwise operators': / (?:[&|^]|<<|>>>?) /,
  '**': / \*\* /,
  'assigning operators': / (?:[-+*/%&|^]|\*\*|<<|>>>?)= /,
  'logical assignment': / (?:&&|\|\||\?\?)= /,
  '++ and --': /\+\+|--/,
  'a length that is set': /\.length (?:= \d)|\.length\+\+/,
  'an object that holds itself': /(\w+)\.\w+ = \1\b/,
  'new Map': /\bnew Map\(/,
  'new Set': /\bnew Set\(/,
  'new Date': /\bnew Date\(/,
  'new Error': /\bnew \w*Error\(/,
  'new RegExp': /\bnew RegExp\(/,
  'a regular expression': /[(]\/.+\/\w*[),]/,
  'look-around': /\(\?<?[=!]/,
  'a back reference': /\\[12]/,
  'a named group': /\(\?<\w+>/,
  'flag g': /\/\w*g\w*[,)]/,
  'flags u and v': /\/\w*[uv]\w*[,).]/,
  'flags i, m, s, y and d': /\/\w*[imsyd]\w*[,).]/
}

const CALL = /(\.?)((?:\w+\.)?\w+)\(/g
const METHODS = new Set(BUILT_INS.filter((name) => /^[a-z]\w*\./.test(name)).map((name) => `.${name.split('.')[1]}`))
const FUNCTIONS = new Set(BUILT_INS.filter((name) => !/^[a-z]\w*\./.test(name)))

/** All that a campaign ought to use. */
export const CONSTRUCTS = [...Object.keys(FORMS), ...METHODS, ...FUNCTIONS]

/** What of it a program uses. */
export function constructsOf(text) {
  const found = new Set(Object.keys(FORMS).filter((name) => FORMS[name].test(text)))
  for (const [, , name] of text.matchAll(CALL)) {
    const method = `.${name.split('.').at(-1)}`
    if (FUNCTIONS.has(name)) found.add(name)
    else if (METHODS.has(method)) found.add(method)
  }
  return found
}
