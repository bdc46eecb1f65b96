import { describe, expect, it } from 'vitest'
import { diagnose } from './diagnose.ts'
import type { Failure } from './diagnosis.ts'
import { presentDiagnosis } from './present-diagnosis.ts'

const text = (raw: string, more: Partial<Exclude<Failure, { ownCause: unknown }>> = {}): Failure => ({
  body: undefined,
  raw,
  ...more,
})
const explain = (failure: Failure) => presentDiagnosis(diagnose(failure))
const firstStep = (failure: Failure) => explain(failure).nextSteps[0]

describe('a status without a sender', () => {
  it.each([400, 401, 403, 404, 422, 423, 429, 500, 503])('%i is no verdict', (status) => {
    const failures = [
      { status, body: '' },
      text(`Request failed with status code ${status}`),
      text(`The remote server returned an error: (${status}).`),
    ]
    for (const failure of failures) {
      const { cause, owner, title, explanation, nextSteps } = explain(failure)
      expect({ cause, owner }).toEqual({ cause: 'unclear', owner: 'unknown' })
      expect(`${title} ${explanation}`).toContain(`status ${status}`)
      expect(nextSteps[0]).toMatch(/whole response.*headers/)
    }
  })

  it('lists what the status can mean, most likely first', () => {
    expect(diagnose(text('(403) Forbidden')).candidates).toEqual([
      'unclear',
      'permission_missing',
      'app_access_policy',
      'proxy_refused',
    ])
  })

  it('is a verdict if the text or the server names the sender', () => {
    expect(diagnose(text('403 Forbidden for url: https://graph.microsoft.com/v1.0/users/a/sendMail')).cause).toBe(
      'permission_missing',
    )
    expect(diagnose({ asked: 'graph', status: 404, body: '' })).toMatchObject({
      cause: 'user_not_found',
      owner: 'graph',
    })
    expect(diagnose({ asked: 'entra', status: 401, body: {} })).toMatchObject({
      cause: 'secret_invalid',
      owner: 'entra',
    })
  })

  it('counts by its name if a program put a number of its own beside it', () => {
    expect(diagnose({ body: { code: 423, message: 'Forbidden' } }).evidence.status).toBe(403)
  })
})

describe('the response of another service', () => {
  it.each([
    ['Google', { status: 403, body: { error: { code: 403, message: 'No.', status: 'PERMISSION_DENIED' } } }],
    ['Google', text('535-5.7.8 Username and Password not accepted. https://support.google.com/mail - gsmtp')],
    ['WordPress', { status: 401, body: { code: 'rest_forbidden', message: 'Not allowed.' } }],
    ['SendGrid', text('{"errors":[{"message":"The provided authorization grant is invalid, expired, or revoked"}]}')],
    ['Amazon', text('InvalidClientTokenId: The security token included in the request is invalid. status code: 403')],
    ['GitHub', text('{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest"}')],
    ['Slack', { body: { ok: false, error: 'invalid_auth' } }],
  ] as const)('%s is named, and nothing is changed here', (service, failure) => {
    const { cause, owner, explanation, nextSteps, evidence } = explain(failure)
    expect({ cause, owner }).toEqual({ cause: 'not_microsoft', owner: 'other' })
    expect(explanation).toContain(service)
    expect(nextSteps[0]).toMatch(/^Change nothing here/)
    expect(evidence).toMatchObject({ code: null, message: null, requestId: null })
  })

  it('does not hide the response of Microsoft that it quotes', () => {
    const quoted =
      'WordPress plugin log: https://blog.example/wp-json AADSTS7000222: The client secret keys are expired.'
    expect(diagnose(text(quoted))).toMatchObject({ cause: 'secret_expired', owner: 'entra' })
  })

  it('is not Google because a recipient has an address there', () => {
    const failure = text('ErrorSendAsDenied: cannot send from someone@gmail.com')
    expect(diagnose(failure).cause).toBe('send_as_denied')
  })
})

