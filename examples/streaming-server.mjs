// POST lines of any number, get the mended ones back while the upload still runs; memory stays flat.
//   yes '{"level":"ERROR","msg":" x "}' | head -1000000 | curl -sN -T - localhost:3000 | tail -1
import { createServer } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { records } from '../index.mjs'

const errors = records({ input: 'ndjson', onError: 'drop', limits: { maxRecordBytes: 1 << 20 } })
  .filter((entry) => entry.level === 'ERROR')
  .map((entry) => ({ at: entry.at, message: entry.msg.trim() }))

const server = createServer(async (request, response) => {
  // a client that goes away, or takes too long, ends the run
  const stream = errors.stream({ signal: AbortSignal.timeout(60_000) })
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  try {
    await pipeline(request, stream, response)
  } catch (error) {
    // the answer has begun: closing it is all that is left
    console.error(error.code ?? error.message)
    response.destroy()
  }
})

server.listen(Number(process.env.PORT ?? 3000), () => console.log(`http://localhost:${server.address().port}`))
