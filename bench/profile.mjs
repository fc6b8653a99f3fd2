// npm run bench -- profile     where the time of a run goes: samples of Linux perf, by the source file of the innermost inlined function
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { example } from './limits.mjs'
import { table } from './table.mjs'
import { inputFile, WORKLOADS } from './workloads/index.mjs'

const OUT = fileURLToPath(new URL('./out/', import.meta.url))
const CASES = ['W1', 'W2', 'W4', 'W5', 'half']
const ROUNDS = '60'

/** Which part of a run a source file belongs to: the first that fits. */
const PARTS = [
  ['scan', /crates\/json\/src\/(scan|repair)/],
  ['write', /serialize_json|crates\/json\/src\/(number\/write|string\/quote|string\/escape|walk\/rewrite)|layout/],
  ['walk', /crates\/json\/src\//],
  ['hand over', /exec\/(slots|run|parts)\.rs/],
  ['evaluate', /crates\/engine\/src\//],
]
const NAMES = [...PARTS.map(([name]) => name), 'memory', 'other']

/** Samples by address in the program, and those in the kernel (fresh pages) and in the C library (copies). */
function samplesOf(program, file, transform) {
  const data = `${OUT}perf.data`
  execFileSync('perf', ['record', '--quiet', '-F', '2500', '-o', data, program, file, '', transform], { stdio: 'ignore', env: { ...process.env, SHARES_ONLY: 'whole', SHARES_ROUNDS: ROUNDS } })
  const script = execFileSync('perf', ['script', '-i', data, '--show-mmap-events', '-F', 'comm,event,ip,sym,dso'], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] })
  rmSync(data)
  const mapped = script.split('\n').find((line) => line.includes('MMAP') && / r-xp /.test(line) && line.includes(program))
  const [, start, offset] = mapped.match(/\[(0x[0-9a-f]+)\([^)]*\) @ (0x[0-9a-f]+|0) /)
  const counts = new Map()
  const others = { memory: 0, other: 0 }
  for (const [, ip, symbol, object] of script.matchAll(/^.*?([0-9a-f]{6,16}) (.*) \((\S+)\)$/gm)) {
    if (object === program) {
      const at = BigInt(`0x${ip}`) - BigInt(start) + BigInt(offset)
      counts.set(at, (counts.get(at) ?? 0) + 1)
    } else others[/kernel|mem(cpy|move|set)|malloc|free|realloc/.test(`${object} ${symbol}`) ? 'memory' : 'other']++
  }
  return { counts, others }
}

/** From offsets in the file to the addresses that debug information speaks of. */
function toAddress(program) {
  const headers = execFileSync('readelf', ['-lW', program], { encoding: 'utf8' })
  const segments = [...headers.matchAll(/^\s+LOAD\s+(0x\w+) (0x\w+) 0x\w+ (0x\w+)/gm)].map((found) => found.slice(1).map(BigInt))
  return (offset) => {
    const [from, address] = segments.find(([from, , size]) => offset >= from && offset < from + size) ?? [0n, 0n]
    return offset - from + address
  }
}

/** The source files of the functions inlined at each address, innermost first. */
function sourcesOf(program, addresses) {
  const { stdout } = spawnSync('addr2line', ['-a', '-i', '-e', program], { input: addresses.map((at) => `0x${at.toString(16)}`).join('\n'), encoding: 'utf8', maxBuffer: 1 << 28 })
  return stdout.split(/^0x[0-9a-f]+\n/m).slice(1).map((lines) => lines.trim().split('\n'))
}

function partOf(files) {
  for (const file of files) for (const [name, pattern] of PARTS) if (pattern.test(file)) return name
  return 'other'
}

/** Measures and prints the shares of each workload. */
export function profile() {
  for (const tool of ['perf', 'readelf', 'addr2line']) {
    if (spawnSync(tool, ['--version']).status !== 0) {
      console.log(`skipped: ${tool} is not there`)
      return undefined
    }
  }
  mkdirSync(OUT, { recursive: true })
  const program = example('shares')
  const address = toAddress(program)
  const results = CASES.map((name) => {
    const { document } = WORKLOADS[name]
    const { counts, others } = samplesOf(program, inputFile(name, '10 MB'), document.toString())
    const offsets = [...counts.keys()]
    const sources = sourcesOf(program, offsets.map(address))
    const samples = { ...Object.fromEntries(NAMES.map((part) => [part, 0])), ...others }
    offsets.forEach((offset, at) => (samples[partOf(sources[at])] += counts.get(offset)))
    const all = Object.values(samples).reduce((sum, count) => sum + count)
    return { name, shares: Object.fromEntries(NAMES.map((part) => [part, samples[part] / all])) }
  })
  console.log(table(results.map(({ name, shares }) => ({ '': name, ...Object.fromEntries(NAMES.map((part) => [part, `${(100 * shares[part]).toFixed(0)}%`])) }))))
  return results
}
