// From file to file as a careful engineer writes it without jsonmill: large reads, lines found in bytes, few and large writes.
import { open } from 'node:fs/promises'

const READ = 256 << 10
const WRITE = 256 << 10

export const tunedFile = (filter, map) => async (source, target) => {
  const [from, to] = [await open(source, 'r'), await open(target, 'w')]
  try {
    let rest = Buffer.alloc(0)
    let text = ''
    const take = (line) => {
      const record = JSON.parse(line)
      if (filter(record)) text += `${JSON.stringify(map(record))}\n`
    }
    const chunk = Buffer.allocUnsafe(READ)
    for (;;) {
      const { bytesRead } = await from.read(chunk, 0, READ, null)
      if (bytesRead === 0) break
      const bytes = rest.length === 0 ? chunk.subarray(0, bytesRead) : Buffer.concat([rest, chunk.subarray(0, bytesRead)])
      let start = 0
      for (let end; (end = bytes.indexOf(10, start)) >= 0; start = end + 1) {
        if (end > start) take(bytes.utf8Slice(start, end))
      }
      rest = Buffer.from(bytes.subarray(start))
      if (text.length >= WRITE) {
        const block = text
        text = ''
        await to.write(block)
      }
    }
    if (rest.length > 0) take(rest.toString())
    await to.write(text)
  } finally {
    await from.close()
    await to.close()
  }
}
