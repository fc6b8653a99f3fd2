/// <reference types="node" />

import type { FileHandle } from 'node:fs/promises'
import type { Duplex } from 'node:stream'
import type { ReadableStream, WritableStream } from 'node:stream/web'

/**
 * jsonmill runs the JavaScript transform you already have over JSON bytes: the same bytes as V8, several times faster, off the event
 * loop. Two entries: {@link mill} for one document, {@link records} for many records.
 *
 * What cannot be compiled exactly runs in V8 instead, with one process warning (`JsonMillWarning`) and a line in `explain()`. Two
 * environment variables; `JSONMILL_MODE` is read once, at the first use, and {@link configure} wins over it:
 *
 * | variable | does |
 * |---|---|
 * | `JSONMILL_MODE=js` | the kill switch: everything runs in V8, the addon is not even loaded |
 * | `JSONMILL_MODE=verify` | compares one run in a hundred with V8; see {@link Settings} |
 * | `JSONMILL_MODE=native` | an addon that does not load is an error, not a warning |
 * | `JSONMILL_UNSUPPORTED=throw` | makes `unsupported: 'throw'` the default, for CI |
 *
 * @packageDocumentation
 */

// ── Input ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * JSON text in UTF-8. Any other view, a DataView or a SharedArrayBuffer is taken too, as the bytes it holds.
 *
 * A string is encoded first, which costs one pass over it: hand over the Buffer where there is one. Lone surrogates in a string have no
 * UTF-8 form, so such a call runs in V8. A detached ArrayBuffer is an {@link OptionError}, never an empty input.
 */
export type Input = Buffer | Uint8Array | ArrayBuffer | string

/** What `JSON.parse` gives: a type for records of which nothing is known. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }

// ── One document in, one result out: the drop-in ───────────────────────────────────────────────────────────────────────

/**
 * Compiles an existing transform. `mill(f)(bytes)` is `Buffer.from(JSON.stringify(f(JSON.parse(bytes.toString()))))`, byte for byte.
 * A result that JSON.stringify leaves undefined is written as `null`.
 *
 * Compiling takes some tenths of a millisecond, more than a small run: call `mill` once, at module level, not in the request handler.
 *
 * @typeParam In the document, as the transform declares it; it is not checked at run time
 * @typeParam Out what the transform returns
 * @typeParam Params what the transform takes as its second parameter, if it has one; given at each run
 * @param transform a function of one document. Its source is read, not its closure: values from outside go into `options.bindings`
 * @throws {@link OptionError} when an argument or option is wrong
 * @throws {@link UnsupportedError} when something cannot be compiled and `unsupported` is `'throw'`
 *
 * @example
 * const transform = (order) => ({ id: order.id, total: order.qty * order.price })
 * const fast = mill(transform)     // the same function, untouched
 * fast('{"id":7,"qty":2,"price":1.5,"note":"…"}').toString()   // → '{"id":7,"total":3}'
 *
 * @example
 * // in a server: was res.send(JSON.stringify(transform(JSON.parse(body.toString()))))
 * const fast = mill((doc) => ({ names: doc.users.filter((u) => u.active).map((u) => u.name) }))
 * const body = Buffer.from('{"users":[{"name":"Ann","active":true},{"name":"Bob","active":false}]}')
 * const answer = await fast.run(body)   // on a worker thread: the event loop stays free
 * answer.toString()   // → '{"names":["Ann"]}'
 *
 * @example
 * // params: values that differ from run to run
 * const cheap = mill((doc, { max }) => doc.items.filter((i) => i.price <= max).length)
 * cheap('{"items":[{"price":1},{"price":9}]}', { params: { max: 5 } }).toString()   // → '1'
 *
 * @example
 * const pretty = mill((doc) => doc, { space: 2 })
 * pretty('{"a":1}').toString()   // → '{\n  "a": 1\n}'
 */
export function mill<In = any, Out = unknown, Params = void>(
  transform: (document: In, params: Params) => Out,
  options?: MillOptions
): Mill<In, Out, Params>

/** What came of one document of a batch: its output or its error; `null` for a `null` among the inputs. */
export type EachResult =
  | { ok: true; output: Buffer; error?: undefined }
  | { ok: false; output?: undefined; error: AnyJsonMillError }
  | { ok: null; output?: undefined; error?: undefined }

/** A compiled transform: a function over bytes. Immutable; any number of runs may use it at once. */
export interface Mill<In = any, Out = unknown, Params = void> {
  /**
   * Runs on this thread. For request bodies it is the fastest form: about a microsecond a kilobyte, which holds the event loop for less time
   * than `JSON.parse` of the body alone. For inputs that would hold it for milliseconds, from about a megabyte on, use {@link Mill.run}.
   *
   * @returns a new Buffer with the JSON text; short ones share memory, as those of `Buffer.from` do: copy one that outlives the others
   * @throws {@link ParseError} {@link CallbackError} {@link LimitError} {@link DepthError} {@link OptionError}
   *
   * @example
   * const fast = mill((doc) => doc.items.length)
   * fast(Buffer.from('{"items":[1,2,3]}')).toString()   // → '3'
   */
  (input: Input, ...options: SyncArguments<Params>): Buffer

  /**
   * Runs on a worker thread; the event loop stays free. The way there and back costs as much as any task of Node does, 15 to 120 µs: for a
   * body of less than about 100 kB the call on this thread is over before.
   *
   * Inputs up to 16 MB are copied at the call, so the memory may be reused at once. A larger one is copied in slices between turns of the
   * event loop and must stay unchanged until the promise settles: a change gives an unspecified result, a detach or resize an error.
   *
   * @returns rejects with what the call on this thread throws, or with the signal's reason
   *
   * @example
   * const fast = mill((doc) => doc.a)
   * const controller = new AbortController()
   * const answer = await fast.run('{"a":[1,2]}', { signal: controller.signal })
   * answer.toString()   // → '[1,2]'
   */
  run(input: Input, ...options: AsyncArguments<Params>): Promise<Buffer>

  /**
   * The result as JavaScript values instead of text, with all that JSON lacks: `undefined`, `NaN`, `-0`, Date, Map, Set, RegExp. It
   * deep-equals `transform(JSON.parse(input))`; what it takes from `bindings` or `params` is copied. Fast where little of the input is left
   * in the result; for all of it use `JSON.parse`.
   *
   * @throws what the call that gives a Buffer throws
   *
   * @example
   * const latest = mill((doc) => ({ at: new Date(doc.at), seen: new Set(doc.tags) }))
   * const { at, seen } = latest.toValueSync('{"at":0,"tags":["a","b","a"]}')
   * at.getTime()   // → 0
   * seen.size   // → 2
   */
  toValueSync(input: Input, ...options: SyncArguments<Params>): Out

  /**
   * The same on a worker thread; only the values are made on this one. Copies as {@link Mill.run} does.
   *
   * @returns rejects with what {@link Mill.toValueSync} throws, or with the signal's reason
   *
   * @example
   * const total = records({ input: 'ndjson' }).reduce((sum, r) => sum + r.n, 0)
   * await total.toValue('{"n":1}\n{"n":2}')   // → 3
   */
  toValue(input: Input, ...options: AsyncArguments<Params>): Promise<Out>

  /**
   * Many small documents, such as a batch of messages, in one native call, on all cores from a quarter of a megabyte on. One answer each, in
   * order: a bad document spoils no other, and `null` gives `{ ok: null }`. The outputs of a batch share memory: copy one that outlives the
   * others. It is cheapest where all documents are Buffers.
   *
   * @throws {@link OptionError} for a mistake in the call
   *
   * @example
   * const fast = mill((doc) => doc.a)
   * const answers = fast.eachSync(['{"a":1}', null, '{"a":'])
   * answers.map((answer) => answer.ok)   // → [true, null, false]
   * answers[0].output.toString()   // → '1'
   */
  eachSync(inputs: readonly (Input | null)[], ...options: SyncArguments<Params>): EachResult[]

  /**
   * The same on worker threads, shared by those that are free. All documents are copied at the call; `transfer` is refused.
   *
   * @returns rejects for a mistake in the call, or with the signal's reason
   *
   * @example
   * const fast = mill((doc) => doc.a)
   * const [answer] = await fast.each(['{"a":[1,2]}'])
   * answer.ok && answer.output.toString()   // → '[1,2]'
   */
  each(inputs: readonly (Input | null)[], ...options: AsyncArguments<Params>): Promise<EachResult[]>

  /**
   * Runs natively and in V8 on the same input and reports the first difference: the check to make before switching. Both run on this
   * thread. There should never be one; if there is, please report it.
   *
   * @throws {@link OptionError}; failures of the transform are compared, not thrown
   *
   * @example
   * const fast = mill((doc) => doc.users.map((u) => u.name))
   * fast.verify('{"users":[{"name":"Ann"}]}').equal   // → true
   */
  verify(input: Input, ...options: SyncArguments<Params>): Verification

  /**
   * Converts params once, for any number of runs. The handle is immutable; give it to a run in the place of the params.
   *
   * @example
   * const pick = mill((doc, { ids }) => doc.users.filter((u) => ids.has(u.id)))
   * const params = pick.prepare({ ids: new Set([1, 3]) })
   * pick('{"users":[{"id":1},{"id":2}]}', { params }).toString()   // → '[{"id":1}]'
   */
  prepare(params: Params): Prepared<Params>

  /**
   * The plan as text: what is read of the input, what is native, what is not and why. For people and for snapshots in tests; the wording
   * may change in any version. With `analyze` it runs over that input too; see {@link Records.explain}.
   *
   * @example
   * const fast = mill((doc) => doc.a)
   * typeof fast.explain()   // → 'string'
   */
  explain(options?: ExplainOptions<Params>): string

  /** The transform's own name, for stack traces and logs. */
  readonly name: string

  /** Only in types: what goes in and comes out. There is no such property. */
  readonly [types]?: { in: In; out: Out; params: Params }
}

// ── Many records: arrays and NDJSON ────────────────────────────────────────────────────────────────────────────────────

/**
 * Starts a pipeline over records. Every stage gives a new pipeline and compiles its callback at once; the old one stays usable.
 *
 * With `input: 'json'` it is what chained Array methods are:
 * `records().filter(f).map(g).runSync(b)` is `Buffer.from(JSON.stringify(JSON.parse(b.toString()).filter(f).map(g)))`, also in its order
 * of errors: malformed text anywhere, else the first failure of the first stage, else of the second.
 * With `input: 'ndjson'` each line is one record, a result is written as `(JSON.stringify(x) ?? 'null') + '\n'`, blank lines are skipped,
 * and errors come in input order. `input: 'values'` is the same for values that follow each other in any other way.
 *
 * @typeParam T one record; it is not checked at run time
 * @throws {@link OptionError} when an option is wrong
 *
 * @example
 * const paid = records({ input: 'ndjson' })
 *   .filter((order) => order.status === 'paid')
 *   .map((order) => ({ id: order.id, email: order.email.toLowerCase() }))
 * const lines = '{"id":1,"status":"paid","email":"Ann@X.org"}\n{"id":2,"status":"open","email":"b@x.org"}\n'
 * paid.runSync(lines).toString()   // → '{"id":1,"email":"ann@x.org"}\n'
 *
 * @example
 * const users = '[{"id":1,"name":"Alice"},{"id":2,"name":"Bob"}]'
 * const text = records({ output: 'lines' }).map((u) => `User: ${u.name} (${u.id})`)
 * text.runSync(users).toString()   // → 'User: Alice (1)\nUser: Bob (2)\n'
 */
