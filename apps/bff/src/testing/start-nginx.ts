import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findInstalledProgram } from './find-installed-program.ts'
import { findPort } from './find-port.ts'
import { findServerUser } from './find-postgres.ts'
import { startInFolder } from './start-in-folder.ts'

/** The installed nginx; null if there is none. */
export const nginx = findInstalledProgram('nginx')

export interface Nginx {
  url: string
  close(): Promise<void>
}

const configuration = join(import.meta.dirname, '../../../../deploy/nginx/nginx.conf')

/** Our nginx.conf in front of these servers: without TLS, and with addresses instead of names that Docker resolves. */
export async function startNginx(servers: readonly { url: string }[]): Promise<Nginx> {
  const program = nginx
  if (program === null) throw new Error('nginx is not installed: on Debian, "apt-get install nginx"')
  return await startInFolder(findServerUser(), async (folder) => {
    const port = await findPort()
    const url = `http://localhost:${port}`
    const file = join(folder.path, 'nginx.conf')
    const text = (await readFile(configuration, 'utf8'))
      .replaceAll('/tmp/', `${folder.path}/`)
      .replace(/^ *(resolver|ssl_\w+) .*;$/gm, '')
      .replace('listen 8443 ssl', `listen 127.0.0.1:${port}`)
      .replace(/server-(\d):3000 resolve/g, (_, number) => `127.0.0.1:${new URL(servers[number - 1]?.url ?? '').port}`)
    await writeFile(file, text)
    await folder.start(program, ['-c', file, '-g', 'daemon off;', '-e', 'stderr'], `${url}/healthz`)
    return { url }
  })
}