describe('a failure on the way to another host', () => {
  it.each([
    ['curl: (6) Could not resolve host: api.fabrikam.example', 'other'],
    ['Read timed out. HTTPSConnectionPool(host="api.fabrikam.example", port=443)', 'other'],
    ['403 Client Error: Forbidden for url: https://api.fabrikam.example/v1/mail', 'other'],
    ['SMTP connection timed out.', 'other'],
    ['connect ECONNREFUSED 127.0.0.1:3000', 'caller'],
    ['getaddrinfo ENOTFOUND mail-api', 'caller'],
    ['dial tcp: lookup orders.shop.svc.cluster.local: no such host', 'caller'],
  ])('%j is not about Microsoft', (raw, owner) => {
    expect(diagnose(text(raw))).toMatchObject({ cause: 'not_microsoft', owner, retryable: false })
  })

  it.each([
    ['getaddrinfo ENOTFOUND login.microsoftonline.com', 'dns_failure'],
    ['getaddrinfo ENOTFOUND login.micro', 'dns_failure'],
    ['getaddrinfo ENOTFOUND proxy.contoso.local', 'dns_failure'],
    ['connect ECONNREFUSED 10.20.0.5:3128', 'connect_failed'],
    ['connect ECONNREFUSED 127.0.0.1:443', 'connect_failed'],
    ['connect ETIMEDOUT 20.190.160.2:443', 'connect_timeout'],
  ])('%j may be about Microsoft', (raw, cause) => {
    expect(diagnose(text(raw)).cause).toBe(cause)
  })

  it('is about Microsoft if this server made the request', () => {
    const failure = text('ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:3000', { asked: 'graph', stage: 'network' })
    expect(diagnose(failure).cause).toBe('connect_failed')
  })
})

describe('words that others use too', () => {
  it.each([
    ['POST https://robot.contoso.example/jobs/7 500 - TypeError: fetch failed', 'unclear', 'unknown'],
    ['Upgraded libmail from 5.7.236 to 5.7.501', 'unclear', 'unknown'],
    ['{"error":"invalid_client","error_description":"No such client"}', 'unclear', 'unknown'],
    ['421 4.3.2 Service not active (mx.fabrikam.example)', 'unclear', 'unknown'],
    ["Error: EACCES: permission denied, open '/var/log/mail.log'", 'unclear', 'caller'],
    ['554 5.7.1 Client host [203.0.113.4] blocked using zen.spamhaus.org', 'not_microsoft', 'other'],
    ["(535, b'5.7.8 Username and Password not accepted", 'not_microsoft', 'other'],
  ])('%j proves nothing about Microsoft', (raw, cause, owner) => {
    expect(diagnose(text(raw))).toMatchObject({ cause, owner })
  })
})

describe('a sign-in that this app does not use', () => {
  it.each([
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
    '535 5.7.3 Authentication unsuccessful [AM0PR01.eurprd01.prod.outlook.com]',
    "Error: Invalid login: code: 'EAUTH', command: 'AUTH XOAUTH2'",
    'A0001 NO AUTHENTICATE failed.',
    '-ERR Logon failure: unknown user name or bad password.',
  ])('%j is about a mail protocol', (raw) => {
    expect(diagnose(text(raw)).cause).toBe('smtp_auth')
    expect(firstStep(text(raw))).toMatch(/^Change nothing here/)
  })

  it.each([50072, 50074, 50076, 50079, 50058, 70016])('AADSTS%i is about a person', (number) => {
    expect(diagnose(text(`AADSTS${number}: A person has to act.`)).cause).toBe('delegated_flow')
  })
})

