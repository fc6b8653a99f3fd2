// What npm users get: the root and the platform package as tarballs, installed offline into an empty folder without any
// install script, then used from CommonJS, ES modules, TypeScript and a worker thread.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const WINDOWS = process.platform === 'win32'
const run = promisify(execFile)
const npm = (args, cwd) => run(WINDOWS ? 'npm.cmd' : 'npm', args, { cwd, shell: WINDOWS })

const folder = mkdtempSync(path.join(tmpdir(), 'jsonmill-pack-'))
const tarballs = path.join(folder, 'tarballs')
const release = path.join(folder, 'release')
after(() => rmSync(folder, { recursive: true, force: true }))

const readJson = (...parts) => JSON.parse(readFileSync(path.join(...parts), 'utf8'))

/** The built addon for this machine: `jsonmill.<platform>-<arch>[-<abi>].node`. */
function addon() {
  const prefix = `jsonmill.${process.platform}-${process.arch}`
  const names = readdirSync(path.join(ROOT, 'native')).filter((name) => name.startsWith(prefix) && name.endsWith('.node'))
  assert.equal(names.length, 1, `native/ should hold one addon for this machine, found: ${names.join() || 'none, run npm run build'}`)
  return names[0]
}

let rootTarball
let platformTarball

before(async () => {
  mkdirSync(tarballs)
  const pack = async (cwd) => {
    const { stdout } = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', tarballs], cwd)
    const [{ filename }] = Object.values(JSON.parse(stdout))
    return path.join(tarballs, filename)
  }
  rootTarball = await pack(ROOT)
  // The release job's own command, which writes only inside its working folder.
  mkdirSync(release)
  copyFileSync(path.join(ROOT, 'package.json'), path.join(release, 'package.json'))
  await run(process.execPath, [path.join(ROOT, 'node_modules/@napi-rs/cli/dist/cli.js'), 'create-npm-dirs'], { cwd: release })
  const name = addon()
  const platform = path.join(release, 'npm', name.slice('jsonmill.'.length, -'.node'.length))
  copyFileSync(path.join(ROOT, 'native', name), path.join(platform, name))
  platformTarball = await pack(platform)
})

/** An empty project with the given tarballs installed: no network, no scripts. */
async function consumer(name, packages) {
  const cwd = path.join(folder, name)
  mkdirSync(cwd)
  writeFileSync(path.join(cwd, 'package.json'), '{ "private": true }')
  await npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', ...packages], cwd)
  return {
    cwd,
    write: (file, text) => writeFileSync(path.join(cwd, file), text),
    node: (args, env = {}) => run(process.execPath, args, { cwd, env: { ...process.env, ...env } }),
  }
}

const NATIVE = { JSONMILL_MODE: 'native' }
let project
const installed = async () => (project ??= await consumer('both', [rootTarball, platformTarball]))

test('CommonJS', async () => {
  const { node, write } = await installed()
  write('main.cjs', `const { mill } = require('jsonmill'); console.log(mill((d) => d.map((x) => x * 2))('[1,2]').toString())`)
  assert.deepEqual(await node(['main.cjs'], NATIVE), { stdout: '[2,4]\n', stderr: '' })
})

test('ES modules, and both entries are one', async () => {
  const { node, write } = await installed()
  write(
    'main.mjs',
    `import { createRequire } from 'node:module'
     import * as esm from 'jsonmill'
     const cjs = createRequire(import.meta.url)('jsonmill')
     for (const name of Object.keys(cjs)) if (cjs[name] !== esm[name]) throw new Error(name + ' differs')
     console.log((await esm.mill((d) => d.map((x) => x * 2)).run('[1,2]')).toString())`,
  )
  assert.deepEqual(await node(['main.mjs'], NATIVE), { stdout: '[2,4]\n', stderr: '' })
})

