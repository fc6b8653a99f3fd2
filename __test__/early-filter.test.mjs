// Filters that are decided before a record ends: the same results and errors as V8, whatever keys are repeated, escaped, missing, or hold
// something else, wherever the input is cut.
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
/* global wanted */
import { mill, records } from '../index.mjs'
import { answer, compiled, oracle, same } from './support/differential/compare.mjs'
import { Random } from './support/differential/random.mjs'
import { nativePlan, outcome, runSliced } from './support/differential/slices.mjs'

const PAIRS = Number(process.env.JSONMILL_PAIRS ?? 1500)
const SEED = Number(process.env.JSONMILL_SEED ?? 1)

const decided = (pipeline) => /decided early: (.*)/.exec(pipeline.explain())?.[1]
const filtered = (filter) => decided(records().filter(filter).map((o) => o.id))

test('explain() says what decides', () => {
  assert.equal(filtered((o) => o.status === 'paid' && o.total > 40), "status === 'paid', total > 40")
  assert.equal(filtered((o) => !(o.a || o.b.c != null)), '!a, b.c == null')
  assert.equal(filtered(({ kind: k, user: { name } = {} }) => k !== 'x' && name), 'user.name')
  assert.equal(filtered((o) => { if (o.deleted) return; const { at } = o; return at >= '2020' && at < '2021' }), "!deleted, at >= '2020', at < '2021'")
  assert.equal(filtered((o) => ['a', 'b'].includes(o.kind)), "kind === 'a' || kind === 'b'")
  assert.equal(filtered((o) => typeof o.n === 'number' && 3 > o.n), "typeof n === 'number', n < 3")
  assert.equal(filtered((o) => o.customer.id % 2 === 0 && !(o.n - 1) && o.n * 2 > 3), 'customer.id % 2 === 0')
  assert.equal(filtered((o) => o.id % 2 === 0 && !(o.n - 1) && o.n * 2 > 3), 'id % 2 === 0, !(n - 1), n * 2 > 3')
  // Captured values
  assert.equal(decided(records().filter((o, _, { min, of: { kind } }) => o.kind === kind && o.n > min, { min: 3, of: { kind: 'x' } })), "kind === 'x', n > 3")
  assert.equal(decided(records().filter((o, _, env) => o.kind !== env.kind && o.n === env.none, { kind: 'x' })), "kind !== 'x'")
  assert.equal(decided(records().filter((o, _, { of: { kind } }) => o.kind === kind, { of: null })), undefined)
  assert.equal(decided(records({ params: true }).filter((o, _, { min }) => o.kind === 'a' && o.n > min)), "kind === 'a'")
  assert.equal(decided(mill((d) => d.items.filter((o) => o.kind === wanted), { bindings: { wanted: 7 } })), 'kind === 7')
  // What stands before may throw.
  assert.equal(filtered((o) => o.name.startsWith('x') && o.status === 'paid'), undefined)
  assert.equal(filtered((o) => o.user.id === 1 && o.status === 'paid'), 'user.id === 1')
  assert.equal(filtered((o) => o.user && o.user.id === 1 && o.status === 'paid'), "user, user.id === 1, status === 'paid'")
  // Something else than a scalar of the record.
  assert.equal(filtered((o) => o.a === o.b), undefined)
  assert.equal(filtered((o) => o.a == 1), undefined)
  assert.equal(filtered((o) => o.a === 1 || o.b === 2), undefined)
  assert.equal(filtered((o, i, all) => o.a === 1 && all.length > 1), undefined)
  assert.equal(decided(mill((d) => d.items.filter((o) => o.type === 'a').map((o) => o.id))), "type === 'a'")
})

test('repeated keys, containers and errors', () => {
  const fast = records({ input: 'ndjson' })
    .filter((o) => o.n > 1 && o.status === 'paid' && o.user.name !== 'x')
    .map((o) => o.id)
  const kept = (line) => fast.runSync(Buffer.from(line)).toString()
  assert.equal(kept('{"n":2,"status":"open","id":1,"status":"paid","user":{}}'), '1\n')
  assert.equal(kept('{"n":2,"status":"open","id":1,"st\\u0061tus":"paid","user":{}}'), '1\n')
  assert.equal(kept('{"n":2,"status":"paid","user":{"name":"x","name":"y"},"id":1}'), '1\n')
  assert.equal(kept('{"n":2,"status":"paid","user":{"name":"x"},"id":1,"user":{}}'), '1\n')
  assert.equal(kept('{"n":2,"status":"paid","user":{"name":"x"},"id":1,"user":{"name":"x"}}'), '')
  // What stands before the part that decides: a conversion that throws, in front or behind
  const cannot = { name: 'TypeError', message: 'Cannot convert object to primitive value' }
  assert.throws(() => kept('{"status":"open","id":1,"n":{"valueOf":1,"toString":1}}'), cannot)
  assert.throws(() => kept('{"n":{"valueOf":1,"toString":1},"status":"open","id":1}'), cannot)
  assert.equal(kept('{"status":"open","id":1,"n":[2]}'), '')
  assert.throws(() => kept('{"n":2,"status":"paid","id":1}'), { name: 'TypeError', message: "Cannot read properties of undefined (reading 'name')" })
  assert.equal(kept('{"n":2,"status":"open","id":1}'), '')
  for (const bad of ['{"status":"open","id":1,}', '{"status":"open","id":01}', '{"status":"open","x":{"\\u0061":"b":1}}', '{"status":"open","x":"\\x"}', '{"status":"open","x":[1}']) {
    assert.throws(() => kept(`{"status":"open","n":5}\n${bad}\n`), { code: 'ERR_JSONMILL_PARSE', record: 1 }, bad)
  }
})