describe('a text that contradicts its exception', () => {
  it('reports a 202 as accepted, which must not be sent again', () => {
    const failure = text('FetchError: invalid json response body, {"statusCode":202,"requestId":null}', {
      stage: 'graph',
    })
    expect(diagnose(failure)).toMatchObject({ cause: 'accepted', retryable: false })
    expect(firstStep(failure)).toMatch(/^Do not send the message again/)
  })

  it('is a response if it has a status or a request ID, and no failure of the network', () => {
    const wrapped = 'network_error: Network request failed | HTTP status code 400 | https://login.microsoftonline.com/x'
    expect(diagnose(text(wrapped)).cause).toBe('unclear')
    const answered = {
      code: 'ValidationError',
      message: 'HttpRequestException: The remote certificate is invalid.',
      innerError: { 'request-id': '3f6f94b9-3a50-4134-a686-a6d968d5e28f', date: '2026-01-01T00:00:00' },
    }
    expect(diagnose({ stage: 'graph', body: { error: answered } })).toMatchObject({ cause: 'unclear', owner: 'graph' })
  })

  it('follows the half sentence rather than the code around it', () => {
    const message = 'The OData request is not supported. REST APIs for this mailbox are currently in preview.'
    for (const code of ['RequestBodyRead', 'ErrorInvalidRequest', 'BadRequest']) {
      expect(diagnose({ body: { error: { code, message } } }).cause).toBe('mailbox_onprem_or_inactive')
    }
  })
})

describe('the evidence', () => {
  it("has Microsoft's time and not that of the log", () => {
    const log = '2026-03-23 14:15:15 ERROR AADSTS7000215: Invalid. Trace ID: x Timestamp: 2026-03-23 19:15:15Z'
    expect(diagnose(text(log)).evidence.timestamp).toBe('2026-03-23T19:15:15Z')
    expect(diagnose(text('2026-03-23 14:15:15 ERROR connect ECONNREFUSED')).evidence.timestamp).toBeNull()
    const queue = { level: 'error', message: 'ErrorAccessDenied', timestamp: '2026-10-08T22:00:02+00:00' }
    expect(diagnose({ body: queue }).evidence.timestamp).toBeNull()
  })

  it('has no HTTP status from the reply of a mail server', () => {
    expect(diagnose(text('550 5.7.501 Service unavailable. Spam abuse detected')).evidence.status).toBeNull()
    expect(diagnose(text('host:443 port (443), curl 7.5.501')).evidence.status).toBeNull()
  })

  it.each(['["request_size"]=> int(1331)', 'code: ERROR', 'code: "Unknown"', "['error_code'] => 'x'"])(
    'has no code from %j',
    (raw) => {
      expect(diagnose(text(`${raw} https://graph.microsoft.com/v1.0/me`)).evidence.code).toBeNull()
    },
  )

  it('has the whole message, with the quotation marks inside it', () => {
    const message = 'Recipient \\"bad\\" is not resolved. All recipients must be resolved.'
    const raw = `log: {"error":{"code":"ErrorInvalidRecipients","message":"${message}"}}`
    expect(diagnose(text(raw)).evidence.message).toBe(message.replaceAll('\\', ''))
  })
})

