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
    ['HTTPS_PROXY', 'http://user:geheim%zz@proxy.example:8080'],
    ['https_proxy', 'http://us%er:geheim@proxy.example:8080'],
    ['HTTP_PROXY', 'http://user:100%@proxy.example:8080'],
    ['http_proxy', 'http://user:%E0%A4%A@proxy.example:8080'],
    ['ALL_PROXY', 'socks5://user:geheim%@proxy.example:1080'],
    ['all_proxy', 'nonsense'],
    ['NODE_EXTRA_CA_CERTS', '/no/such/file.pem'],
    ['NODE_EXTRA_CA_CERTS', import.meta.dirname],
    ['NODE_EXTRA_CA_CERTS', import.meta.filename],
    ['AZURE_REGIONAL_AUTHORITY_NAME', 'westeurope'],
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
    expect(() => parseConfig({ [name]: value })).not.toThrow(/geheim|:100%|%E0/)
  })

  it('takes a proxy with an encoded password, and says that ALL_PROXY is not used', () => {
    const proxy = 'http://user:50%25%40home@proxy.example:8080'
    expect(parseConfig({ HTTPS_PROXY: proxy, http_proxy: proxy }).unusedSettings).toEqual([])
    expect(parseConfig({ ALL_PROXY: 'socks5://proxy.example:1080' }).unusedSettings).toEqual(['ALL_PROXY'])
    expect(parseConfig({ HTTPS_PROXY: proxy, all_proxy: proxy }).unusedSettings).toEqual([])
  })

  it('refuses an admin without a password', () => {
    expect(() => parseConfig({ ADMIN_EMAIL: 'ada@example.com' })).toThrow(/ADMIN_PASSWORD/)
  })
})
