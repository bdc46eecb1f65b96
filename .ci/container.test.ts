import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { parseConfig } from '../apps/bff/src/config/config.ts'
import { stopWithinMs } from '../apps/bff/src/stop-server.ts'
import { mailEndpoints, shellEndpoints } from '../packages/shared/src/endpoints.ts'
import { listSourceFiles } from './boundaries.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const all = (text: string, pattern: RegExp): string[] => Array.from(text.matchAll(pattern), ([, found]) => found ?? '')
const only = (text: string, pattern: RegExp): string => {
  const [found, ...others] = all(text, pattern)
  if (found === undefined || others.length > 0) throw new Error(`${pattern} is not there exactly once`)
  return found
}

interface Service {
  image: string
  environment: Record<string, string>
  command?: string[]
  volumes: string[]
  ports?: string[]
  stop_grace_period: string
}

interface Container {
  name: string
  image: string
  command?: string[]
  env?: { name: string }[]
  ports?: { containerPort: number }[]
  lifecycle?: { preStop: { sleep: { seconds: number } } }
  startupProbe?: Probe
  readinessProbe?: Probe
  livenessProbe?: Probe
  volumeMounts: { name: string; mountPath: string }[]
}

interface Probe {
  httpGet: { path: string }
}

interface PodSpec {
  terminationGracePeriodSeconds?: number
  containers: Container[]
  initContainers?: Container[]
}

interface Manifest {
  kind: string
  spec?: { template?: { spec: PodSpec } }
}

const product = JSON.parse(read('package.json'))
const dockerfile = read('Dockerfile').replace(/\\\n\s*/g, ' ')
const ignored = read('.dockerignore').split('\n')
const nginx = read('deploy/nginx/nginx.conf')
const build = read('apps/bff/build.ts')

const imageEnvironment = Object.fromEntries(
  only(dockerfile, /^ENV (.*)$/gm)
    .split(/\s+/)
    .map((setting) => setting.split('=') as [string, string]),
)
const { PORT: port = '' } = imageEnvironment
const imageCommand = JSON.parse(only(dockerfile, /^CMD (.*)$/gm))

const services = (file: string): [string, Service][] =>
  Object.entries<Service>(parse(read(file), { merge: true }).services).filter(
    ([, { image }]) => image === 'office365-email',
  )
const one = services('compose.yaml')
const several = services('compose.several-servers.yaml')

const manifests = ['server', 'migrate', 'secrets'].flatMap((name) =>
  parseAllDocuments(read(`deploy/kubernetes/${name}.yaml`)).map((document) => document.toJS() as Manifest),
)
const pods = manifests.flatMap(({ spec }) => spec?.template?.spec ?? [])
const containers = pods.flatMap((pod) => [...(pod.initContainers ?? []), ...pod.containers])
const server = containers.find(({ name }) => name === 'server')
const serverPod = pods.find((pod) => server && pod.containers.includes(server))

