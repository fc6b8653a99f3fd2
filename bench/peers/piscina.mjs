// Plain JavaScript in a worker: what keeps the event loop free today.
import piscina from 'piscina'

export function engine(name, size) {
  const pool = new piscina.Piscina({ filename: new URL('./piscina-worker.mjs', import.meta.url).href, maxThreads: 1, minThreads: 1, atomics: 'sync', workerData: { name, size } })
  let input
  return async (bytes) => {
    // the memory goes there and comes back, as that of a request's body could
    input ??= new Uint8Array(bytes)
    const { input: back, output } = await pool.run(input, { transferList: [input.buffer] })
    input = back
    return output instanceof Uint8Array ? Buffer.from(output.buffer, output.byteOffset, output.byteLength) : output
  }
}