export function records<T = any>(options?: RecordsOptions): Records<T, T>
/**
 * With `params: true` callbacks get values that differ from run to run: as their third parameter, under the names of `env` where a stage
 * has one, and instead of the array.
 *
 * @typeParam Params names and values that every run must be given
 *
 * @example
 * const above = records({ params: true }).filter((r, _, { min }) => r.n > min)
 * above.runSync('[{"n":1},{"n":5}]', { params: { min: 3 } }).toString()   // → '[{"n":5}]'
 * above.runSync('[{"n":1},{"n":5}]', { params: { min: 9 } }).toString()   // → '[]'
 */
export function records<T = any, Params extends object = Record<string, any>>(
  options: RecordsOptions & { params: true }
): Records<T, T, Params>

/** What {@link Records.reduce} makes: a mill that also takes what comes bit by bit. */
export interface Reduction<In = any, Out = unknown, Params = void> extends Mill<In, Out, Params> {
  /** The value as the output of a stream, as {@link Records.stream}. */
  stream(...options: StreamArguments<Params>): RecordsStream
  /** The same for web streams, as {@link Records.transformStream}. */
  transformStream(...options: StreamArguments<Params>): { readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> }
  /**
   * The value as the only one of an iteration, as {@link Records.iterate}.
   *
   * @example
   * const { Readable } = require('node:stream')
   * const total = records({ input: 'ndjson' }).reduce((sum, r) => sum + r.n, 0)
   * const values = []
   * for await (const value of total.iterate(Readable.from(['{"n":1}\n{"n":2}\n']))) values.push(value)
   * values   // → [3]
   */
  iterate(source: Source, ...options: StreamArguments<Params>): AsyncIterableIterator<Out>
  /** The value of files or streams, written to a file or a stream, as {@link Records.runFile}. */
  runFile(source: Source | readonly Source[], target: Target, ...options: FileArguments<Params>): Promise<FileStatistics>
}

/**
 * An immutable pipeline over records.
 *
 * @typeParam In a record of the input
 * @typeParam Out a record after the last stage
 */
export interface Records<In = any, Out = In, Params = void> {
  /**
   * Lets records pass that a JSON Schema allows. They are checked while they lie in the input, as it was read; behind a stage with a
   * callback their JSON form is checked. What a record does that violates the schema says {@link RecordsOptions.onError}.
   *
   * @param schema a JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12 (told by `$schema` or `options.draft`), a TypeBox type, or a schema with
   *   `~standard.jsonSchema` (zod, ArkType). It is checked against its metaschema now. The type of the records becomes the schema's, where
   *   it carries one or is written `as const`
   * @throws {@link OptionError} when it is no schema, or says something that JSON Schema cannot say
   *
   * @example
   * const users = records({ input: 'ndjson' }).validate({
   *   type: 'object',
   *   properties: { id: { type: 'integer', minimum: 0, maximum: 4294967295 }, name: { type: 'string' } },
   *   required: ['id', 'name']
   * })
   * users.runSync('{"id":1,"name":"Ann"}').toString()   // → '{"id":1,"name":"Ann"}\n'
   * let found
   * try {
   *   users.runSync('{"id":1,"name":"Ann"}\n{"id":-1,"name":"Bob"}')
   * } catch (error) {
   *   found = error.message
   * }
   * found   // → '/id must be >= 0 (record 1, byte 28, line 2, column 7)'
   */
  validate<const S extends AnySchema>(schema: S, options?: SchemaOptions): Records<In, TypeOf<S, Out>, Params>

  /**
   * Keeps the records for which the callback returns something truthy. A type guard narrows the type of the stages behind it.
   *
   * A filter at the front that begins with conditions on single values, `o.status === 'paid' && …`, is decided as soon as these have been read:
   * of records that fail them the rest is only checked. `explain()` says what is `decided early`.
   *
   * @param callback gets the record, its index among the records that reach this stage, and the array of them. Where a callback uses the
   *   array, all records that reach the stage are held until the input ends; declare `env` where it needs values from outside
   * @throws {@link OptionError} {@link UnsupportedError} as {@link mill} does
   *
   * @example
   * const adults = records().filter((person) => person.age >= 18)
   * adults.runSync('[{"age":17},{"age":40}]').toString()   // → '[{"age":40}]'
   *
   * @example
   * const present = records().filter(Boolean)
   * present.runSync('[0,1,null,"a"]').toString()   // → '[1,"a"]'
   *
   * @example
   * const firsts = records().filter((r, index, all) => all.findIndex((other) => other.id === r.id) === index)
   * firsts.runSync('[{"id":1},{"id":2},{"id":1}]').toString()   // → '[{"id":1},{"id":2}]'
   */
  filter<N extends Out>(callback: (record: Out, index: number, array: Third<Out, Params>) => record is N): Records<In, N, Params>
  filter(callback: BooleanConstructor): Records<In, Exclude<Out, Falsy>, Params>
  filter(callback: (record: Out, index: number, array: Third<Out, Params>) => unknown): Records<In, Out, Params>
  /**
   * @param env constants of this stage: JSON values, Date, RegExp, Map, Set, functions. The callback gets them as its third parameter; names
   *   of env that occur free in its source are bound too. They are a deep read-only snapshot taken now, wherever the callback runs.
   *   Prefer the third parameter: build tools rename what a callback captures, but not what it is given
   *
   * @example
   * const wanted = new Set(['a', 'b'])
   * const some = records().filter((r, _, { wanted }) => wanted.has(r.id), { wanted })
   * some.runSync('[{"id":"a"},{"id":"z"}]').toString()   // → '[{"id":"a"}]'
   */
  filter<N extends Out, E extends object>(callback: (record: Out, index: number, env: EnvOver<Params, E>) => record is N, env: E): Records<In, N, Params>
  filter<E extends object>(callback: (record: Out, index: number, env: EnvOver<Params, E>) => unknown, env: E): Records<In, Out, Params>

  /**
   * Replaces each record by what the callback returns. The parameters are those of {@link Records.filter}.
   *
   * @throws {@link OptionError} {@link UnsupportedError} as {@link mill} does
   *
   * @example
   * const totals = records().map((o) => ({ ...o, total: o.qty * o.price }))
   * totals.runSync('[{"qty":2,"price":3}]').toString()   // → '[{"qty":2,"price":3,"total":6}]'
   */
  map<U>(callback: (record: Out, index: number, array: Third<Out, Params>) => U): Records<In, U, Params>
  /**
   * @param env as for {@link Records.filter}
   *
   * @example
   * const priced = records().map((o, _, { rate }) => o.price * rate, { rate: 1.2 })
   * priced.runSync('[{"price":10}]').toString()   // → '[12]'
   */
  map<U, E extends object>(callback: (record: Out, index: number, env: EnvOver<Params, E>) => U, env: E): Records<In, U, Params>

  /**
   * Replaces each record by the elements of the array that the callback returns; anything else than an array is one record. As in Array,
   * one level is taken apart and gaps are left out. The parameters are those of {@link Records.filter}.
   *
   * @throws {@link OptionError} {@link UnsupportedError} as {@link mill} does
   *
   * @example
   * const lines = records().flatMap((order) => order.items.map((item) => ({ order: order.id, ...item })))
   * lines.runSync('[{"id":1,"items":[{"sku":"a"},{"sku":"b"}]},{"id":2,"items":[]}]').toString()   // → '[{"order":1,"sku":"a"},{"order":1,"sku":"b"}]'
   */
  flatMap<U>(callback: (record: Out, index: number, array: Third<Out, Params>) => U | readonly U[]): Records<In, U, Params>
  /**
   * @param env as for {@link Records.filter}
   *
   * @example
   * const copies = records().flatMap((r, _, { n }) => Array(n).fill(r), { n: 2 })
   * copies.runSync('["a"]').toString()   // → '["a","a"]'
   */
  flatMap<U, E extends object>(callback: (record: Out, index: number, env: EnvOver<Params, E>) => U | readonly U[], env: E): Records<In, U, Params>

  /**
   * Keeps the records from place `start` up to, not including, `end`; negative places count from the end, and then all records that reach
   * this stage are held until the input ends.
   *
   * Calls that have all of the input read and check it to its end, as JSON.parse does. Over streams, iterations and files reading stops behind
   * the last record that is wanted: what follows is neither read nor checked, the stages before do not see it, and the source is closed.
   * {@link Records.stream} ends its output then; it cannot end a source that others pipe into it, and throws away what still comes.
   *
   * @throws {@link OptionError} when a place is no number
   *
   * @example
   * records().filter((n) => n > 1).slice(0, 2).runSync('[1,2,3,4]').toString()   // → '[2,3]'
   *
   * @example
   * records({ input: 'ndjson' }).slice(-1).runSync('1\n2\n3').toString()   // → '3\n'
   *
   * @example
   * const found = []
   * for await (const n of records({ input: 'ndjson' }).filter((n) => n > 1).slice(0, 1).iterate('1\n2\nno JSON')) found.push(n)
   * found   // → [2]
   */
  slice(start: number, end?: number): Records<In, Out, Params>

  /**
   * Orders the records as Array.prototype.sort does: stable, by the comparator, without one by text; `undefined` comes last. All records
   * that reach this stage are held until the input ends; beyond {@link Limits.maxMemory} they wait as bytes where
   * {@link RecordsOptions.spill} allows it, and the comparator runs as before: over keys such as `a.price - b.price` nearly as fast, any other
   * reads both records anew for each call.
   *
   * An error that a comparator throws names no record, because two were compared.
   *
   * @param comparator negative where `a` comes first, positive where `b` does
   * @throws {@link OptionError} {@link UnsupportedError} as {@link mill} does
   *
   * @example
   * const cheapest = records().sort((a, b) => a.price - b.price).slice(0, 1)
   * cheapest.runSync('[{"price":3},{"price":1}]').toString()   // → '[{"price":1}]'
   */
  sort(comparator?: (a: Out, b: Out, ...params: [Params] extends [void] ? [] : [Third<Out, Params>]) => number): Records<In, Out, Params>
  /**
   * @param env as for {@link Records.filter}; the comparator's third parameter
   *
   * @example
   * const byRank = records().sort((a, b, { rank }) => rank[a] - rank[b], { rank: { low: 1, high: 0 } })
   * byRank.runSync('["low","high","low"]').toString()   // → '["high","low","low"]'
   */
  sort<E extends object>(comparator: (a: Out, b: Out, env: EnvOver<Params, E>) => number, env: E): Records<In, Out, Params>

