import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { example } from '@office365-email/microsoft-emulator'
import { decodeProtectedHeader } from 'jose'
import { generate } from 'selfsigned'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { contoso } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient } from '../../testing/test-client.ts'

const day = 24 * 60 * 60_000
const { clientSecret, ...values } = contoso

let server: TestServer
let admin: TestClient
let bot: string
let count = 0

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  server.emulator.reset()
  admin = await server.signIn()
  count += 1
  bot = `/bots/bot-${count}`
  await admin.put(bot, { name: `Bot ${count}` })
})

const submit = (credential: object, changes: object = {}) =>
  admin.put(`${bot}/office365`, { ...values, credential, ...changes })
const read = async () => (await admin.get(`${bot}/office365`)).body
const check = async () => (await admin.post(`${bot}/office365/checks`)).body.checks
const reset = () => admin.post(`${bot}/office365/reset`)
const secretCheck = (checks: { name: string }[]) => checks.find(({ name }) => name === 'secret')
const readCertificate = async (query = '') => (await admin.get(`${bot}/office365/certificate${query}`)).text
const register = (certificate: string, clientId: string = example.clientId) =>
  server.emulator.control.uploadCertificate({ clientId, certificate })
const upload = async () => register(await readCertificate())
/** Makes a certificate, registers it, and signs in with it. */
async function signInWithCertificate(validMonths?: number): Promise<void> {
  await submit({ kind: 'certificate', validMonths })
  await upload()
  await check()
}
const listKeys = () => server.sql('select id from credential_keys where bot_id = ?', bot.slice(6))
const test = async () => (await admin.post(`${bot}/test-messages`, { to: 'grace@example.com' })).body
const lastForm = () => new URLSearchParams(server.emulator.tokenRequests().at(-1)?.body.toString() ?? '')

/** Makes a pair as an administrator would, outside of the product. */
async function makeOwn(changes: { keySize?: number; notAfterDate?: Date } = {}) {
  const made = await generate([{ name: 'commonName', value: 'own' }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    ...changes,
  })
  return { certificate: made.cert, key: made.private, pem: `${made.cert}\n${made.private}` }
}

describe('a certificate that the server makes', () => {
  it('waits until it is uploaded, and then signs in without any secret', async () => {
    const submitted = await submit({ kind: 'certificate' })
    expect(submitted.status).toBe(200)
    expect(submitted.body).toMatchObject({
      state: 'locked',
      version: 1,
      clientSecret: { state: 'not-set', savedAt: null, expiresOn: null },
      credential: {
        kind: 'certificate',
        state: 'waiting',
        origin: 'made',
        thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
      },
    })
    expect(secretCheck(submitted.body.checks)).toMatchObject({
      outcome: 'failed',
      diagnosis: { cause: 'assertion_invalid', title: 'Entra does not know this certificate' },
    })

    const { thumbprint } = await upload()
    expect((await read()).credential.thumbprint).toBe(thumbprint)
    expect(secretCheck(await check())).toMatchObject({ outcome: 'passed', summary: 'Entra accepts the certificate.' })
    expect((await read()).credential.state).toBe('set')
    expect((await test()).outcome).toBe('accepted')

    const form = lastForm()
    expect(form.has('client_secret')).toBe(false)
    const assertion = form.get('client_assertion') ?? ''
    expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: 'PS256', 'x5t#S256': expect.any(String) })
  })

  it('is 2,048 bits of RSA, valid for the chosen months, and shown as PEM and DER', async () => {
    await submit({ kind: 'certificate', validMonths: 6 })
    const pem = await admin.get(`${bot}/office365/certificate`)
    expect(pem.headers.get('content-type')).toBe('application/x-pem-file')
    const certificate = new X509Certificate(pem.text)
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
    expect(certificate.subject).toBe(`CN=office365-email ${bot.slice(6)}`)
    const months = (certificate.validToDate.getTime() - Date.now()) / (30.4 * day)
    expect(Math.round(months)).toBe(6)
    expect((await read()).credential.expiresOn).toBe(certificate.validToDate.toISOString().slice(0, 10))

    const options = { headers: { accept: 'application/pkix-cert' } }
    const der = await admin.request('GET', `${bot}/office365/certificate`, options)
    expect(der.headers.get('content-type')).toBe('application/pkix-cert')
    expect(der.headers.get('content-disposition')).toContain('.cer')
  })

  it('says that it was uploaded to another app in the same words as not uploaded', async () => {
    await submit({ kind: 'certificate' })
    register(await readCertificate(), example.exchangeOnlyClientId)
    const found = secretCheck(await check())
    expect(JSON.stringify(found)).toContain('another app')
    expect((await read()).health.state).toBe('untested')
  })

  it.each([
    ['an expired certificate', async () => server.emulator.control.advanceClock({ seconds: 400 * 86_400 }), /expired/],
    ['a revoked one', async () => server.emulator.control.revokeCertificate({ clientId: example.clientId }), /revoked/],
    ['a wrong clock', async () => server.emulator.control.advanceClock({ seconds: 3600 }), /not valid at this time/],
  ])('recognizes %s', async (_name, breakIt, title) => {
    await signInWithCertificate()
    await breakIt()
    const found = JSON.stringify(secretCheck(await check()))
    expect(found).toMatch(title)
    expect((await read()).health.state).toBe('failing')
  })

  it('saves nothing if another value is refused', async () => {
    const answer = await submit({ kind: 'certificate' }, { clientId: '7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11' })
    expect(problemOf(answer)).toMatchObject({ status: 422, slug: 'microsoft-rejected-values' })
    expect((await read()).state).toBe('unconfigured')
    expect(await listKeys()).toEqual([])
    expect((await admin.get(`${bot}/office365/certificate`)).status).toBe(409)
  })

  it('is kept by a Submit that does not ask for another', async () => {
    await signInWithCertificate()
    const before = await read()
    await reset()
    const kept = await submit({ kind: 'certificate' }, { userEmail: example.userAlias })
    expect(kept.body).toMatchObject({ version: 2, credential: before.credential })
    await reset()
    const old = await admin.put(`${bot}/office365`, values)
    expect(old.body).toMatchObject({ version: 3, credential: before.credential })
    expect((await test()).outcome).toBe('accepted')
  })

  it('is deleted with its key when the configuration is removed', async () => {
    await submit({ kind: 'certificate' })
    await admin.delete(`${bot}/office365`)
    expect(await listKeys()).toEqual([])
    expect((await read()).credential).toEqual({ kind: 'client-secret', expiresOn: null, state: 'not-set' })
  })
})

