// Checked by the compiler, never run: what the types promise, and what they refuse.
import { bind, configure, file, isJsonMillError, mill, records, type CallOptions, type Difference, type Env, type Input, type Mill, type Reduction, type Records, type Verification } from 'jsonmill'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Equal<A, B>): void => {}

interface Order {
  id: number
  status: 'open' | 'paid'
  customer?: { email: string }
  items: { qty: number; price: number }[]
}

// mill: In and Out come from the transform; it is a function of one input
const total = mill((order: Order) => order.items.reduce((sum, i) => sum + i.qty * i.price, 0))
same<typeof total, Mill<Order, number>>(true)
same<ReturnType<typeof total>, Buffer>(true)
same<Parameters<typeof total>, [input: Input, options?: CallOptions]>(true)
total('{}', { timeoutMs: 50 })
// @ts-expect-error an index is no options
total('{}', 5)
const later: Promise<Buffer> = total.run(new Uint8Array(), { signal: new AbortController().signal, transfer: true })
const bodies: Buffer[] = ['{}', Buffer.from('{}')].map((body) => total(body))
mill((x) => x.anything.goes, { space: 2, utf8: 'strict', bom: 'strip', limits: { maxDepth: 3 }, bindings: { a: new Set() } })
const plan: string = total.explain()
const amount: number = total.toValueSync('{}')
const amountLater: Promise<number> = total.toValue('{}', { signal: new AbortController().signal })

// @ts-expect-error no such option
mill((x) => x, { spaces: 2 })
// @ts-expect-error not a function
mill(42)
// @ts-expect-error a parsed value is no input
total({ id: 1 })
// @ts-expect-error input is for records
mill((x) => x, { input: 'ndjson' })
// @ts-expect-error there are no options on this thread
total('{}', { signal: new AbortController().signal })

// records: every stage passes its type on
const all = records<Order>({ input: 'ndjson' })
same<typeof all, Records<Order, Order>>(true)
const paid = all.filter((o) => o.status === 'paid')
const withCustomer = paid.filter((o): o is Order & { customer: { email: string } } => o.customer !== undefined)
const emails = withCustomer.map((o, index) => ({ index, email: o.customer.email.toLowerCase() }))
same<typeof emails, Records<Order, { index: number; email: string }>>(true)
same<ReturnType<typeof emails.toArraySync>, { index: number; email: string }[]>(true)
const mails: Promise<{ index: number; email: string }[]> = emails.toArray('')
const truthy = emails.filter(Boolean).map((e) => e.email)
same<typeof truthy, Records<Order, string>>(true)
records<number>().map(String).map((s) => s.length)
records().map((anything) => anything.at.all)

// env: the third parameter, read-only in depth
const env = { min: 3, ids: new Set<string>(), rates: new Map<string, number>(), deep: { list: [1, 2] }, at: new Date(), re: /x/g }
const priced = all.map((o, _, { min, ids, rates, deep, re }) => {
  same<typeof ids, ReadonlySet<string>>(true)
  same<typeof rates, ReadonlyMap<string, number>>(true)
  same<typeof min, number>(true)
  // @ts-expect-error the snapshot cannot be written
  deep.list.push(3)
  // @ts-expect-error the snapshot cannot be written
  ids.add('x')
  return { ok: o.id > min && re.test('x'), n: deep.list.at(0) }
}, env)
same<typeof priced, Records<Order, { ok: boolean; n: number | undefined }>>(true)
const narrowed = all.filter((o, _, { status }): o is Order & { status: 'paid' } => o.status === status, { status: 'paid' })
same<typeof narrowed, Records<Order, Order & { status: 'paid' }>>(true)

