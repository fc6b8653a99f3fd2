// The worker's side of piscina.mjs.
import piscina from 'piscina'
import { engine } from './plain.mjs'

const { name, size } = piscina.workerData
const call = engine(name, size)

export default function work(input) {
  const output = call(Buffer.from(input.buffer, input.byteOffset, input.byteLength))
  const isBytes = output instanceof Uint8Array
  // a short Buffer lies in Node's pool, which cannot be given away
  const own = isBytes && output.buffer.byteLength !== output.length ? new Uint8Array(output) : output
  return piscina.move({ [piscina.valueSymbol]: { input, output: own }, [piscina.transferableSymbol]: isBytes ? [input.buffer, own.buffer] : [input.buffer] })
}