  /**
   * Orders the records by a key that is read once of each: numbers and dates first, then texts by UTF-16 units as `<` has them, then `false`
   * and `true`; `'desc'` turns that round. `undefined`, `null`, `NaN` and invalid dates come last in either direction. Equal records stay as
   * they came. Other keys are a TypeError at their record.
   *
   * Faster than {@link Records.sort}, most of all for what does not fit into memory: where at most `slice` from the front stands behind
   * it, and JSON is written, only the texts of the results are held, otherwise the records. Beyond {@link Limits.maxMemory} they go to a temporary
   * file where {@link RecordsOptions.spill} allows it; where not the run ends in {@link LimitError}.
   *
   * @param direction `'asc'` (the default) or `'desc'`
   * @throws {@link OptionError} {@link UnsupportedError} as {@link mill} does
   *
   * @example
   * const latest = records({ input: 'ndjson' }).sortBy((event) => event.at, 'desc').slice(0, 1)
   * latest.runSync('{"at":"2026-01-01"}\n{"at":"2026-03-01"}\n{}').toString()   // → '{"at":"2026-03-01"}\n'
   */
  sortBy(
    key: (record: Out, index: number, ...params: [Params] extends [void] ? [] : [Third<Out, Params>]) => SortKey,
    direction?: 'asc' | 'desc'
  ): Records<In, Out, Params>
  /**
   * @param env as for {@link Records.filter}; the key's third parameter
   *
   * @example
   * const ranked = records().sortBy((o, _, { rank }) => rank[o.size], 'asc', { rank: { S: 0, M: 1, L: 2 } })
   * ranked.runSync('[{"size":"L"},{"size":"S"}]').toString()   // → '[{"size":"S"},{"size":"L"}]'
   */
  sortBy<E extends object>(
    key: (record: Out, index: number, env: EnvOver<Params, E>) => SortKey,
    direction: 'asc' | 'desc' | undefined,
    env: E
  ): Records<In, Out, Params>

  /**
   * Keeps the first record of each key. Keys are told apart as in a Set: by value for strings, numbers and the like (`NaN` equals `NaN`,
   * `-0` equals `0`), by identity for objects; so give a key where records are objects. Every key is held until the input ends. Beyond {@link Limits.maxMemory}
   * the run ends in {@link LimitError}, or, with {@link RecordsOptions.spill}, records with new keys wait in a temporary file and come at the end.
   *
   * @param key without it the record is its own key
   * @throws {@link OptionError} {@link UnsupportedError} as {@link mill} does
   *
   * @example
   * const users = records().distinct((event) => event.user).map((event) => event.user)
   * users.runSync('[{"user":"a"},{"user":"b"},{"user":"a"}]').toString()   // → '["a","b"]'
   *
   * @example
   * records().distinct().runSync('[1,"1",1.0,null,null]').toString()   // → '[1,"1",null]'
   */
  distinct(key?: (record: Out, index: number, array: Third<Out, Params>) => unknown): Records<In, Out, Params>
  /**
   * @param env as for {@link Records.filter}
   *
   * @example
   * const perBucket = records().distinct((n, _, { size }) => Math.floor(n / size), { size: 10 })
   * perBucket.runSync('[1,5,12,19,30]').toString()   // → '[1,12,30]'
   */
  distinct<E extends object>(key: (record: Out, index: number, env: EnvOver<Params, E>) => unknown, env: E): Records<In, Out, Params>

  /**
   * One record a group: `{ key, ...aggregates }`, in order of first appearance. Keys are told apart as in a Map: by value for strings,
   * numbers and the like (`NaN` equals `NaN`, `-0` equals `0`), by identity for objects. Aggregates are {@link count}, {@link sum},
   * {@link avg}, {@link min}, {@link max}, {@link first}, {@link last}, {@link collect}, {@link countDistinct} and {@link quantile}.
   *
   * Memory holds the groups and not the records, except what `first`, `last`, `collect`, `countDistinct` and `quantile` keep of them; beyond
   * {@link Limits.maxMemory} the run ends in {@link LimitError}, or, with {@link RecordsOptions.spill}, keys and values of records whose group has
   * no room wait in a temporary file. All callbacks are called for a record before any aggregate changes, so
   * that a bad record which `onError` leaves out is in no group.
   *
   * @param key the group that a record belongs to
   * @param aggregates what the group's record has besides `key`. Their callbacks get the record, its index and env, as the key does
   * @throws {@link OptionError} {@link UnsupportedError} as {@link mill} does
   *
   * @example
   * const byCountry = records().groupBy((o) => o.country, { n: count(), revenue: sum((o) => o.total), mean: avg((o) => o.total) })
   * byCountry.toArraySync('[{"country":"de","total":0.1},{"country":"fr","total":7},{"country":"de","total":0.2}]')   // → [{ key: 'de', n: 2, revenue: 0.30000000000000004, mean: 0.15000000000000002 }, { key: 'fr', n: 1, revenue: 7, mean: 7 }]
   */
  groupBy<K, A extends Aggregates<Out>>(
    key: (record: Out, index: number, ...params: [Params] extends [void] ? [] : [Third<Out, Params>]) => K,
    aggregates: A
  ): Records<In, { key: K } & Aggregated<A>, Params>
  /**
   * @param env as for {@link Records.filter}; the third parameter of the key and of the aggregates' callbacks
   *
   * @example
   * const bySize = records().groupBy((n, _, { step }) => Math.floor(n / step), { all: collect() }, { step: 10 })
   * bySize.runSync('[1,12,5]').toString()   // → '[{"key":0,"all":[1,5]},{"key":1,"all":[12]}]'
   */
  groupBy<K, A extends Aggregates<Out>, E extends object>(
    key: (record: Out, index: number, env: EnvOver<Params, E>) => K,
    aggregates: A,
    env: E
  ): Records<In, { key: K } & Aggregated<A>, Params>

  /**
   * Ends the pipeline in one value: a {@link Mill} over the same input, which writes JSON whatever `output` says, without a line break.
   *
   * Without an initial value the first record is it, and no records at all are a TypeError, as in Array.
   *
   * Other than a mill it also takes what comes bit by bit: `stream()`, `transformStream()`, `iterate()` and `runFile()` give the one value when
   * the input ends, and memory holds it and not the records.
   *
   * @throws {@link OptionError} {@link UnsupportedError} as {@link mill} does
   *
   * @example
   * const longest = records().reduce((a, b) => (b.length > a.length ? b : a))
   * longest('["x","abc","yz"]').toString()   // → '"abc"'
   *
   * @example
   * const { Readable } = require('node:stream')
   * const { text } = require('node:stream/consumers')
   * const total = records({ input: 'ndjson' }).reduce((sum, r) => sum + r.n, 0)
   * await text(Readable.from(['{"n":1}\n{"n"', ':2}\n']).pipe(total.stream()))   // → '3'
   */
  reduce(callback: (accumulator: Out, record: Out, index: number, array: Third<Out, Params>) => Out): Reduction<In, Out, Params>
  /**
   * @param initial the first accumulator: JSON values, Date, RegExp, Map, Set. It is a snapshot taken now, and each run begins with a new
   *   copy, so that the callback may write to it. Arguments are counted, as in Array: `reduce(callback, undefined)` begins with `undefined`
   *
   * @example
   * const tally = records({ input: 'ndjson' }).reduce((counts, r) => {
   *   counts[r.status] = (counts[r.status] ?? 0) + 1
   *   return counts
   * }, {})
   * tally('{"status":"paid"}\n{"status":"open"}\n{"status":"paid"}').toString()   // → '{"paid":2,"open":1}'
   */
  reduce<A>(callback: (accumulator: A, record: Out, index: number, array: Third<Out, Params>) => A, initial: A): Reduction<In, A, Params>
  /**
   * @param env as for {@link Records.filter}; the callback's fourth parameter
   *
   * @example
   * const total = records().reduce((sum, r, _, { rate }) => sum + r.price * rate, 0, { rate: 2 })
   * const answer = await total.run('[{"price":1},{"price":2.5}]')
   * answer.toString()   // → '7'
   */
  reduce<A, E extends object>(callback: (accumulator: A, record: Out, index: number, env: EnvOver<Params, E>) => A, initial: A, env: E): Reduction<In, A, Params>

  /**
   * Runs on this thread.
   *
   * @returns a new Buffer: a JSON array, or one line a record
   * @throws {@link ParseError} {@link CallbackError} {@link LimitError} {@link DepthError} {@link OptionError}
   *
   * @example
   * records().map((x) => x * 2).runSync('[1,2,3]').toString()   // → '[2,4,6]'
   */
  runSync(input: Input, ...options: SyncArguments<Params>): Buffer

  /**
   * Runs on a worker thread; the event loop stays free. Copies as {@link Mill.run} does.
   *
   * @returns rejects with what {@link Records.runSync} throws, or with the signal's reason
   *
   * @example
   * const answer = await records({ input: 'ndjson' }).map((x) => x.a).run('{"a":1}\n{"a":2}')
   * answer.toString()   // → '1\n2\n'
   */
  run(input: Input, ...options: AsyncArguments<Params>): Promise<Buffer>

  /**
   * The results as JavaScript values instead of text, whatever `output` says, with all that JSON lacks: `undefined`, `NaN`, `-0`, Date,
   * Map, Set, RegExp. It deep-equals what the stages give over parsed records; objects that several records share, as those of `env`
   * are, may be copies. Filter and shrink records first: what is left out costs no JavaScript object. Object literals of primitive
   * values are made fastest. For every field of every record use `JSON.parse`: then most of the time goes into making the objects,
   * and nothing is faster at that.
   *
   * @throws what {@link Records.runSync} throws
   *
   * @example
   * const names = records().filter((user) => user.active).map((user) => ({ name: user.name, joined: new Date(user.joined) }))
   * const [ann] = names.toArraySync('[{"name":"Ann","active":true,"joined":0},{"name":"Bob"}]')
   * ann.joined.toISOString()   // → '1970-01-01T00:00:00.000Z'
   */
  toArraySync(input: Input, ...options: SyncArguments<Params>): Out[]

  /**
   * The same on a worker thread; only the values are made on this one. Copies as {@link Mill.run} does.
   *
   * @returns rejects with what {@link Records.toArraySync} throws, or with the signal's reason
   *
   * @example
   * await records({ input: 'ndjson' }).map((r) => r.id).toArray('{"id":1}\n{"id":2}')   // → [1, 2]
   */
  toArray(input: Input, ...options: AsyncArguments<Params>): Promise<Out[]>

  /**
   * The pipeline as a stream: bytes in, bytes out. Work happens on a worker thread; who does not read makes who writes wait, and memory
   * holds slices, never the whole (stages that need all records, as sort, excepted). Output comes while input is still coming, so errors
   * come in input order: records before a bad one may have been handed out. `statistics` of the stream counts records and bytes.
   *
   * Stages that V8 runs get their records bit by bit too. A run that turns out to need V8 goes on in V8 over lines; over an array, after
   * output was handed out, it ends in an {@link UnsupportedError}.
   *
   * @throws {@link OptionError}; the stream is destroyed with what {@link Records.runSync} throws, or with the signal's reason
   *
   * @example
   * const { Readable } = require('node:stream')
   * const { text } = require('node:stream/consumers')
   * const paid = records({ input: 'ndjson' }).filter((o) => o.paid).map((o) => o.id)
   * await text(Readable.from(['{"paid":true,"id":1}\n{"pa', 'id":false}\n']).pipe(paid.stream()))   // → '1\n'
   */
  stream(...options: StreamArguments<Params>): RecordsStream

