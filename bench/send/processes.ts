import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { setDefaultCACertificates } from 'node:tls'
import { generate } from 'selfsigned'
import { Agent, setGlobalDispatcher } from 'undici'

const root = join(import.meta.dirname, '../..')
export const folder = await mkdtemp(join(tmpdir(), 'bench-send-'))

/**
 * The measured server has its own core. Load and upstream share another, so that they take no time from it. Others
 * usually get the first core, which most programs and kernels prefer.
 */
const cores = { measured: '1', others: '0' }
export type Core = keyof typeof cores
const taskset = '/usr/bin/taskset'
export const isPinned = cpus().length > 1 && existsSync(taskset)
if (isPinned) execFileSync(taskset, ['-a', '-c', '-p', cores.others, String(process.pid)])

export interface Server {
  child: ChildProcess
  port: number
  /** Milliseconds from the spawn to the line with the port. */
  startMs: number
}

const children: ChildProcess[] = []
const groups: string[] = []

const groupRoot = '/sys/fs/cgroup'
const hasOldGroups = existsSync(`${groupRoot}/cpu/cpu.cfs_quota_us`)
const periodUs = 10_000

/** Gives a process only this share of a core, so that it is the bottleneck. Needs Linux and root. Source: the kernel's cgroup v1 and v2. */
function limitProcessor(pid: number, share: number): void {
  const group = `${groupRoot}${hasOldGroups ? '/cpu' : ''}/bench-send-${pid}`
  if (!hasOldGroups) writeFileSync(`${groupRoot}/cgroup.subtree_control`, '+cpu')
  mkdirSync(group)
  groups.push(group)
  const quotaUs = Math.round(share * periodUs)
  if (hasOldGroups) {
    writeFileSync(`${group}/cpu.cfs_period_us`, String(periodUs))
    writeFileSync(`${group}/cpu.cfs_quota_us`, String(quotaUs))
  } else writeFileSync(`${group}/cpu.max`, `${quotaUs} ${periodUs}`)
  writeFileSync(`${group}/cgroup.procs`, String(pid))
}

interface StartOptions {
  environment?: Record<string, string>
  core?: Core
  /** The share of a core that the program gets once it listens; all of it by default. */
  share?: number | undefined
}

/** Starts a program that prints `"port":<number>` once it listens. */
export async function start(
  args: string[],
  { environment = {}, core = 'measured', share }: StartOptions = {},
): Promise<Server> {
  const startedAt = performance.now()
  const command = isPinned ? [taskset, '-c', cores[core], process.execPath] : [process.execPath]
  const child = spawn(command[0] ?? '', [...command.slice(1), ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  const port = await new Promise<number>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /"port":(\d+)/.exec(line)
      if (found) resolve(Number(found[1]))
    })
    lines.once('close', () => reject(new Error(`${args.join(' ')} ended`)))
  })
  const startMs = performance.now() - startedAt
  // Reading more lines would add to the measured time.
  lines.close()
  child.stdout?.resume()
  if (share !== undefined && child.pid !== undefined) limitProcessor(child.pid, share)
  return { child, port, startMs }
}

export async function stop({ child }: Server): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

export async function stopAll(): Promise<void> {
  // Writing a profile at the end takes time.
  const ended = children.filter(({ exitCode }) => exitCode === null).map((child) => once(child, 'exit'))
  for (const child of children) child.kill('SIGTERM')
  await Promise.race([Promise.all(ended), wait(10_000)])
  for (const child of children) child.kill('SIGKILL')
  // A group cannot be removed before its process has ended.
  if (groups.length > 0) await wait(500)
  for (const group of groups) rmdirSync(group)
  await rm(folder, { recursive: true, force: true })
}

export interface Upstream {
  url: string
  /** Environment of a process that connects to it. */
  trust: { NODE_EXTRA_CA_CERTS: string }
}

/** Starts the stand-in for Microsoft that all contestants use. This process trusts it, too. */
export async function startUpstream(): Promise<Upstream> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })
  const paths = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') }
  await writeFile(paths.key, made.private)
  await writeFile(paths.certificate, made.cert)
  setDefaultCACertificates([made.cert])
  setGlobalDispatcher(new Agent({ connect: { ca: made.cert } }))
  const args = ['bench/send/upstream.ts', '--key', paths.key, '--certificate', paths.certificate]
  const { port } = await start(args, { core: 'others' })
  return { url: `https://localhost:${port}`, trust: { NODE_EXTRA_CA_CERTS: paths.certificate } }
}

/** User and system time of all of a process's threads. */
export async function cpuSeconds({ child }: Server): Promise<number> {
  const fields = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

export async function rssMb({ child }: Server): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}
