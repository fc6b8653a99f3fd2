// From one object of a store to another without a file between: clients of stores give a Readable and take one.
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createGunzip, createGzip, gzipSync, gunzipSync } from 'node:zlib'
import { records } from '../index.mjs'

/** What an S3 client does in three lines: `GetObjectCommand` gives `Body`, `Upload` takes one. */
const store = {
  objects: new Map([['orders.json.gz', gzipSync(JSON.stringify({ data: { orders: [{ id: 1, total: 9 }, { id: 2, total: 50 }] } }))]]),
  get: (key) => Readable.from([store.objects.get(key)]),
  put: async (key, body) => store.objects.set(key, Buffer.concat(await body.toArray()))
}

const large = records({ at: '/data/orders', output: 'ndjson' }).filter((order) => order.total > 10)

// runFile ends what it writes to, and an error on one side ends the other
const packed = createGzip()
await Promise.all([store.put('large.ndjson.gz', packed), large.runFile(store.get('orders.json.gz'), packed)])
console.log(gunzipSync(store.objects.get('large.ndjson.gz')).toString())

// the same as a chain of streams, where something else has to stand between
const chain = store.get('orders.json.gz').pipe(createGunzip()).pipe(large.stream()).pipe(new PassThrough())
console.log(await text(chain))