  /**
   * The same for web streams, such as the body of a `fetch` response.
   *
   * @example
   * const body = new Blob(['{"n":1}\n{"n":2}\n']).stream()
   * const doubled = body.pipeThrough(records({ input: 'ndjson' }).map((r) => r.n * 2).transformStream())
   * await new Response(doubled).text()   // → '2\n4\n'
   */
  transformStream(...options: StreamArguments<Params>): { readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> }

  /**
   * The results as JavaScript values, one after the other, as {@link Records.toArray} makes them; a batch of them is made at a time, on a worker
   * thread as far as that can be. A source is not read further ahead than that. Leaving the loop, `return()` and the signal end the run at
   * once, whatever it waits for, and close the source. Records before a bad one come before the error.
   *
   * @param source a stream, chunks, a FileHandle, {@link file}, a `file:` URL, bytes, or JSON text
   * @throws {@link OptionError} for another source; `next()` rejects with what {@link Records.runSync} throws, or with the signal's reason
   *
   * @example
   * const { Readable } = require('node:stream')
   * const source = Readable.from(['{"id":1}\n{"id":2}\n{"i', 'd":3}\n'])
   * const found = []
   * for await (const id of records({ input: 'ndjson' }).map((r) => r.id).iterate(source)) {
   *   found.push(id)
   *   if (id === 2) break
   * }
   * found   // → [1, 2]
   * source.destroyed   // → true
   */
  iterate(source: Source, ...options: StreamArguments<Params>): AsyncIterableIterator<Out>

  /**
   * From files to a file, in bounded memory. Sources are read one after the other; gzip is known by its first bytes (zstd too, from Node
   * 22.15), a target that ends in `.gz` or `.zst` is packed, `'-'` is standard input or output, a byte order mark is skipped. A target that
   * is a path appears whole or not at all: a temporary file beside it, readable by its owner only, is synchronised and renamed at the end,
   * and removed on failure.
   *
   * From files that are not packed it is fastest: native code reads ahead and writes behind while all cores compute.
   *
   * @param source paths, streams and whatever else {@link Source} says; several only for `input: 'ndjson'` and `'values'`
   * @param target a path, a stream and whatever else {@link Target} says
   * @returns numbers of the run; rejects with what {@link Records.runSync} throws, with the file system's error, or with the signal's reason
   *
   * @example
   * const [fs, os, path] = ['fs', 'os', 'path'].map((name) => require(`node:${name}`))
   * const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'example-')), 'in.ndjson')
   * fs.writeFileSync(file, '{"n":1}\n{"n":2}\n')
   * const { records: read } = await records({ input: 'ndjson' }).filter((r) => r.n > 1).runFile(file, `${file}.out`)
   * [read, fs.readFileSync(`${file}.out`, 'utf8')]   // → [2, '{"n":2}\n']
   */
  runFile(source: Source | readonly Source[], target: Target, ...options: FileArguments<Params>): Promise<FileStatistics>

  /**
   * Output, the bad records that were left out (under {@link RecordsOptions.onError} `'reject'`), and numbers of one run.
   *
   * @returns rejects with what {@link Records.runSync} throws, or with the signal's reason
   *
   * @example
   * const lines = records({ input: 'ndjson', onError: 'reject' }).map((r) => r.name.trim())
   * const { output, rejected, statistics } = await lines.report('{"name":" Ann"}\n{"name":null}\n{oops}\n')
   * output.toString()   // → '"Ann"\n'
   * rejected.map(({ record, line, error }) => [record, line, error.code])   // → [[1, 2, 'ERR_JSONMILL_CALLBACK'], [2, 3, 'ERR_JSONMILL_PARSE']]
   * rejected[1].raw.toString()   // → '{oops}'
   * statistics.records   // → 3
   */
  report(input: Input, ...options: AsyncArguments<Params>): Promise<Report>

  /**
   * The same on this thread.
   *
   * @example
   * const { statistics } = records({ onError: 'drop' }).map((r) => r.a.b).reportSync('[{"a":{"b":1}},{}]')
   * statistics.rejected   // → 1
   */
  reportSync(input: Input, ...options: SyncArguments<Params>): Report

  /**
   * What is wrong with the records, without output. Malformed lines and callbacks that throw are told too, under the keywords `parse` and
   * `callback`.
   *
   * @example
   * const numbers = records({ input: 'ndjson' }).validate({ type: 'number' })
   * const { valid, records: count, errors } = numbers.validateOnly('1\n"2"\n3')
   * [valid, count, errors[0].message, errors[0].record]   // → [false, 3, 'must be number', 1]
   */
  validateOnly(input: Input): { valid: boolean; records: number; errors: Violation[] }

  /**
   * Runs natively and in V8 on the same input and reports the first difference, as {@link Mill.verify} does: with the first stage and
   * record whose values differ.
   *
   * @example
   * const verification = records().filter((r) => r.n > 1).map((r) => r.n).verify('[{"n":1},{"n":2}]')
   * verification.equal || verification.difference   // → true
   */
  verify(input: Input, ...options: SyncArguments<Params>): Verification

  /**
   * Converts params once, for any number of runs: a Set of a hundred thousand ids, say. The handle is immutable; give it to a run in the
   * place of the params.
   *
   * @throws {@link OptionError}
   *
   * @example
   * const known = records({ params: true }).filter((r, _, { ids }) => ids.has(r.id))
   * const params = known.prepare({ ids: new Set(['a', 'b']) })
   * known.runSync('[{"id":"a"},{"id":"z"}]', { params }).toString()   // → '[{"id":"a"}]'
   */
  prepare(params: Params): Prepared<Params>

  /**
   * The plan as text: what is read of each record, what is native, what is not and why. With `analyze` the pipeline runs over that input
   * on this thread, and what each stage got and how long it took stands under it.
   *
   * @throws with `analyze`, what {@link Records.runSync} throws
   *
   * @example
   * /map/i.test(records().map((x) => x.a).explain())   // → true
   *
   * @example
   * const big = records().filter((n) => n > 1)
   * /▸ 3 in, 2 out/.test(big.explain({ analyze: '[1,2,3]' }))   // → true
   */
  explain(options?: ExplainOptions<Params>): string

  /** Only in types: what goes in and comes out. There is no such property. */
  readonly [types]?: { in: In; out: Out; params: Params }
}

/** What `filter(Boolean)` leaves out, as far as types can name it. */
export type Falsy = null | undefined | false | 0 | 0n | ''

/** What {@link Records.sortBy} can order. */
export type SortKey = number | string | boolean | Date | null | undefined

/** What {@link Records.groupBy} makes of the records of a group. Immutable; any number of pipelines may use it. */
export interface Aggregate<in T = any, out R = unknown> {
  /** Only in types. There is no such property. */
  readonly [types]: { takes(record: T): void; gives(): R }
}

/** Aggregates by the names that their results have. */
export type Aggregates<T> = { readonly [name: string]: Aggregate<T> } & { readonly key?: never }

/** The results of aggregates. */
export type Aggregated<A> = { -readonly [K in keyof A]: A[K] extends Aggregate<any, infer R> ? R : never }

/** A group without any value has `null`; where every record has one, there is no such group. */
type OrNull<V, R> = 0 extends 1 & V ? any : null extends V ? R | null : undefined extends V ? R | null : R

/**
 * An aggregate of {@link Records.groupBy}: how many records a group has, or for how many of them the callback is truthy.
 *
 * @throws {@link OptionError}
 *
 * @example
 * const orders = records().groupBy((o) => o.country, { n: count(), paid: count((o) => o.status === 'paid') })
 * orders.runSync('[{"country":"de","status":"paid"},{"country":"de","status":"open"}]').toString()   // → '[{"key":"de","n":2,"paid":1}]'
 */
export function count<T = any>(callback?: (record: T, index: number, env: any) => unknown): Aggregate<T, number>

/**
 * An aggregate of {@link Records.groupBy}: the sum of numbers, exact and then rounded once, whatever their order: ten times 0.1 is 1. `null` and
 * `undefined` are passed over, and a group of them alone has 0; anything else than a number is a TypeError at its record.
 *
 * @throws {@link OptionError}
 *
 * @example
 * records().groupBy((n) => n > 0, { total: sum((n) => n) }).runSync('[1e100,1,-3,2,1e-3]').toString()   // → '[{"key":true,"total":1e+100},{"key":false,"total":-3}]'
 */
export function sum<T = any>(callback: (record: T, index: number, env: any) => number | null | undefined): Aggregate<T, number>

/**
 * An aggregate of {@link Records.groupBy}: the mean of numbers, the exact sum divided by their count and rounded once. `null` and `undefined` are
 * passed over and not counted, and a group of them alone has `null`; anything else than a number is a TypeError at its record.
 *
 * @throws {@link OptionError}
 *
 * @example
 * records().groupBy(() => 'all', { mean: avg((o) => o.age) }).runSync('[{"age":30},{"age":null},{"age":41}]').toString()   // → '[{"key":"all","mean":35.5}]'
 */
export function avg<T = any, V extends number | null | undefined = number>(
  callback: (record: T, index: number, env: any) => V
): Aggregate<T, OrNull<V, number>>

/**
 * An aggregate of {@link Records.groupBy}: the least number, as Math.min has it, or the least text, as `<` has it. `null` and `undefined` are passed
 * over, and a group of them alone has `null`; other values, and numbers beside texts in one group, are a TypeError.
 *
 * @throws {@link OptionError}
 *
 * @example
 * records().groupBy((o) => o.user, { since: min((o) => o.at) }).runSync('[{"user":1,"at":"2026-02"},{"user":1,"at":"2025-12"}]').toString()   // → '[{"key":1,"since":"2025-12"}]'
 */
export function min<T = any, V extends number | string | null | undefined = number>(
  callback: (record: T, index: number, env: any) => V
): Aggregate<T, OrNull<V, NonNullable<V>>>

/**
 * An aggregate of {@link Records.groupBy}: the greatest number, as Math.max has it, or the greatest text, as `>` has it. All else is as for {@link min}.
 *
 * @throws {@link OptionError}
 *
 * @example
 * records().groupBy((o) => o.user, { best: max((o) => o.score) }).runSync('[{"user":1,"score":3},{"user":1,"score":5}]').toString()   // → '[{"key":1,"best":5}]'
 */
export function max<T = any, V extends number | string | null | undefined = number>(
  callback: (record: T, index: number, env: any) => V
): Aggregate<T, OrNull<V, NonNullable<V>>>

/**
 * An aggregate of {@link Records.groupBy}: the first record of a group, or what the callback makes of it.
 *
 * @throws {@link OptionError}
 *
 * @example
 * records().groupBy((o) => o.user, { first: first((o) => o.page) }).runSync('[{"user":1,"page":"/a"},{"user":1,"page":"/b"}]').toString()   // → '[{"key":1,"first":"/a"}]'
 */
export function first<T = any, V = T>(callback?: (record: T, index: number, env: any) => V): Aggregate<T, V>

/**
 * An aggregate of {@link Records.groupBy}: the last record of a group, or what the callback makes of it.
 *
 * @throws {@link OptionError}
 *
 * @example
 * records().groupBy((o) => o.user, { last: last() }).runSync('[{"user":1,"page":"/a"},{"user":1,"page":"/b"}]').toString()   // → '[{"key":1,"last":{"user":1,"page":"/b"}}]'
 */
