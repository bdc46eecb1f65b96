import { describe, expect, it } from 'vitest'
import { diagnose } from './diagnose.ts'
import type { Failure } from './diagnosis.ts'
import type { DiagnosisContext } from './diagnosis-context.ts'
import { presentDiagnosis } from './present-diagnosis.ts'

const explain = (failure: Failure, context?: DiagnosisContext) => presentDiagnosis(diagnose(failure, context))

const client = '11111111-2222-4333-8444-555555555555'
const tenant = '99999999-2222-4333-8444-555555555555'
const user = '77777777-2222-4333-8444-555555555555'
const other = 'aaaaaaaa-2222-4333-8444-555555555555'
const now = new Date('2026-05-03T12:00:00Z')
const configured: DiagnosisContext = { clientId: client, tenantId: tenant, userId: user, cloud: 'global', now }

const entra = (description: string) =>
  ({ stage: 'token', status: 400, body: { error_description: description } }) as const
const unknownApp = (app: string, directory: string) =>
  entra(`AADSTS700016: Application with identifier '${app}' was not found in the directory '${directory}'.`)
const wrongSecret = entra('AADSTS7000215: Invalid client secret provided.')
const expired = entra('AADSTS7000222: The provided client secret keys are expired.')
const denied = {
  stage: 'graph',
  status: 403,
  body: { error: { code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials and try again.' } },
} as const

describe('identifiers', () => {
  it('sees that client ID and tenant ID were swapped', () => {
    const diagnosis = explain(unknownApp(tenant, client), { ...configured, clientId: tenant, tenantId: client })
    expect(diagnosis).toMatchObject({ cause: 'app_not_in_tenant', field: 'clientId' })
    const named = explain(unknownApp(tenant, other), configured)
    expect(named).toMatchObject({ cause: 'client_id_wrong', field: 'clientId' })
    expect(named.explanation).toContain('received the tenant ID as the client ID')
  })

  it('sees that two of the values are equal', () => {
    const diagnosis = explain(unknownApp(client, 'Contoso'), { ...configured, tenantId: client })
    expect(diagnosis).toMatchObject({ cause: 'client_id_wrong' })
    expect(diagnosis.explanation).toContain('same value')
  })

  it('sees that the tenant in the message is not the configured one', () => {
    const diagnosis = explain(unknownApp(client, other), configured)
    expect(diagnosis).toMatchObject({ cause: 'tenant_missing', field: 'tenantId' })
    expect(diagnosis.explanation).toContain('another tenant')
  })

  it('sees that the client ID was used as the tenant', () => {
    const diagnosis = explain(entra(`AADSTS90002: Tenant '${client}' not found.`), configured)
    expect(diagnosis).toMatchObject({ cause: 'tenant_not_found', field: 'tenantId' })
    expect(diagnosis.explanation).toContain('swapped')
  })

  it('sees that the User ID is another of the values', () => {
    const failure = { stage: 'graph', status: 404, body: { error: { code: 'ErrorInvalidUser', message: '' } } } as const
    expect(explain(failure, { ...configured, userId: client }).explanation).toContain('Client ID')
  })

  it('adds nothing if all identifiers match', () => {
    expect(explain(unknownApp(client, tenant), configured)).toEqual(explain(unknownApp(client, tenant)))
  })
})

describe('the secret', () => {
  it('is recognized as a Secret ID by its format', () => {
    expect(explain(wrongSecret, { ...configured, secretLooksLikeGuid: true }).explanation).toContain('Secret ID')
  })

  it('may not work everywhere yet if it was saved minutes ago', () => {
    const diagnosis = explain(wrongSecret, { ...configured, secretSavedAt: '2026-05-03T11:57:00Z' })
    expect(diagnosis.cause).toBe('secret_invalid')
    expect(diagnosis.explanation).toContain('3 minutes ago')
    expect(diagnosis.nextSteps[0]).toContain('wait')
    expect(explain(wrongSecret, { ...configured, secretSavedAt: '2026-05-01T00:00:00Z' })).toEqual(explain(wrongSecret))
  })

  it('has expired according to the entered date', () => {
    const diagnosis = explain(wrongSecret, { ...configured, secretExpiresOn: '2026-05-02' })
    expect(diagnosis.candidates.slice(0, 2)).toEqual(['secret_expired', 'secret_invalid'])
    expect(diagnosis.explanation).toContain('has passed')
    expect(explain(wrongSecret, { ...configured, secretExpiresOn: '2026-05-03' }).cause).toBe('secret_invalid')
  })

  it('has expired if the entered date has passed, even if it was saved just now', () => {
    const context = { ...configured, secretSavedAt: now.toISOString(), secretExpiresOn: '2026-05-02' }
    const { explanation, nextSteps } = explain(expired, context)
    expect(explanation).toContain('has passed')
    expect([explanation, ...nextSteps].join(' ')).not.toContain('minutes')
  })

  it('has expired before the entered date, which then belongs to another secret', () => {
    expect(explain(expired, { ...configured, secretExpiresOn: '2027-05-03' }).explanation).toContain('another secret')
  })
})

describe('the roles of the token', () => {
  it('point to consent if there are none', () => {
    const diagnosis = explain(denied, { ...configured, tokenRoles: [] })
    expect(diagnosis.cause).toBe('permission_missing')
    expect(diagnosis.explanation).toContain('no application permission')
  })

  it('point to Exchange if they include Mail.Send', () => {
    const diagnosis = explain(denied, { ...configured, tokenRoles: ['Mail.Send'] })
    expect(diagnosis).toMatchObject({ cause: 'app_access_policy', field: 'policy' })
    expect(diagnosis.candidates).toContain('permission_missing')
  })

  it('may be too new for Exchange', () => {
    const context = { ...configured, tokenRoles: ['Mail.Send'], rolesSeenAt: new Date('2026-05-03T11:30:00Z') }
    expect(explain(denied, context).explanation).toContain('two hours')
  })

  it('do not matter if they are unknown', () => {
    expect(explain(denied, { ...configured, tokenRoles: null })).toEqual(explain(denied))
  })
})

describe('the cloud', () => {
  it('does not match the host that the response names', () => {
    const failure = {
      body: undefined,
      raw: "AADSTS90002: Tenant 'x' not found. https://login.microsoftonline.us/x/oauth2/v2.0/token",
    }
    expect(explain(failure, configured)).toMatchObject({ cause: 'wrong_cloud', field: 'tenantId' })
  })

  it('is named if it may be the wrong one', () => {
    const failure = entra("AADSTS90002: Tenant 'x' not found.")
    expect(explain(failure, { ...configured, cloud: 'china' }).explanation).toContain('China (21Vianet)')
  })
})

describe('the sender', () => {
  const userEmail = 'bot@contoso.example'
  const refused = {
    stage: 'graph',
    status: 403,
    body: { error: { code: 'ErrorSendAsDenied', message: 'Cannot submit message.' } },
  } as const

  it('is refused because User Email and User ID do not belong to the same mailbox', () => {
    const diagnosis = explain(refused, { ...configured, userEmail })
    expect(diagnosis).toMatchObject({ cause: 'mailbox_mismatch', field: 'userId', actor: 'dashboard-admin' })
    expect(diagnosis.candidates).toEqual(['mailbox_mismatch', 'send_as_denied', 'permission_missing'])
    expect(diagnosis.nextSteps.join(' ')).toMatch(/alias.*Object ID.*User ID.*User Email/)
  })

  it('is refused although both fields contain the same address', () => {
    const diagnosis = explain(refused, { ...configured, userEmail, userId: userEmail.toUpperCase() })
    expect(diagnosis).toMatchObject({ cause: 'mailbox_mismatch', field: 'userEmail' })
    expect(diagnosis.explanation).toContain('same address')
  })

  it.each([{}, configured, { userEmail }])('is refused for an unknown reason with the context %o', (context) => {
    expect(explain(refused, context)).toMatchObject({ cause: 'send_as_denied', field: 'userEmail' })
  })

  it('is not the cause of other refusals', () => {
    expect(explain(denied, { ...configured, userEmail }).candidates).not.toContain('mailbox_mismatch')
  })
})
