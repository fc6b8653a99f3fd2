// W2: an order export. Two filters, a derived total, a lower-cased address, six fields of about twenty.
import { random } from '../random.mjs'

export const title = 'W2 orders: filter, derive, lowercase, six fields'

export const filter = (o, _, { min }) => o.status === 'paid' && o.total > min
export const env = { min: 40 }
export const map = (o) => ({
  id: o.id,
  email: o.customer.email.toLowerCase(),
  country: o.customer.address.country,
  lines: o.items.length,
  total: o.items.reduce((sum, i) => sum + i.qty * i.price, 0),
  placed: o.createdAt,
})

/** The same over one document. */
export const document = (orders) =>
  orders
    .filter((o) => o.status === 'paid' && o.total > 40)
    .map((o) => ({
      id: o.id,
      email: o.customer.email.toLowerCase(),
      country: o.customer.address.country,
      lines: o.items.length,
      total: o.items.reduce((sum, i) => sum + i.qty * i.price, 0),
      placed: o.createdAt,
    }))
export const wrap = (records) => `[${records.join()}]`

const FIRST = ['Ada', 'Björn', 'Chloé', 'Dmitri', 'Eva', 'Farid', 'Grace', 'Hiro', 'Inês', 'José', 'Kira', 'Łukasz', 'Mei', 'Noor', 'Olga']
const LAST = ['Lovelace', 'Nyström', 'Dupont', 'Ivanov', 'Novák', 'Haddad', 'Hopper', 'Tanaka', 'Ferreira', 'García', 'Berg', 'Nowak', 'Chen', 'Aziz', 'Petrova']
const HOSTS = ['example.com', 'Example.org', 'mail.example.net', 'SHOP.example.com']
const CITIES = [['Berlin', 'DE'], ['Paris', 'FR'], ['São Paulo', 'BR'], ['Tokyo', 'JP'], ['Kraków', 'PL'], ['Austin', 'US'], ['Lagos', 'NG'], ['Oslo', 'NO']]
const STREETS = ['Main St', 'Rue de la Paix', 'Hauptstraße', 'Avenida Paulista', 'Ulica Długa', 'Storgata']
const GOODS = ['Mechanical keyboard', 'USB-C cable, 2 m', 'Desk lamp "Arc"', 'Noise-cancelling headphones', 'Notebook A5', 'Standing desk', 'Webcam 1080p', 'Mouse pad XL']
const STATUSES = ['paid', 'paid', 'paid', 'pending', 'cancelled', 'refunded']
const NOTES = ['', '', 'Leave at the door.', 'Gift wrap, please\nand no invoice in the parcel.', 'Call before delivery: \"Müller\", 2nd floor.', 'Path C:\\orders\\new']

/** An endless sequence of records as JSON text. */
export function* records(seed = 42) {
  const { int, pick, chance } = random(seed)
  const cents = (from, to) => int(from, to) / 100
  for (let id = 100_000; ; id += int(1, 3)) {
    const [first, last, [city, country]] = [pick(FIRST), pick(LAST), pick(CITIES)]
    const items = Array.from({ length: int(1, 5) }, () => ({
      sku: `SKU-${int(10_000, 99_999)}`,
      name: pick(GOODS),
      qty: int(1, 4),
      price: cents(199, 24_999),
      ...(chance(0.3) && { discount: { code: `SAVE${int(5, 30)}`, percent: int(5, 30) } }),
    }))
    yield JSON.stringify({
      id,
      status: pick(STATUSES),
      createdAt: new Date(1_700_000_000_000 + id * 1000).toISOString(),
      customer: {
        id: int(1, 50_000),
        name: `${first} ${last}`,
        email: `${first}.${last}${int(1, 99)}@${pick(HOSTS)}`,
        phone: chance(0.2) ? null : `+${int(1, 99)} ${int(100, 999)} ${int(1_000_000, 9_999_999)}`,
        address: { street: `${pick(STREETS)} ${int(1, 250)}`, city, zip: String(int(10_000, 99_999)), country },
      },
      items,
      total: Math.round(items.reduce((sum, item) => sum + item.qty * item.price, 0) * 100) / 100,
      currency: pick(['EUR', 'USD', 'JPY', 'BRL']),
      tags: Array.from({ length: int(0, 3) }, () => pick(['new', 'vip', 'b2b', 'fragile', 'express'])),
      note: pick(NOTES),
      meta: { source: pick(['web', 'ios', 'android', 'partner']), ip: `10.${int(0, 255)}.${int(0, 255)}.${int(0, 255)}`, session: int(1, 2 ** 31).toString(16), experiment: chance(0.5) },
    })
  }
}