export function last<T = any, V = T>(callback?: (record: T, index: number, env: any) => V): Aggregate<T, V>

/**
 * An aggregate of {@link Records.groupBy}: all records of a group in an array, or what the callback makes of each. They are held until the
 * input ends.
 *
 * @throws {@link OptionError}
 *
 * @example
 * records().groupBy((o) => o.user, { pages: collect((o) => o.page) }).runSync('[{"user":1,"page":"/a"},{"user":1,"page":"/b"}]').toString()   // → '[{"key":1,"pages":["/a","/b"]}]'
 */
export function collect<T = any, V = T>(callback?: (record: T, index: number, env: any) => V): Aggregate<T, V[]>

/**
 * An aggregate of {@link Records.groupBy}: how many different values there are, told apart as in a Set; `null` and `undefined` are passed over. The
 * values are held until the input ends.
 *
 * @throws {@link OptionError}
 *
 * @example
 * records().groupBy((o) => o.page, { users: countDistinct((o) => o.user) }).runSync('[{"page":"/a","user":1},{"page":"/a","user":1}]').toString()   // → '[{"key":"/a","users":1}]'
 */
export function countDistinct<T = any>(callback: (record: T, index: number, env: any) => unknown): Aggregate<T, number>

/**
 * An aggregate of {@link Records.groupBy}: the number at a share of the way through the numbers in ascending order, exact; between two of them it is
 * interpolated linearly, as spreadsheets and NumPy do (type 7). `quantile(0.5, …)` is the median. `null` and `undefined` are passed over, and a
 * group of them alone has `null`; anything else than a number is a TypeError. The numbers are held until the input ends.
 *
 * @param share from 0 (the least) to 1 (the greatest)
 * @throws {@link OptionError}
 *
 * @example
 * records().groupBy(() => 'all', { median: quantile(0.5, (n) => n), p90: quantile(0.9, (n) => n) }).runSync('[4,1,3,2]').toString()   // → '[{"key":"all","median":2.5,"p90":3.7}]'
 */
export function quantile<T = any, V extends number | null | undefined = number>(
  share: number,
  callback: (record: T, index: number, env: any) => V
): Aggregate<T, OrNull<V, number>>

/** The third parameter of a callback without env: the array, or the run's params where they are declared. */
export type Third<Out, Params> = [Params] extends [void] ? readonly Out[] : Env<Params>

/** The third parameter of a callback with env: env over the run's params. */
export type EnvOver<Params, E> = [Params] extends [void] ? Env<E> : Env<Omit<Params, keyof E> & E>

/** Params that are converted already; see {@link Records.prepare}. */
export interface Prepared<Params> {
  /** Only in types. There is no such property. */
  readonly [types]: { params: Params }
}

/** A stage's constants as its callback sees them: nothing in them can be written. */
export type Env<E> = { readonly [K in keyof E]: ReadonlyDeep<E[K]> }

/** A value of env: snapshots are read-only in depth. */
export type ReadonlyDeep<T> = 0 extends 1 & T
  ? T // any stays any
  : T extends ((...args: never[]) => unknown) | Date | RegExp
    ? T
    : T extends ReadonlyMap<infer K, infer V>
      ? ReadonlyMap<K, ReadonlyDeep<V>>
      : T extends ReadonlySet<infer M>
        ? ReadonlySet<ReadonlyDeep<M>>
        : T extends object
          ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> }
          : T

// ── Verification ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What `verify` found out. It narrows on `equal`. */
export type Verification =
  | {
      /** The same bytes, or the same error. */
      readonly equal: true
      /** Whether there was anything to compare: false where V8 runs this pipeline or this input anyway. */
      readonly native: boolean
      /** Why it does not run natively. */
      readonly reason?: string
    }
  | { readonly equal: false; readonly native: true; readonly difference: Difference }

/** The first difference between a native run and V8. It holds data of the input: keep it out of logs. */
export interface Difference {
  /** Which record of the input, from 0; absent where no single one is to blame. */
  readonly record?: number
  /** The first stage whose results differ, from 0; absent where only the written form differs. */
  readonly stage?: number
  /** Bytes from the start of the outputs to the first that differs; absent where one side or both failed. */
  readonly offset?: number
  /** Around the first difference: what native code gave there after that stage, or its error. */
  readonly native: string
  /** What V8 gave. */
  readonly v8: string
}

// ── Options ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Options of {@link mill}. Unknown names are refused. */
export interface MillOptions {
  /**
   * What a construct that cannot be compiled exactly does. `'js'`: its stage and those behind it run in V8, the stages before natively, with
   * one process warning that names the construct, the place and the mend. `'throw'`: {@link UnsupportedError}, at once.
   * @defaultValue `'js'`, or `'throw'` where the environment says `JSONMILL_UNSUPPORTED=throw` when the pipeline is made
   * @example
   * let line
   * try {
   *   mill(async (doc) => doc.a, { unsupported: 'throw' })
   * } catch (error) {
   *   line = [error.code, error.line]
   * }
   * line   // → ['ERR_JSONMILL_UNSUPPORTED', 1]
   */
  unsupported?: 'js' | 'throw'
  /**
   * Values for free names of the source: JSON values, Date, RegExp, Map, Set, functions. A deep read-only snapshot taken now; in V8 the
   * source is rebuilt over the same snapshot, never run on its closure.
   * @defaultValue none
   * @example
   * const fast = mill((doc) => doc.price * RATE, { bindings: { RATE: 1.5 } })
   * fast('{"price":10}').toString()   // → '15'
   */
  bindings?: Record<string, unknown>
  /**
   * Indents the result as the third argument of JSON.stringify does: a number of spaces or a text, ten characters at most. Only for
   * JSON output.
   * @defaultValue `''`: no white space at all
   * @example
   * records({ space: '\t' }).runSync('[{"a":1}]').toString()   // → '[\n\t{\n\t\t"a": 1\n\t}\n]'
   */
  space?: number | string
  /**
   * What becomes of numbers. `'js'`: they are those of JavaScript, `1.0` is written as `1`, and integers above 2^53 are rounded.
   * `'exact'`: a number that callbacks only hand on, alone or in an object or array, is written as it stands in the input; one that is
   * looked at is a number of JavaScript, and what is made of it is written as such. JavaScript values (`toArray`) have JavaScript's numbers.
   *
   * Only native code can do it: what V8 would have to run is an {@link UnsupportedError}, whatever `unsupported` says; so are `groupBy`,
   * a schema that changes records, and a mill's schema. All of each record is read, which costs time where callbacks read little of it.
   * @defaultValue `'js'`
   * @example
   * const ids = records({ input: 'ndjson', numbers: 'exact' }).filter((r) => r.price > 1).map((r) => ({ id: r.id, price: r.price, twice: r.price * 2 }))
   * ids.runSync('{"id":9007199254740993,"price":1.50}').toString()   // → '{"id":9007199254740993,"price":1.50,"twice":3}\n'
   */
  numbers?: 'js' | 'exact'
  /**
   * What invalid UTF-8 in the input does. `'replace'`: it is read as U+FFFD, as Buffer.toString does. `'strict'`: {@link ParseError}.
   * @defaultValue `'replace'`
   * @example
   * mill((doc) => doc)(Buffer.from([0x22, 0xff, 0x22])).toString()   // → '"\ufffd"'
   */
  utf8?: 'replace' | 'strict'
  /**
   * What a byte order mark at the start does. `'error'`: {@link ParseError}, as JSON.parse does. `'strip'`: it is skipped.
   * @defaultValue `'error'`
   * @example
   * mill((doc) => doc.a, { bom: 'strip' })('\ufeff{"a":1}').toString()   // → '1'
   */
  bom?: 'error' | 'strip'
  /**
   * Bounds on what one run may take, so that hostile input ends in an error.
   * @defaultValue see {@link Limits}
   * @example
   * let code
   * try {
   *   mill((doc) => doc, { limits: { maxDepth: 2 } })('[[[1]]]')
   * } catch (error) {
   *   code = error.code
   * }
   * code   // → 'ERR_JSONMILL_DEPTH'
   */
  limits?: Limits
  /**
   * What the document, or each record, is checked against before anything else: as {@link Records.validate}.
   * @defaultValue none
   * @example
   * const fast = mill((doc) => doc.n + 1, { schema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } })
   * fast('{"n":1}').toString()   // → '2'
   */
  schema?: AnySchema
  /**
   * Options of `schema`: its draft, and whether the check may fill in defaults, coerce types and remove properties.
   * @defaultValue those of {@link SchemaOptions}
   * @example
   * const schema = { type: 'object', properties: { n: { type: 'number', default: 1 } } }
   * mill((doc) => doc.n + 1, { schema, schemaOptions: { useDefaults: true } })('{}').toString()   // → '2'
   */
  schemaOptions?: SchemaOptions
  /**
   * What keys do by which objects made carelessly reach a prototype: `__proto__`, and `constructor` where its value has a `prototype`.
   * `'keep'`: they are keys like others, as for JSON.parse. `'error'`: a document that has one, at any depth, is a
   * {@link ValidationError} (keyword `protoKeys`), a record with one is a bad record. `'remove'`: they are left out. Costs one search
   * through the bytes; only what may have such a key is read again. It is checked before `schema`, and counts as its stage.
   * @defaultValue `'keep'`
   * @example
   * mill((doc) => doc, { protoKeys: 'remove' })('{"a":1,"__proto__":{"admin":true}}').toString()   // → '{"a":1}'
   */
  protoKeys?: 'keep' | 'error' | 'remove'
  /**
   * What of the input goes with a bad record. `'show'`: its bytes. `'mask'`: its bytes with a star for each byte of a value; keys and
   * structure stay. `'omit'`: none of it. The same goes for the `snippet` of errors, also of those that are thrown, except that a star
   * stands for each byte of a key too. Violations never hold values; messages of what a callback throws are the callback's.
   * @defaultValue `'show'`
   * @example
   * const pipeline = records({ input: 'ndjson', onError: 'reject', errorValues: 'mask' }).validate({ properties: { pin: { type: 'number' } } })
   * pipeline.reportSync('{"pin":"1234"}').rejected[0].raw.toString()   // → '{"pin":"****"}'
   */
  errorValues?: 'show' | 'mask' | 'omit'
}

