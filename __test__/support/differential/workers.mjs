// A campaign on all cores: this file is also what each worker runs.
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker, isMainThread, parentPort } from 'node:worker_threads'
import { add, campaign, tally } from './campaign.mjs'

/** Programs that a worker gets at a time. */
const BATCH = 200
/** Programs that differ before no more are looked for. */
const ENOUGH = 5

if (!isMainThread) {
  process.removeAllListeners('warning')
  Error.stackTraceLimit = 0 // nobody reads them here, and programs throw all the time
  parentPort.on('message', (task) => parentPort.postMessage(campaign(task)))
}

/** Compares pairs until there are `wanted` or enough programs differ. */
export async function spread({ seed, wanted, way }) {
  const sum = tally()
  let next = seed
  const work = async () => {
    const worker = new Worker(fileURLToPath(import.meta.url))
    const answers = on(worker)
    while (sum.pairs < wanted && sum.different.length < ENOUGH) {
      const from = next
      next += BATCH
      worker.postMessage({ from, to: next, way })
      add(sum, await answers())
    }
    await worker.terminate()
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  sum.different.sort((a, b) => a - b)
  return { ...sum, seeds: `${seed} to ${next - 1}` }
}

/** The worker's next answer. */
function on(worker) {
  return () => new Promise((resolve, reject) => {
    const done = (settle) => (value) => {
      worker.off('message', answered).off('error', failed)
      settle(value)
    }
    const [answered, failed] = [done(resolve), done(reject)]
    worker.on('message', answered).on('error', failed)
  })
}
