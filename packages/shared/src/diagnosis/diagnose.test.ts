import { describe, expect, it } from 'vitest'
import { causes, ownCauses } from './causes.ts'
import { diagnose } from './diagnose.ts'
import { type Cause, diagnosisSchema, type Failure, type OwnCause } from './diagnosis.ts'
import { presentDiagnosis } from './present-diagnosis.ts'

const entra = (number: number, description: string, error = 'invalid_request'): Failure => ({
  stage: 'token',
  status: 400,
  body: { error, error_description: `AADSTS${number}: ${description}`, error_codes: [number] },
})
const graph = (status: number, code: string, message: string): Failure => ({
  stage: 'graph',
  status,
  body: { error: { code, message } },
})
const text = (raw: string): Failure => ({ body: undefined, raw })

/** No text shows these: the configuration must be known, or this server has noticed them itself. */
type TextCause = Exclude<Cause, 'mailbox_mismatch' | OwnCause>
const notFromText: readonly Cause[] = ['mailbox_mismatch', ...ownCauses]
const textCauses = causes.filter((cause): cause is TextCause => !notFromText.includes(cause))

/** Handmade: at least one failure for each cause, in the formats of responses and logs. */
const examples: Record<TextCause, readonly Failure[]> = {
  tenant_not_found: [
    entra(90002, "Tenant 'nowhere.example' not found."),
    entra(900021, "Requested tenant identifier '0' is not valid."),
    text("Tenant 'contoso.example' not found. Check to make sure you have the correct tenant ID"),
  ],
  tenant_missing: [
    entra(50059, 'No tenant-identifying information found in the request.'),
    entra(900023, "Specified tenant identifier '11111111-2222-4333-8444-555555555555' is neither a valid DNS name"),
    text('POST https://login.microsoftonline.com//oauth2/v2.0/token 404'),
  ],
  tenant_blocked: [entra(5000225, 'This tenant has been blocked due to inactivity.', 'interaction_required')],
  wrong_cloud: [
    entra(900432, 'Confidential Client is not supported in Cross Cloud request.'),
    entra(500011, 'The resource principal named https://graph.microsoft.us was not found in the tenant named Contoso.'),
  ],
  app_not_in_tenant: [
    entra(
      700016,
      "Application with identifier '11111111-2222-4333-8444-555555555555' was not found in the directory 'Contoso'.",
    ),
    entra(
      7000229,
      'The client application 11111111-2222-4333-8444-555555555555 is missing service principal in the tenant.',
    ),
  ],
  app_disabled: [entra(7000112, "Application '11111111-2222-4333-8444-555555555555'(bot) is disabled.")],
  client_id_wrong: [
    entra(700016, "Application with identifier 'YOUR_CLIENT_ID' was not found in the directory 'Contoso'."),
    entra(900144, "The request body must contain the following parameter: 'client_id'."),
    entra(700016, "Application with identifier 'aaa-bbb' was not found in the directory 'aaa-bbb'."),
  ],
  secret_invalid: [
    text('invalid_client: Error(s): 7000215 - Timestamp: 2026-02-11 11:40:29Z - Description: AADSTS7000215'),
    text(
      'Client error: 401 Unauthorized {"error":"invalid_client","error_description":"AADSTS7000215: Inv (truncated...)',
    ),
    entra(50012, 'Invalid client secret is provided.'),
  ],
  secret_expired: [entra(7000222, "The provided client secret keys for app 'x' are expired.", 'invalid_client')],
  secret_missing: [
    entra(7000216, "'client_assertion', 'client_secret' or 'request' is required."),
    text('ClientSecretCredential: clientSecret is a required parameter and must be set'),
  ],
  assertion_invalid: [
    entra(700027, 'Client assertion failed signature validation.', 'invalid_client'),
    entra(7002381, 'No matching federated identity record found.'),
  ],
  public_client_config: [
    entra(700025, 'Client is public so neither client_assertion nor client_secret should be presented.'),
  ],
  scope_invalid: [entra(1002012, 'The provided value for scope Mail.Send is not valid.', 'invalid_scope')],
  resource_unknown: [entra(500014, "The service principal for resource 'x' is disabled.", 'invalid_resource')],
  consent_missing: [
    entra(65001, 'The user or administrator has not consented to use the application.', 'invalid_grant'),
    entra(501051, "Application 'a' is not assigned to a role for the application 'b'."),
  ],
  conditional_access: [
    entra(53003, 'Access has been blocked by Conditional Access policies.', 'invalid_grant'),
    entra(530035, 'Access has been blocked by security defaults.'),
  ],
  token_request_malformed: [
    entra(900144, "The request body must contain the following parameter: 'grant_type'."),
    text('AADSTS900561: The endpoint only accepts POST requests. Received a GET request.'),
  ],
  wrong_flow: [
    entra(700082, 'The refresh token has expired due to inactivity.', 'invalid_grant'),
    entra(50126, 'Error validating credentials due to invalid username or password.', 'invalid_grant'),
  ],
  token_service_transient: [
    entra(90033, 'A transient error has occurred. Please try again.', 'temporarily_unavailable'),
    { stage: 'token', status: 503, body: '' },
  ],
  token_throttled: [{ stage: 'token', status: 429, headers: { 'Retry-After': '30' }, body: 'Too Many Requests' }],
  dns_failure: [
    text('getaddrinfo EAI_AGAIN login.microsoftonline.com'),
    text('Der Remotename konnte nicht aufgelöst werden: graph.microsoft.com'),
    text('curl: (6) Could not resolve host'),
  ],
  connect_failed: [text('connect ECONNREFUSED 10.0.0.1:443'), text('network_error: Network request failed')],
  connect_timeout: [
    text('AxiosError: timeout of 10000ms exceeded'),
    text('ConnectTimeoutError UND_ERR_CONNECT_TIMEOUT'),
    text('[WinError 10060] Ein Verbindungsversuch ist fehlgeschlagen'),
  ],
  tls_untrusted: [
    text('Error: self-signed certificate in certificate chain (SELF_SIGNED_CERT_IN_CHAIN)'),
    text('PKIX path building failed: unable to find valid certification path to requested target'),
  ],
  tls_failed: [
    text('write EPROTO error:0A00010B:SSL routines::wrong version number'),
    entra(1002016, 'You are using TLS version 1.0 which is deprecated.'),
  ],
  proxy_refused: [
    { stage: 'token', status: 407, body: '' },
    {
      stage: 'graph',
      status: 403,
      headers: { 'content-type': 'text/html' },
      body: '<html><body>Blocked</body></html>',
    },
    text('Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON'),
  ],
  token_expired: [graph(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.')],
  token_wrong_audience: [
    graph(401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid audience.'),
  ],
  token_malformed: [
    graph(401, 'InvalidAuthenticationToken', 'IDX14100: JWT is not well formed, there are no dots (.).'),
    graph(401, 'InvalidAuthenticationToken', 'Access token is empty.'),
  ],
  token_rejected: [graph(401, 'InvalidAuthenticationToken', 'Signature is invalid.')],
  permission_missing: [
    graph(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.'),
    {
      stage: 'graph',
      status: 401,
      headers: { 'X-MS-Diagnostics': '2000008;reason="The token contains no permissions"' },
      body: '',
    },
    text('Send-MgUserMail : (403) Forbidden'),
  ],
  app_access_policy: [
    graph(
      403,
      'ErrorAccessDenied',
      'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
    ),
  ],
  ews_access_policy: [graph(403, 'ErrorAccessDenied', 'Access to OData is disabled.')],
  me_without_user: [graph(400, 'BadRequest', '/me request is only valid with delegated authentication flow.')],
  user_not_found: [
    graph(404, 'ErrorInvalidUser', "The requested user 'nobody@contoso.example' is invalid."),
    { stage: 'graph', status: 404, body: undefined },
  ],
  user_no_exchange: [
    graph(404, 'MailboxNotEnabledForRESTAPI', 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.'),
    graph(
      404,
      'ErrorInvalidUser',
      "The requested user '11111111-2222-4333-8444-555555555555@99999999-2222-4333-8444-555555555555' is invalid.",
    ),
  ],
  mailbox_onprem_or_inactive: [
    graph(404, 'MailboxNotEnabledForRESTAPI', 'REST API is not yet supported for this mailbox.'),
  ],
  mailbox_unavailable: [graph(503, 'MailboxInfoStale', "The target is currently on backend 'Unknown'")],
  mailbox_full: [graph(507, 'ErrorQuotaExceeded', 'Mailbox has exceeded maximum mailbox size.')],
  send_as_denied: [
    graph(403, 'ErrorSendAsDenied', 'Cannot submit message.'),
    text('550 5.7.60 SMTP; Client does not have permissions to send as this sender'),
  ],
  sending_quota: [
    text('554 5.2.0 WASCL UserAction verdict is not None. Actual verdict is RefuseQuota.'),
    graph(429, 'ErrorExceededMessageLimit', 'Daily Message/Recipient limit exceeded.'),
  ],
  sending_blocked: [
    text('WASCL UserAction verdict is not None. Actual verdict is Suspend.'),
    text('550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP'),
  ],
  account_disabled: [graph(403, 'ErrorAccountDisabled', 'The account is disabled.')],
  recipients_invalid: [
    graph(400, 'ErrorInvalidRecipients', "At least one recipient isn't valid., Recipient 'a;b' isn't resolved."),
  ],
  too_many_recipients: [graph(400, 'ErrorExceededMaxRecipientLimit', 'The maximum number of recipients was passed.')],
  message_too_large: [
    graph(400, 'BadRequest', 'Maximum request length exceeded.'),
    { stage: 'graph', status: 413, body: undefined },
  ],
  attachment_invalid: [graph(400, 'ErrorInvalidAttachment', 'The attachment is malformed.')],
  request_malformed: [
    graph(400, 'RequestBodyRead', "The property 'Subjekt' does not exist on type 'microsoft.graph.message'."),
    graph(500, 'InternalServerError', 'Object reference not set to an instance of an object.'),
  ],
  route_not_found: [graph(400, 'BadRequest', "Resource not found for the segment 'sendMail'.")],
  tenant_no_exchange: [
    graph(404, 'OrganizationFromTenantGuidNotFound', "The tenant for tenant guid 'x' does not exist."),
  ],
  graph_throttled: [
    graph(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.'),
    graph(503, 'ResourceUnhealthy', 'SomeMonitor is unhealthy.'),
    text('WASCL UserAction verdict is not None. Actual verdict is Throttle.'),
  ],
  service_unavailable: [
    graph(500, 'ErrorInternalServerError', 'An internal server error occurred. The operation failed.'),
    text('WASCL UserAction verdict is not None. Actual verdict is TransientError.'),
  ],
  service_timeout: [graph(504, 'UnknownError', '')],
  graph_wrong_cloud: [graph(401, 'InvalidAuthenticationToken', 'The token was issued by a different national cloud.')],
  graph_conditional_access: [
    graph(
      401,
      'InvalidAuthenticationToken',
      'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: LocationConditionEvaluationSatisfied',
    ),
    { stage: 'graph', status: 401, headers: { 'WWW-Authenticate': 'Bearer error="insufficient_claims"' }, body: '' },
  ],
  smtp_auth: [
    text('535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.'),
    text('A0007 NO LOGIN failed.'),
    text('SMTP Error: Could not authenticate.'),
  ],
  delegated_flow: [
    entra(50076, 'You must use multi-factor authentication to access the resource.', 'invalid_grant'),
    entra(70016, 'OAuth 2.0 device flow error. Authorization is pending.', 'authorization_pending'),
    text('UsernamePasswordCredential: AADSTS65001: The user has not consented to use the application.'),
  ],
  not_microsoft: [
    { status: 403, body: { error: { code: 403, message: 'Not allowed.', status: 'PERMISSION_DENIED' } } },
    { status: 401, body: { code: 'rest_forbidden', message: 'Not allowed.', data: { status: 401 } } },
    text('SendGrid answered 401 Unauthorized'),
  ],
  accepted: [
    { stage: 'graph', status: 202, body: '' },
    text('FetchError: invalid json response body at https://graph.microsoft.com, statusCode: 202'),
  ],
  unclear: [text('Something happened'), text('(403) Forbidden'), { body: undefined }],
}

describe.each(textCauses)('%s', (cause) => {
  it.each(examples[cause].map((failure) => ({ failure })))('is recognized in $failure', ({ failure }) => {
    const diagnosis = diagnose(failure)
    expect(diagnosis.cause).toBe(cause)
    expect(diagnosis.candidates[0]).toBe(cause)
    const view = presentDiagnosis(diagnosis)
    expect(diagnosisSchema.parse(view)).toEqual(view)
    expect(JSON.parse(JSON.stringify(diagnosis))).toEqual(diagnosis)
  })
})

describe.each(ownCauses)('%s', (ownCause) => {
  it('is a failure of this server without evidence from Microsoft', () => {
    const diagnosis = diagnose({ ownCause })
    expect(diagnosis).toMatchObject({ cause: ownCause, candidates: [ownCause], owner: 'this-server' })
    expect(new Set(Object.values(diagnosis.evidence))).toEqual(new Set([null]))
    const view = presentDiagnosis(diagnosis)
    expect(diagnosisSchema.parse(view)).toEqual(view)
  })

  it('does not blame Microsoft or a firewall', () => {
    const { title, explanation, nextSteps } = presentDiagnosis(diagnose({ ownCause }))
    expect([title, explanation, ...nextSteps].join(' ')).not.toMatch(/firewall|proxy|network team/i)
  })
})

describe('the owner of a response', () => {
  it.each([
    ['entra', entra(7000222, 'The provided client secret keys are expired.')],
    ['entra', text("AADSTS700016: Application with identifier 'x' was not found in the directory 'Contoso'.")],
    ['graph', graph(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')],
    ['proxy', { stage: 'token', status: 407, body: '' }],
    ['unknown', { stage: 'token', status: 503, body: 'upstream connect error' }],
    ['entra', { stage: 'token', status: 503, headers: { 'x-ms-request-id': '0a1b2c3d' }, body: '' }],
    ['unknown', { stage: 'graph', status: 404, body: undefined }],
    ['graph', { stage: 'graph', status: 404, headers: { 'request-id': '0a1b2c3d' }, body: undefined }],
    ['unknown', { stage: 'graph', status: 503, headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
    ['unknown', text('connect ECONNREFUSED 10.0.0.1:443')],
    ['unknown', text('550 5.7.60 SMTP; Client does not have permissions to send as this sender')],
    ['exchange', text('550 5.1.8 Access denied, bad outbound sender [AM0PR01.eurprd01.prod.outlook.com]')],
    ['other', { status: 403, body: { error: { code: 403, message: '', status: 'PERMISSION_DENIED' } } }],
    ['caller', text("KeyError: 'value'")],
    ['caller', text('invalid_client_credential: Client credential must not be empty.')],
    ['graph', { asked: 'graph', stage: 'graph', status: 404, body: '' }],
    ['entra', { asked: 'entra', stage: 'token', status: 401, body: { error: 'invalid_client' } }],
    ['unknown', { asked: 'graph', stage: 'graph', status: 503, body: '<html><body>Down</body></html>' }],
    ['other', { asked: 'graph', stage: 'graph', status: 403, body: { code: 'rest_forbidden' } }],
    ['unknown', text('Something happened')],
    ['unknown', { stage: 'graph', status: 418, body: { error: { code: 'Teapot', message: '' } } }],
  ] as const)('is %s for %j', (owner, failure) => {
    expect(diagnose(failure).owner).toBe(owner)
  })
})

describe('diagnose', () => {
  it('names the most likely causes of a text that has several, each once', () => {
    const { candidates } = diagnose(
      graph(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.'),
    )
    expect(candidates.slice(0, 3)).toEqual(['permission_missing', 'app_access_policy', 'me_without_user'])
    expect(new Set(candidates).size).toBe(candidates.length)
  })

  it('trusts the text more than the status', () => {
    const throttled = graph(400, 'BadRequest', 'Application is over its IncomingBytes limit.')
    expect(diagnose(throttled)).toMatchObject({ cause: 'graph_throttled', retryable: true, field: 'throttling' })
  })

  it('does not retry a mailbox move if the item really belongs to another mailbox', () => {
    const failure = graph(
      503,
      'ErrorMailboxMoveInProgress',
      'Mailbox move in progress., Cross Server access is not allowed',
    )
    expect(diagnose(failure)).toMatchObject({ cause: 'mailbox_unavailable', retryable: false })
    expect(presentDiagnosis(diagnose(failure)).actor).toBe('developer')
    expect(diagnose(graph(503, 'ErrorMailboxMoveInProgress', 'Mailbox move in progress.')).retryable).toBe(true)
  })

  it('retries with a new token if a policy changed after the token was issued', () => {
    const failure = graph(
      401,
      'InvalidAuthenticationToken',
      'Result: InteractionRequired and code: TokenCreatedWithOutdatedPolicies',
    )
    expect(diagnose(failure)).toMatchObject({ cause: 'graph_conditional_access', retryable: true })
    expect(presentDiagnosis(diagnose(failure)).actor).toBe('nobody')
  })

  it('reads the innermost reason of a wrapped network failure', () => {
    const proxyName =
      "ProxyError('Cannot connect to proxy.', NewConnectionError('[Errno -5] No address associated with hostname'))"
    expect(diagnose(text(proxyName)).cause).toBe('dns_failure')
    expect(
      diagnose(text("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407'))")).cause,
    ).toBe('proxy_refused')
  })

  it('understands a body that is JSON in a string, a header in any case and an error object', () => {
    expect(diagnose({ body: JSON.stringify({ error: { code: 'ErrorSendAsDenied', message: '' } }) }).cause).toBe(
      'send_as_denied',
    )
    expect(diagnose({ headers: { 'x-MS-diagnostics': ['2000008;reason="insufficient"'] }, body: null }).cause).toBe(
      'permission_missing',
    )
    expect(diagnose({ body: Object.assign(new Error('boom'), { code: 'ECONNRESET' }) }).cause).toBe('connect_failed')
  })
})
