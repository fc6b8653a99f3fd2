// A campaign on all cores, in processes of their own: one that does not come back is ended, its seed is reported, and the others go on.
// This file is also what each process runs.
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { add, campaign, compared, tally } from './campaign.mjs'
import { explained } from './shrink.mjs'

/** Programs that a process gets at a time. */
const BATCH = 200
/** Programs that differ before no more are looked for. */
const ENOUGH = 5
/** What one program may take, compiled and run over all its inputs in every way. */
const PROGRAM_SECONDS = Number(process.env.JSONMILL_PROGRAM_SECONDS ?? 20)
/** What making one small may take. */
const SMALL_SECONDS = 60

const FILE = fileURLToPath(import.meta.url)

const TASKS = {
  campaign: (task) => campaign({ ...task, begins: (seed) => process.send({ at: seed }) }),
  explain: ({ from, way }) => explained(compared(from, way), (smallest) => process.send({ smallest }))
}

if (process.argv[1] === FILE) {
  process.removeAllListeners('warning')
  Error.stackTraceLimit = 0 // nobody reads them here, and programs throw all the time
  process.on('message', async ({ task, ...rest }) => process.send({ answer: await TASKS[task](rest) }))
  process.on('disconnect', () => process.exit())
}

/** A process that gets one task after the other, and is made anew where one does not come back. */
class Helper {
  #process

  /** `{ answer }`, or `{ at, how, smallest }`: the last seed that was begun, how it ended, and how small it had become. */
  ask(task, seconds) {
    this.#process ??= fork(FILE, [], { execArgv: [], serialization: 'advanced' })
    const helper = this.#process
    const told = { at: task.from }
    let since = Date.now()
    return new Promise((resolve) => {
      const settle = (result) => {
        clearInterval(clock)
        helper.removeAllListeners()
        resolve(result)
      }
      const clock = setInterval(() => {
        if (Date.now() - since < seconds * 1000) return
        told.how = `it does not end within ${seconds} seconds`
        helper.kill('SIGKILL')
      }, 1000)
      helper.on('message', (message) => {
        if ('answer' in message) return settle(message)
        Object.assign(told, message)
        if ('at' in message) since = Date.now()
      })
      helper.on('exit', (code, signal) => {
        this.#process = undefined
        settle({ how: `the process ended: ${signal ?? code}`, ...told })
      })
      helper.send(task)
    })
  }

  end() {
    this.#process?.kill()
  }
}

/** How many pairs were compared as the way asks for. */
const COMPARED = { native: ({ pairs }) => pairs, three: ({ ways }) => ways['native, mixed, V8'] ?? 0 }

/** Compares pairs until there are `wanted` or enough programs differ. `stuck` are programs that did not come back. */
export async function spread({ seed, wanted, way, workers = availableParallelism(), told = () => {} }) {
  const sum = { ...tally(), stuck: [] }
  let next = seed
  const left = []
  const work = async () => {
    const helper = new Helper()
    while (COMPARED[way](sum) < wanted && sum.different.length + sum.stuck.length < ENOUGH) {
      const { from, to } = left.pop() ?? { from: next, to: (next += BATCH) }
      const { answer, at, how } = await helper.ask({ task: 'campaign', from, to, way }, PROGRAM_SECONDS)
      if (answer) {
        told(add(sum, answer), next)
        continue
      }
      sum.stuck.push({ seed: at, way, how })
      left.push(...[{ from, to: at }, { from: at + 1, to }].filter(({ from, to }) => from < to))
    }
    helper.end()
  }
  await Promise.all(Array.from({ length: workers }, work))
  sum.different.sort((a, b) => a - b)
  return { ...sum, seeds: `${seed} to ${next - 1}` }
}

/** A program that differs, made small as far as that went. */
export async function explain(seed, way) {
  const helper = new Helper()
  const { answer, smallest, how } = await helper.ask({ task: 'explain', from: seed, way }, SMALL_SECONDS)
  helper.end()
  return answer ?? { seed, ...smallest, how }
}
