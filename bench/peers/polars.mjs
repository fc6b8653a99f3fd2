// polars: lazy expressions over typed columns. Lines are scanned from a file with their schema; documents have to be inferred.
import pl from 'nodejs-polars'
import { rmSync, writeFileSync } from 'node:fs'
import { formOf, WORKLOADS } from '../workloads/index.mjs'

const { Struct, List, Utf8, Int64, Float64 } = pl

const STATUS = { id_str: Utf8, user: Struct({ screen_name: Utf8 }), text: Utf8, retweet_count: Int64 }
const ADDRESS = Struct({ country: Utf8 })
const SCHEMAS = {
  W1: STATUS,
  W2: { id: Int64, status: Utf8, createdAt: Utf8, customer: Struct({ email: Utf8, address: ADDRESS }), items: List(Struct({ qty: Int64, price: Float64 })), total: Float64 },
  W5: { customer: Struct({ address: ADDRESS }), total: Float64 },
  W6: {
    id: Utf8,
    type: Utf8,
    actor: Struct({ login: Utf8 }),
    repo: Struct({ name: Utf8 }),
    payload: Struct({ size: Int64, commits: List(Struct({ message: Utf8 })) }),
    created_at: Utf8,
  },
}

const field = (column, ...names) => names.reduce((expression, name) => expression.struct.field(name), pl.col(column))
const element = (name) => pl.element().struct.field(name)

const QUERIES = {
  W1: (frame) =>
    frame
      .filter(pl.col('retweet_count').gt(0))
      .select(pl.col('id_str').alias('id'), field('user', 'screen_name').alias('author'), pl.col('text').alias('body'), pl.col('retweet_count').alias('retweets')),
  W2: (frame) =>
    frame.filter(pl.col('status').eq(pl.lit('paid')).and(pl.col('total').gt(40))).select(
      pl.col('id'),
      field('customer', 'email').str.toLowerCase().alias('email'),
      field('customer', 'address', 'country').alias('country'),
      pl.col('items').lst.lengths().alias('lines'),
      pl.col('items').lst.eval(element('qty').mul(element('price'))).lst.sum().alias('total'),
      pl.col('createdAt').alias('placed'),
    ),
  W5: (frame) =>
    frame
      .groupBy(field('customer', 'address', 'country').alias('key'))
      .agg(pl.len().alias('count'), pl.col('total').sum().alias('sum'), pl.col('total').mean().alias('avg')),
  W6: (frame) =>
    frame
      .filter(pl.col('type').eq(pl.lit('PushEvent')))
      .select(
        pl.col('id'),
        field('actor', 'login').alias('actor'),
        field('repo', 'name').alias('repo'),
        field('payload', 'size').alias('size'),
        field('payload', 'commits').lst.eval(element('message')).alias('messages'),
        pl.col('created_at').alias('at'),
      ),
}

const scan = (name, file) => QUERIES[name](pl.scanJson(file, { schema: SCHEMAS[name] }))

export function engine(name, size) {
  if (WORKLOADS[name].toFile) return (source, target) => scan(name, source).sinkNdJson(target).collect()
  if (formOf(name, size) === 'document') {
    return (bytes) => {
      const frame = pl.readJSON(bytes)
      const rows = name === 'W1' ? frame.select(pl.col('statuses').explode()).unnest('statuses') : frame
      return QUERIES[name](rows.lazy()).collectSync().writeJSON({ format: 'json' })
    }
  }
  const source = `/dev/shm/jsonmill-bench-${process.pid}-in.ndjson`
  process.on('exit', () => rmSync(source, { force: true }))
  return (bytes) => {
    writeFileSync(source, bytes)
    return scan(name, source).collectSync().writeJSON({ format: 'lines' })
  }
}
