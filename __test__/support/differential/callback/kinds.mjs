// What random callbacks are made of: kinds of values, names, literals.

/** Kinds of arrays, with those of their elements. */
export const ELEMENT = { objects: 'object', strings: 'string', numbers: 'number', array: 'any' }
export const ARRAYS = Object.keys(ELEMENT)
export const KINDS = ['string', 'number', 'boolean', 'object', 'any', ...ARRAYS]

/** Kinds of variables that stand for no value of JSON. */
export const OPAQUE = ['env', 'map', 'set', 'date', 'regexp', 'function']

export const LOCALS = ['x', 'y', 'z', 'acc', 'item', 'value', 'key', 'total', 'name', 'list', 'out', 'sum']
/** Keys of object literals. */
export const KEYS = ['a', 'b', 'id', 'name', 'n', 'label', 'total', 'items', '2', '10', "'a b'", 'length', "['__proto__']"]

export const LITERALS = {
  string: ["''", "'a'", "'b'", "'paid'", "'name'", "','", "' '", "'10'", "'😀'", "'\\ud83d'", "'ß'", "'x-y'", "'$&'", '`t`', "'id'", "'length'", "'\\n'"],
  number: ['0', '1', '2', '3', '10', '0.5', '-1', '100', '1e21', '1e-7', 'NaN', 'Infinity', '-0', '0x1f', '2.5', '4294967296', '1_000'],
  boolean: ['true', 'false'],
  object: ['{}'],
  any: ['null', 'undefined', '0', "''", '[]', '{}', 'void 0']
}
