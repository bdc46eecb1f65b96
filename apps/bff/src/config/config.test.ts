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

  it('does not take the command shell of a person for its own setting', () => {
    for (const path of ['/bin/bash', 'C:\\Program Files\\Git\\usr\\bin\\bash.exe'])
      expect(parseConfig({ SHELL: path }).shell).toBe('on')
    expect(parseConfig({ SHELL: 'off' }).shell).toBe('off')
  })

  it('has a public address with or without a path, and without a slash at its end', () => {
    const publicUrlOf = (address: string) => parseConfig({ PUBLIC_URL: address }).publicUrl
    expect(publicUrlOf('https://mail.example.com/')).toBe('https://mail.example.com')
    expect(publicUrlOf('https://mail.example.com:8443/tools/email/')).toBe('https://mail.example.com:8443/tools/email')
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
    ['HTTPS_PROXY', 'http://user:secret-word@proxy.example:99999'],
    ['https_proxy', 'proxy.example:8080'],
    ['HTTP_PROXY', 'none'],
    ['HTTPS_PROXY', 'http://user:secret-word%zz@proxy.example:8080'],
    ['https_proxy', 'http://us%er:secret-word@proxy.example:8080'],
    ['HTTP_PROXY', 'http://user:100%@proxy.example:8080'],
    ['http_proxy', 'http://user:%E0%A4%A@proxy.example:8080'],
    ['ALL_PROXY', 'socks5://user:secret-word%@proxy.example:1080'],
    ['all_proxy', 'nonsense'],
    ['NODE_EXTRA_CA_CERTS', '/no/such/file.pem'],
    ['NODE_EXTRA_CA_CERTS', import.meta.dirname],
    ['NODE_EXTRA_CA_CERTS', import.meta.filename],
    ['AZURE_REGIONAL_AUTHORITY_NAME', 'westeurope'],
    ['PUBLIC_URL', 'https://mail.example.com/path?query'],
    ['PUBLIC_URL', 'https://mail.example.com/../path'],
    ['PUBLIC_URL', 'https://mail.example.com/a%2fb'],
    ['PUBLIC_URL', 'https://mail.example.com//path'],
    ['PUBLIC_URL', 'https://mail.example.com/bots'],
    ['PUBLIC_URL', 'https://mail.example.com/api'],
    ['PUBLIC_URL', 'https://mail.example.com/api/v1'],
    ['PUBLIC_URL', 'https://mail.example.com/assets/mail'],
    ['PUBLIC_URL', 'https://mail.example.com/bots/orders'],
    ['PUBLIC_URL', 'https://mail.example.com/bots/orders/settings'],
    ['PUBLIC_URL', 'https://ada@mail.example.com/path'],
    ['SHELL', 'none'],
    ['THEME_FILE', '/no/such/theme.css'],
    ['THEME_FILE', '/dev/zero'],
    ['THEME_FILE', import.meta.dirname],
    ['THEME_FILE', import.meta.filename],
    ['FRAME_ANCESTORS', 'http://dashboard.example.com'],
    ['FRAME_ANCESTORS', '*'],
    ['FRAME_ANCESTORS', 'https://dashboard.example.com/path'],
    ['FRAME_ANCESTORS', "https://dashboard.example.com 'unsafe-inline'; script-src *"],
    ['DATABASE_URL', 'postgres://db'],
    ['DATABASE_URL', 'postgres://u:secret-word@db.example.com/x'],
    ['DATABASE_URL', 'postgres://u:secret-word@db.example.com/x?sslmode=require'],
    ['DATABASE_URL', 'postgres://u:secret-word@127.0.0.1/x?host=127.0.0.1&host=db.example.com'],
    ['DATABASE_URL', 'postgres://u:secret-word@db.example.com/x?sslmode=verify-full&sslmode=disable'],
    ['DATABASE_URL', 'postgres://u:secret-word%@127.0.0.1/x'],
    ['DATABASE_URL', 'postgres://u:secret-word@db.example.com/x?sslmode=verify-full&sslrootcert=/no/such/file.pem'],
    ['PGSSLROOTCERT', '/no/such/file.pem'],
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
        message: expect.stringMatching(
          new RegExp(`${name} (?!.*${value.length > 1 ? value.replaceAll(/[?*.&]/g, '.') : 'no value'})`),
        ),
      }),
    )
    expect(() => parseConfig({ [name]: value })).not.toThrow(/secret-word|:100%|%E0/)
  })

  it.each([
    ['postgres://user@%2Fvar%2Frun%2Fpostgresql/name', '/var/run/postgresql/name'],
    ['postgres://user@%2Fvar%2Frun%2Fpostgresql:5433/name', '/var/run/postgresql:5433/name'],
    ['postgres:///name?host=/var/run/postgresql&user=user', '/var/run/postgresql/name'],
    ['postgresql://user:secret-word@localhost/name', 'localhost/name'],
    ['postgres://user:secret-word@[::1]:5433/name', '[::1]:5433/name'],
    ['postgres://user:secret-word@db.example.com/name?sslmode=verify-full', 'db.example.com/name'],
  ])('takes the database %s, and shows only its place', (url, place) => {
    expect(parseConfig({ DATABASE_URL: url }).database).toMatchObject({ engine: 'postgres', place })
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