/** Options of {@link records}. Unknown names are refused. */
export interface RecordsOptions extends MillOptions {
  /**
   * What the input holds. `'json'`: one document, an array, whose elements are the records. `'ndjson'`: one record a line. `'values'`:
   * JSON values one after the other, with or without white space between them, over as many lines as they like; only between two numbers
   * or words (`1 true`) there must be some. It is never guessed from the bytes: a request body must not choose how many records it holds.
   * @defaultValue `'json'`
   * @example
   * records({ input: 'values' }).map((r) => r.a).runSync('{"a":1}{"a":\n2} {"a":3}').toString()   // → '1\n2\n3\n'
   *
   * @example
   * const paid = records({ input: 'csv', output: 'ndjson' }).filter((row) => row.paid === 'yes')
   * paid.runSync('id,paid\n1,yes\n2,no\n').toString()   // → '{"id":"1","paid":"yes"}\n'
   */
  input?: 'json' | 'ndjson' | 'values' | 'csv'
  /**
   * Where the array lies inside the document, as a JSON Pointer (RFC 6901): `~1` stands for `/` in a key, `~0` for `~`, a number for an
   * element. Only for `input: 'json'`. The rest of the document is checked and not read. Where keys on the way are repeated the last one
   * counts, as in JSON.parse; a document that has no array there is a {@link ParseError}.
   * @defaultValue the document itself is the array
   * @example
   * const names = records({ at: '/data/users' }).map((u) => u.name)
   * names.runSync('{"data":{"users":[{"name":"Ann"}],"total":1}}').toString()   // → '["Ann"]'
   */
  at?: string
  /**
   * What to write. `'json'`: one array. `'ndjson'`: one JSON value a line. `'lines'`: the records must be strings, each is written as a
   * line of plain text.
   * `'csv'`: the records must be objects, each is a row; see {@link CsvOptions}.
   * @defaultValue `'json'` for `input: 'json'`, `'csv'` for `'csv'`, otherwise `'ndjson'`
   * @example
   * records({ input: 'ndjson', output: 'json' }).runSync('1\n2\n').toString()   // → '[1,2]'
   */
  output?: 'json' | 'ndjson' | 'lines' | 'csv'
  /**
   * How CSV is read and written.
   * @defaultValue see {@link CsvOptions}
   * @example
   * const report = records({ output: 'csv', csv: { delimiter: ';', columns: ['id', 'name'] } })
   * report.runSync('[{"name":"Ann; Bob","id":1}]').toString()   // → 'id;name\r\n1;"Ann; Bob"\r\n'
   */
  csv?: CsvOptions
  /**
   * A folder for temporary files. With it {@link Records.sortBy}, {@link Records.sort}, {@link Records.distinct} and {@link Records.groupBy} go on
   * where what they hold takes more than {@link Limits.maxMemory}: it waits there until the input has ended, and results are the same, in the
   * same order. The files can be read by their owner only, and nothing of them stays, however the run ends.
   *
   * Not behind a flatMap, not where callbacks look at the array of records, and only under `onError: 'throw'`. Records that hold functions,
   * regular expressions or errors cannot wait; then too the run ends in {@link LimitError}. An error that a record meets only after it has waited comes
   * behind those of later records that have not.
   * @defaultValue none: beyond the limit the run ends in {@link LimitError}
   * @example
   * const sorted = records({ input: 'ndjson', limits: { maxMemory: 64 << 20 }, spill: '/tmp' }).sortBy((event) => event.at)
   * sorted.runSync('{"at":2}\n{"at":1}').toString()   // → '{"at":1}\n{"at":2}\n'
   */
  spill?: string
  /**
   * What a bad record does: one that violates a schema, a malformed line of NDJSON, one at which a callback throws or whose result cannot
   * be written. `'throw'` ends the run with its error, `'drop'` leaves it out with all that it has become, `'reject'` also reports it, to
   * {@link Records.report} and {@link AsyncOptions.onReject}. A malformed document, a limit, and what sort and an empty reduce throw end
   * the run always.
   * @defaultValue `'throw'`
   * @example
   * records({ onError: 'drop' }).map((r) => r.a.b).runSync('[{"a":{"b":1}},{},{"a":{"b":2}}]').toString()   // → '[1,2]'
   */
  onError?: 'throw' | 'drop' | 'reject'
  /**
   * How many bad records a run bears; with one more it ends in a {@link LimitError}.
   * @defaultValue unlimited
   */
  maxErrors?: number
  /**
   * Which share of the records may be bad, from 0 to 1; a run that ends with more ends in a {@link LimitError}.
   * @defaultValue unlimited
   */
  maxErrorRate?: number
}

/**
 * How CSV (RFC 4180) is read and written. Unknown names are refused.
 *
 * Read: the first row names the columns; each other row is an object of them. Rows end with LF or CRLF, blank ones are skipped, as is a byte
 * order mark; a quote inside a cell that does not begin with one is text. A row of more or fewer cells, text behind a closing quote and a
 * quote that is never closed are a {@link ParseError}, or a bad record under {@link RecordsOptions.onError}.
 *
 * Written: a cell is what JSON.stringify writes, strings and dates without their quotes; `null` and `undefined` are empty. Quotes stand
 * where they must. A key without a column is an {@link OptionError}, unless `columns` says which ones are wanted.
 */
export interface CsvOptions {
  /**
   * The columns to write, in order; of an input without a header their names.
   * @defaultValue the keys of the first record that is written
   */
  columns?: readonly string[]
  /** Whether the first row has the names of the columns. @defaultValue `true` */
  header?: boolean
  /** Between two cells: one ASCII character. @defaultValue `','` */
  delimiter?: string
  /** Behind each row that is written; both are read. @defaultValue `'\r\n'` */
  eol?: '\r\n' | '\n'
  /** Writes a byte order mark first, for spreadsheets that ask for it. @defaultValue `false` */
  bom?: boolean
  /**
   * `'escape'`: an apostrophe stands before texts that a spreadsheet would take for a formula, those that begin with `=`, `+`, `-`, `@`,
   * a tab or a carriage return. Do so where people open the file. @defaultValue `'keep'`
   */
  formulas?: 'keep' | 'escape'
  /**
   * What the cells of the input are, all of them or by column. `'text'`: strings. `'infer'`: `true`, `false` and JSON numbers without
   * quotes are what they look like (not integers above 2^53, nor `007`), an empty cell without quotes is `null`, others are strings.
   * `'number'`, `'boolean'`, `'json'`: these, or `null` where the cell is empty; anything else is a {@link ParseError}. Columns
   * that are not named are text.
   * @defaultValue `'text'`
   * @example
   * const rows = records({ input: 'csv', output: 'ndjson', csv: { kinds: { n: 'number' } } })
   * rows.runSync('id,n\n007,1.5\n').toString()   // → '{"id":"007","n":1.5}\n'
   */
  kinds?: 'text' | 'infer' | Record<string, 'text' | 'infer' | 'number' | 'boolean' | 'json'>
}

/** Options of a schema. Unknown names are refused. */
export interface SchemaOptions {
  /** The draft of schemas without `$schema`. @defaultValue `'2020-12'` */
  draft?: '4' | '6' | '7' | '2019-09' | '2020-12'
  /** Schemas that references may name, by URI. Nothing is ever read from a network. */
  schemas?: Record<string, unknown>
  /** Asserts `format` where the draft (2019-09, 2020-12) only annotates. @defaultValue `false` */
  formats?: boolean
  /** All violations of a record, up to a thousand, instead of those up to the first rule that decides. @defaultValue `false` */
  allErrors?: boolean
  /**
   * Puts the `default` of a property, or of a position of a tuple, where there is nothing; with `'empty'` also for `null` and `''`. Below
   * `anyOf`, `oneOf`, `not`, `if`, `contains` and `propertyNames` defaults are ignored, as by ajv. What follows gets the changed record.
   * @defaultValue `false`
   * @example
   * const schema = { type: 'object', properties: { n: { type: 'number', default: 1 } } }
   * records().validate(schema, { useDefaults: true }).runSync('[{}]').toString()   // → '[{"n":1}]'
   */
  useDefaults?: boolean | 'empty'
  /**
   * Makes values of a wrong type what `type` asks for, where ajv's table of coercions says how; with `'array'` also scalars to arrays of
   * one element and back. A record that is itself of a wrong type is judged as what it would become and stays as it is, as with ajv.
   * @defaultValue `false`
   * @example
   * const schema = { type: 'object', properties: { n: { type: 'number' } } }
   * records().validate(schema, { coerceTypes: true }).runSync('[{"n":"1.0"}]').toString()   // → '[{"n":1}]'
   */
  coerceTypes?: boolean | 'array'
  /**
   * Removes properties that neither `properties` nor `patternProperties` names: those that `additionalProperties: false` would refuse, with
   * `'failing'` also those that its schema refuses, with `'all'` all of them, wherever there is `properties`.
   * @defaultValue `false`
   * @example
   * const schema = { type: 'object', properties: { n: {} }, additionalProperties: false }
   * records().validate(schema, { removeAdditional: true }).runSync('[{"n":1,"x":2}]').toString()   // → '[{"n":1}]'
   */
  removeAdditional?: boolean | 'all' | 'failing'
}

/** What {@link Records.report} gives. */
export interface Report {
  output: Buffer
  /** Bad records in input order; empty unless `onError` is `'reject'`. */
  rejected: Rejected[]
  /** All of it. */
  statistics: FileStatistics
}

/** A record that was left out. */
export interface Rejected {
  /** Its number in the input, from 0. */
  record: number
  /** Where it begins, in bytes and lines. */
  offset: number
  line: number
  error: AnyJsonMillError
  /** Its bytes. Input data: not enumerable, so that loggers do not print it. Under `errorValues` masked, or absent. */
  readonly raw?: Buffer
}

/**
 * Where {@link Records.runFile} and {@link Records.iterate} read from: a stream of Node or of the web, anything that gives chunks of bytes or
 * text, a FileHandle, from where it stands (it stays open), {@link file} or a `file:` URL, or the bytes themselves. A string is a path for
 * `runFile` (`'-'`: standard input) and JSON text for `iterate`. Streams are destroyed when a run ends early.
 */
export type Source =
  | string
  | URL
  | NamedFile
  | FileHandle
  | Uint8Array
  | ArrayBuffer
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>

/** Where {@link Records.runFile} writes to: a path, {@link file} or a `file:` URL, `'-'` for standard output, a FileHandle or a Writable. */
export type Target = string | URL | NamedFile | FileHandle | NodeJS.WritableStream

/** A file by its path; see {@link file}. */
export interface NamedFile {
  /** Only in types. There is no such property. */
  readonly [types]: { file: true }
}

/**
 * Names a file as a source, also where a string would be JSON text.
 *
 * @throws {@link OptionError} for what is neither a path nor a `file:` URL
 *
 * @example
 * const [fs, os, path] = ['fs', 'os', 'path'].map((name) => require(`node:${name}`))
 * const name = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'example-')), 'in.json')
 * fs.writeFileSync(name, '[1,2]')
 * let sum = 0
 * for await (const n of records().iterate(file(name))) sum += n
 * sum   // → 3
 */
export function file(path: string | URL): NamedFile

/** A pipeline as a stream of bytes. */
export interface RecordsStream extends Duplex {
  /** Grows while the stream runs; records are counted at its end. */
  readonly statistics: Statistics
}

/** What {@link Records.runFile} tells of a run. */
export interface FileStatistics extends Required<Omit<Statistics, 'peakMemory'>> {
  peakMemory: number | undefined
}

/** Options of {@link Records.explain}. Unknown names are refused. */
export interface ExplainOptions<Params = any> {
  /** Runs over this input and shows what came of it. @defaultValue the plan alone */
  analyze?: Input
  /** Values for that run, where params are declared. @defaultValue none */
  params?: Params | Prepared<Params>
}

/** How far {@link Records.runFile} is. */
export interface Progress {
  /** Bytes of the sources, packed as they are. */
  bytesRead: number
  /** The sizes of all sources, if each is a file. */
  bytesTotal: number | undefined
  bytesWritten: number
  /** Records read. */
  records: number
  bytesPerSecond: number
  /** An estimate, where the total is known. */
  secondsLeft: number | undefined
}

