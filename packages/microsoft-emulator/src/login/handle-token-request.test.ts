import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { example, exampleByCloud, type MicrosoftEmulator } from '../start-microsoft-emulator.ts'
import { emulateMicrosoft } from '../testing/emulate-microsoft.ts'
import { getToken, requestToken, sendRequest } from '../testing/microsoft-client.ts'

const context = emulateMicrosoft()
const graph = 'https://graph.microsoft.com'

describe('a token', () => {
  it('is issued for the right values, with the members of the real response', async () => {
    const { status, headers, json } = await requestToken(context.emulator)
    expect(status).toBe(200)
    expect(json).toEqual({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
    })
    expect(headers).toMatchObject({ 'cache-control': 'no-store, no-cache', pragma: 'no-cache', expires: '-1' })
  })

  it('has the claims of a real app-only token', async () => {
    const token = await getToken(context.emulator)
    const claims = decodeJwt(token)
    expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'JWT', alg: 'RS256', nonce: expect.any(String) })
    expect(claims).toMatchObject({
      aud: graph,
      iss: `https://sts.windows.net/${example.tenantId}/`,
      appid: example.clientId,
      appidacr: '1',
      idtyp: 'app',
      oid: example.servicePrincipalId,
      sub: example.servicePrincipalId,
      roles: ['Mail.Send'],
      tid: example.tenantId,
      ver: '1.0',
    })
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3900)
    expect(claims).not.toHaveProperty('scp')
  })

  it('has no roles member if there is no consent', async () => {
    for (const clientId of [example.unconsentedClientId, example.delegatedOnlyClientId, example.exchangeOnlyClientId]) {
      expect(decodeJwt(await getToken(context.emulator, { client_id: clientId }))).not.toHaveProperty('roles')
    }
  })

  it('is issued for a verified domain instead of the tenant ID', async () => {
    expect((await requestToken(context.emulator, {}, { tenant: 'Contoso.Example' })).status).toBe(200)
  })

  it('is issued for Basic credentials, unknown fields and a query string', async () => {
    const basic = Buffer.from(`${example.clientId}:${encodeURIComponent(example.secret)}`).toString('base64')
    const response = await sendRequest(context.emulator, `/${example.tenantId}/oauth2/v2.0/token?client-request-id=x`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', authorization: `Basic ${basic}` },
      body: `grant_type=client_credentials&scope=${encodeURIComponent(`${graph}/.default`)}&x-client-SKU=msal.js.node`,
    })
    expect(response.status).toBe(200)
  })

  it.each(Object.entries(exampleByCloud))('is issued in the cloud %s for its own Graph', async (cloud, ids) => {
    const { emulator } = context
    const hosts: Record<string, string> = {
      global: 'graph.microsoft.com',
      'us-government': 'graph.microsoft.us',
      'us-government-dod': 'dod-graph.microsoft.us',
      china: 'microsoftgraph.chinacloudapi.cn',
      bleu: 'graph.svc.sovcloud.fr',
      delos: 'graph.svc.sovcloud.de',
      govsg: 'graph.svc.sovcloud.sg',
    }
    const scope = `https://${hosts[cloud]}/.default`
    const { status, json } = await requestToken(emulator, { client_id: ids.clientId, scope }, { tenant: ids.tenantId })
    expect(status).toBe(200)
    expect(decodeJwt(json.access_token).aud).toBe(`https://${hosts[cloud]}`)
  })
})