// the other stages of Array
const items = all.flatMap((o) => o.items)
same<typeof items, Records<Order, { qty: number; price: number }>>(true)
const tagged = all.flatMap<string | number>((o) => (o.id > 1 ? [`a${o.id}`] : o.id)) // as for Array, mixed results are declared
same<typeof tagged, Records<Order, string | number>>(true)
const single = all.flatMap((o) => o.customer)
same<typeof single, Records<Order, { email: string } | undefined>>(true)
const repeated = all.flatMap((o, _, { n }) => {
  same<typeof n, number>(true)
  return Array.from({ length: n }, () => o.id)
}, { n: 2 })
same<typeof repeated, Records<Order, number>>(true)
const narrowedItems = all.filter((o): o is Order & { status: 'paid' } => o.status === 'paid').flatMap((o) => [[o.status]])
same<typeof narrowedItems, Records<Order, 'paid'[]>>(true)
const top = items.sort((a, b) => a.price - b.price).slice(0, 3).slice(-1)
same<typeof top, Records<Order, { qty: number; price: number }>>(true)
const ranked = all.sort((a, b, { rank }) => rank[a.status] - rank[b.status], { rank: { open: 0, paid: 1 } })
same<typeof ranked, Records<Order, Order>>(true)
records<string>().sort().distinct().map((s) => s.length)
const unique = all.distinct((o, i, array) => array.length + o.id).distinct((o, _, { f }) => o.id % f, { f: 2 })
same<typeof unique, Records<Order, Order>>(true)
// @ts-expect-error a comparator gives a number
all.sort((a, b) => a.id > b.id)
// @ts-expect-error places are numbers
all.slice('1')
// @ts-expect-error env is an object
all.flatMap((o) => o.items, 3)

// reduce ends in a Mill; arguments as in Array
const sum = items.reduce((total, i) => total + i.qty * i.price, 0)
same<typeof sum, Reduction<Order, number>>(true)
const sumAsMill: Mill<Order, number> = sum
const sumOfFile: Promise<{ recordsOut: number }> = sum.runFile('in.json', 'out.json')
const sumOfStream: AsyncIterableIterator<number> = sum.iterate(file('in.json'))
const sumBytes: Buffer = sum('[]')
const sumLater: Promise<Buffer> = sum.run('[]', { signal: new AbortController().signal })
const latest = all.reduce((a, b) => (b.id > a.id ? b : a))
same<typeof latest, Reduction<Order, Order>>(true)
const byStatus = all.reduce<Record<string, number[]>>((groups, o) => {
  ;(groups[o.status] ??= []).push(o.id)
  return groups
}, {})
same<typeof byStatus, Reduction<Order, Record<string, number[]>>>(true)
const names = all.reduce((list, o, i, array) => [...list, `${o.id} of ${array.length}`], [] as string[])
same<typeof names, Reduction<Order, string[]>>(true)
const weighted = all.reduce((total, o, _, { weight }) => {
  same<typeof weight, number>(true)
  return total + o.id * weight
}, 0, { weight: 2 })
same<typeof weighted, Reduction<Order, number>>(true)
// @ts-expect-error the accumulator is a number
all.reduce((total, o) => `${total}`, 0)
// @ts-expect-error a reduce has no further stages
sum.map((n: number) => n)

records({ input: 'values' })
records({ at: '/data/items', output: 'lines' })
// @ts-expect-error a pointer is a text
records({ at: ['data', 'items'] })

const loose: Env<{ any: any }>['any'] = 1
// without env the third parameter is the array
all.filter((o, i, array) => array.findIndex((other) => other.id === o.id) === i)
// @ts-expect-error env is an object
all.map((o) => o, 3)
// @ts-expect-error no such format
records({ input: 'njson' })
// @ts-expect-error 'lines' is an output
records({ input: 'lines' })
const bytes: Buffer = priced.runSync('[]')
const bytesLater: Promise<Buffer> = priced.run(new ArrayBuffer(2), { transfer: true })

