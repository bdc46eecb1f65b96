import { describe, expect, it } from 'vitest'
import { itAdminActions } from '../actions.ts'
import { catalog, classicRows } from '../catalog.ts'
import { causes, ownCauses } from '../causes.ts'
import type { Detail } from '../detail.ts'
import type { Cause } from '../diagnosis.ts'
import { layers } from '../rule.ts'
import { allRules } from '../rules/all-rules.ts'
import { senderSigns } from '../rules/senders.ts'
import { describeDetail } from './describe-detail.ts'
import { remedies } from './remedies.ts'

/** Each detail with a cause that it occurs with, and the number of sentences that explain both. */
const details: { [Kind in Detail['kind']]: [Cause, Omit<Extract<Detail, { kind: Kind }>, 'kind'>, number] } = {
  'cloud-chosen': ['wrong_cloud', { cloud: 'china' }, 3],
  'same-value': ['client_id_wrong', { fields: ['Client ID', 'Tenant ID'] }, 3],
  'user-id-is': ['user_not_found', { field: 'Client ID' }, 3],
  'client-id-is': ['client_id_wrong', { field: 'User ID' }, 3],
  'tenant-id-is': ['tenant_not_found', { field: 'Client ID' }, 3],
  'other-tenant-named': ['tenant_missing', {}, 3],
  'other-app-named': ['client_id_wrong', {}, 3],
  'secret-of-other-app': ['secret_invalid', {}, 3],
  'other-user-named': ['user_not_found', {}, 3],
  'permission-is-new': ['permission_missing', {}, 3],
  'consent-given': ['app_access_policy', {}, 3],
  'roles-of-token': ['permission_missing', { roles: ['Mail.Read'] }, 3],
  'secret-id-by-form': ['secret_invalid', {}, 3],
  'expiry-date-passed': ['secret_expired', {}, 3],
  'expiry-date-later': ['secret_expired', {}, 3],
  'secret-is-new': ['secret_invalid', { minutes: 3 }, 3],
  'same-address': ['mailbox_mismatch', {}, 3],
  'token-outdated': ['graph_conditional_access', {}, 2],
  'item-of-other-mailbox': ['mailbox_unavailable', {}, 2],
  'secret-lost': ['secret_missing', {}, 2],
  'held-after-restore': ['sending_off', {}, 2],
  'kept-waiting': ['expired_in_queue', { lastCause: 'connect_failed' }, 3],
  'status-only': ['unclear', { status: 403 }, 2],
  'text-cut': ['unclear', {}, 2],
  'of-program': ['unclear', {}, 2],
  'other-service': ['not_microsoft', { service: 'Google' }, 2],
  'own-webhook': ['unclear', {}, 2],
  'tenant-restriction': ['tenant_blocked', {}, 2],
  'no-credential-sent': ['secret_missing', {}, 2],
  'assertion-out-of-time': ['assertion_invalid', {}, 2],
  'certificate-not-registered': ['assertion_invalid', {}, 2],
  'certificate-expired': ['assertion_invalid', {}, 2],
  'certificate-revoked': ['assertion_invalid', {}, 2],
  'federation-missing': ['assertion_invalid', {}, 2],
  'federation-issuer': ['assertion_invalid', {}, 2],
  'federation-subject': ['assertion_invalid', {}, 2],
  'federation-audience': ['assertion_invalid', {}, 2],
  'issuer-unreachable': ['assertion_invalid', {}, 2],
  'issuer-key-unknown': ['assertion_invalid', {}, 2],
  'quoted-value': ['client_id_wrong', {}, 3],
  'odd-character-sent': ['token_request_malformed', {}, 2],
  'resource-of-program': ['resource_unknown', { resource: 'https://graph.microsoft.com/.default' }, 2],
  'permission-needed': ['permission_missing', { permission: 'Mail.ReadWrite' }, 2],
  'token-on-upload-url': ['token_wrong_audience', {}, 2],
  'sender-must-verify': ['sending_blocked', {}, 2],
  'spam-suspected': ['sending_blocked', {}, 2],
  'tenant-sends-too-much': ['sending_blocked', {}, 2],
  'tenant-not-trusted': ['sending_blocked', {}, 2],
  'own-domain-needed': ['sending_blocked', {}, 2],
  'domain-not-registered': ['sending_blocked', {}, 2],
  'server-on-block-list': ['sending_blocked', {}, 2],
  'trust-store': ['tls_untrusted', { program: 'curl' }, 2],
  'named-host': ['not_microsoft', { host: 'mail.contoso.example' }, 2],
  'local-service': ['not_microsoft', { host: '127.0.0.1:6379' }, 2],
  'before-sending': ['connect_timeout', {}, 2],
  'connection-lost': ['connect_failed', {}, 3],
  'no-tls-on-port': ['tls_failed', {}, 2],
  'certificate-out-of-time': ['tls_failed', {}, 2],
}
const detailed = Object.entries(details).map(([kind, [cause, parameters, sentences]]) => ({
  cause: `${cause} (${kind})`,
  sentences,
  ...describeDetail(remedies[cause], { kind, ...parameters } as Detail),
}))
const all = [...causes.map((cause) => ({ cause: `${cause}`, sentences: 2, ...remedies[cause] })), ...detailed]

