// Checked by the compiler, never run: the types of records that literal schemas describe.
import { compileSchema, records, type FromSchema, type Records } from 'jsonmill'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Equal<A, B>): void => {}

const order = {
  type: 'object',
  $defs: { money: { type: 'object', properties: { amount: { type: 'number' }, currency: { enum: ['EUR', 'USD'] } }, required: ['amount', 'currency'] } },
  properties: {
    id: { type: 'integer' },
    kind: { const: 'order' },
    status: { enum: ['paid', 'open', null] },
    note: { type: ['string', 'null'] },
    phone: { type: 'string', nullable: true },
    items: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' }, price: { $ref: '#/$defs/money' } }, required: ['sku'] } },
    ship: { oneOf: [{ type: 'object', properties: { kind: { const: 'post' }, zip: { type: 'string' } }, required: ['kind', 'zip'] }, { type: 'null' }] },
    counts: { type: 'object', additionalProperties: { type: 'integer' } },
  },
  required: ['id', 'kind', 'items'],
} as const

type Money = { amount: number; currency: 'EUR' | 'USD' }
type Order = {
  id: number
  kind: 'order'
  items: { sku: string; price?: Money }[]
  status?: 'paid' | 'open' | null
  note?: string | null
  phone?: string | null
  ship?: { kind: 'post'; zip: string } | null
  counts?: { [key: string]: number }
}

const orders = records().validate(order)
const totals = orders.map((o) => {
  same<typeof o, Order>(true)
  return o.items.map((item) => item.price?.amount ?? 0)
})
same<ReturnType<typeof totals.toArraySync>, number[][]>(true)
// @ts-expect-error a property that the schema does not name
orders.map((o) => o.total)
// @ts-expect-error it may be missing
orders.map((o) => o.status.length)

// written where it is used, without `as const`
const inline = records().validate({ type: 'object', properties: { n: { type: 'number' } }, required: ['n'] })
inline.map((r) => {
  same<typeof r, { n: number }>(true)
  return r.n
})

// recursive references, and allOf
type Tree = FromSchema<typeof tree>
const tree = { type: 'object', properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } }, required: ['name'] } as const
const leaf = (t: Tree): string => t.children?.[0]?.children?.[0]?.name ?? t.name
leaf({ name: 'a', children: [{ name: 'b' }] })
const both = compileSchema({ allOf: [{ type: 'object', properties: { a: { type: 'number' } }, required: ['a'] }, { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] }] })
const result = both['~standard'].validate({})
if (result.issues === undefined) same<[typeof result.value.a, typeof result.value.b], [number, string]>(true)

// what types cannot say stays what it was
same<FromSchema<{ readonly minimum: 1 }>, unknown>(true)
const kept = records<{ a: 1 }>().validate({ minProperties: 1 })
same<typeof kept, Records<{ a: 1 }, { a: 1 }>>(true)

// peers: what TypeBox and Standard Schema libraries carry
declare const typebox: { type: 'object'; static: { id: number } }
same<typeof fromTypebox, Records<any, { id: number }>>(true)
const fromTypebox = records().validate(typebox)
declare const standard: { readonly '~standard': { readonly version: 1; readonly vendor: string; readonly types?: { readonly input: string; readonly output: { id: string } } | undefined } }
const fromStandard = records().validate(standard)
same<typeof fromStandard, Records<any, { id: string }>>(true)
