import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { getSigningKey } from '../login/signing-key.ts'
import { example, exampleByCloud, type MailboxState, type MicrosoftEmulator } from '../start-microsoft-emulator.ts'
import { emulateMicrosoft } from '../testing/emulate-microsoft.ts'
import {
  getToken,
  requestToken,
  sendMail,
  sendRequest,
  type TestResponse,
  type TestSend,
} from '../testing/microsoft-client.ts'

const context = emulateMicrosoft()
const to = (...addresses: string[]) => addresses.map((address) => ({ emailAddress: { address } }))

function summary({ status, json }: TestResponse): [status: number, code: string | undefined] {
  return [status, json.error?.code]
}

describe('an accepted message', () => {
  it('gets 202 without a body, and is kept as it was sent', async () => {
    const { emulator } = context
    const response = await sendMail(emulator, {
      headers: { 'client-request-id': 'mine' },
      payload: {
        message: {
          subject: 'Report',
          body: { contentType: 'HTML', content: '<p>Hi</p>' },
          toRecipients: [{ emailAddress: { address: 'ada@example.com', name: 'Ada' } }],
          ccRecipients: to('grace@example.com'),
          bccRecipients: to('audit@example.com'),
          replyTo: to('desk@example.com'),
          importance: 'high',
          internetMessageHeaders: [{ name: 'X-Custom', value: '1' }],
          attachments: [
            {
              '@odata.type': '#microsoft.graph.fileAttachment',
              name: 'a.txt',
              contentType: 'text/plain',
              contentBytes: 'aGVsbG8=',
            },
          ],
        },
        saveToSentItems: 'false',
      },
    })
    expect([response.status, response.text]).toEqual([202, ''])
    expect(response.headers).toMatchObject({
      'client-request-id': 'mine',
      'cache-control': 'private',
      'content-length': '0',
    })
    expect(emulator.sentMail()).toEqual([
      expect.objectContaining({
        userId: example.userId,
        clientId: example.clientId,
        from: { address: example.userEmail, name: 'Dashboard Bot' },
        to: [{ address: 'ada@example.com', name: 'Ada' }],
        cc: [{ address: 'grace@example.com' }],
        bcc: [{ address: 'audit@example.com' }],
        replyTo: [{ address: 'desk@example.com' }],
        subject: 'Report',
        html: '<p>Hi</p>',
        importance: 'high',
        headers: [{ name: 'X-Custom', value: '1' }],
        attachments: [
          { name: 'a.txt', contentType: 'text/plain', sizeBytes: 5, contentBase64: 'aGVsbG8=', isInline: false },
        ],
        saveToSentItems: false,
        requestId: response.headers['request-id'],
      }),
    ])
  })

  it('can be MIME, with its Bcc', async () => {
    const { emulator } = context
    const mime =
      'From: bot@contoso.example\r\nTo: Ada <ada@example.com>\r\nBcc: audit@example.com\r\nSubject: =?utf-8?B?w4R0c2No?=\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hi</p>\r\n'
    const body = Buffer.from(mime).toString('base64')
    expect((await sendMail(emulator, { headers: { 'content-type': 'text/plain' }, body })).status).toBe(202)
    expect(emulator.sentMail()[0]).toMatchObject({
      format: 'mime',
      subject: 'Ätsch',
      to: [{ address: 'ada@example.com', name: 'Ada' }],
      bcc: [{ address: 'audit@example.com' }],
      html: expect.stringContaining('<p>Hi</p>'),
    })
  })

  it('can be sent by user principal name, from a shared mailbox, or with the namespaced action', async () => {
    const { emulator } = context
    const token = await getToken(emulator)
    expect((await sendMail(emulator, { token, user: 'Bot@Contoso.Example' })).status).toBe(202)
    expect((await sendMail(emulator, { token, user: example.sharedUserId })).status).toBe(202)
    const body = JSON.stringify({ message: { toRecipients: to('a@b.example') } })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const path = `/v1.0/users/${example.userId}/microsoft.graph.sendMail`
    expect((await sendRequest(emulator, path, { method: 'POST', headers, body })).status).toBe(202)
  })

  it('to an unknown address in the tenant ends as a non-delivery report in the sending mailbox', async () => {
    const { emulator } = context
    await sendMail(emulator, { message: { toRecipients: to('unknown@contoso.example', example.otherUserEmail) } })
    expect(emulator.nonDeliveryReports()).toEqual([
      expect.objectContaining({ userId: example.userId, recipient: 'unknown@contoso.example', status: '5.1.10' }),
    ])
  })

  it('shows the primary address if the sender is an alias', async () => {
    const { emulator } = context
    await sendMail(emulator, { message: { from: to(example.userAlias)[0] } })
    expect(emulator.sentMail()[0]?.from.address).toBe(example.userEmail)
  })
})