test('positions and statistics count what was decided early', async () => {
  const lines = Buffer.from(Array.from({ length: 9 }, (_, id) => `{"kind":"${'ab'[id % 2]}","id":${id}}\n`).join(''))
  const positions = records({ input: 'ndjson' }).filter((o, i) => o.kind === 'b' && i > 2).map((o, i) => [o.id, i])
  assert.equal(positions.runSync(lines).toString(), '[3,0]\n[5,1]\n[7,2]\n')
  const seen = positions.explain({ analyze: lines })
  assert.match(await seen, /9 records/)
})

test('long inputs: on all cores, in slices, and records larger than a slice', async () => {
  const texts = Array.from({ length: 9000 }, (_, id) => {
    const last = id % 97 === 0 ? ',"k\\u0069nd":"a"' : ''
    const long = id % 1500 === 7 ? JSON.stringify(Array.from({ length: 9000 }, (_, n) => ({ n, kind: 'a' }))) : '[1,{"kind":"a"}]'
    return `{"id":${id},"kind":"${'abc'[id % 3]}","inside":${long},"text":"${'x'.repeat(id % 150)}","n":${id % 5}${last}}`
  })
  const expected = texts.map((text) => JSON.parse(text)).filter((o) => o.kind === 'a' && o.n !== 3).map((o) => o.id)
  for (const input of ['ndjson', 'json']) {
    const ids = records({ input, output: 'json' }).filter((o) => o.kind === 'a' && o.n !== 3).map((o) => o.id)
    const bytes = Buffer.from(input === 'json' ? `[${texts.join(', ')}]` : texts.join('\n'))
    assert.deepEqual(JSON.parse(ids.runSync(bytes)), expected)
    assert.deepEqual(JSON.parse(await ids.run(bytes)), expected)
    const chunks = Array.from({ length: Math.ceil(bytes.length / 50_001) }, (_, at) => bytes.subarray(at * 50_001, (at + 1) * 50_001))
    const found = []
    for await (const id of ids.iterate(Readable.from(chunks))) found.push(id)
    assert.deepEqual(found, expected)
  }
})

const PLACES = ['a', 'b', 'n', 'o.a', 'o.n', 'o.p.a']
const LITERALS = ["'x'", "'é'", "'\\u{10000}'", '1', '0', '-1.5', 'null', 'undefined', 'true', 'false', "''"]

/** Part of a filter over places of the record. */
function part(random, depth) {
  const path = random.pick(PLACES)
  const place = `r.${random.chance(0.3) ? path.replaceAll('.', '?.') : path}`
  const inner = () => part(random, depth - 1)
  return random.weighted([
    [6, () => `${place} ${random.pick(['===', '!=='])} ${random.pick(LITERALS)}`],
    [3, () => `${place} ${random.pick(['<', '<=', '>', '>='])} ${random.pick(["'x'", "'é'", '1', '0'])}`],
    [1, () => `${random.pick(['1', "'x'"])} ${random.pick(['<', '>=', '==='])} ${place}`],
    [1, () => `${place} ${random.pick(['==', '!='])} null`],
    [1, () => `typeof ${place} === '${random.pick(['string', 'number', 'object', 'boolean'])}'`],
    [1, () => `['x', 1, null].includes(${place})`],
    [1, () => `${place} ${random.pick(['%', '-', '*', '/', '+'])} ${random.pick(['2', '0', '1.5'])} ${random.pick(['===', '!==', '>', '<='])} ${random.pick(['1', '0', "'x2'", 'null'])}`],
    [0.5, () => `${place} % 2`],
    [2, () => place],
    [0.3, () => `${place} + 1 > r.n`],
    [0.3, () => `i > 1`],
    [depth > 0 ? 2 : 0, () => `!(${inner()})`],
    [depth > 0 ? 3 : 0, () => `(${inner()} || ${inner()})`],
    [depth > 0 ? 3 : 0, () => `(${inner()} && ${inner()})`]
  ])()
}

