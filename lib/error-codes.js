'use strict'

/**
 * Every error jsonmill can give: the one list. docs/reference/errors.md and index.d.ts say the same, and a test compares them.
 * `type` is the TypeScript interface, `class` the JavaScript class of the thrown object, `when` and `fix` one sentence each.
 */
const ERROR_CODES = [
  {
    code: 'ERR_JSONMILL_PARSE',
    type: 'ParseError',
    class: 'SyntaxError',
    when: 'The input is not the JSON it was said to be: malformed text, a byte order mark, invalid UTF-8 under `utf8: \'strict\'`, or a document that has no array where records are read.',
    fix: 'Look at `record`, `offset`, `line` and `column`; `snippet` has the text around the place. For one JSON value a line use `records({ input: \'ndjson\' })`; for a byte order mark `bom: \'strip\'`.'
  },
  {
    code: 'ERR_JSONMILL_CALLBACK',
    type: 'CallbackError',
    class: 'the class V8 throws',
    when: 'A callback threw, or its result cannot be written as JSON (a cycle, a BigInt). Class and message are those V8 gives.',
    fix: 'Look at `record` (which record of the input), `stage` (which step) and `codeFrame` (where in the callback); `cause` has a thrown value that was no Error.'
  },
  {
    code: 'ERR_JSONMILL_UNSUPPORTED',
    type: 'UnsupportedError',
    class: 'Error',
    when: 'A callback uses something that cannot be compiled exactly and `unsupported: \'throw\'` is set, or V8 would have to rebuild a callback over its env where code generation is blocked.',
    fix: 'The message shows the place and `help` the mend. With `unsupported: \'js\'`, the default, the callback runs in V8 instead.'
  },
  {
    code: 'ERR_JSONMILL_VALIDATION',
    type: 'ValidationError',
    class: 'Error',
    when: 'A record, or the document of a mill, violates the schema that it is checked against.',
    fix: 'Look at `violations`, which have the fields of ajv\'s errors, and at `record`, `offset`, `line` and `column` of the first. With `onError: \'reject\'` bad records are left out and reported instead.'
  },
  {
    code: 'ERR_JSONMILL_OPTION',
    type: 'OptionError',
    class: 'TypeError',
    when: 'An argument or option is missing, misspelt, of the wrong type or out of range; an input is detached; a value of env cannot be taken along; `output: \'lines\'` met a record that is not a string.',
    fix: 'The message names the argument or option, what was expected and what came.'
  },
  {
    code: 'ERR_JSONMILL_LIMIT',
    type: 'LimitError',
    class: 'RangeError',
    when: 'A run needed more than `limits` allow (record size, output size, memory or steps), a call took longer than `timeoutMs`, a file held more than `maxInputBytes` or `maxExpansion` allow, or more records were bad than `maxErrors` or `maxErrorRate` bear.',
    fix: 'Raise the limit that the message names, or refuse such input earlier.'
  },
  {
    code: 'ERR_JSONMILL_DEPTH',
    type: 'DepthError',
    class: 'RangeError',
    when: 'Input, result or callback is nested deeper than `limits.maxDepth`, or than V8\'s stack when V8 writes the result.',
    fix: 'Raise `limits.maxDepth`; nesting this deep usually is an attack or an accident.'
  },
  {
    code: 'ERR_JSONMILL_INTERNAL',
    type: 'InternalError',
    class: 'Error',
    when: 'A bug in jsonmill. The process, other runs and the input are unharmed.',
    fix: 'Please report it with the message. Until it is mended `JSONMILL_MODE=js` runs everything in V8.'
  },
  {
    code: 'ERR_JSONMILL_NATIVE_LOAD',
    type: 'NativeLoadError',
    class: 'Error',
    when: 'The native addon does not load on this machine. It is thrown only under `JSONMILL_MODE=native`; otherwise it is a process warning, and everything runs in V8.',
    fix: 'The message lists what was tried. In a checkout run `npm run build`; otherwise reinstall with optional dependencies (`npm install --include=optional`).'
  }
]

module.exports = Object.freeze(ERROR_CODES.map(Object.freeze))