describe.each(['json', 'mime'] as const)('the sender of a message as %s', (format) => {
  const sendFrom = (address: string, field: 'from' | 'sender' = 'from') => {
    const name = field === 'from' ? 'From' : 'Sender'
    const mime = `${name}: <${address}>\r\nTo: ada@example.com\r\nSubject: x\r\n\r\nx\r\n`
    return sendMail(
      context.emulator,
      format === 'json'
        ? { message: { [field]: to(address)[0] } }
        : { headers: { 'content-type': 'text/plain' }, body: Buffer.from(mime).toString('base64') },
    )
  }
  const ownMailbox = () => {
    const mailbox = context.emulator.directory.mailboxes.find(({ userId }) => userId === example.userId)
    if (!mailbox) throw new Error('The directory has no example mailbox')
    return mailbox
  }

  it.each([
    ['the primary address', example.userEmail],
    ['the primary address in another case', 'Bot@CONTOSO.example'],
    ['an alias', example.userAlias],
    ['an alias in another case', example.userAlias.toUpperCase()],
  ])('can be %s', async (_name, address) => {
    expect((await sendFrom(address)).status).toBe(202)
    expect(context.emulator.sentMail()[0]?.from).toEqual({ address: example.userEmail, name: 'Dashboard Bot' })
  })

  it('stays an alias if the organization allows it', async () => {
    for (const tenant of context.emulator.directory.tenants) tenant.sendFromAliasEnabled = true
    await sendFrom(example.userAlias)
    expect(context.emulator.sentMail()[0]?.from.address).toBe(example.userAlias)
  })

  it('can be another mailbox that it may send as', async () => {
    ownMailbox().sendAs = [example.sharedUserEmail]
    expect((await sendFrom(example.sharedUserEmail.toUpperCase())).status).toBe(202)
    expect(summary(await sendFrom(example.otherUserEmail))).toEqual([403, 'ErrorSendAsDenied'])
  })

  it.each([
    ['another mailbox', example.otherUserEmail],
    ['a group', 'bot-mailboxes@contoso.example'],
    ['an unknown address in the organization', 'unknown@contoso.example'],
    ['an address outside the organization', 'bot@elsewhere.example'],
  ])('cannot be %s', async (_name, address) => {
    for (const field of ['from', 'sender'] as const) {
      const response = await sendFrom(address, field)
      expect(summary(response)).toEqual([403, 'ErrorSendAsDenied'])
      expect(response.json.error.message).toBe(
        'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.',
      )
    }
    expect(context.emulator.sentMail()).toEqual([])
  })
})

