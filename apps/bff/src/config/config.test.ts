import { describe, expect, it } from 'vitest'
import { parseConfig } from './config.ts'

describe('the configuration', () => {
  it('has a default for every variable', () => {
    const config = parseConfig({})
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      firstAdmin: null,
    })
    expect(config.microsoft.china.graphUrl).toBe('https://microsoftgraph.chinacloudapi.cn')
  })

  it('replaces the hosts of every cloud, but not their scopes', () => {
    const { microsoft } = parseConfig({
      MICROSOFT_LOGIN_URL: 'https://localhost:8443',
      MICROSOFT_GRAPH_URL: 'https://localhost:8444/',
    })
    for (const cloud of Object.values(microsoft))
      expect(cloud).toMatchObject({ loginUrl: 'https://localhost:8443', graphUrl: 'https://localhost:8444' })
    expect(microsoft['us-government'].scope).toBe('https://graph.microsoft.us/.default')
  })

  it.each([
    ['PORT', 'eighty'],
    ['PORT', ' '],
    ['PORT', '0x1F50'],
    ['PORT', '65536'],
    ['HTTPS_PROXY', 'http://user:geheim@proxy.example:99999'],
    ['https_proxy', 'proxy.example:8080'],
    ['HTTP_PROXY', 'none'],
    ['NODE_EXTRA_CA_CERTS', '/no/such/file.pem'],
    ['PUBLIC_URL', 'https://mail.example.com/path'],
    ['DATABASE_URL', 'postgres://db'],
    ['MICROSOFT_LOGIN_URL', 'http://localhost:1'],
    ['ADMIN_PASSWORD', 'hunter2'],
    ['OIDC_TRUST_EMAIL', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['TRUSTED_PROXY_HOPS', '-1'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ])('names %s if it is invalid, and does not show its value', (name, value) => {
    expect(() => parseConfig({ [name]: value })).toThrow(
      expect.objectContaining({
        exitCode: 78,
        message: expect.stringMatching(new RegExp(`${name} (?!.*${value.length > 1 ? value : 'no value'})`)),
      }),
    )
  })

  it('refuses an admin without a password', () => {
    expect(() => parseConfig({ ADMIN_EMAIL: 'ada@example.com' })).toThrow(/ADMIN_PASSWORD/)
  })
})