describe.each(all)('the text of $cause', ({ title, explanation, sentences, nextSteps: steps }) => {
  const nextSteps = steps.map(({ text }) => text)
  const whole = [title, explanation, ...nextSteps]

  it('marks the steps that need an IT admin', () => {
    const ofItAdmin = steps.filter(({ text }) => text.includes('IT admin')).map(({ action }) => action)
    expect(ofItAdmin.filter((action) => !itAdminActions.has(action) && action !== 'contact-microsoft')).toEqual([])
  })

  it('mentions Reset only in a separate step, which an open form leaves out', () => {
    for (const { action, text } of steps) expect(text.includes('Reset')).toBe(action === 'reset-form')
  })

  it('has no filler words and no exclamation marks', () => {
    for (const sentence of whole) expect(sentence).not.toMatch(/please|oops|sorry|!/i)
  })

  it('never calls a message delivered', () => {
    for (const sentence of whole) expect(sentence).not.toMatch(/deliver/i)
  })

  it('has a title without a period, two sentences of explanation, and steps that end with a period', () => {
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(explanation.match(/[.](?= [A-Z]|$)/g)).toHaveLength(sentences)
    for (const step of nextSteps) expect(step).toMatch(/^[A-Z].*\.$/)
  })

  it('uses sentence case', () => {
    const names =
      /^(?:Microsoft|Graph|Exchange|Online|Entra|Conditional|Access|Client|Tenant|User|Email|Secret|Key|365|I|ID|China|Global|US|Government|SMTP|IMAP|POP)$/
    const capitals = title
      .split('. ')
      .flatMap((sentence) => sentence.split(/[^A-Za-z0-9]+/).slice(1))
      .filter((word) => /^[A-Z]/.test(word))
    expect(capitals.filter((word) => !names.test(word))).toEqual([])
  })
})

describe.each(all.filter(({ actor }) => actor === 'developer'))(
  'the text of $cause, which a developer fixes',
  (text) => {
    it('does not send the admin to Microsoft or to an IT admin', () => {
      for (const sentence of [text.title, text.explanation, ...text.nextSteps.map((step) => step.text)]) {
        expect(sentence).not.toMatch(
          /entra|admin cent|it admin|exchange admin|consent|app registration|choose reset|license/i,
        )
      }
    })
  },
)

describe('the rules', () => {
  it('name each cause that a text can show', () => {
    const without: readonly Cause[] = ['mailbox_mismatch', ...ownCauses]
    expect([...new Set(allRules.map(({ cause }) => cause))].toSorted()).toEqual(
      causes.filter((cause) => !without.includes(cause)).toSorted(),
    )
  })

  it('name no cause as its own alternative', () => {
    for (const { cause, also } of allRules) expect(also ?? []).not.toContain(cause)
  })

  it('are in the order of their layers', () => {
    const positions = allRules.map(({ layer }) => layers.indexOf(layer))
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
  })

  it('are written in the form of the text that they are compared with', () => {
    const signs = [...allRules, ...senderSigns.map(({ says }) => ({ says, andSays: undefined, unless: undefined }))]
    for (const { says, andSays, unless } of signs) {
      for (const piece of [...(says ?? []), ...(andSays ?? []), ...(unless ?? [])]) {
        const { source, flags } = typeof piece === 'string' ? { source: piece, flags: '' } : piece
        const written = source.replaceAll(/\\[A-Z]/g, '')
        expect({ written, flags }).toEqual({ written: written.toLowerCase(), flags: '' })
      }
    }
  })
})

describe('the catalog', () => {
  it('contains every cause, with sample codes for all except `unclear` and the own causes', () => {
    expect(catalog.filter(({ sampleCodes }) => sampleCodes.length === 0).map(({ cause }) => cause)).toEqual([
      ...ownCauses,
      'unclear',
    ])
    expect(catalog.filter(({ stage }) => stage === 'server').map(({ cause }) => cause)).toEqual([...ownCauses])
    expect(catalog.map(({ cause }) => cause)).toEqual([...causes])
    expect(catalog.find(({ cause }) => cause === 'secret_expired')?.sampleCodes).toContain('AADSTS7000222')
    expect(catalog.find(({ cause }) => cause === 'user_no_exchange')?.sampleCodes).toContain(
      'MailboxNotEnabledForRESTAPI',
    )
  })

  it('starts with the four rows that people look for', () => {
    expect(classicRows.map(({ name }) => name)).toEqual(['401', '403', '404', 'Mailbox issues'])
    expect(classicRows.map(({ nextSteps }) => nextSteps.length > 0)).toEqual([true, true, true, true])
  })

  it('says how to fix each of the four rows', () => {
    const [unauthorized, forbidden, notFound, mailbox] = classicRows.map(({ nextSteps }) =>
      nextSteps.map(({ text }) => text).join(' '),
    )
    expect(unauthorized).toMatch(/New client secret.*Reset.*Submit/)
    expect(forbidden).toMatch(/Mail\.Send.*consent.*RBAC for Applications/)
    expect(notFound).toMatch(/Object ID/)
    expect(mailbox).toMatch(/license.*Exchange/)
  })
})