describe('a token is refused', () => {
  const rows: [string, string, (emulator: MicrosoftEmulator) => Promise<string>][] = [
    ['if it has no dots', 'IDX14100', async () => 'opaque'],
    ['if it has too few parts', 'CompactToken parsing failed', async () => 'a.b'],
    [
      'if its signature is wrong',
      'Access token validation failure.',
      async (e) => `${(await getToken(e)).slice(0, -8)}AAAAAAAA`,
    ],
    [
      'if its payload was changed',
      'Access token validation failure.',
      async (e) => {
        const [head, payload = '', signature] = (await getToken(e)).split('.')
        const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), roles: ['Everything'] }
        return [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
      },
    ],
    [
      'if it is not signed',
      'Access token validation failure.',
      async (e) => {
        const payload = (await getToken(e)).split('.')[1]
        return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.x`
      },
    ],
    [
      'if it is for another resource',
      'Access token validation failure. Invalid audience.',
      (e) => getToken(e, { scope: 'https://outlook.office365.com/.default' }),
    ],
    [
      'if it has expired',
      'Lifetime validation failed, the token is expired.',
      async (e) => {
        const token = await getToken(e)
        e.control.advanceClock({ seconds: 3601 })
        return token
      },
    ],
    [
      "if it is for another cloud's Graph",
      'Access token validation failure. Invalid audience.',
      async () => {
        const { kid, privateKey } = await getSigningKey()
        const claims = {
          aud: 'https://graph.microsoft.us',
          tid: example.tenantId,
          appid: example.clientId,
          oid: example.servicePrincipalId,
        }
        const jwt = new SignJWT({ ...claims, nbf: 0, exp: 9_999_999_999 })
        return await jwt.setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey)
      },
    ],
  ]
  it.each(rows)('%s: %s', async (_, message, make) => {
    const response = await sendMail(context.emulator, { token: await make(context.emulator) })
    expect(summary(response)).toEqual([401, 'InvalidAuthenticationToken'])
    expect(response.json.error.message).toMatch(message)
    expect(response.headers['www-authenticate']).toMatch(/^Bearer realm="", authorization_uri=/)
  })

  it('if there is none', async () => {
    const { emulator } = context
    const response = await sendRequest(emulator, `/v1.0/users/${example.userId}/sendMail`, { method: 'POST', body: '' })
    expect(summary(response)).toEqual([401, 'InvalidAuthenticationToken'])
    expect(response.json.error.message).toBe('Access token is empty.')
  })

  it('if the service principal is gone', async () => {
    const { emulator } = context
    const token = await getToken(emulator)
    for (const application of emulator.directory.applications) application.servicePrincipals = []
    expect(summary(await sendMail(emulator, { token }))).toEqual([401, 'Authorization_IdentityNotFound'])
  })
})

describe('a mailbox', () => {
  const states: [MailboxState, number, string][] = [
    ['noLicense', 404, 'MailboxNotEnabledForRESTAPI'],
    ['onPremises', 404, 'MailboxNotEnabledForRESTAPI'],
    ['softDeleted', 404, 'MailboxNotEnabledForRESTAPI'],
    ['notProvisioned', 404, 'ErrorInvalidUser'],
    ['moving', 503, 'ErrorMailboxMoveInProgress'],
    ['full', 403, 'ErrorQuotaExceeded'],
    ['blocked', 554, 'ErrorMessageSubmissionBlocked'],
  ]
  it.each(states)('that is %s gets %i %s', async (state, status, code) => {
    context.emulator.control.setMailboxState({ mailbox: example.userEmail, state })
    expect(summary(await sendMail(context.emulator))).toEqual([status, code])
    expect(context.emulator.sentMail()).toEqual([])
  })

  const names: [string, string, string][] = [
    ['an unknown object ID', '11111111-1111-4111-8111-111111111111', 'ErrorInvalidUser'],
    ['an alias', example.userAlias, 'ErrorInvalidUser'],
    ['a group', example.botGroupId, 'ErrorInvalidUser'],
    ['a mailbox of another tenant', exampleByCloud.china.userId, 'ErrorInvalidUser'],
    ['a guest', example.guestUserId, 'MailboxNotEnabledForRESTAPI'],
  ]
  it.each(names)('cannot be named by %s', async (_, user, code) => {
    expect(summary(await sendMail(context.emulator, { user }))).toEqual([404, code])
  })

  it('that is not provisioned yet is named with its tenant', async () => {
    context.emulator.control.setMailboxState({ mailbox: example.userId, state: 'notProvisioned' })
    const { json } = await sendMail(context.emulator)
    expect(json.error.message).toBe(`The requested user '${example.userId}@${example.tenantId}' is invalid.`)
  })

  it('is not found in a tenant without Exchange', async () => {
    for (const tenant of context.emulator.directory.tenants) tenant.withoutExchange = true
    expect(summary(await sendMail(context.emulator))).toEqual([404, 'UnknownTenantId'])
  })
})

describe('a request', () => {
  const bad: [string, number, string, TestSend][] = [
    ['without recipients', 400, 'ErrorInvalidRecipients', { message: { toRecipients: [] } }],
    [
      'with two addresses in one string',
      400,
      'ErrorInvalidRecipients',
      { message: { toRecipients: to('a@b.example;c@d.example') } },
    ],
    ['with a name instead of an address', 400, 'ErrorInvalidRecipients', { message: { ccRecipients: to('Ada') } }],
    ['with a property name in the wrong case', 400, 'RequestBodyRead', { message: { Subject: 'x' } }],
    ['with saveToSentItems inside the message', 400, 'RequestBodyRead', { message: { saveToSentItems: true } }],
    ['with an address as a string', 400, 'RequestBodyRead', { message: { toRecipients: ['a@b.example'] } }],
    [
      'with one recipient instead of a list',
      400,
      'RequestBodyRead',
      { message: { toRecipients: to('a@b.example')[0] } },
    ],
    ['with a number as subject', 400, 'RequestBodyRead', { message: { subject: 1 } }],
    [
      'with an unknown body type',
      400,
      'RequestBodyRead',
      { message: { body: { contentType: 'markdown', content: '' } } },
    ],
    [
      'with an attachment without a type',
      400,
      'RequestBodyRead',
      { message: { attachments: [{ name: 'a', contentBytes: '' }] } },
    ],
    [
      'with an attachment of an old type',
      400,
      'RequestBodyRead',
      { message: { attachments: [{ '@odata.type': 'Microsoft.OutlookServices.FileAttachment' }] } },
    ],
    [
      'with an attachment that is not base64',
      400,
      'RequestBodyRead',
      {
        message: {
          attachments: [{ '@odata.type': '#microsoft.graph.fileAttachment', name: 'a', contentBytes: '%%%' }],
        },
      },
    ],
    [
      'with a header that does not begin with x-',
      400,
      'InvalidInternetMessageHeader',
      { message: { internetMessageHeaders: [{ name: 'List-Id', value: '1' }] } },
    ],
    [
      'with an empty list of headers',
      400,
      'InvalidInternetMessageHeaderCollection',
      { message: { internetMessageHeaders: [] } },
    ],
    [
      'with six headers',
      400,
      'InvalidInternetMessageHeaderCollection',
      {
        message: {
          internetMessageHeaders: Array.from({ length: 6 }, (_, index) => ({ name: `x-${index}`, value: '' })),
        },
      },
    ],
    ['from another mailbox', 403, 'ErrorSendAsDenied', { message: { from: to(example.otherUserEmail)[0] } }],
    [
      'with another mailbox as sender',
      403,
      'ErrorSendAsDenied',
      { message: { sender: to(example.otherUserEmail)[0] } },
    ],
    [
      'with message members at the top level',
      400,
      'UnableToDeserializePostBody',
      { payload: { subject: 'x', toRecipients: [] } },
    ],
    ['with an empty object', 400, 'UnableToDeserializePostBody', { payload: {} }],
    ['with broken JSON', 400, 'BadRequest', { body: '{"message":' }],
    ['with an empty body', 400, 'BadRequest', { body: '' }],
    [
      'with saveToSentItems of a wrong type',
      500,
      'ErrorInternalServerError',
      { payload: { message: {}, saveToSentItems: 'never' } },
    ],
    ['with an unknown content type', 415, 'RequestBodyRead', { headers: { 'content-type': 'application/xml' } }],
    ['with JSON sent as text', 400, 'UnableToDeserializePostBody', { headers: { 'content-type': 'text/plain' } }],
    [
      'with MIME that is not base64',
      400,
      'ErrorMimeContentInvalidBase64String',
      { headers: { 'content-type': 'text/plain' }, body: 'From: me' },
    ],
    [
      'with empty MIME',
      400,
      'ErrorMimeContentInvalidBase64String',
      { headers: { 'content-type': 'text/plain' }, body: '' },
    ],
    [
      'with MIME without recipients',
      400,
      'ErrorInvalidRecipients',
      { headers: { 'content-type': 'text/plain' }, body: Buffer.from('Subject: x\r\n\r\nx').toString('base64') },
    ],
    [
      'of more than 4 MB',
      413,
      'RequestEntityTooLarge',
      { body: JSON.stringify({ message: { subject: 'x'.repeat(4_000_001) } }) },
    ],
    ['of 6 MB', 413, 'RequestEntityTooLarge', { body: Buffer.alloc(6_000_000) }],
  ]
  it.each(bad)('%s gets %i %s', async (_, status, code, options) => {
    expect(summary(await sendMail(context.emulator, options))).toEqual([status, code])
    expect(context.emulator.sentMail()).toEqual([])
  })

  it('larger than the mailbox may send is refused', async () => {
    for (const mailbox of context.emulator.directory.mailboxes) mailbox.maxSendSizeBytes = 1000
    const message = { body: { contentType: 'Text', content: 'x'.repeat(1001) } }
    expect(summary(await sendMail(context.emulator, { message }))).toEqual([400, 'ErrorMessageSizeExceeded'])
  })

  it('with more recipients than the mailbox allows is accepted and then reported as not delivered', async () => {
    const toRecipients = to(...Array.from({ length: 501 }, (_, index) => `a${index}@example.com`))
    expect((await sendMail(context.emulator, { message: { toRecipients } })).status).toBe(202)
    expect(context.emulator.nonDeliveryReports()).toEqual([expect.objectContaining({ status: '5.5.3' })])
  })

  it('is checked in the order token, body, permission, mailbox, recipients', async () => {
    const { emulator } = context
    const powerless = await getToken(emulator, { client_id: example.unconsentedClientId })
    const broken = { body: '{' }
    const unknown = { user: 'unknown@contoso.example', message: { toRecipients: [] } }
    expect((await sendMail(emulator, { ...broken, token: 'x' })).status).toBe(401)
    expect((await sendMail(emulator, { ...broken, token: powerless })).status).toBe(400)
    expect((await sendMail(emulator, { ...unknown, token: powerless })).status).toBe(403)
    expect((await sendMail(emulator, unknown)).status).toBe(404)
    expect((await sendMail(emulator, { message: { toRecipients: [] } })).status).toBe(400)
  })
})

describe('another route', () => {
  const routes: [string, string, string, number, string][] = [
    ['sendMail under /me', 'POST', '/v1.0/me/sendMail', 400, 'BadRequest'],
    ['sendMail by GET', 'GET', `/v1.0/users/${example.userId}/sendMail`, 405, 'ErrorInvalidRequest'],
    ['sendMail without a user', 'GET', '/v1.0/users//sendMail', 400, 'Request_BadRequest'],
    ['a mistyped action', 'POST', `/v1.0/users/${example.userId}/sendMails`, 400, 'BadRequest'],
    ['a mistyped collection', 'POST', '/v1.0/sendMail', 400, 'BadRequest'],
    ['reading a user', 'GET', `/v1.0/users/${example.userId}`, 403, 'Authorization_RequestDenied'],
  ]
  it.each(routes)('%s', async (_, method, path, status, code) => {
    const headers = { authorization: `Bearer ${await getToken(context.emulator)}` }
    expect(summary(await sendRequest(context.emulator, path, { method, headers }))).toEqual([status, code])
  })

  it('reports for /me that the token has no permissions', async () => {
    const token = await getToken(context.emulator, { client_id: example.unconsentedClientId })
    const response = await sendRequest(context.emulator, '/v1.0/me/sendMail', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(summary(response)).toEqual([401, 'NoPermissionsInAccessToken'])
  })

  it('reads a user if the token has the permission', async () => {
    const token = await getToken(context.emulator, { client_id: example.tooPowerfulClientId })
    const read = (id: string) =>
      sendRequest(context.emulator, `/v1.0/users/${id}`, { headers: { authorization: `Bearer ${token}` } })
    expect(JSON.parse((await read(example.userEmail)).text)).toMatchObject({ id: example.userId })
    expect(summary(await read('unknown@contoso.example'))).toEqual([404, 'Request_ResourceNotFound'])
  })
})

it("accepts mail in each cloud with that cloud's token", async () => {
  const { clientId, tenantId, userId } = exampleByCloud.china
  const scope = 'https://microsoftgraph.chinacloudapi.cn/.default'
  const { json } = await requestToken(context.emulator, { client_id: clientId, scope }, { tenant: tenantId })
  expect((await sendMail(context.emulator, { token: json.access_token, user: userId })).status).toBe(202)
})