describe('a certificate of your own', () => {
  it('signs in at once if Entra knows it, and is never shown again', async () => {
    const own = await makeOwn()
    register(own.certificate)
    const answer = await submit({ kind: 'certificate', pem: own.pem })
    expect(answer.body).toMatchObject({ state: 'locked', credential: { state: 'set', origin: 'own' } })
    expect(answer.text).not.toContain('PRIVATE KEY')
    expect(await readCertificate()).not.toContain('PRIVATE KEY')
    expect((await test()).outcome).toBe('accepted')
  })

  it('may have an encrypted key, with its password', async () => {
    const { certificate, key } = await makeOwn()
    const encrypted = createPrivateKey(key)
      .export({
        format: 'pem',
        type: 'pkcs8',
        cipher: 'aes-256-cbc',
        passphrase: 'secret-word',
      })
      .toString()
    register(certificate)
    const pem = `${encrypted}${certificate}`
    expect(problemOf(await submit({ kind: 'certificate', pem })).pointers).toEqual(['/credential/password'])
    const wrong = await submit({ kind: 'certificate', pem, password: 'another' })
    expect(problemOf(wrong).pointers).toEqual(['/credential/password'])
    expect((await submit({ kind: 'certificate', pem, password: 'secret-word' })).status).toBe(200)
  })

  it('is refused without being opened if its encryption would keep the server busy', async () => {
    const { certificate } = await makeOwn()
    const element = (tag: number, ...parts: Buffer[]): Buffer => {
      const content = Buffer.concat(parts)
      return Buffer.concat([Buffer.from([tag, 0x82, content.length >> 8, content.length & 0xff]), content])
    }
    const sequence = (...parts: Buffer[]) => element(0x30, ...parts)
    const oid = (hex: string) => element(0x06, Buffer.from(hex, 'hex'))
    const bytes = (length: number) => element(0x04, Buffer.alloc(length, 1))
    const integer = (value: number) => element(0x02, Buffer.from(value.toString(16).padStart(10, '0'), 'hex'))
    const aes = sequence(oid('60864801650304012a'), bytes(16))
    const version2 = (derivation: Buffer) => sequence(oid('2a864886f70d01050d'), sequence(derivation, aes))
    const pbkdf2 = (rounds: number) => sequence(oid('2a864886f70d01050c'), sequence(bytes(8), integer(rounds)))
    const scrypt = (...parameters: number[]) =>
      sequence(oid('2b06010401da47040b'), sequence(bytes(8), ...parameters.map(integer)))
    const algorithms: Record<string, [Buffer, string]> = {
      'PBKDF2 with usual rounds': [version2(pbkdf2(600_000)), '/credential/password'],
      'PBKDF2 with many rounds': [version2(pbkdf2(1_000_001)), '/credential/pem'],
      'usual scrypt': [version2(scrypt(16_384, 8, 1)), '/credential/password'],
      'scrypt that needs little memory and much time': [version2(scrypt(16_384, 8, 8)), '/credential/pem'],
      'SHA-1 and Triple DES': [
        sequence(oid('2a864886f70d010c0103'), sequence(bytes(8), integer(1_000_001))),
        '/credential/pem',
      ],
      'a length that is too long': [Buffer.from('04880101010101010101', 'hex'), '/credential/pem'],
    }
    const toPem = (label: string, base64: string) => `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`
    const submitKey = (key: string) =>
      submit({ kind: 'certificate', pem: `${certificate}\n${key}`, password: 'secret-word' })
    for (const [name, [algorithm, pointer]] of Object.entries(algorithms)) {
      const base64 = sequence(algorithm, bytes(1_216)).toString('base64')
      const answer = await submitKey(toPem('ENCRYPTED PRIVATE KEY', base64))
      expect([name, problemOf(answer).pointers]).toEqual([name, [pointer]])
    }
    // Another label hides no encryption.
    const hidden = sequence(version2(pbkdf2(1_000_001)), bytes(1_216), Buffer.from('ENCRYPTED', 'base64'))
    expect(problemOf(await submitKey(toPem('PRIVATE KEY', hidden.toString('base64')))).pointers).toEqual([
      '/credential/pem',
    ])
  })

  it('may have a key of 4,096 bits, and none that is longer or takes long to read', async () => {
    const long = await makeOwn({ keySize: 4096 })
    const key = createPrivateKey(long.key)
    const encrypted = key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret-word' })
    register(long.certificate)
    const pem = `${long.certificate}${encrypted.toString()}`
    expect((await submit({ kind: 'certificate', pem, password: 'secret-word' })).status).toBe(200)
    await reset()
    const base64 = Buffer.alloc(3_000).toString('base64')
    for (const label of ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'RSA PRIVATE KEY']) {
      const tooLong = `${long.certificate}-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`
      const refused = await submit({ kind: 'certificate', pem: tooLong, password: 'secret-word' })
      expect(refused.body.errors[0]).toEqual({
        pointer: '/credential/pem',
        detail: 'Use an RSA key of at most 4096 bits.',
      })
    }
  })

  it('is refused if it cannot work', async () => {
    const [own, other] = [await makeOwn(), await makeOwn()]
    const small = await makeOwn({ keySize: 1024 })
    const expired = await makeOwn({ notAfterDate: new Date(Date.now() - day) })
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ format: 'pem', type: 'pkcs8' })
      .toString()
    const refused = {
      'another key': `${own.certificate}\n${other.key}`,
      'no key': own.certificate,
      'no certificate': own.key,
      'a small key': small.pem,
      'an expired one': expired.pem,
      'another algorithm': `${own.certificate}\n${curve}`,
      'no PEM': 'something else',
    }
    for (const [name, pem] of Object.entries(refused))
      expect([name, problemOf(await submit({ kind: 'certificate', pem }))]).toEqual([
        name,
        { status: 422, slug: 'invalid-request', pointers: ['/credential/pem'] },
      ])
    expect(server.emulator.tokenRequests()).toEqual([])
  })
})

