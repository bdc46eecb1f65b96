import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { findPort } from './find-port.ts'

const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/opt/homebrew/bin']

/** The installed nginx; null if there is none. */
export const nginx = folders.map((folder) => join(folder, 'nginx')).find(existsSync) ?? null

export interface Nginx {
  url: string
  close(): Promise<void>
}

const configuration = join(import.meta.dirname, '../../../../deploy/nginx/nginx.conf')

/** Our nginx.conf in front of these servers: without TLS, and with addresses instead of names that Docker resolves. */
export async function startNginx(servers: readonly { url: string }[]): Promise<Nginx> {
  if (nginx === null) throw new Error('nginx is not installed: on Debian, "apt-get install nginx"')
  const folder = await mkdtemp(join(tmpdir(), 'office365-email-nginx-'))
  const port = await findPort()
  const file = join(folder, 'nginx.conf')
  const log = join(folder, 'error.log')
  const text = (await readFile(configuration, 'utf8'))
    .replaceAll('/tmp/', `${folder}/`)
    .replace('error_log stderr', `error_log ${log}`)
    .replace(/^ *(resolver|ssl_\w+) .*;$/gm, '')
    .replace('listen 8443 ssl', `listen 127.0.0.1:${port}`)
    .replace(/server-(\d):3000 resolve/g, (_, number) => `127.0.0.1:${new URL(servers[number - 1]?.url ?? '').port}`)
  await writeFile(file, text)
  const child: ChildProcess = spawn(nginx, ['-c', file, '-g', 'daemon off;', '-e', log], { stdio: 'ignore' })
  const url = `http://localhost:${port}`
  const isReady = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  const deadline = performance.now() + 20_000
  while (!(await isReady())) {
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`nginx did not start: ${await readFile(log, 'utf8')}`)
    await wait(20)
  }
  return {
    url,
    async close() {
      const ended = once(child, 'exit')
      child.kill('SIGQUIT')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
