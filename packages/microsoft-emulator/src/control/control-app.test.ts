import { describe, expect, it } from 'vitest'
import { example } from '../start-microsoft-emulator.ts'
import { emulateMicrosoft } from '../testing/emulate-microsoft.ts'
import { requestToken, sendMail, sendRequest } from '../testing/microsoft-client.ts'

const context = emulateMicrosoft()

function get(path: string): Promise<Response> {
  return fetch(`${context.emulator.controlUrl}${path}`)
}

function post(path: string, body: unknown = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${context.emulator.controlUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

describe('the control API', () => {
  it('does the same as the methods in code', async () => {
    const { emulator } = context
    expect((await post('/api/actions/expireSecret', { clientId: example.clientId })).status).toBe(200)
    expect((await requestToken(emulator)).json.error_codes).toEqual([7000222])
    const added = await (await post('/api/actions/addSecret', { clientId: example.clientId })).json()
    expect(added).toMatchObject({ result: { value: expect.stringContaining('Q~') } })
    expect((await post('/api/actions/reset')).status).toBe(200)
    expect((await requestToken(emulator)).status).toBe(200)
  })

  it('adds and clears faults', async () => {
    const fault = { on: 'sendMail', kind: 'microsoft-error', error: 'mailboxMoving' }
    expect((await post('/api/faults', { fault, always: true })).status).toBe(204)
    expect(await (await get('/api/faults')).json()).toEqual({ faults: [{ fault, left: null }] })
    expect((await sendMail(context.emulator)).status).toBe(503)
    await fetch(`${context.emulator.controlUrl}/api/faults`, { method: 'DELETE' })
    expect((await sendMail(context.emulator)).status).toBe(202)
  })

  it('refuses unknown actions, objects and faults', async () => {
    expect((await post('/api/actions/selfDestruct')).status).toBe(404)
    expect((await post('/api/actions/expireSecret', { clientId: 'unknown' })).status).toBe(400)
    expect((await post('/api/actions/throttleFor', { seconds: -1 })).status).toBe(400)
    expect((await post('/api/faults', { fault: { on: 'sendMail', kind: 'explode' } })).status).toBe(400)
  })

  it('lists sent mail and requests', async () => {
    await sendMail(context.emulator)
    expect(await (await get(`/api/sent-mail?mailbox=${example.userEmail}&to=ADA@example.com`)).json()).toMatchObject({
      sentMail: [{ subject: 'Hello' }],
    })
    expect(await (await get('/api/sent-mail?subject=Other')).json()).toEqual({ sentMail: [] })
    expect(await (await get('/api/requests')).json()).toMatchObject({
      requests: [
        { route: 'token', status: 200 },
        { route: 'sendMail', status: 202 },
      ],
    })
    expect(await (await get('/api/token-requests')).json()).toMatchObject({
      tokenRequests: [{ tenant: example.tenantId, form: { client_secret: example.secret } }],
    })
  })
})

describe('the control page', () => {
  it('has a button for each common problem', async () => {
    const page = await (await get('')).text()
    const names = [
      'Expire this secret',
      'Remove consent',
      'Throttle for 30 s',
      'Block by access policy',
      'Remove license',
      'Disable the app',
      'Reset everything',
    ]
    for (const name of names) expect(page).toContain(name)
    expect(page).not.toContain('<script')
  })

  it('runs the action of a form and returns to the page', async () => {
    const response = await fetch(`${context.emulator.controlUrl}/actions/setApplicationEnabled`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: new URL(context.emulator.controlUrl).origin },
      body: new URLSearchParams({ clientId: example.clientId, enabled: 'false' }),
    })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/_emulator?done=setApplicationEnabled'])
    expect((await requestToken(context.emulator)).json.error_codes).toEqual([7000112])
  })

  it('refuses forms from other sites', async () => {
    const response = await fetch(`${context.emulator.controlUrl}/actions/reset`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: new URLSearchParams({}),
    })
    expect(response.status).toBe(403)
  })

  it('escapes everything in a message, and shows HTML only in a sandboxed frame', async () => {
    const { emulator } = context
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    await sendMail(emulator, {
      message: {
        subject: evil,
        body: { contentType: 'HTML', content: evil },
        toRecipients: [{ emailAddress: { address: 'ada@example.com', name: evil } }],
        internetMessageHeaders: [{ name: `x-${evil}`, value: evil }],
        attachments: [
          { '@odata.type': '#microsoft.graph.fileAttachment', name: evil, contentType: evil, contentBytes: 'aGk=' },
        ],
      },
    })
    const [message] = emulator.sentMail()
    const pages = [get(`/messages/${message?.id}`), get('/inbox'), get(`/inbox/${example.userId}`), get('/requests')]
    for (const response of await Promise.all(pages)) {
      const page = await response.text()
      expect(response.status).toBe(200)
      expect(page).not.toMatch(/<script|<img/)
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    }
    const page = await (await get(`/messages/${message?.id}`)).text()
    expect(page).toMatch(/<iframe sandbox="" title="The message as HTML" srcdoc="&quot;&gt;&lt;script&gt;/)
    const attachment = await get(`/messages/${message?.id}/attachments/0`)
    expect(attachment.headers.get('content-type')).toBe('application/octet-stream')
    expect(await attachment.text()).toBe('hi')
  })
})

describe('the two origins', () => {
  it('serve Microsoft only over https, and the control pages on both', async () => {
    const { emulator } = context
    const origin = new URL(emulator.controlUrl).origin
    expect((await fetch(`${origin}/${example.tenantId}/v2.0/.well-known/openid-configuration`)).status).toBe(404)
    expect((await fetch(`${origin}/v1.0/users/x/sendMail`, { method: 'POST' })).status).toBe(404)
    expect((await sendRequest(emulator, '/_emulator')).status).toBe(200)
    expect((await sendRequest(emulator, '/_emulatorx')).status).toBe(404)
  })

  it('refuse any other host name', async () => {
    expect((await sendRequest(context.emulator, '/_emulator', { headers: { host: 'evil.example' } })).status).toBe(421)
  })
})
