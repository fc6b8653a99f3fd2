// POST a GeoJSON feed, get the strong earthquakes:
//   curl --data-binary @examples/earthquakes/all_week.geojson localhost:3000
import { createServer } from 'node:http'
import { isJsonMillError, mill } from '../index.mjs'

/** Compiled once; below this size the way to a worker thread and back costs more than the work. */
const OFF_THREAD = 64 << 10

const strong = mill((feed) => feed.features.filter((f) => f.properties.mag >= 4.5).map((f) => ({ id: f.id, place: f.properties.place, magnitude: f.properties.mag })))

const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  try {
    const answer = body.length < OFF_THREAD ? strong(body) : await strong.run(body)
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
  } catch (error) {
    if (!isJsonMillError(error)) throw error
    response.writeHead(error.code === 'ERR_JSONMILL_PARSE' ? 400 : 422, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ code: error.code, message: error.message, line: error.line, column: error.column }))
  }
})

server.listen(Number(process.env.PORT ?? 3000), () => console.log(`http://localhost:${server.address().port}`))