function filterOf(random) {
  const parts = random.times(1 + random.int(3), () => part(random, 2))
  const last = parts.pop()
  return random.weighted([
    [5, () => `(r, i) => ${[...parts, last].join(' && ')}`],
    [2, () => `(r, i) => { ${parts.map((one) => `if (!(${one})) return false`).join('\n')}\n return ${last} }`],
    [2, () => `({ a, b: c = 1, n, o: { p } = {} }, i) => ${[`${random.pick(['a', 'c', 'n'])} ${random.pick(['===', '>'])} 1`, ...parts.slice(1).map(() => "a !== 'x'"), random.pick(['p', '!n', "p?.a === 'x'"])].join(' && ')}`]
  ])()
}

const key = (random, name) => (random.chance(0.06) ? `"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}"` : `"${name}"`)

function value(random, depth) {
  return random.weighted([
    [10, () => random.pick(['"x"', '"\\u0078"', '"é"', '"y"', '""', '1', '1.0', '2', '0', '-0', 'null', 'true', 'false', '"\\ud800\\udc00"', '"\uffff"'])],
    [depth > 0 ? 1 : 0, () => random.pick(['{}', '[]', '[1]', '{"valueOf":1,"toString":2}', '{"a":"x","p":{"a":1}}', '["\\u0061",{"b":"c"}]'])],
    [depth > 0 ? 2 : 0, () => object(random, depth - 1)]
  ])()
}

function object(random, depth) {
  const names = random.times(random.int(6), () => random.pick(['a', 'b', 'n', 'o', 'p', 'z']))
  const space = () => (random.chance(0.1) ? random.pick([' ', '\t', '  ']) : '')
  return `{${names.map((name) => `${space()}${key(random, name)}${space()}:${space()}${'op'.includes(name) && random.chance(0.8) && depth > 0 ? object(random, depth - 1) : value(random, depth)}${space()}`).join(',')}}`
}

/** Records of which some are alike, now and then one that is broken. */
function recordsOf(random) {
  const texts = random.times(1 + random.int(8), () => (random.chance(0.1) ? value(random, 2) : object(random, 3)))
  if (random.chance(0.1)) {
    const at = random.int(texts.length)
    const cut = random.int(texts[at].length)
    texts[at] = random.pick([texts[at].slice(0, cut), `${texts[at].slice(0, cut)}${random.pick([',', ':', '"', '}'])}${texts[at].slice(cut)}`])
  }
  return texts
}

test(`${PAIRS} random filters from seed ${SEED}, over records whole and cut anywhere`, async () => {
  let early = 0
  for (let seed = SEED; seed < SEED + PAIRS; seed++) {
    const random = new Random(seed)
    const text = filterOf(random)
    const lines = random.chance(0.5)
    const callback = new Function(`return ${text}`)()
    const map = random.pick(['(r) => r.n', '(r) => ({ a: r.a, p: r.o?.p })', '(r) => 1'])
    const stages = [
      { kind: 'filter', text, callback },
      ...(random.chance(0.85) ? [{ kind: 'map', text: map, callback: new Function(`return ${map}`)() }] : [])
    ]
    const plan = { kind: 'records', input: lines ? 'ndjson' : 'json', output: lines ? 'ndjson' : 'json', space: '', stages }
    const pipeline = compiled(plan, { unsupported: 'throw' })
    early += decided(pipeline) === undefined ? 0 : 1
    const expect = oracle(plan)
    const native = nativePlan(plan)
    for (let round = 0; round < 3; round++) {
      const texts = recordsOf(random)
      const bytes = Buffer.from(lines ? texts.join('\n') : `[${texts.join(',')}]`)
      const told = () => `seed ${seed}: ${text}\n${bytes}`
      const expected = expect(bytes)
      const got = answer(() => pipeline.runSync(bytes))
      assert.ok(got.bailed === undefined && same(expected, got), `${told()}\n${JSON.stringify({ expected, got })}`)
      const whole = await outcome(() => native.runSync(bytes))
      const cuts = random.times(1 + random.int(12), () => random.int(bytes.length + 1)).sort((a, b) => a - b)
      const cut = await outcome(() => runSliced(native, bytes, cuts))
      assert.deepEqual([cut.text, cut.error?.code, cut.error?.message], [whole.text, whole.error?.code, whole.error?.message], `${told()}\ncut at ${cuts}`)
    }
  }
  assert.ok(early > PAIRS * 0.6, `${early} of ${PAIRS} are decided early`)
})
