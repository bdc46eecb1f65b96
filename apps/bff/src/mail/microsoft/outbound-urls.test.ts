import { nationalCloudNames } from '@office365-email/shared/national-cloud'
import { readOffice365Field } from '@office365-email/shared/read-office365-field'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../config/config.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { createEntra } from './entra-client.ts'
import { createGraphMail } from './graph-mail.ts'
import type { HttpClient } from './http-client.ts'

const count = process.env['TEST_LONG'] ? 1_000_000 : 20_000
const { microsoft: clouds } = parseConfig({})

/** Records the URL of each request. */
function createRecorder(): { http: HttpClient; urls: string[] } {
  const urls: string[] = []
  return {
    urls,
    http: {
      async request({ url }) {
        urls.push(url.href)
        return { kind: 'not-sent', endedBy: 'network', code: 'RECORDED', message: 'written down' }
      },
      close: async () => undefined,
    },
  }
}

const guid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
const pieces = [
  '..',
  '.',
  '/',
  '//',
  '\\',
  '@',
  '?',
  '#',
  ':',
  ';',
  '%',
  '%2e%2e',
  '%2f',
  '%00',
  '\0',
  '\t',
  '\n',
  ' ',
  '\u2025',
  '\u3002',
  '\uff0e',
  '\uff0f',
  '\u2044',
  '\u200b',
  '\ud800',
  'common',
  'organizations',
  'consumers',
  'me',
  'users',
  'sendMail',
  'evil.example',
  'contoso.example',
  'a@b.example',
  "'",
  '"',
  '(',
  ')',
  '[::1]',
  '127.0.0.1',
  'localhost',
  'xn--',
  '\u00df.example',
  guid,
  guid.toUpperCase(),
  `{${guid}}`,
  guid.replaceAll('-', ''),
  'a'.repeat(300),
]
const id = fc.oneof(
  { weight: 5, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.emailAddress() },
  { weight: 1, arbitrary: fc.domain() },
  { weight: 1, arbitrary: fc.uuid() },
)
const cloud = fc.constantFrom(...nationalCloudNames)

const isGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const isDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/

describe('any value that a person enters', () => {
  it('as User ID leads to one path of Microsoft Graph or nowhere', { timeout: 600_000 }, async () => {
    const { http, urls } = createRecorder()
    const mail = createGraphMail(http, clouds)
    let taken = 0
    await fc.assert(
      fc.asyncProperty(id, cloud, async (text, name) => {
        const reading = readOffice365Field('userId', text)
        if (!('value' in reading)) return
        taken += 1
        const body = { contentType: 'application/json', bytes: Buffer.from('{}') } as const
        const token = secretOf('token')
        await mail.submit({ cloud: name, userId: reading.value, token, body, clientRequestId: guid })
        const url = new URL(urls.pop() ?? '')
        const [empty, version, users, user = '', action, ...rest] = url.pathname.split('/')
        expect([url.origin, url.search, url.hash, url.username]).toEqual([clouds[name].graphUrl, '', '', ''])
        expect([empty, version, users, action, ...rest]).toEqual(['', 'v1.0', 'users', 'sendMail'])
        expect(decodeURIComponent(user)).toBe(reading.value)
      }),
      { numRuns: count },
    )
    expect(taken).toBeGreaterThan(count / 100)
  })

  it('as Tenant ID leads to one path of Microsoft Entra or nowhere', { timeout: 600_000 }, async () => {
    const { http, urls } = createRecorder()
    const entra = createEntra(http, clouds)
    let taken = 0
    await fc.assert(
      fc.asyncProperty(id, cloud, async (text, name) => {
        const reading = readOffice365Field('tenantId', text)
        if (!('value' in reading)) return
        taken += 1
        if (isGuid.test(reading.value)) return
        expect(reading.value).toMatch(isDomain)
        await entra.findTenant(name, reading.value)
        expect(urls.pop()).toBe(`${clouds[name].loginUrl}/${reading.value}/v2.0/.well-known/openid-configuration`)
      }),
      { numRuns: count },
    )
    expect(taken).toBeGreaterThan(count / 100)
  })

  it('is used for sign-in at only one path of Microsoft Entra', async () => {
    const { http, urls } = createRecorder()
    const entra = createEntra(http, clouds)
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.uuid(), cloud, async (tenantId, clientId, name) => {
        const proof = { kind: 'client-secret', clientSecret: secretOf('s') } as const
        await entra.signIn({ cloud: name, tenantId, clientId, proof }, 100)
        // The library adds a request ID as query.
        const paths = urls.splice(0).map((url) => url.replace(/\?client-request-id=[0-9a-f-]{36}$/, ''))
        expect([...new Set(paths)]).toEqual([`${clouds[name].loginUrl}/${tenantId}/oauth2/v2.0/token`])
      }),
      { numRuns: 8 },
    )
  }, 60_000)
})
