import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import {
  example,
  exampleSeed,
  type MicrosoftEmulator,
  type MicrosoftEmulatorOptions,
  startMicrosoftEmulator,
} from './start-microsoft-emulator.ts'
import { askToken, sendMail } from './testing/microsoft-client.ts'

const started: MicrosoftEmulator[] = []

async function start(options: MicrosoftEmulatorOptions = {}): Promise<MicrosoftEmulator> {
  const emulator = await startMicrosoftEmulator(options)
  started.push(emulator)
  return emulator
}

afterEach(() => Promise.all(started.splice(0).map((emulator) => emulator.close())))

describe('an emulator', () => {
  it('goes back to its seed and forgets everything at reset', async () => {
    const emulator = await start()
    emulator.control.takeConsent({ clientId: example.clientId })
    emulator.failAlways({ on: 'token', status: 500 })
    emulator.reset()
    expect((await sendMail(emulator)).status).toBe(202)
    emulator.reset()
    expect([emulator.sentMail(), emulator.requests(), emulator.tokenRequests()]).toEqual([[], [], []])
  })

  it('works on a copy of its seed, apart from other emulators', async () => {
    const seed = exampleSeed()
    const [first, second] = await Promise.all([start({ seed }), start({ seed })])
    first.control.expireSecret({ clientId: example.clientId })
    expect((await askToken(first)).status).toBe(401)
    expect((await askToken(second)).status).toBe(200)
    expect(seed).toEqual(exampleSeed())
  })

  it('follows the clock it is given', async () => {
    const emulator = await start({ clock: () => new Date('2020-06-01T00:00:00Z') })
    expect((await askToken(emulator, { client_secret: example.expiredSecret })).status).toBe(200)
    expect((await askToken(emulator, { client_secret: 'x' })).json.timestamp).toBe('2020-06-01 00:00:00Z')
  })

  it('keeps as much mail as it is told to', async () => {
    const emulator = await start({ keepSentMail: 2 })
    for (const subject of ['one', 'two', 'three']) await sendMail(emulator, { message: { subject } })
    expect(emulator.sentMail().map(({ subject }) => subject)).toEqual(['two', 'three'])
  })

  it('closes at once, even with a request that hangs, and takes its certificate file along', async () => {
    const emulator = await start()
    expect(await readFile(emulator.caFile, 'utf8')).toBe(emulator.caCertificate)
    emulator.failNext({ on: 'token', kind: 'hang' })
    const hanging = askToken(emulator).catch((error: unknown) => error)
    await expect.poll(() => emulator.requests()[0]?.body).toBeTruthy()
    await emulator.close()
    expect(await hanging).toBeInstanceOf(Error)
    await expect(access(emulator.caFile)).rejects.toThrow('ENOENT')
  })
})

describe('the command line', () => {
  it('prints what is needed, is trusted through NODE_EXTRA_CA_CERTS and stops on SIGTERM', async () => {
    const main = join(import.meta.dirname, 'main.ts')
    const child = spawn(process.execPath, [main, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    await expect.poll(() => output, { timeout: 10_000 }).toContain('User ID')
    const url = /login and Graph +(\S+)/.exec(output)?.[1]
    const caFile = /CA certificate +(\S+)/.exec(output)?.[1]
    const script = `console.log((await fetch('${url}/${example.tenantId}/v2.0/.well-known/openid-configuration')).status)`
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: caFile }
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env })
    expect(stdout.trim()).toBe('200')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