/** Options of {@link Records.stream} and {@link Records.iterate}. Unknown names are refused. */
export interface StreamOptions {
  /** Ends the run with `signal.reason`: a stream is destroyed with it. @defaultValue none */
  signal?: AbortSignal
  /** Gets the bad records as they are found, where `onError` is `'reject'`. @defaultValue none */
  onReject?(batch: Rejected[]): void
  /**
   * Where bad records are written under `onError: 'reject'`, each as a line of JSON: `{ record, offset, line, code, name, message, stage,
   * violations, raw }`, `raw` being its text. A path or `file:` URL appears whole when the run ends, also when it fails; a Writable is written
   * to and not ended.
   * @defaultValue nowhere
   * @example
   * const { PassThrough, Readable } = require('node:stream')
   * const { text } = require('node:stream/consumers')
   * const rejects = new PassThrough()
   * const names = records({ input: 'ndjson', onError: 'reject' }).map((r) => r.name.trim())
   * await text(Readable.from(['{"name":" Ann"}\n{"name":5}\n']).pipe(names.stream({ rejects })))   // → '"Ann"\n'
   * JSON.parse(await text(rejects.end())).raw   // → '{"name":5}'
   */
  rejects?: string | URL | NamedFile | NodeJS.WritableStream
}

/** Options of {@link Records.runFile}. Unknown names are refused. */
export interface FileOptions extends StreamOptions {
  /** Called at most ten times a second, and at the end. @defaultValue none */
  onProgress?(progress: Progress): void
  /** Bytes that the sources may have together, unpacked; beyond it {@link LimitError}. Set it for files of strangers. @defaultValue unlimited */
  maxInputBytes?: number
  /** How many times its packed size a source may have, unpacked; beyond it {@link LimitError}. @defaultValue unlimited */
  maxExpansion?: number
}

/**
 * Numbers of a run. Times are milliseconds of work: those of threads that work side by side are added up, and of long runs they are
 * estimated from a sample of the records.
 *
 * Who subscribes to the channel `jsonmill:run` of `node:diagnostics_channel` hears of every run, each batch of `each` being one, in a
 * message `{ kind, input, output, stages, statistics, error }`; it must not be changed. Without subscribers nothing is measured.
 *
 * @example
 * const channel = require('node:diagnostics_channel')
 * const heard = []
 * const listen = ({ kind, statistics }) => heard.push([kind, statistics.records, statistics.recordsOut])
 * channel.subscribe('jsonmill:run', listen)
 * records().filter((n) => n > 1).runSync('[1,2,3]')
 * channel.unsubscribe('jsonmill:run', listen)
 * heard   // → [['records', 3, 2]]
 */
export interface Statistics {
  /** Records read, bad ones included. */
  records: number
  /** Results written. */
  recordsOut: number
  /** Bad records that were left out. */
  rejected: number
  bytesIn: number
  /** 0 where the results are JavaScript values. */
  bytesOut: number
  /** From the call to the end. Like all that follows it is absent where the run was not measured: of a stream without listeners. */
  milliseconds?: number
  /** Where it ran; `'mixed'`: natively up to the first stage that only V8 can run. */
  ran?: 'native' | 'mixed' | 'v8'
  /** Waiting for input; reading JSON; callbacks and stages; writing JSON and waiting for who takes it. */
  time?: { read: number; scan: number; evaluate: number; write: number }
  /** About how many bytes native code held at most, besides the input of a call. `undefined` where V8 ran: it shares its heap. */
  peakMemory?: number
  /** What each stage got and let through, and its part of `time.evaluate`. */
  stages?: { stage: number; kind: string; in: number; out: number; milliseconds: number }[]
}

/** What a schema finds wrong: the fields of ajv's errors, so that formatters for them work, and where it lies. */
export interface Violation {
  /** JSON Pointer to the value inside its record. */
  instancePath: string
  /** Where the rule stands in the schema. */
  schemaPath: string
  keyword: string
  params: Record<string, unknown>
  /** Holds no value of the record. */
  message: string
  propertyName?: string
  /** Which record of the input, from 0. */
  record: number
  /** Bytes from the start of the input to the value. */
  offset: number
}

/** A schema of any kind that {@link Records.validate} takes. */
export type AnySchema = boolean | object

/** The type of the values that a schema allows, as far as it is known; `Else` where it is not. */
export type TypeOf<S, Else = unknown> = S extends { readonly '~standard': { readonly types?: { readonly output: infer T } | undefined } }
  ? T
  : S extends { static: infer T }
    ? T
    : S extends boolean
      ? Else
      : unknown extends FromSchema<S>
        ? Else
        : FromSchema<S>

/**
 * The type that a literal JSON Schema describes; `unknown` where TypeScript has no type for it. References to `$defs` and `definitions` of
 * the same schema are followed, recursive ones too.
 */
export type FromSchema<S, Root = S> = S extends false
  ? never
  : S extends { readonly $ref: infer R }
    ? FromSchema<Referred<R, Root>, Root>
    : S extends { readonly allOf: infer A }
      ? OwnType<S, Root> & AllOf<A, Root>
      : OwnType<S, Root>

/** What a schema says besides `$ref` and `allOf`. */
type OwnType<S, Root> = S extends { readonly const: infer T }
  ? T
  : S extends { readonly enum: readonly (infer T)[] }
    ? T
    : S extends { readonly anyOf: readonly (infer A)[] }
      ? OneOf<A, Root>
      : S extends { readonly oneOf: readonly (infer A)[] }
        ? OneOf<A, Root>
        : S extends { readonly type: readonly (infer T)[] }
          ? OfTypes<T, S, Root>
          : S extends { readonly type: infer T extends string }
            ? OfType<T, S, Root> | (S extends { readonly nullable: true } ? null : never)
            : S extends { readonly properties: unknown }
              ? OfType<'object', S, Root>
              : unknown

type OneOf<A, Root> = A extends unknown ? FromSchema<A, Root> : never
type OfTypes<T, S, Root> = T extends string ? OfType<T, S, Root> : unknown
type AllOf<A, Root> = A extends readonly [infer F, ...infer R] ? FromSchema<F, Root> & AllOf<R, Root> : unknown

/** The schema that a reference names. */
type Referred<R, Root> = R extends '#'
  ? Root
  : R extends `#/$defs/${infer N}`
    ? Root extends { readonly $defs: { readonly [K in N]: infer D } }
      ? D
      : unknown
    : R extends `#/definitions/${infer N}`
      ? Root extends { readonly definitions: { readonly [K in N]: infer D } }
        ? D
        : unknown
      : unknown

type OfType<T extends string, S, Root> = T extends 'string'
  ? string
  : T extends 'number' | 'integer'
    ? number
    : T extends 'boolean'
      ? boolean
      : T extends 'null'
        ? null
        : T extends 'array'
          ? OfItems<S, Root>
          : T extends 'object'
            ? OfObject<S, Root>
            : unknown

type OfItems<S, Root> = S extends { readonly items: infer I } ? FromSchema<I, Root>[] : unknown[]

type OfObject<S, Root> = S extends { readonly properties: infer P }
  ? OfProperties<P, S extends { readonly required: readonly (infer R)[] } ? R : never, Root>
  : S extends { readonly additionalProperties: infer A extends object }
    ? { [key: string]: FromSchema<A, Root> }
    : { [key: string]: unknown }

type OfProperties<P, R, Root> = Flat<
  { -readonly [K in keyof P as K extends R ? K : never]: FromSchema<P[K], Root> } & {
    -readonly [K in keyof P as K extends R ? never : K]?: FromSchema<P[K], Root>
  }
>

type Flat<T> = { [K in keyof T]: T[K] }

/** Whole numbers from 1. Where a pipeline runs in V8, memory and steps are V8's own, and depth only counts if it is set here. */
export interface Limits {
  /**
   * Levels of arrays and objects in the input, and in values that callbacks make; beyond it {@link DepthError}.
   * @defaultValue unlimited for the input, which is read without recursion; 10000 for values that callbacks make
   */
  maxDepth?: number
  /** Bytes of one record; beyond it {@link LimitError}. @defaultValue unlimited */
  maxRecordBytes?: number
  /** Bytes of the whole output; beyond it {@link LimitError}. @defaultValue 4 GiB, the longest Buffer; over streams and files unlimited */
  maxOutputBytes?: number
  /** Bytes that one run may hold besides input and output; beyond it {@link LimitError}. @defaultValue unlimited */
  maxMemory?: number
  /** Steps that the callbacks of one run may take; beyond it {@link LimitError}. @defaultValue unlimited */
  maxSteps?: number
}

/** The options of a call on this thread: required where the params are, and none where there are no params. */
export type SyncArguments<Params> = 0 extends 1 & Params
  ? [options?: CallOptions & Partial<GivenParams<Params>>]
  : [Params] extends [void]
    ? [options?: CallOptions]
    : undefined extends Params
      ? [options?: CallOptions & Partial<GivenParams<Params>>]
      : [options: SyncOptions<Params>]

/** The options of `run`: required where the params are. */
export type AsyncArguments<Params> = 0 extends 1 & Params
  ? [options?: AsyncOptions & Partial<GivenParams<Params>>]
  : [Params] extends [void]
    ? [options?: AsyncOptions]
    : undefined extends Params
      ? [options?: AsyncOptions & Partial<GivenParams<Params>>]
      : [options: AsyncOptions & GivenParams<Params>]

/** Options of a stream; required exactly where params are declared. */
export type StreamArguments<Params> = 0 extends 1 & Params
  ? [options?: StreamOptions & Partial<GivenParams<Params>>]
  : [Params] extends [void]
    ? [options?: StreamOptions]
    : undefined extends Params
      ? [options?: StreamOptions & Partial<GivenParams<Params>>]
      : [options: StreamOptions & GivenParams<Params>]

/** Options of a run over files; required exactly where params are declared. */
export type FileArguments<Params> = 0 extends 1 & Params
  ? [options?: FileOptions & Partial<GivenParams<Params>>]
  : [Params] extends [void]
    ? [options?: FileOptions]
    : undefined extends Params
      ? [options?: FileOptions & Partial<GivenParams<Params>>]
      : [options: FileOptions & GivenParams<Params>]

/** Options of a call on this thread. Unknown names are refused. */
export interface CallOptions {
  /**
   * Ends the call in a {@link LimitError} once it has taken so many milliseconds. A thread watches the time, which costs some tens of
   * microseconds a call. Where V8 runs the pipeline, the time is looked at between records: a callback in V8 cannot be interrupted, and so
   * neither can the transform of a mill there. For asynchronous calls there is `signal: AbortSignal.timeout(ms)`.
   * @defaultValue unlimited
   * @example
   * const endless = mill((doc) => {
   *   let n = 0
   *   for (let i = 0; i < 1e9; i++) n += doc.n
   *   return n
   * })
   * let code
   * try {
   *   endless('{"n":1}', { timeoutMs: 10 })
   * } catch (error) {
   *   code = error.code
   * }
   * code   // → 'ERR_JSONMILL_LIMIT'
   */
  timeoutMs?: number
}

