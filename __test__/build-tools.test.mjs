// Helpers of build tools, captured: known by their bodies, and equal to them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { bind, records } from '../index.mjs'

const { helperSource } = createRequire(import.meta.url)('../lib/helpers.js')
const { groups } = JSON.parse(readFileSync(new URL('../testdata/build-tools.json', import.meta.url), 'utf8'))

const VALUES = [
  { a: 1, b: { c: 2 }, 2: 'two', 1: 'one' }, [1, [2], 'x'], [], 'aé😀', '', 7, 0, true, false, null, { length: 2, 0: 'p', 1: 'q' }
]
const input = JSON.stringify(VALUES)

/** What helpers are called with, by the name without its underscores. */
const CALLS = [
  [/^_*(assign|extends|spreadValues|spreadProps|objectSpread2?|object_spread(_props)?)$/i, (v, i, { h }) => [h({}, v), h({ a: 0, z: 1 }, { z: v })]],
  [/^_*(rest|objRest|objectWithoutProperties(Loose)?|object_without_properties(_loose)?)$/i, (v, i, { h }) => [h(v, ['a']), h(v, []), h(v, ['1', 'b', '0'])]],
  [/^_*define_?property$/i, (v, i, { h }) => [h({ a: 0 }, 'a', v), h({}, 'k' + i, v), h({}, i, v)]],
  [/^_*(restKey|toPropertyKey)$/, (v, i, { h }) => h(v)],
  [/^_*type_?of$/, (v, i, { h }) => [h(v), h(undefined), h((x) => x)]],
  [/^_*spreadArray$/, (v, i, { h }) => [h([0], Array.isArray(v) ? v : [v], false), h([], Array.isArray(v) ? v : [v], true), h([v], [v])]],
  [/^_*read$/, (v, i, { h }) => [h(v), h(v, 1), h(v, 0)]],
  [/^_*values$/, (v, i, { h }) => { const out = []; for (let it = h(v), s = it.next(); !s.done; s = it.next()) out.push(s.value); return out }],
  [/^_*(toConsumableArray|to_consumable_array|toArray|to_array)$/, (v, i, { h }) => h(v)],
  [/^_*(slicedToArray|sliced_to_array)$/, (v, i, { h }) => [h(v, 2), h(v, 1)]]
]
const callOf = (name) => CALLS.find(([pattern]) => pattern.test(name))?.[1]

/** The helpers of one tool as they stand beside each other in its output. */
function scope({ functions, values }) {
  const natives = { hasOwnProperty: 'Object.prototype.hasOwnProperty', propertyIsEnumerable: 'Object.prototype.propertyIsEnumerable' }
  const lines = [
    ...Object.entries(values).map(([name, native]) => `var ${name} = ${natives[native] ?? `Object.${native}`};`),
    // some replace themselves when they are called: that needs a declaration
    ...Object.entries(functions).map(([name, text]) => (/^function \w/.test(text) ? text : `var ${name} = ${text};`))
  ]
  return () => new Function(`${lines.join('\n')}\nreturn { ${Object.keys(functions).join(', ')} }`)()
}

const outcome = (run) => {
  try {
    return { json: run() }
  } catch (error) {
    return { name: error.name, message: error.message.split('\n\n')[0] }
  }
}

for (const group of groups) {
  test(`${group.tool}: each body is known`, () => {
    for (const [name, text] of Object.entries(group.functions)) {
      if (callOf(name)) assert.ok(helperSource(text), name)
    }
  })
  if (group.alone) continue
  test(`${group.tool}: what stands for a helper does the same`, () => {
    const fresh = scope(group)
    for (const [name, text] of Object.entries(group.functions)) {
      const call = callOf(name)
      if (!call) continue
      assert.equal(Function.prototype.toString.call(fresh()[name]), text)
      const native = records({ unsupported: 'throw' }).map(call, { h: fresh()[name] })
      VALUES.forEach((value, i) => {
        const want = outcome(() => JSON.stringify([call(JSON.parse(JSON.stringify(value)), 0, { h: fresh()[name] })]))
        const got = outcome(() => native.runSync(JSON.stringify([value])).toString())
        assert.deepEqual(got, want, `${name} of ${JSON.stringify(value)}`)
      })
    }
  })
}

test('a helper that is bound is known too, and callbacks of older targets compile with theirs', () => {
  const { functions } = groups.find(({ tool }) => tool === 'ts-ES5true')
  const helpers = Object.fromEntries(['__assign', '__rest', '__spreadArray', '__read'].map((name) => [name, bind((0, eval)(`(${functions[name]})`), {})]))
  const callback = function (r) {
    var _a, _b
    var id = r.id, rest = helpers.__rest(r, ['id'])
    var z = (_b = (_a = r.q) === null || _a === void 0 ? void 0 : _a.z) !== null && _b !== void 0 ? _b : 'none'
    return helpers.__assign(helpers.__assign({ n: id + 1 }, rest), { z: z, t: helpers.__spreadArray(helpers.__spreadArray([], helpers.__read(r.t), false), ['end'], false) })
  }
  const rows = [{ id: 1, t: ['a'], q: { z: 0 } }, { id: 2, t: [], other: true }]
  const got = records({ unsupported: 'throw' }).map(callback, { helpers }).runSync(JSON.stringify(rows)).toString()
  assert.equal(got, '[{"n":2,"t":["a","end"],"q":{"z":0},"z":0},{"n":3,"t":["end"],"other":true,"z":"none"}]')
})

test('a helper that nothing gives is named with its tool', () => {
  assert.throws(
    () => records({ unsupported: 'throw' }).map((r) => __spreadValues({}, r)), // eslint-disable-line no-undef
    (error) => error.code === 'ERR_JSONMILL_UNSUPPORTED' && /esbuild wrote `__spreadValues` for an older target/.test(error.help)
  )
})

test('a function that only resembles a helper is compiled as it is', () => {
  const mine = function (s, e) { return { left: s, right: e } }
  assert.equal(records({ unsupported: 'throw' }).map((r, _, { mine }) => mine(r, 1), { mine }).runSync('[0]').toString(), '[{"left":0,"right":1}]')
})