describe('the image', () => {
  it('has the version of Node that the repository installs, and the libraries of the same Debian', () => {
    expect(only(dockerfile, /^FROM node:([\d.]+)-trixie-slim/gm)).toBe(product.optionalDependencies.node)
    // Debian 13 is trixie.
    expect(dockerfile).toContain('FROM gcr.io/distroless/cc-debian13\n')
  })

  it('starts programs that the build writes', () => {
    const built = all(only(build, /^export const programs = \[(.*)\]/gm), /'(\w+)'/g).map((name) => `dist/${name}.js`)
    const commands = [imageCommand, ...[...one, ...several].map(([, { command }]) => command)]
    const started = [...commands, ...containers.map(({ command }) => command)].flatMap(
      (command) => command?.find((part: string) => part.endsWith('.js')) ?? [],
    )
    expect(new Set(started)).toEqual(new Set(built))
  })

  it('starts no program that it does not contain', () => {
    const ofProduct = containers.filter(({ image }) => image.startsWith('office365-email:'))
    const commands = [...one, ...several].map(([, { command }]) => command)
    const programs = [...commands, ...ofProduct.map(({ command }) => command)].map((command) => command?.[0] ?? 'node')
    expect(ofProduct.length).toBeGreaterThan(2)
    expect(new Set(programs)).toEqual(new Set(['node']))
    expect(ofProduct.filter(({ lifecycle }) => lifecycle && 'exec' in lifecycle.preStop)).toEqual([])
  })

  it('contains every package that the bundle needs beside it, and no other', () => {
    const outside = all(only(build, /external: \[(.*?)\]/g), /'([^']+)'/g)
    const found = listSourceFiles()
      .filter((file) => /^(apps\/bff|packages\/shared)\/src\/(?!.*(testing\/|\.test\.))/.test(file))
      .flatMap((file) => all(read(file), /createRequire\(import\.meta\.url\)\.resolve\('([^']+)'\)/g))
    const copied = all(dockerfile, /\snode_modules\/((?:@[\w-]+\/)?[\w-]+)\//g)
    expect(new Set(copied)).toEqual(new Set([...outside, ...found]))
  })

  it('contains the file that starts each of them', () => {
    const { resolve } = createRequire(join(root, 'apps/bff/package.json'))
    const copied = all(dockerfile, /\s(node_modules\/\S+)/g)
    const packages = new Set(all(copied.join('\n'), /^node_modules\/((?:@[\w-]+\/)?[\w-]+)\//gm))
    const missing = [...packages]
      .map((name) => resolve(name))
      .filter((file) => !copied.some((path) => `${file}/`.includes(`/${path}/`)))
    expect(missing).toEqual([])
  })

  it.each(['x64', 'arm64'])('copies only files that exist, on %s', (processor) => {
    const files = all(dockerfile, /\s(node_modules\/\S+\/(?:\$\([^)]*\)|\S)+)/g)
    const missing = files
      .map((file) => join('apps/bff', file.replace('$(node -p process.arch)', processor)))
      .filter((file) => !existsSync(join(root, file)))
    expect(files.length).toBeGreaterThan(5)
    expect(missing).toEqual([])
  })

  it('is built from the folders that the build reads', () => {
    for (const path of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'tsconfig.json', 'apps', 'packages'])
      expect(ignored).toContain(`!${path}`)
    expect(ignored[1]).toBe('*')
  })

  it('runs without root, and its signals reach the server', () => {
    expect(Number(only(dockerfile, /^USER (\d+):\d+$/gm))).toBeGreaterThan(0)
    expect(imageCommand[0]).toBe('node')
    expect(dockerfile).not.toContain('ENTRYPOINT')
    expect(only(dockerfile, /^STOPSIGNAL (.*)$/gm)).toBe('SIGTERM')
  })

  it('starts with its settings', () => {
    expect(parseConfig(imageEnvironment)).toMatchObject({
      host: '0.0.0.0',
      database: { engine: 'sqlite', file: '/data/office365-email.db' },
      encryptionKeysFile: '/keys/encryption-keys',
    })
    expect(only(dockerfile, /^EXPOSE (\d+)$/gm)).toBe(port)
  })
})

describe('the settings', () => {
  const files = ['config', 'host-settings', 'network-settings', 'page-settings']
  const source = files.map((file) => read(`apps/bff/src/config/${file}.ts`)).join('\n')
  const known = all(source, /^ {2}([A-Z][A-Z_]+): \w/gm)

  it('exist', () => {
    const used = [
      ...Object.keys(imageEnvironment),
      ...[...one, ...several].flatMap(([, { environment }]) => Object.keys(environment)),
      ...containers.flatMap(({ env = [] }) => env.map(({ name }) => name)),
    ]
    expect(used.length).toBeGreaterThan(10)
    expect(used.filter((name) => !known.includes(name))).toEqual([])
  })

  it('of one server are valid', () => {
    const [, { environment } = { environment: {} }] = one[0] ?? []
    const given = Object.entries<string>(environment).map(([name, value]) => [
      name,
      value.replace(/^\$\{\w+:-(.*)\}$/, '$1'),
    ])
    expect(parseConfig({ ...imageEnvironment, ...Object.fromEntries(given) }).publicUrl).toBe(
      `http://localhost:${port}`,
    )
  })
})

describe('a port', () => {
  it('is the same everywhere', () => {
    expect(one.flatMap(([, { ports = [] }]) => ports)).toEqual([`127.0.0.1:${port}:${port}`])
    expect(server?.ports).toEqual([expect.objectContaining({ containerPort: Number(port) })])
  })

  it('of every server is in the configuration of nginx', () => {
    const servers = several.filter(([, { command }]) => command === undefined).map(([name]) => `${name}:${port}`)
    expect(servers).toHaveLength(3)
    expect(all(nginx, /^\s+server (\S+:\d+) /gm)).toEqual(servers)
  })
})

it('probes paths that the server has', () => {
  const app = read('apps/bff/src/app.ts')
  const probed = [server?.startupProbe, server?.readinessProbe, server?.livenessProbe].map(
    (probe) => probe?.httpGet.path ?? '',
  )
  expect(probed).toEqual(['/healthz', '/readyz', '/healthz'])
  const [ofImage = ''] = all(only(dockerfile, /^HEALTHCHECK (.*)$/gm), /\}(\/\w+)`/g)
  for (const path of [...probed, ofImage]) expect(app).toContain(`app.get('${path}'`)
})

describe('the time for a stop', () => {
  it.each([...one, ...several])('is long enough for %s', (_name, service) => {
    expect(Number(/^(\d+)s$/.exec(service.stop_grace_period)?.[1]) * 1000).toBeGreaterThan(stopWithinMs)
  })

  it('is long enough in Kubernetes, with the pause before it', () => {
    const pause = server?.lifecycle?.preStop.sleep.seconds ?? Number.NaN
    expect(((serverPod?.terminationGracePeriodSeconds ?? 0) - pause) * 1000).toBeGreaterThan(stopWithinMs)
  })
})

describe('nginx', () => {
  it('never repeats a request, and passes the name of the host', () => {
    expect(only(nginx, /proxy_next_upstream (.*);/g)).toBe('off')
    expect(only(nginx, /proxy_set_header Host (.*);/g)).toBe('$http_host')
  })

  it('waits longer than the server for Microsoft', () => {
    const budget = Number(
      only(read('apps/bff/src/mail/sending/send-message.ts'), /^const budgetMs = (.*)$/gm).replace('_', ''),
    )
    expect(Number(only(nginx, /proxy_read_timeout (\d+)s;/g)) * 1000).toBeGreaterThan(budget)
  })

  it('accepts the largest body that the server accepts', () => {
    const limits = Object.values({ ...mailEndpoints, ...shellEndpoints }).map((endpoint) =>
      'maxBodyBytes' in endpoint ? Number(endpoint.maxBodyBytes) : 0,
    )
    expect(Number(only(nginx, /client_max_body_size (\d+)m;/g)) * 1_048_576).toBeGreaterThanOrEqual(Math.max(...limits))
  })
})

describe('Kubernetes', () => {
  it('runs the image of this version', () => {
    expect(new Set(containers.map(({ image }) => image))).toEqual(new Set([`office365-email:${product.version}`]))
  })

  it.each(containers)('restricts the container $name', (container) => {
    expect(container).toMatchObject({
      securityContext: {
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      },
    })
  })

  it.each(pods)('runs a pod without root', (pod) => {
    const [user, group] = only(dockerfile, /^USER (.*)$/gm)
      .split(':')
      .map(Number)
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: group,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    })
  })
})

it('mounts the keys where the server reads them', () => {
  const folder = posix.dirname(imageEnvironment['ENCRYPTION_KEYS_FILE'] ?? '')
  for (const [, { volumes }] of [...one, ...several]) expect(volumes).toContain(`./secrets/keys:${folder}:ro`)
  expect(server?.volumeMounts).toContainEqual(expect.objectContaining({ mountPath: folder, readOnly: true }))
  const copy = containers.find(({ name }) => name === 'keys')
  expect(copy?.command?.at(-1)).toBe(imageEnvironment['ENCRYPTION_KEYS_FILE'])
  expect(copy?.command).toContain('0600')
})

it('keeps secrets out of the repository', () => {
  expect(read('.gitignore').split('\n')).toContain('/secrets/')
})
