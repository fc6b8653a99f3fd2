// Checked by the compiler, never run: what each stage makes of the types before it.
import { avg, collect, count, first, max, mill, quantile, records, sum, type AnyJsonMillError, type Env, type EnvOver, type Mill, type Reduction, type Prepared, type Records, type Third } from 'jsonmill'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Equal<A, B>): void => {}

type Event =
  | { type: 'click'; at: number; target: { id: string } }
  | { type: 'view'; at: number; url: string | null }
type Click = Extract<Event, { type: 'click' }>

const events = records<Event>({ input: 'ndjson' })
const clicks = events.filter((e): e is Click => e.type === 'click')

// a guard narrows every stage behind it, through all that leaves records as they are
const kept = clicks.slice(1).sort((a, b) => a.at - b.at).distinct((c) => c.target.id).slice(0, 10)
same<typeof kept, Records<Event, Click>>(true)
kept.map((record, index, array) => {
  same<typeof record, Click>(true)
  same<typeof index, number>(true)
  same<typeof array, readonly Click[]>(true)
})

// guards with env and with params
const isType = events.filter((e, _, { type }): e is Click => e.type === type, { type: 'click' })
same<typeof isType, Records<Event, Click>>(true)
const since = records<Event, { from: number }>({ params: true }).filter((e, _, { from }): e is Click => e.at > from)
same<typeof since, Records<Event, Click, { from: number }>>(true)

// filter(Boolean) leaves out what types can name
const urls = records<string | null | undefined | 0 | false>().filter(Boolean)
same<typeof urls, Records<string | null | undefined | 0 | false, string>>(true)
const loose = records().filter(Boolean)
same<typeof loose, Records<any, any>>(true)
const unknowns = records<unknown>().filter(Boolean)
same<typeof unknowns, Records<unknown, unknown>>(true)

// built-ins as callbacks
same<ReturnType<typeof stringified.toArraySync>, string[]>(true)
const stringified = records<number>().map(String)
const numbers = records<string>().map(Number).reduce((a, b) => Math.max(a, b))
same<typeof numbers, Reduction<string, number>>(true)

// flatMap takes one level apart, of tuples and readonly arrays too
const flat = clicks.flatMap((c) => [c.at, c.at + 1] as const)
same<typeof flat, Records<Event, number>>(true)
const nested = clicks.flatMap((c) => [[c.at]])
same<typeof nested, Records<Event, number[]>>(true)
const none = clicks.flatMap(() => [] as string[])
same<typeof none, Records<Event, string>>(true)

// reduce: its overloads are told apart by their arguments, and each gives a Mill over the same input
const longest = urls.reduce((a, b) => (b.length > a.length ? b : a))
same<typeof longest, Reduction<string | null | undefined | 0 | false, string>>(true)
const byId = kept.reduce((map, c, i, { prefix }) => map.set(`${prefix}${c.target.id}`, i), new Map<string, number>(), { prefix: '#' })
same<typeof byId, Reduction<Event, Map<string, number>>>(true)
same<ReturnType<typeof byId.toValueSync>, Map<string, number>>(true)
const maybe = kept.reduce<number | undefined>((least, c) => (least === undefined || c.at < least ? c.at : least), undefined)
same<typeof maybe, Reduction<Event, number | undefined>>(true)
// @ts-expect-error the first record is the accumulator
kept.reduce((a, b) => a.at + b.at)
// @ts-expect-error env stands behind the initial value
kept.reduce((a, b, i, { n }) => b, { n: 1 })

// the last parameter: the array, env, params, or env over params
same<Third<Click, void>, readonly Click[]>(true)
same<Third<Click, { n: number }>, { readonly n: number }>(true)
same<EnvOver<void, { list: number[] }>, { readonly list: readonly number[] }>(true)
same<EnvOver<{ n: number; s: string }, { n: boolean }>['n'], boolean>(true)
same<EnvOver<{ n: number; s: string }, { n: boolean }>['s'], string>(true)
same<Env<{ deep: { map: Map<string, { a: number[] }> } }>['deep']['map'], ReadonlyMap<string, { readonly a: readonly number[] }>>(true)
same<Env<{ at: Date; re: RegExp; f: (n: number) => string }>['f'], (n: number) => string>(true)
clicks.map((c, _, { index }) => {
  // @ts-expect-error env cannot be written to
  index.a = 1
  return index[c.target.id]
}, { index: {} as Record<string, number> })
clicks.map((c, _, { f }) => f(c.at), { f: (at: number) => new Date(at) }).toArraySync('').map((date) => date.getTime())
// @ts-expect-error no such name in env
clicks.map((c, _, { rates }) => rates, { rate: 2 })
// @ts-expect-error a comparator's third parameter is env, and there is none
clicks.sort((a, b, { rank }) => rank[a.at])

