// node server.mjs, then
//   curl -H content-type:application/json -d '{"id":"7"}' localhost:3000/orders
//   curl -H content-type:application/json -d '{"items":[{"price":2,"qty":3}]}' localhost:3000/total
import { app } from './app.mjs'

await app({ logger: true }).listen({ port: Number(process.env.PORT ?? 3000) })