describe('a refusal', () => {
  type Row = [
    what: string,
    code: number,
    status: number,
    provoke: (emulator: MicrosoftEmulator) => ReturnType<typeof requestToken>,
  ]
  const fields = (form: Record<string, string | undefined>, tenant?: string) => (emulator: MicrosoftEmulator) =>
    requestToken(emulator, form, tenant === undefined ? {} : { tenant })
  const changed = (change: (emulator: MicrosoftEmulator) => void) => (emulator: MicrosoftEmulator) => {
    change(emulator)
    return requestToken(emulator)
  }
  const contoso = (emulator: MicrosoftEmulator) => {
    const tenant = emulator.directory.tenants[0]
    if (!tenant) throw new Error('The directory has no tenant')
    return tenant
  }
  const inCloud = (cloud: keyof typeof exampleByCloud, root: string) =>
    fields(
      { client_id: exampleByCloud[cloud].clientId, scope: `https://${root}/.default` },
      exampleByCloud[cloud].tenantId,
    )

  const rows: Row[] = [
    ['an unknown tenant', 90002, 400, fields({}, '11111111-1111-4111-8111-111111111111')],
    ['an unknown domain', 90002, 400, fields({}, 'unknown.example')],
    ['the empty GUID as tenant', 90002, 400, fields({}, '00000000-0000-0000-0000-000000000000')],
    ['a mistyped tenant', 900023, 400, fields({}, 'c0470505-0000-4000-8000')],
    ['common as tenant', 9001023, 400, fields({}, 'common')],
    ['organizations as tenant', 7000229, 401, fields({}, 'organizations')],
    [
      'a JSON body',
      900144,
      400,
      (emulator) => requestToken(emulator, {}, { headers: { 'content-type': 'application/json' } }),
    ],
    ['a missing grant', 900144, 400, fields({ grant_type: undefined })],
    ['a missing client ID', 900144, 400, fields({ client_id: '' })],
    ['a missing scope', 900144, 400, fields({ scope: undefined })],
    ['an unknown grant', 70003, 400, fields({ grant_type: 'magic' })],
    ['a resource instead of the scope', 901002, 400, fields({ scope: undefined, resource: graph })],
    ['GET', 900561, 400, (emulator) => sendRequest(emulator, `/${example.tenantId}/oauth2/v2.0/token`)],
    ['a scope without /.default', 1002012, 400, fields({ scope: `${graph}/Mail.Send` })],
    ['a mixed scope', 70011, 400, fields({ scope: `${graph}/.default openid` })],
    ['two resources', 700022, 400, fields({ scope: `${graph}/.default https://outlook.office365.com/.default` })],
    ['an unknown resource', 500011, 400, fields({ scope: 'https://unknown.example/.default' })],
    ['an unknown client', 700016, 400, fields({ client_id: '11111111-1111-4111-8111-111111111111' })],
    ["the application's object ID", 700016, 400, fields({ client_id: example.applicationObjectId })],
    ['a client of another tenant', 700016, 400, fields({ client_id: exampleByCloud.china.clientId })],
    ['no service principal', 7000229, 401, fields({ client_id: example.withoutServicePrincipalClientId })],
    ['a disabled application', 7000112, 400, fields({ client_id: example.disabledClientId })],
    ['no secret', 7000216, 401, fields({ client_secret: undefined })],
    ['an empty secret', 7000216, 401, fields({ client_secret: '' })],
    ['a wrong secret', 7000215, 401, fields({ client_secret: 'wrong' })],
    ['the Secret ID', 7000215, 401, fields({ client_secret: example.secretId })],
    ['a secret with a trailing space', 7000215, 401, fields({ client_secret: `${example.secret} ` })],
    ['a deleted secret', 7000215, 401, fields({ client_secret: example.deletedSecret })],
    ['a secret that is not valid yet', 7000215, 401, fields({ client_secret: example.futureSecret })],
    ['an expired secret', 7000222, 401, fields({ client_secret: example.expiredSecret })],
    [
      'Conditional Access',
      53003,
      400,
      changed((e) => e.control.setConditionalAccess({ tenantId: example.tenantId, blocked: true })),
    ],
    [
      'a tenant blocked for fraud',
      5000224,
      400,
      changed((e) => e.control.blockTenant({ tenantId: example.tenantId, reason: 'fraud' })),
    ],
    [
      'an inactive tenant',
      5000225,
      400,
      changed((e) => e.control.blockTenant({ tenantId: example.tenantId, reason: 'inactivity' })),
    ],
    [
      'a disabled service principal of Graph',
      500014,
      400,
      changed((e) => {
        contoso(e).graphServicePrincipal = 'disabled'
      }),
    ],
    [
      'an absent service principal of Graph',
      500011,
      400,
      changed((e) => {
        contoso(e).graphServicePrincipal = 'absent'
      }),
    ],
    [
      'a tenant that a proxy does not allow',
      500021,
      400,
      (e) => requestToken(e, {}, { headers: { 'restrict-access-to-tenants': 'fabrikam.example' } }),
    ],
    ['a Chinese tenant in the global cloud', 90002, 400, inCloud('china', 'graph.microsoft.com')],
    ['a US Government tenant in the global cloud', 900439, 400, inCloud('us-government', 'graph.microsoft.com')],
    ['a DoD tenant in the global cloud', 900382, 400, inCloud('us-government-dod', 'graph.microsoft.com')],
    ['a DoD tenant with the scope of GCC High', 500011, 400, inCloud('us-government-dod', 'graph.microsoft.us')],
    ['a global tenant in the US Government cloud', 90002, 400, inCloud('global', 'graph.microsoft.us')],
    ['a global tenant in China', 90002, 400, inCloud('global', 'microsoftgraph.chinacloudapi.cn')],
    [
      'two client IDs',
      7000110,
      400,
      (e) =>
        requestToken(
          e,
          { client_id: example.disabledClientId },
          { headers: { authorization: `Basic ${Buffer.from(`${example.clientId}:x`).toString('base64')}` } },
        ),
    ],
    [
      'a field given twice',
      9002313,
      400,
      (e) =>
        sendRequest(e, `/${example.tenantId}/oauth2/v2.0/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'grant_type=a&grant_type=b',
        }),
    ],
  ]

  it.each(rows)('of %s is AADSTS%i', async (_, code, status, provoke) => {
    const response = await provoke(context.emulator)
    expect([response.status, response.json?.error_codes]).toEqual([status, [code]])
  })

  it('follows the order tenant, scope, client, service principal, secret', async () => {
    const wrong = { client_id: 'unknown', scope: 'x', client_secret: 'wrong' }
    const codes: (number | undefined)[] = []
    const codeOf = async (form: Record<string, string>, tenant?: string) =>
      codes.push(
        (await requestToken(context.emulator, form, tenant === undefined ? {} : { tenant })).json.error_codes[0],
      )
    await codeOf(wrong, 'unknown.example')
    await codeOf(wrong)
    await codeOf({ ...wrong, scope: `${graph}/.default` })
    await codeOf({ client_id: example.disabledClientId, client_secret: 'wrong' })
    await codeOf({ client_secret: 'wrong' })
    expect(codes).toEqual([90002, 1002012, 700016, 7000112, 7000215])
  })

  it('is a bare 404 for an empty tenant', async () => {
    const response = await sendRequest(context.emulator, '//oauth2/v2.0/token', { method: 'POST', body: '' })
    expect([response.status, response.text]).toEqual([404, ''])
  })

  it("uses the caller's client-request-id as correlation ID, and echoes it if the caller asks for it", async () => {
    const id = '0bd6b1a6-2c4b-4b36-9a1b-111111111111'
    const headers = { 'client-request-id': id, 'return-client-request-id': 'true' }
    const response = await requestToken(context.emulator, { client_secret: 'wrong' }, { headers })
    expect(response.json.correlation_id).toBe(id)
    expect(response.headers['client-request-id']).toBe(id)
  })

  it('by Conditional Access has the suberror and the claims', async () => {
    context.emulator.control.setConditionalAccess({ tenantId: example.tenantId, blocked: true })
    const { json } = await requestToken(context.emulator)
    expect(json).toMatchObject({ error: 'invalid_grant', suberror: 'message_only' })
    expect(JSON.parse(json.claims).access_token.capolids.essential).toBe(true)
  })
})

describe('a secret', () => {
  it('stops working when it expires, and an added one works', async () => {
    const { emulator } = context
    emulator.control.expireSecret({ clientId: example.clientId, keyId: example.secretId })
    expect((await requestToken(emulator)).json.error_codes).toEqual([7000222])
    const { value } = emulator.control.addSecret({ clientId: example.clientId })
    expect(value).toMatch(/^[a-zA-Z0-9_~.-]{3}\dQ~[a-zA-Z0-9_~.-]{31,34}$/)
    expect((await requestToken(emulator, { client_secret: value })).status).toBe(200)
  })

  it('that starts later works when its start time is reached', async () => {
    const { emulator } = context
    const startsAt = new Date(emulator.now().getTime() + 60_000).toISOString()
    const { value } = emulator.control.addSecret({ clientId: example.clientId, startsAt })
    expect((await requestToken(emulator, { client_secret: value })).json.error_codes).toEqual([7000215])
    emulator.control.advanceClock({ seconds: 61 })
    expect((await requestToken(emulator, { client_secret: value })).status).toBe(200)
  })
})
