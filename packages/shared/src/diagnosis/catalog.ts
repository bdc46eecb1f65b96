import type { Step } from './actions.ts'
import { causes } from './causes.ts'
import type { Actor, Cause, FaultField, Stage } from './diagnosis.ts'
import { allRules } from './rules/all-rules.ts'
import { stageOf } from './stage-of.ts'
import { remedies } from './texts/remedies.ts'

/** One cause as the Troubleshooting page shows it. */
export interface CatalogEntry {
  cause: Cause
  title: string
  explanation: string
  nextSteps: readonly Step[]
  actor: Actor
  field: FaultField
  retryable: boolean
  /** Where the cause usually occurs; `server` for a failure of this server itself. */
  stage: Stage | 'server'
  /** A few codes that point to the cause, as Microsoft writes them. Empty if Microsoft is not involved. */
  sampleCodes: readonly string[]
}

/** One of the four rows that people look for first. */
export interface ClassicRow {
  name: '401' | '403' | '404' | 'Mailbox issues'
  title: string
  explanation: string
  nextSteps: readonly Step[]
  /** Most likely first; each also has its own entry. */
  causes: readonly Cause[]
}

const maxSampleCodes = 5

/** Words by which people know a cause that has no code of its own. */
const shownAs: Partial<Record<Cause, readonly string[]>> = {
  secret_expired: ['AADSTS7000222'],
  conditional_access: ['AADSTS53003', 'AADSTS530032'],
  delegated_flow: ['AADSTS50076', 'AADSTS50079', 'authorization_pending'],
  wrong_flow: ['AADSTS50126', 'AADSTS700082', 'AADSTS70008', 'invalid_grant'],
  app_access_policy: ['ErrorAccessDenied', '[RAOP]'],
  ews_access_policy: ['ErrorAccessDenied', 'Access to OData is disabled'],
  me_without_user: ['BadRequest', '/me request is only valid with delegated authentication flow'],
  graph_conditional_access: [
    'TokenCreatedWithOutdatedPolicies',
    'LocationConditionEvaluationSatisfied',
    'insufficient_claims',
  ],
  graph_wrong_cloud: ['InvalidAuthenticationToken'],
  token_expired: ['InvalidAuthenticationToken', 'Lifetime validation failed', '80049228'],
  token_wrong_audience: ['InvalidAuthenticationToken', 'Invalid audience'],
  token_malformed: ['InvalidAuthenticationToken', 'IDX14100', '80049217'],
  mailbox_mismatch: ['ErrorSendAsDenied'],
  mailbox_onprem_or_inactive: ['MailboxNotEnabledForRESTAPI'],
  permission_missing: ['ErrorAccessDenied', 'NoPermissionsInAccessToken', 'Authorization_RequestDenied'],
  message_too_large: ['413', 'ErrorMessageSizeExceeded'],
  attachment_invalid: ['ErrorInvalidAttachment', 'RequestBodyRead'],
  route_not_found: ['BadRequest', 'Resource not found for the segment'],
  graph_throttled: ['429', 'ApplicationThrottled', 'TooManyRequests', 'ResourceUnhealthy'],
  service_unavailable: ['503', 'ErrorInternalServerError'],
  service_timeout: ['504', 'UnknownError'],
  proxy_refused: ['407'],
  tls_untrusted: ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'SELF_SIGNED_CERT_IN_CHAIN'],
  token_throttled: ['429', 'AADSTS90055'],
  smtp_auth: ['535 5.7.139', '535 5.7.3', 'SmtpClientAuthentication is disabled'],
  not_microsoft: ['PERMISSION_DENIED', 'rest_forbidden'],
  accepted: ['202'],
}

/** A few codes of a cause, from the rules that need nothing else. */
function listSampleCodes(cause: Cause): string[] {
  const rules = allRules.filter((rule) => rule.cause === cause && rule.says === undefined && rule.layer !== 'status')
  const numbers = rules.flatMap((rule) => rule.numbers ?? []).filter((number) => typeof number === 'number')
  const codes = rules.flatMap((rule) => rule.codes ?? [])
  const all = [...(shownAs[cause] ?? []), ...numbers.map((number) => `AADSTS${number}`), ...codes]
  return [...new Set(all)].slice(0, maxSampleCodes)
}

/** Every cause, in the order of the closed set. */
export const catalog: readonly CatalogEntry[] = causes.map((cause) => ({
  cause,
  ...remedies[cause],
  stage: stageOf(cause),
  sampleCodes: listSampleCodes(cause),
}))

export const classicRows: readonly ClassicRow[] = [
  {
    name: '401',
    title: 'The client secret is wrong or expired',
    explanation: 'Microsoft does not accept the sign-in. Most often the client secret is wrong or has expired.',
    nextSteps: remedies.secret_expired.nextSteps,
    causes: ['secret_invalid', 'secret_expired', 'secret_missing', 'token_expired', 'token_rejected'],
  },
  {
    name: '403',
    title: 'The app is not allowed to send from this mailbox',
    explanation:
      'The sign-in works, but Microsoft does not let the app send. Either the application permission Mail.Send is missing or has no consent, or a restriction in Exchange Online excludes this mailbox.',
    nextSteps: remedies.permission_missing.nextSteps,
    causes: [
      'permission_missing',
      'app_access_policy',
      'ews_access_policy',
      'send_as_denied',
      'mailbox_mismatch',
      'graph_conditional_access',
    ],
  },
  {
    name: '404',
    title: 'Microsoft cannot find the user',
    explanation: 'No user or mailbox with this User ID exists in the tenant. Use the Object ID of the user.',
    nextSteps: remedies.user_not_found.nextSteps,
    causes: ['user_not_found', 'user_no_exchange', 'mailbox_onprem_or_inactive', 'tenant_no_exchange'],
  },
  {
    name: 'Mailbox issues',
    title: 'The mailbox cannot send',
    explanation:
      'The user exists, but the mailbox is missing, unlicensed, full, disabled or unavailable. An IT admin has to check it in Exchange Online.',
    nextSteps: remedies.user_no_exchange.nextSteps,
    causes: [
      'user_no_exchange',
      'mailbox_onprem_or_inactive',
      'mailbox_full',
      'account_disabled',
      'mailbox_unavailable',
      'sending_blocked',
    ],
  },
]
