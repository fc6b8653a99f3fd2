// DuckDB: SQL over declared columns. Bytes go in and out through files in memory.
import { DuckDBInstance } from '@duckdb/node-api'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { formOf, WORKLOADS } from '../workloads/index.mjs'

/** The columns of a status, as `from_json` and as `read_json` want them. */
const STATUS = { id_str: 'VARCHAR', user: { screen_name: 'VARCHAR' }, text: 'VARCHAR', retweet_count: 'INTEGER', favorite_count: 'INTEGER' }
const ORDER = {
  id: 'BIGINT',
  status: 'VARCHAR',
  createdAt: 'VARCHAR',
  customer: 'STRUCT(email VARCHAR, address STRUCT(country VARCHAR))',
  items: 'STRUCT(qty BIGINT, price DOUBLE)[]',
  total: 'DOUBLE',
}
const EVENT = {
  id: 'VARCHAR',
  type: 'VARCHAR',
  actor: 'STRUCT(login VARCHAR)',
  repo: 'STRUCT(name VARCHAR)',
  payload: 'STRUCT(size BIGINT, commits STRUCT(message VARCHAR)[])',
  created_at: 'VARCHAR',
}

const columns = (types) => Object.entries(types).map(([name, type]) => `${name}: '${type.replaceAll("'", "''")}'`).join()
const rows = (file, form, types) =>
  `read_json('${file}', format = '${form === 'document' ? 'array' : 'newline_delimited'}', columns = {${columns(types)}})`
const COLUMNS = { id_str: 'VARCHAR', user: 'STRUCT(screen_name VARCHAR)', text: 'VARCHAR', retweet_count: 'INTEGER', favorite_count: 'INTEGER' }
/** Statuses stand inside a document, which `from_json` over its text reads five times as fast as `read_json` does; or one a line. */
const statuses = (file, form) =>
  form === 'document'
    ? `(SELECT unnest(from_json(content, '${JSON.stringify({ statuses: [STATUS] })}').statuses) AS s FROM read_text('${file}'))`
    : `(SELECT struct_pack(id_str, "user", text, retweet_count, favorite_count) AS s FROM ${rows(file, form, COLUMNS)})`

const ordersBy = (file, form) => `(SELECT customer.address.country AS key, count(*) AS count, sum(total) AS sum FROM ${rows(file, form, { customer: 'STRUCT(address STRUCT(country VARCHAR))', total: 'DOUBLE' })} GROUP BY ALL)`
const few = (file, form) => `SELECT s.id_str AS id, s."user".screen_name AS author, s.retweet_count AS retweets FROM ${statuses(file, form)} WHERE s.favorite_count > 10`

const QUERIES = {
  W1: (file, form) => `SELECT s.id_str AS id, s."user".screen_name AS author, s.text AS body, s.retweet_count AS retweets FROM ${statuses(file, form)} WHERE s.retweet_count > 0`,
  W2: (file, form) =>
    `SELECT id, lower(customer.email) AS email, customer.address.country AS country, len(items) AS lines, list_sum(list_transform(items, lambda i: i.qty * i.price)) AS total, createdAt AS placed FROM ${rows(file, form, ORDER)} AS o WHERE o.status = 'paid' AND o.total > 40`,
  W5: (file, form) => `SELECT key, count, sum, sum / count AS avg FROM ${ordersBy(file, form)}`,
  W5g: (file, form) => QUERIES.W5(file, form),
  W6: (file, form) => `SELECT id, actor.login AS actor, repo.name AS repo, payload.size AS size, list_transform(payload.commits, lambda c: c.message) AS messages, created_at AS at FROM ${rows(file, form, EVENT)} WHERE type = 'PushEvent'`,
  W7: few,
  W7r: few,
}

export async function engine(name, size) {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(availableParallelism()) })
  const connection = await instance.connect()
  const form = formOf(name, size)
  const array = form === 'document' ? ', ARRAY true' : ''
  if (WORKLOADS[name].toFile) return (source, target) => connection.run(`COPY (${QUERIES[name](source, form)}) TO '${target}' (FORMAT JSON)`)
  const [source, target] = ['in', 'out'].map((way) => `/dev/shm/jsonmill-bench-${process.pid}-${way}.json`)
  process.on('exit', () => [source, target].forEach((file) => rmSync(file, { force: true })))
  const query = QUERIES[name](source, form)
  return async (bytes) => {
    writeFileSync(source, bytes)
    if (WORKLOADS[name].then !== undefined) return (await connection.runAndReadAll(query)).getRowObjectsJS()
    await connection.run(`COPY (${query}) TO '${target}' (FORMAT JSON${array})`)
    return readFileSync(target)
  }
}
