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
import { requestToken, sendMail } from './testing/microsoft-client.ts'

const started: MicrosoftEmulator[] = []

async function start(options: MicrosoftEmulatorOptions = {}): Promise<MicrosoftEmulator> {
  const emulator = await startMicrosoftEmulator(options)
  started.push(emulator)
  return emulator
}

afterEach(() => Promise.all(started.splice(0).map((emulator) => emulator.close())))

describe('an emulator', () => {
  it('returns to its seed and forgets everything on reset', async () => {
    const emulator = await start()
    emulator.control.takeConsent({ clientId: example.clientId })
    emulator.failAlways({ on: 'token', status: 500 })
    emulator.reset()
    expect((await sendMail(emulator)).status).toBe(202)
    emulator.reset()
    expect([emulator.sentMail(), emulator.requests(), emulator.tokenRequests()]).toEqual([[], [], []])
  })

  it('works on a copy of its seed, independent of other emulators', async () => {
    const seed = exampleSeed()
    const [first, second] = await Promise.all([start({ seed }), start({ seed })])
    first.control.expireSecret({ clientId: example.clientId })
    expect((await requestToken(first)).status).toBe(401)
    expect((await requestToken(second)).status).toBe(200)
    expect(seed).toEqual(exampleSeed())
  })

  it('uses the given clock', async () => {
    const emulator = await start({ clock: () => new Date('2020-06-01T00:00:00Z') })
    expect((await requestToken(emulator, { client_secret: example.expiredSecret })).status).toBe(200)
    expect((await requestToken(emulator, { client_secret: 'x' })).json.timestamp).toBe('2020-06-01 00:00:00Z')
  })

  it('keeps as many messages as configured', async () => {
    const emulator = await start({ keepSentMail: 2 })
    for (const subject of ['one', 'two', 'three']) await sendMail(emulator, { message: { subject } })
    expect(emulator.sentMail().map(({ subject }) => subject)).toEqual(['two', 'three'])
  })

  it('closes immediately, even if a request hangs, and removes its certificate file', async () => {
    const emulator = await start()
    expect(await readFile(emulator.caFile, 'utf8')).toBe(emulator.caCertificate)
    emulator.failNext({ on: 'token', kind: 'hang' })
    const hanging = requestToken(emulator).catch((error: unknown) => error)
    await expect.poll(() => emulator.requests()[0]?.body).toBeTruthy()
    await emulator.close()
    expect(await hanging).toBeInstanceOf(Error)
    await expect(access(emulator.caFile)).rejects.toThrow('ENOENT')
  })
})

describe('the command line', () => {
  it('prints its URL and values, is trusted through NODE_EXTRA_CA_CERTS and stops on SIGTERM', async () => {
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