describe('a change from one kind to another', () => {
  it('sends with the old secret until Entra accepts the certificate, and then changes over when asked', async () => {
    await admin.put(`${bot}/office365`, contoso)
    await reset()
    const submitted = await submit({ kind: 'certificate' })
    expect(submitted.body).toMatchObject({
      state: 'unlocked',
      version: 1,
      clientSecret: { state: 'set' },
      credential: { kind: 'certificate', state: 'waiting', sendsWith: { kind: 'client-secret' } },
    })
    expect((await test()).outcome).toBe('accepted')
    expect(lastForm().has('client_secret')).toBe(true)

    const again = await submit({ kind: 'certificate' })
    expect(again.body.credential.thumbprint).toBe(submitted.body.credential.thumbprint)
    expect(secretCheck(await check())).toMatchObject({ outcome: 'failed' })

    await upload()
    expect(secretCheck(await check())).toMatchObject({ outcome: 'passed' })
    expect(await read()).toMatchObject({
      state: 'locked',
      version: 2,
      clientSecret: { state: 'not-set' },
      credential: { kind: 'certificate', state: 'set', thumbprint: submitted.body.credential.thumbprint },
    })
    expect((await test()).outcome).toBe('accepted')
    expect(lastForm().has('client_secret')).toBe(false)
    expect(
      await server.sql('select sealed_secret as sealed from office365_configurations where bot_id = ?', bot.slice(6)),
    ).toEqual([{ sealed: null }])
  })

  it('completes with another Submit, too', async () => {
    await admin.put(`${bot}/office365`, contoso)
    await reset()
    await submit({ kind: 'certificate', validMonths: 12 })
    await upload()
    const submitted = await submit({ kind: 'certificate', validMonths: 12 })
    expect(submitted.body).toMatchObject({ state: 'locked', version: 2, credential: { state: 'set' } })
  })

  it('changes nothing if the reset is canceled', async () => {
    await admin.put(`${bot}/office365`, contoso)
    await reset()
    await submit({ kind: 'certificate' })
    const canceled = await admin.delete(`${bot}/office365/reset`)
    expect(canceled.body).toMatchObject({
      state: 'locked',
      version: 1,
      credential: { kind: 'client-secret', state: 'set' },
    })
    expect(await listKeys()).toEqual([])
  })

  it('never takes place after its time is over, even if no check came before', async () => {
    await admin.put(`${bot}/office365`, contoso)
    await reset()
    await submit({ kind: 'certificate' })
    await passDays(15)
    await upload()
    await check()
    expect(await read()).toMatchObject({
      state: 'unlocked',
      version: 1,
      credential: { kind: 'client-secret', state: 'set' },
    })
  })

  it('goes back to a secret', async () => {
    await signInWithCertificate()
    await reset()
    expect(problemOf(await submit({ kind: 'client-secret' })).slug).toBe('secret-required')
    const submitted = await submit({ kind: 'client-secret', clientSecret, expiresOn: '2030-05-03' })
    expect(submitted.body).toMatchObject({
      state: 'locked',
      clientSecret: { state: 'set', expiresOn: '2030-05-03' },
      credential: { kind: 'client-secret', state: 'set', expiresOn: '2030-05-03' },
    })
    expect(await listKeys()).toEqual([])
  })
})