// params: required exactly where they are declared
const cheap = mill((order: Order, { max }: { max: number }) => order.items.filter((i) => i.price < max).length)
same<typeof cheap, Mill<Order, number, { max: number }>>(true)
cheap('{}', { params: { max: 3 } })
cheap('{}', { params: cheap.prepare({ max: 3 }) })
cheap.run('{}', { params: { max: 3 }, transfer: true })
// @ts-expect-error params are missing
cheap('{}')
// @ts-expect-error params are missing
cheap.run('{}', { transfer: true })
// @ts-expect-error max is a number
cheap('{}', { params: { max: '3' } })
const maybe = mill((order: Order, options?: { deep: boolean }) => order.id + (options?.deep ? 1 : 0))
maybe('{}')
maybe('{}', { params: { deep: true } })
mill((order: Order, anything: any) => anything)('{}')
// @ts-expect-error there are no params
total('{}', { params: {} })
const given = records<Order, { min: number; ids: Set<number> }>({ params: true, input: 'ndjson' })
const above = given.filter((o, _, { min, ids }) => {
  same<typeof ids, ReadonlySet<number>>(true)
  return o.id > min
})
const both = above.map((o, _, { min, rate }) => {
  same<typeof min, string>(true) // env lies over params
  return o.id * rate
}, { min: 'x', rate: 2 })
same<typeof both, Records<Order, number, { min: number; ids: Set<number> }>>(true)
const params = { min: 1, ids: new Set([1]) }
both.runSync('', { params })
both.run('', { params: both.prepare(params), signal: new AbortController().signal })
both.verify('', { params })
const ordered = given.sort((a, b, { min }) => a.id - b.id + min).reduce((sum, o, _, { min }) => sum + o.id + min, 0)
same<typeof ordered, Reduction<Order, number, { min: number; ids: Set<number> }>>(true)
ordered('', { params })
// @ts-expect-error params are missing
both.runSync('')
// @ts-expect-error params are not declared
records<Order>().filter((o, _, { min }) => o.id > min)
// @ts-expect-error params are not declared
all.runSync('', { params })
records({ params: true }).map((r, _, { any }) => any).runSync('[]', { params: { any: 1 } })

configure({ mode: 'js' })
configure({ mode: 'verify', verifySample: 0.5, onMismatch: (verification) => void verification.equal })
const verification: Verification = total.verify('{}')
if (verification.equal) {
  const native: [boolean, string | undefined] = [verification.native, verification.reason]
} else {
  const { record, stage, offset, native, v8 }: Difference = verification.difference
}
// @ts-expect-error no such mode
configure({ mode: 'fast' })

// errors narrow on their code
try {
  priced.runSync('[]')
} catch (error) {
  if (isJsonMillError(error)) {
    switch (error.code) {
      case 'ERR_JSONMILL_PARSE': {
        const at: [number, number, number, number, string] = [error.record, error.offset, error.line, error.column, error.snippet]
        const asSyntaxError: SyntaxError = error
        break
      }
      case 'ERR_JSONMILL_CALLBACK': {
        const frame: string | undefined = error.codeFrame
        break
      }
      case 'ERR_JSONMILL_UNSUPPORTED': {
        const help: string | undefined = error.help
        break
      }
      case 'ERR_JSONMILL_VALIDATION': {
        const [first] = error.violations
        const at: [string, string, number] = [first!.instancePath, first!.keyword, first!.offset]
        break
      }
      case 'ERR_JSONMILL_OPTION':
      case 'ERR_JSONMILL_LIMIT':
      case 'ERR_JSONMILL_DEPTH':
      case 'ERR_JSONMILL_INTERNAL':
      case 'ERR_JSONMILL_NATIVE_LOAD':
        break
      default: {
        const none: never = error
      }
    }
  }
}

// bind keeps the function's type
const labelled: (status: string) => string = bind((status: string) => status.toUpperCase(), { texts: { a: 'A' } })
records<{ status: string }>().map((o, _, { labelled }) => labelled(o.status), { labelled })

// streams and files: the records of iterate are those of the last stage; sources of every kind
const ids = records<Order>({ input: 'ndjson' }).map((o) => o.id)
for await (const id of ids.iterate(file('in.ndjson'), { signal: new AbortController().signal, onReject: (batch) => batch[0]?.raw })) same<typeof id, number>(true)
ids.iterate(new Blob(['1']).stream())
ids.iterate([Buffer.from('1'), '2'])
ids.iterate(new URL('file:///in.ndjson'))
await ids.runFile([file('a'), 'b', process.stdin], process.stdout, { rejects: 'bad.ndjson', maxInputBytes: 5, maxExpansion: 100, onProgress: ({ records: n }) => n.toFixed() })
// @ts-expect-error a number is no source
ids.iterate(5)
// @ts-expect-error that is for synchronous calls
ids.stream({ timeoutMs: 5 })
const withParams = records<Order, { min: number }>({ input: 'ndjson', params: true }).filter((o, _, { min }) => o.id > min)
withParams.iterate('', { params: { min: 1 } })
// @ts-expect-error params are needed
withParams.iterate('')