test('a worker thread loads it and exits', async () => {
  const { node, write } = await installed()
  write(
    'worker.cjs',
    `const { Worker, isMainThread } = require('node:worker_threads')
     const { mill } = require('jsonmill')
     if (isMainThread) new Worker(__filename).on('exit', (code) => console.log('exit', code))
     else mill((d) => d.length).run('[1,2]').then((b) => { if (String(b) !== '2') throw new Error('wrong') })`,
  )
  assert.deepEqual(await node(['worker.cjs'], NATIVE), { stdout: 'exit 0\n', stderr: '' })
})

for (const [entry, module] of [['main.mts', 'nodenext'], ['main.cts', 'nodenext'], ['main.ts', 'commonjs'], ['bundled.ts', 'esnext']]) {
  test(`TypeScript takes the types: ${entry} as ${module}`, async () => {
    const { cwd, node, write } = await installed()
    write(
      entry,
      `import { mill, records, isJsonMillError } from 'jsonmill'
       interface Order { id: number; total: number }
       const big = records<Order>({ input: 'ndjson' }).filter((o) => o.total > 10).map((o) => ({ id: o.id }))
       const output: Buffer = big.runSync('{"id":1,"total":11}')
       const later: Promise<Buffer> = mill((orders: Order[]) => orders.map((o) => o.id)).run(output)
       // @ts-expect-error: a number is no input
       mill((x) => x)(42)
       later.catch((error: unknown) => { if (isJsonMillError(error)) { const code: string = error.code } })`,
    )
    const resolution = { nodenext: 'nodenext', commonjs: 'node10', esnext: 'bundler' }[module]
    const options = { strict: true, noEmit: true, module, moduleResolution: resolution, target: 'es2022', types: ['node'], typeRoots: [path.join(ROOT, 'node_modules/@types')] }
    const config = `tsconfig.${entry}.json`
    write(config, JSON.stringify({ compilerOptions: options, files: [entry] }))
    // versions from 7 on no longer resolve as Node 10 did
    const compiler = resolution === 'node10' ? 'typescript-5.4' : 'typescript'
    const { stdout } = await node([path.join(ROOT, 'node_modules', compiler, 'bin/tsc'), '-p', path.join(cwd, config)]).catch((error) => error)
    assert.equal(stdout, '')
  })
}

test('without the platform package everything runs in V8, with one warning', async () => {
  const { node, write } = await consumer('root-only', [rootTarball])
  write('main.cjs', `const { mill } = require('jsonmill'); for (const n of [1, 2]) console.log(mill((d) => d + 1)(String(n)).toString())`)
  const { stdout, stderr } = await node(['main.cjs'], { JSONMILL_MODE: '' })
  assert.equal(stdout, '2\n3\n')
  assert.equal(stderr.match(/ERR_JSONMILL_NATIVE_LOAD/g)?.length, 1, stderr)
  await assert.rejects(node(['main.cjs'], NATIVE), /ERR_JSONMILL_NATIVE_LOAD/)
})

test('the packages are small, free of install scripts and agree', async () => {
  const { cwd } = await installed()
  assert.ok(statSync(rootTarball).size < 300_000)
  const root = readJson(cwd, 'node_modules/jsonmill/package.json')
  const platform = readJson(cwd, 'node_modules', addon().replace(/^jsonmill\./, 'jsonmill-').replace(/\.node$/, ''), 'package.json')
  assert.deepEqual(platform.engines, root.engines, 'npm silently skips a platform package whose engines do not match')
  assert.equal(platform.version, root.version)
  for (const manifest of [root, platform]) {
    for (const script of ['preinstall', 'install', 'postinstall']) assert.equal(manifest.scripts?.[script], undefined)
    assert.deepEqual(manifest.dependencies ?? {}, {})
  }
  const files = readdirSync(path.join(cwd, 'node_modules/jsonmill'), { recursive: true })
  assert.deepEqual(files.filter((file) => /\.(rs|node)$|Cargo|__test__/.test(file)), [])
})