/** Options of a call on this thread, with params. Unknown names are refused. */
export interface SyncOptions<Params = any> extends CallOptions, GivenParams<Params> {}

/** What a run is given where params are declared. */
export interface GivenParams<Params = any> {
  /**
   * Values for this run, which callbacks cannot write to: JSON values, Date, RegExp, Map, Set, functions. They are copied at the call;
   * {@link Records.prepare} does it once for many runs. With others, a class instance say, that run goes to V8.
   */
  params: Params | Prepared<Params>
}

/** Options of `run`. Unknown names are refused. */
export interface AsyncOptions {
  /**
   * Ends the run. The promise rejects with `signal.reason` at once, the worker thread stops soon after. An aborted signal is looked at
   * before anything else.
   * @defaultValue none
   * @example
   * const reason = new Error('enough')
   * const answer = records().run('[1]', { signal: AbortSignal.abort(reason) })
   * await answer.catch((error) => error === reason)   // → true
   */
  signal?: AbortSignal
  /**
   * Takes the memory over instead of copying it: the caller's ArrayBuffer is detached. It must be a whole one of fixed length, alone or
   * under a view of all of it; small Buffers share a pool and do not qualify ({@link OptionError}).
   * @defaultValue `false`
   * @example
   * const bytes = new TextEncoder().encode('[1,2]').slice()
   * const answer = await records().map((x) => x + 1).run(bytes, { transfer: true })
   * answer.toString()   // → '[2,3]'
   * bytes.length   // → 0
   */
  transfer?: boolean
  /** Gets the bad records that were left out, where `onError` is `'reject'` and there are any. @defaultValue none */
  onReject?(batch: Rejected[]): void
}

// ── Schemas by themselves ──────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Compiles a JSON Schema for values that are not records of a run: a function as ajv makes them, which Fastify takes as the result of a
 * `validatorCompiler`; a Standard Schema; and a check of JSON text that makes no JavaScript values.
 *
 * It needs the addon, also under `JSONMILL_MODE=js`: V8 has no JSON Schema.
 *
 * @param schema as for {@link Records.validate}
 * @throws {@link OptionError}
 *
 * @example
 * const schema = compileSchema({ type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] })
 * schema.validateBytes(Buffer.from('{"n":1}')).valid   // → true
 * schema({ n: '1' })   // → false
 * schema.errors[0].instancePath   // → '/n'
 * schema['~standard'].validate({}).issues[0].message   // → "must have required property 'n'"
 */
export function compileSchema<const S extends AnySchema>(schema: S, options?: SchemaOptions): CompiledSchema<TypeOf<S>>

/** What {@link compileSchema} gives. */
export interface CompiledSchema<T = unknown> {
  /** Whether a value is valid; `errors` has what is wrong with it, as in ajv. */
  (value: unknown): value is T
  errors: Violation[] | null
  readonly schema: AnySchema
  validate(value: unknown): { valid: boolean; errors: Violation[] }
  /** Checks JSON text in one native call; where options may change it, `output` is the text as they leave it. @throws {@link ParseError} when it is no JSON */
  validateBytes(input: Input): { valid: boolean; errors: Violation[]; output?: Buffer }
  /** The same, as an error. @throws {@link ValidationError} */
  assertBytes(input: Input): void
  /** https://standardschema.dev */
  readonly '~standard': {
    readonly version: 1
    readonly vendor: 'jsonmill'
    readonly types?: { readonly input: T; readonly output: T } | undefined
    validate(value: unknown): { value: T; issues?: undefined } | { issues: { message: string; path: (string | number)[] }[] }
  }
}

/**
 * A helper function with the values of its free names, to be handed to a stage: `map((o, i, { label }) => label(o.status),
 * { label: bind(label, { texts }) })`. A stage copies the values when it is added and compiles the function over them.
 * Functions without free names need no `bind`. The function itself is not changed, and the one that is returned can be called as before.
 * It may also be a stage's callback itself. Functions that call each other are bound over one object that holds them all in the end.
 *
 * @param fn a function with source: no bound one, no class
 * @param values by the names under which the source uses them; they may hold functions made with `bind` in turn
 * @throws {@link OptionError}
 *
 * @example
 * const texts = { paid: 'Paid', open: 'Still open' }
 * const label = (status) => texts[status] ?? status
 * const labelled = records().map((o, _, { label }) => label(o.status), { label: bind(label, { texts }) })
 * labelled.runSync('[{"status":"open"},{"status":"new"}]').toString()   // → '["Still open","new"]'
 */
export function bind<F extends (...args: any[]) => unknown>(fn: F, values: Record<string, unknown>): F

/**
 * Settings of the whole process. They win over the environment and count from the next run on, also for pipelines that exist already.
 *
 * @throws {@link OptionError}
 *
 * @example
 * configure({ mode: 'js' })   // the kill switch at run time
 * mill((doc) => doc.a)('{"a":1}').toString()   // → '1'
 * configure({ mode: 'native' })   // and back
 */
export function configure(settings: Settings): void

/** Settings of {@link configure}. */
export interface Settings {
  /**
   * How many threads of the process may compute at a time, for all runs together. A run of more than half a megabyte is shared
   * by those that are free, where `explain()` says so; results and errors come in order all the same. `1`: each run has one thread.
   * @defaultValue what the processors' affinity and the control group's quota grant
   */
  threads?: number
  /**
   * `'native'`: compiled plans; an addon that does not load is {@link NativeLoadError}. `'js'`: everything runs in V8. `'verify'`: native,
   * and a sample of the runs is made in V8 too. Where they differ the caller gets V8's answer, `onMismatch` is called, and that pipeline
   * runs in V8 from then on. A sampled `run` uses the event loop for its part in V8.
   * @defaultValue none of them: native, or V8 with a warning where the addon does not load
   */
  mode?: 'native' | 'js' | 'verify'
  /**
   * In mode `'verify'`: which share of each pipeline's runs is made in V8 too, from 0 to 1. The first run always is, unless it is 0.
   * @defaultValue `0.01`
   */
  verifySample?: number
  /**
   * In mode `'verify'`: called with each difference, after which that pipeline is no longer run natively. What it throws is a warning.
   * @defaultValue a process warning without data, `JSONMILL_MISMATCH`
   * @example
   * const found = []
   * configure({ mode: 'verify', verifySample: 1, onMismatch: (verification) => found.push(verification) })
   * mill((doc) => doc.a)('{"a":1}').toString()   // → '1'
   * found.length   // → 0
   * configure({ mode: 'native' })
   */
  onMismatch?: (verification: Verification) => void
}

// ── Errors: a union that narrows on `code` ─────────────────────────────────────────────────────────────────────────────

/**
 * Is it an error of jsonmill? Works across copies of the package, worker threads excepted (errors lose their marks on the way).
 *
 * @example
 * let found = ''
 * try {
 *   mill((doc) => doc)('{"a":,}')
 * } catch (error) {
 *   if (isJsonMillError(error) && error.code === 'ERR_JSONMILL_PARSE') found = `byte ${error.offset}`
 * }
 * found   // → 'byte 5'
 */
export function isJsonMillError(value: unknown): value is AnyJsonMillError

/** Every error jsonmill throws or rejects with. */
export type AnyJsonMillError =
  | ParseError
  | CallbackError
  | UnsupportedError
  | ValidationError
  | OptionError
  | LimitError
  | DepthError
  | InternalError
  | NativeLoadError

/** The input is not what it was said to be. A SyntaxError, as JSON.parse throws. */
export interface ParseError extends SyntaxError {
  readonly code: 'ERR_JSONMILL_PARSE'
  /** Which record of the input, from 0. */
  readonly record: number
  /** Bytes from the start of the input to the first byte that is wrong; the input's length where it ends too early. */
  readonly offset: number
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number
  /** The text around the place. Input data: not enumerable, so that loggers do not print it. */
  readonly snippet: string
  /** What most likely mends it, where there is something to say. */
  readonly help?: string
}

/** A callback threw, or its result cannot be written. Class and message are V8's; where it happened is ours. */
export interface CallbackError extends Error {
  readonly code: 'ERR_JSONMILL_CALLBACK'
  /** Which record of the input, from 0; absent where no single record is to blame. */
  readonly record?: number
  /** Which stage, from 0; a mill is stage 0. */
  readonly stage?: number
  /** The callback's source, the place marked where it is known. Absent for callbacks without source. */
  readonly codeFrame?: string
  /** Bytes from the start of the input to the record, where known. */
  readonly offset?: number
  readonly help?: string
  /** The thrown value, where it was no Error or had a `code` of its own. */
  readonly cause?: unknown
}

/** Something cannot be compiled exactly, and `unsupported` is `'throw'`. The message has the frame and the mend. */
export interface UnsupportedError extends Error {
  readonly code: 'ERR_JSONMILL_UNSUPPORTED'
  /** Which stage, from 0. */
  readonly stage?: number
  /** In the callback's source, from 1. */
  readonly line?: number
  /** In the callback's source, from 1. */
  readonly column?: number
  /** The place in the source, marked. */
  readonly codeFrame?: string
  /** What mends it. */
  readonly help?: string
  /** All findings, the first one included. */
  readonly diagnostics?: readonly Diagnostic[]
}

/** One finding in a callback's source. */
export interface Diagnostic {
  readonly message: string
  /** From 1. */
  readonly line?: number
  /** From 1. */
  readonly column?: number
  readonly codeFrame?: string
  readonly help?: string
}

/** A record, or the document of a mill, violates the schema that it is checked against. It names no value, so it may be logged. */
export interface ValidationError extends Error {
  readonly code: 'ERR_JSONMILL_VALIDATION'
  /** Which record of the input, from 0. */
  readonly record: number
  readonly stage?: number
  /** Where the value lies that the first violation is about: bytes from the start of the input, and lines from 1. */
  readonly offset: number
  readonly line?: number
  readonly column?: number
  /** One, or with `allErrors` all of them. */
  readonly violations: Violation[]
}

/** An argument or option is wrong: the message names it, what was expected and what came. */
export interface OptionError extends TypeError {
  readonly code: 'ERR_JSONMILL_OPTION'
  /** Under `output: 'lines'`: the record that is not a string. */
  readonly record?: number
  readonly stage?: number
}

/** A run needed more than {@link Limits} allow. */
export interface LimitError extends RangeError {
  readonly code: 'ERR_JSONMILL_LIMIT'
  readonly record?: number
  readonly stage?: number
  readonly offset?: number
  readonly line?: number
  readonly column?: number
  readonly help?: string
}

/** Input or result is nested too deep. */
export interface DepthError extends RangeError {
  readonly code: 'ERR_JSONMILL_DEPTH'
  readonly record?: number
  readonly stage?: number
  readonly offset?: number
  readonly line?: number
  readonly column?: number
  readonly help?: string
}

/** A bug in jsonmill; process and input are unharmed. Please report it. */
export interface InternalError extends Error {
  readonly code: 'ERR_JSONMILL_INTERNAL'
}

/** The addon does not load, and the mode is `'native'`. The message lists what was tried and the fix. */
export interface NativeLoadError extends Error {
  readonly code: 'ERR_JSONMILL_NATIVE_LOAD'
}

/** Names the property that exists only in types. */
declare const types: unique symbol

export {} // what is not exported above stays inside