/** Moves the clocks of the server, of Entra and of the library that signs. */
const passDays = async (days: number) => {
  vi.setSystemTime(Date.now() + days * day)
  admin = await server.signIn()
}
afterEach(() => void vi.useRealTimers())

describe('the next certificate', () => {
  const watch = () => server.dependencies.mail.watchOnce(new Date(Date.now() - day), new Date())
  const thumbprintOf = (pem: string) => new X509Certificate(pem).fingerprint.replaceAll(':', '')

  it('is made ahead, and takes over once Entra accepts it, without an outage', async () => {
    await signInWithCertificate(6)
    const first = (await read()).credential
    await passDays(110)
    await watch()
    expect((await read()).credential.next).toBeUndefined()
    await passDays(20)
    await watch()
    const prepared = (await read()).credential
    expect(prepared).toMatchObject({ thumbprint: first.thumbprint, state: 'set', next: { state: 'waiting' } })
    expect(prepared.next.thumbprint).not.toBe(first.thumbprint)
    expect(thumbprintOf(await readCertificate())).toBe(prepared.next.thumbprint)
    expect(thumbprintOf(await readCertificate('?which=current'))).toBe(first.thumbprint)
    await watch()
    expect((await read()).credential.next.thumbprint).toBe(prepared.next.thumbprint)
    expect((await test()).outcome).toBe('accepted')

    await upload()
    await watch()
    const { credential, state, version } = await read()
    expect({ state, version }).toEqual({ state: 'locked', version: 2 })
    expect(credential).toMatchObject({ ...prepared.next, state: 'set' })
    expect(credential.next).toBeUndefined()
    server.emulator.control.deleteCertificate({ clientId: example.clientId, thumbprint: first.thumbprint })
    expect((await test()).outcome).toBe('accepted')
    const { auditEvents } = (await admin.get(`/audit-events?botId=${bot.slice(6)}&action=office365`)).body
    expect(auditEvents.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['office365.certificate-made', 'office365.credential-changed']),
    )
    const [kept, ...others] = await listKeys()
    expect([kept, others]).toEqual([{ id: expect.any(String) }, []])
  })

  it('is made and takes over while another credential waits, which is dropped after 14 days', async () => {
    await signInWithCertificate(1)
    const first = (await read()).credential
    await passDays(20)
    await reset()
    await submit({ kind: 'federated' })
    await passDays(5)
    await watch()
    const both = (await read()).credential
    expect(both).toMatchObject({ kind: 'federated', state: 'waiting', sendsWith: { thumbprint: first.thumbprint } })
    expect(thumbprintOf(await readCertificate('?which=next'))).toBe(both.next.thumbprint)

    register(await readCertificate('?which=next'))
    await watch()
    expect(await read()).toMatchObject({
      state: 'unlocked',
      version: 2,
      credential: { kind: 'federated', state: 'waiting', sendsWith: { thumbprint: both.next.thumbprint } },
    })
    expect((await read()).credential.next).toBeUndefined()
    expect((await test()).outcome).toBe('accepted')

    await passDays(8)
    await watch()
    expect((await read()).credential.kind).toBe('federated')
    await passDays(1)
    await watch()
    expect((await read()).credential).toMatchObject({ thumbprint: both.next.thumbprint, state: 'set' })
    const { auditEvents } = (await admin.get(`/audit-events?botId=${bot.slice(6)}&action=office365`)).body
    const dropped = auditEvents.filter(({ action }: { action: string }) => action === 'office365.credential-dropped')
    expect(dropped).toMatchObject([{ details: { credential: 'federated', submittedAt: expect.any(String) } }])
    expect(await listKeys()).toHaveLength(1)
  })

  it('stays when another credential is submitted, and when the reset is canceled', async () => {
    await signInWithCertificate(1)
    await passDays(25)
    await check()
    const { next } = (await read()).credential
    await reset()
    const submitted = await submit({ kind: 'federated' })
    expect(submitted.body.credential).toMatchObject({ kind: 'federated', state: 'waiting', next })
    expect(Date.parse(submitted.body.credential.waitsUntil) - Date.now()).toBeGreaterThan(13 * day)
    await admin.delete(`${bot}/office365/reset`)
    expect((await read()).credential).toMatchObject({ kind: 'certificate', state: 'set', next })
  })

  it('goes with the credential that it is for, when one that waits takes its place', async () => {
    await signInWithCertificate(1)
    await passDays(25)
    await check()
    await reset()
    const submitted = await submit({ kind: 'certificate', validMonths: 12 })
    const { thumbprint } = submitted.body.credential
    expect(submitted.body.credential).toMatchObject({ state: 'waiting', next: { state: 'waiting' } })
    await upload()
    const again = await submit({ kind: 'certificate', validMonths: 12 })
    expect(again.body).toMatchObject({ state: 'locked', version: 2, credential: { state: 'set', thumbprint } })
    expect(again.body.credential).not.toHaveProperty('next')
    const keys = await listKeys()
    expect(keys).toHaveLength(1)
    const { auditEvents } = (await admin.get(`/audit-events?botId=${bot.slice(6)}&action=office365.submitted`)).body
    expect(auditEvents[0].details).toMatchObject({ version: 2, secret: 'new' })
  })

  it('takes over while the configuration is unlocked, and keeps it so', async () => {
    await signInWithCertificate(1)
    await passDays(25)
    await check()
    await reset()
    await upload()
    await check()
    expect(await read()).toMatchObject({ state: 'unlocked', version: 2, credential: { state: 'set' } })
  })
})

it('refuses what is said twice or makes no sense', async () => {
  const refused = [
    [{ credential: { kind: 'client-secret' }, clientSecret }, '/clientSecret'],
    [{ credential: { kind: 'federated' }, secretExpiresOn: '2030-01-01' }, '/secretExpiresOn'],
    [{ credential: { kind: 'certificate', validMonths: 25 } }, '/credential/validMonths'],
    [{ credential: { kind: 'certificate', password: 'secret-word' } }, '/credential/password'],
    [{ credential: { kind: 'certificate', pem: 'x', validMonths: 3 } }, '/credential/validMonths'],
    [{ credential: { kind: 'magic' } }, '/credential/kind'],
  ] as const
  for (const [changes, pointer] of refused)
    expect(problemOf(await admin.put(`${bot}/office365`, { ...values, ...changes }))).toEqual({
      status: 422,
      slug: 'invalid-request',
      pointers: [pointer],
    })
})