// params: every way of running wants them
const params = { from: 3 }
since.runSync('', { params })
since.toArraySync('', { params })
since.verify('', { params })
const prepared: Prepared<{ from: number }> = since.prepare(params)
since.run('', { params: prepared }).then((bytes) => bytes.length)
since.toArray('', { params: prepared, signal: new AbortController().signal })
const counted = since.reduce((n) => n + 1, 0)
counted.toValueSync('', { params })
counted.toValue('', { params, transfer: false })
// @ts-expect-error params are missing
since.toArraySync('')
// @ts-expect-error params are missing
since.toArray('', {})
// @ts-expect-error params are missing
since.verify('')
// @ts-expect-error params are missing
counted('')
// @ts-expect-error params are missing
counted.toValue('', { transfer: true })
// @ts-expect-error from is a number
since.prepare({ from: '3' })
// @ts-expect-error a signal is for asynchronous runs
since.runSync('', { params, signal: new AbortController().signal })
// @ts-expect-error these were prepared for another pipeline
since.runSync('', { params: records<Event, { to: number }>({ params: true }).prepare({ to: 1 }) })

// a mill's second parameter is params; optional ones may be left out
const withRate = mill((doc: { price: number }, { rate, ids }: { rate: number; ids: Set<number> }) => doc.price * rate + ids.size)
same<typeof withRate, Mill<{ price: number }, number, { rate: number; ids: Set<number> }>>(true)
same<Parameters<typeof withRate.prepare>, [params: { rate: number; ids: Set<number> }]>(true)
withRate.toValueSync('{}', { params: { rate: 2, ids: new Set() } }).toFixed(2)
// @ts-expect-error ids are missing
withRate('{}', { params: { rate: 2 } })
// @ts-expect-error params are missing
withRate.verify('{}')

// exactOptionalPropertyTypes: an option that is not given is left out
// @ts-expect-error it is not undefined
records({ at: undefined })

// errors: one union, whose members are told apart by their code
type Of<C extends AnyJsonMillError['code']> = Extract<AnyJsonMillError, { code: C }>
same<Of<'ERR_JSONMILL_PARSE'>['offset'], number>(true)
same<Of<'ERR_JSONMILL_CALLBACK'>['codeFrame'], string | undefined>(true)

// groupBy: the key and each aggregate give their types, and callbacks know the record
const grouped = events.groupBy((e) => e.type, {
  n: count(),
  total: sum((e) => e.at),
  mean: avg((e) => e.at),
  latest: max((e) => (e.type === 'view' ? e.url : null)),
  one: first((e) => e.at),
  all: collect(),
  ats: collect((e) => e.at),
  median: quantile(0.5, (e) => (e.type === 'click' ? e.at : undefined))
})
type Grouped = (typeof grouped) extends Records<Event, infer G> ? G : never
same<Grouped['key'], 'click' | 'view'>(true)
same<Grouped['n'], number>(true)
same<Grouped['total'], number>(true)
same<Grouped['mean'], number>(true)
same<Grouped['latest'], string | null>(true)
same<Grouped['one'], number>(true)
same<Grouped['ats'], number[]>(true)
same<Grouped['all'], Event[]>(true)
same<Grouped['median'], number | null>(true)
grouped.map((g) => `${g.key}: ${g.n}`)
const stepped = records<{ n: number }>().groupBy((r, _, { step }) => r.n > step, { n: count((r) => r.n) }, { step: 3 })
same<typeof stepped, Records<{ n: number }, { key: boolean } & { n: number }>>(true)
// @ts-expect-error: not a number
events.groupBy((e) => e.at, { total: sum((e) => e.type) })
// @ts-expect-error: the key's name is taken
events.groupBy((e) => e.at, { key: count() })