describe('the first step', () => {
  it.each([
    ['AADSTS700024: Client assertion is not within its valid time range.', /clock and the time zone/],
    [
      'AADSTS500011: The resource principal named https://graph.microsoft.com/.default was not found in the tenant named Contoso.',
      /without \/\.default/,
    ],
    [
      'AADSTS700016: Application with identifier \'"2e7c0ba1-2f9e"\' was not found in the directory.',
      /quotation marks/,
    ],
    ['AADSTS90013: Invalid input received from the user.', /such as </],
    ["AADSTS7000218: The request body must contain the following parameter: 'client_secret'.", /which program/],
    ['550 5.1.8 Access denied, bad outbound sender', /Unblock/],
    ['550 5.7.705 Access denied, tenant has exceeded threshold', /support request/],
    ['550 5.7.708 Access denied, traffic not accepted from this IP', /paid and not a trial/],
    ['550 5.7.501 Service unavailable. Spam abuse detected', /support request/],
    ['550 5.7.236 Limit of the onmicrosoft.com domain exceeded', /your own domain/],
    ['403 for https://graph.microsoft.com/v1.0/users/a/messages/b/attachments/createUploadSession', /Mail\.ReadWrite/],
    ['401 InvalidAudienceForResource https://outlook.office.com/api/v2.0/Users', /no Authorization header/],
    ['cURL error 60: SSL certificate problem: unable to get local issuer certificate', /.*/],
    ['getaddrinfo ENOTFOUND mail.contoso.example', /mail\.contoso\.example/],
    ['connect ECONNREFUSED 127.0.0.1:6379', /127\.0\.0\.1:6379/],
    [
      'AADSTS500011: The resource principal named api://robot was not found in the tenant named Contoso.',
      /api:\/\/robot/,
    ],
    ['Mail could not be sent.', /paste all of it/],
  ])('of %j fits', (raw, step) => {
    expect(firstStep(text(raw))).toMatch(step)
  })

  it.each([
    ['cURL error 60: SSL certificate problem', /curl\.cainfo/],
    ['PKIX path building failed: sun.security.provider.certpath', /cacerts/],
    ['Invoke-RestMethod : The remote certificate is invalid according to the validation procedure.', /Trusted Root/],
    ["requests.exceptions.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] (_ssl.c:1006)')", /REQUESTS_CA_BUNDLE/],
  ])('of %j names the trusted certificates of that program', (raw, step) => {
    const { nextSteps } = explain(text(raw))
    expect(nextSteps.join(' ')).toMatch(step)
    expect(nextSteps.join(' ')).not.toContain('NODE_EXTRA_CA_CERTS')
  })
})

describe('the same failure in another form', () => {
  const samples = [
    '{"error":{"code":"ErrorAccessDenied","message":"Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings."}}',
    "AADSTS700016: Application with identifier 'YOUR_CLIENT_ID' was not found in the directory 'Contoso'. This can happen.",
    'AADSTS7000222: The provided client secret keys are expired. Trace ID: x Timestamp: 2026-03-23 19:15:15Z',
    'Cannot send mail., WASCL UserAction verdict is not None. Actual verdict is TransientError.',
    "HTTPSConnectionPool(host='login.microsoftonline.com', port=443): Max retries exceeded (Caused by NewConnectionError(': Failed to establish a new connection: [Errno -2] Name or service not known'))",
    '{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}',
    'Die zugrunde liegende Verbindung wurde geschlossen: Für den SSL/TLS-Kanal konnte keine Vertrauensstellung hergestellt werden.',
  ]
  const escapeHtml = (raw: string) =>
    raw.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;').replaceAll('<', '&lt;')
  const forms: [string, (raw: string) => string][] = [
    ['upper case', (raw) => raw.toUpperCase()],
    ['wide spaces', (raw) => raw.replaceAll(' ', ' \t\n ')],
    ['HTML escapes', escapeHtml],
    ['JSON in JSON', (raw) => JSON.stringify({ log: JSON.stringify({ error: { message: raw } }) })],
    ['a line of a log', (raw) => `2026-05-06 07:08:09,123 ERROR [worker-3] mailer.py:42 - ${raw}`],
    ['a German wrapping', (raw) => `Fehler beim Senden der Nachricht: ${raw}`],
    ['a Japanese wrapping', (raw) => `メッセージの送信中にエラーが発生しました: ${raw}`],
  ]

  it.each(samples)('%j has the same cause', (raw) => {
    const { cause } = diagnose(text(raw))
    expect(cause).not.toBe('unclear')
    for (const [form, change] of forms) expect([form, diagnose(text(change(raw))).cause]).toEqual([form, cause])
  })

  it.each(samples)('%j that was cut off has the same cause or is unclear', (raw) => {
    const { cause } = diagnose(text(raw))
    for (let tenth = 1; tenth < 10; tenth += 1) {
      const part = raw.slice(0, Math.floor((raw.length * tenth) / 10))
      expect(['unclear', cause]).toContain(diagnose(text(part)).cause)
    }
  })
})
