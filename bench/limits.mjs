// npm run bench -- limits     GB/s of copying, scanning, walking with five fields and whole runs over the same bytes, one thread
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { table } from './table.mjs'
import { inputFile, WORKLOADS } from './workloads/index.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target')

/** What the bare walk hands over. */
const FIELDS = {
  W1: 'statuses[].id_str,statuses[].text,statuses[].user.screen_name,statuses[].retweet_count,statuses[].favorite_count',
  W2: '[].id,[].status,[].createdAt,[].customer.email,[].total',
}

/** The program in crates/engine/examples that measures without Node. */
export function example(name) {
  execFileSync('cargo', ['build', '--quiet', '--locked', '--profile', 'fast', '--package', 'jsonmill-engine', '--example', name], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  return path.join(TARGET, 'fast', 'examples', name)
}

/** `BENCH_DOCUMENTS` names more JSON documents, separated by colons, which are copied, scanned and, where `?a.b,c[].d` follows a name, walked for these fields. */
export function limits() {
  const program = example('shares')
  const own = Object.keys(FIELDS).map((name) => ({ name, file: inputFile(name, '10 MB'), rest: [FIELDS[name], WORKLOADS[name].document.toString()] }))
  const others = (process.env.BENCH_DOCUMENTS ?? '').split(':').map((one) => one.split('?')).filter(([file]) => file !== '' && existsSync(file))
  const inputs = [...own, ...others.map(([file, ...rest]) => ({ name: path.basename(file), file, rest }))]
  const results = inputs.map(({ name, file, rest }) => {
    const output = execFileSync(program, [file, ...rest], { encoding: 'utf8' })
    const speeds = [...output.matchAll(/^\s*(.+?)\s+([\d.]+) GB\/s/gm)].map(([, measure, speed]) => [measure, Number(speed)])
    return { name, ...Object.fromEntries(speeds) }
  })
  const measures = Object.keys(results[0]).slice(1)
  console.log(table(results.map(({ name, ...speeds }) => ({ 'GB/s': name, ...Object.fromEntries(measures.map((measure) => [measure, speeds[measure]?.toFixed(2) ?? '·'])) }))))
  return results
}
