import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPort } from './testing/find-port.ts'
import { findProgram } from './testing/run-program.ts'
import { createServerDatabase, runsOnPostgres, type ServerDatabase } from './testing/test-database.ts'

const root = join(import.meta.dirname, '../../..')
const main = findProgram('main.ts')
const cli = findProgram('cli.ts')
const pretendOldNode =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})'

let folder: string
let database: ServerDatabase
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'office365-email-main-'))
  database = await createServerDatabase(folder)
})
afterEach(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

const expectedFiles = ['encryption-keys', ...(runsOnPostgres ? [] : ['test.db', 'test.db.lock'])]

function start(
  script: string,
  environment: Record<string, string> = {},
  nodeArguments: string[] = [],
  argumentList: string[] = [],
) {
  const preloaded = [...nodeArguments, '--import', './apps/bff/require-node.js']
  const child = spawn(process.execPath, [...preloaded, script, ...argumentList], {
    cwd: root,
    env: {
      DATABASE_URL: database.url,
      ENCRYPTION_KEYS_FILE: join(folder, 'encryption-keys'),
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk
  })
  const ended = once(child, 'close').then(([exitCode]: number[]) => ({ exitCode, output, errors }))
  return { child, ended, output: () => output }
}

it.each(['apps/bff/src/main.ts', 'apps/bff/src/cli.ts'])(
  '%s ends with one sentence on a Node that is too old',
  async (script) => {
    const { exitCode, output, errors } = await start(script, {}, ['--import', pretendOldNode]).ended
    expect({ exitCode, output }).toEqual({ exitCode: 78, output: '' })
    expect(errors).toMatch(/^Office 365 email needs Node 24\.15 or newer, and this is 20\.20\.2.*\n$/)
    expect(await readdir(folder)).toEqual([])
  },
)

it.each<[string, Record<string, string>, string[]]>([
  ['--inspect', {}, ['--inspect=0']],
  ['--inspect', { NODE_OPTIONS: '--inspect=127.0.0.1:0' }, []],
  ['--heapsnapshot-signal', {}, ['--heapsnapshot-signal=SIGUSR2']],
  ['--heapsnapshot-near-heap-limit', { NODE_OPTIONS: '--heapsnapshot-near-heap-limit=1' }, []],
])('ends with one sentence if %s would expose its memory (%j, %j)', async (option, environment, nodeArguments) => {
  for (const script of [main, cli]) {
    const { exitCode, output, errors } = await start(script, environment, nodeArguments).ended
    expect({ exitCode, output }).toEqual({ exitCode: 78, output: '' })
    // Node itself reports that a debugger listens, before our code runs.
    expect(errors).toMatch(new RegExp(`(^|\\n)${option} exposes the memory of this process.*\\n$`))
  }
  expect(await readdir(folder)).toEqual([])
})

it.skipIf(process.platform === 'win32')('opens no inspector on a signal', async () => {
  const server = start(main)
  await expect.poll(server.output, { timeout: 25_000 }).toMatch(/listening/)
  server.child.kill('SIGUSR1')
  await new Promise((resolve) => setTimeout(resolve, 300))
  server.child.kill('SIGTERM')
  expect(await server.ended).toMatchObject({ exitCode: 0, errors: '' })
})

it('names a wrong variable and changes nothing', async () => {
  const { exitCode, errors } = await start(main, { PUBLIC_URL: 'canary.example' }).ended
  expect(exitCode).toBe(78)
  expect(errors).toContain('PUBLIC_URL')
  expect(errors).not.toContain('canary')
  expect(await readdir(folder)).toEqual([])
})

it('warns at the start about colors of THEME_FILE that are hard to read, and names the pair', async () => {
  const file = join(folder, 'theme.css')
  await writeFile(file, ':root { --office365-email-color-text: #999; --office365-email-color-txt: #000 }')
  const server = start(main, { THEME_FILE: file })
  await expect
    .poll(server.output, { timeout: 25_000 })
    .toMatch(/THEME_FILE: --office365-email-color-txt has no effect.*\n.*color-text on .*color-background.* 2\.84 to 1/)
  server.child.kill('SIGTERM')
  expect(await server.ended).toMatchObject({ exitCode: 0 })
})

it('says which port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  const { exitCode, errors } = await start(main, { PORT: port }).ended
  other.close()
  expect(exitCode).toBe(78)
  expect(errors).toContain(port)
})

it.each([
  ['from one file', main],
  ['from the sources', 'apps/bff/src/main.ts'],
])('prints a set-up link at the first start, and stops cleanly, %s', async (_, script) => {
  const server = start(script)
  await expect.poll(server.output, { timeout: 25_000 }).toMatch(/\/set-up#[\w-]{43}\n/)
  server.child.kill('SIGTERM')
  const { exitCode, errors } = await server.ended
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' })
  expect((await readdir(folder)).sort()).toEqual(expectedFiles)
})

it('keeps the set-up link over another start, and says how to get a new one', async () => {
  const first = start(main)
  await expect.poll(first.output, { timeout: 25_000 }).toMatch(/\/set-up#[\w-]{43}\n/)
  first.child.kill('SIGTERM')
  await first.ended
  const second = start(main)
  await expect.poll(second.output, { timeout: 25_000 }).toContain('pnpm --silent admin set-up-link')
  second.child.kill('SIGTERM')
  expect((await second.ended).output).not.toContain('/set-up#')
})

it('prints the port that it got, in all links, if PORT is 0', async () => {
  const server = start(main)
  await expect.poll(server.output, { timeout: 25_000 }).toMatch(/\/set-up#[\w-]{43}\n/)
  const [, address] = /(http:\/\/localhost:\d+)\/set-up#/.exec(server.output()) ?? []
  expect((await fetch(`${address}/readyz`)).status).toBe(200)
  await expect.poll(server.output).toContain(`"port":${address?.split(':')[2]},"publicUrl":"${address}"`)
  server.child.kill('SIGTERM')
  await server.ended
})

it('is built of ASCII only, which V8 keeps in half of the memory', async () => {
  const files = (await readdir(dirname(main))).filter((name) => name.endsWith('.js'))
  expect(files).toContain('main.js')
  const contents = await Promise.all(files.map((name) => readFile(join(dirname(main), name), 'utf8')))
  expect(files.filter((_, index) => /[^\0-\x7f]/.test(contents[index] ?? ''))).toEqual([])
})

it('keeps its compiled code beside itself, for the next start', async () => {
  const server = start(main)
  await expect.poll(server.output, { timeout: 25_000 }).toMatch(/listening/)
  server.child.kill('SIGTERM')
  await server.ended
  expect(await readdir(join(dirname(main), 'compile-cache'))).toHaveLength(1)
})

it('prints the version of the product, and changes nothing', async () => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const { exitCode, output, errors } = await start(cli, {}, [], ['--version']).ended
  expect({ exitCode, output, errors }).toEqual({ exitCode: 0, output: `${version}\n`, errors: '' })
  expect(await readdir(folder)).toEqual([])
})

it('shows how a command is used', async () => {
  const { exitCode, errors } = await start(cli).ended
  expect(exitCode).toBe(64)
  expect(errors).toContain('service-keys create --name NAME')
})

it.each([[['--role=owner', '--pasword=hunter2']], [['--password', 'hunter2']]])(
  'refuses an option that a command does not have, and does not repeat it (%j)',
  async (options) => {
    const { exitCode, output, errors } = await start(
      'apps/bff/src/cli.ts',
      {},
      [],
      [...['people', 'add', 'ada@example.com'], ...options],
    ).ended
    expect({ exitCode, output }).toEqual({ exitCode: 64, output: '' })
    expect(errors).toMatch(/^Usage: pnpm --silent admin people add EMAIL .*\n$/)
    expect(await readdir(folder)).toEqual([])
  },
)

it('an operator command ends quietly if the reader of its output closes the pipe', async () => {
  const { child, ended } = start(cli, {}, [], ['bots', 'add', 'sales', '--name', 'Sales'])
  child.stdout.destroy()
  expect(await ended).toMatchObject({ exitCode: 0, errors: '' })
})

/** Runs the server with the redirections of a shell. */
function startWith(redirections: string) {
  const child = spawn('sh', ['-c', `exec "$0" "$1" ${redirections}`, process.execPath, main], {
    cwd: root,
    env: {
      DATABASE_URL: database.url,
      ENCRYPTION_KEYS_FILE: join(folder, 'encryption-keys'),
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close').then(([exitCode, signal]) => ({ exitCode, signal }))
  return { child, ended }
}

let port = 0
beforeEach(async () => {
  port = await findPort()
})

async function untilReady(): Promise<void> {
  const readStatus = () =>
    fetch(`http://localhost:${port}/readyz`).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(readStatus, { timeout: 25_000 }).toBe(200)
}

describe.skipIf(process.platform === 'win32')('a server that cannot write its log', { timeout: 60_000 }, () => {
  it.each<[string, string, (child: ChildProcess) => void]>([
    ['the reader of the log ends before the stop', '', (child) => child.stdout?.destroy()],
    [
      'both readers end before the stop',
      '',
      (child) => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      },
    ],
    ['output is closed from the start', '>&- 2>&-', () => undefined],
    ['the disk is full', '>/dev/full 2>/dev/full', () => undefined],
  ])('ends in time if %s', async (_, redirections, breakOutput) => {
    const { child, ended } = startWith(redirections)
    await untilReady()
    breakOutput(child)
    const signaledAt = performance.now()
    child.kill('SIGTERM')
    expect(await ended).toEqual({ exitCode: 0, signal: null })
    expect(performance.now() - signaledAt).toBeLessThan(15_000)
  })
})

it
  .skipIf(process.platform === 'win32')
  .each<NodeJS.Signals[]>([['SIGHUP'], ['SIGINT'], ['SIGTERM', 'SIGTERM'], ['SIGHUP', 'SIGTERM', 'SIGINT', 'SIGHUP']])(
  'stops cleanly on %s %s %s %s',
  async (...signals) => {
    const { child, ended } = startWith('')
    await untilReady()
    for (const signal of signals.filter((name) => name !== undefined)) {
      child.kill(signal)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(await ended).toEqual({ exitCode: 0, signal: null })
    expect((await readdir(folder)).sort()).toEqual(expectedFiles)
  },
)

it.skipIf(process.platform === 'win32')('a command says that its output could not be written', async () => {
  const child = spawn('sh', ['-c', 'exec "$0" "$1" bots add sales --name Sales >/dev/full', process.execPath, cli], {
    env: {
      DATABASE_URL: database.url,
      ENCRYPTION_KEYS_FILE: join(folder, 'encryption-keys'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk
  })
  const [exitCode] = await once(child, 'close')
  expect({ exitCode, errors }).toEqual({ exitCode: 74, errors: expect.stringMatching(/^The output .*ENOSPC.*\n$/) })
})
