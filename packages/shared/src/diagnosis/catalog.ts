import type { Step } from './actions.ts'
import { causes, ownCauses } from './causes.ts'
import type { Actor, Cause, FaultField, Stage } from './diagnosis.ts'
import { allRules } from './rules/all-rules.ts'
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

function listSampleCodes(cause: Cause): string[] {
  const rule = allRules.find((candidate) => candidate.cause === cause)
  const signs = rule?.signs ?? []
  const strong = signs.filter(({ weight }) => weight >= 40)
  const numbers = strong.flatMap((sign) => (sign.says === undefined ? (sign.numbers ?? []) : []))
  const codes = strong.flatMap((sign) => sign.codes ?? [])
  const statuses = signs.filter(({ weight }) => weight < 40).flatMap((sign) => sign.statuses ?? [])
  const all = [
    ...(rule?.shownAs ?? []),
    ...numbers.map((number) => `AADSTS${number}`),
    ...codes,
    ...statuses.map((status) => `${status}`),
  ]
  return [...new Set(all)].slice(0, maxSampleCodes)
}

const stageOf = (cause: Cause): CatalogEntry['stage'] =>
  ownCauses.some((own) => own === cause) ? 'server' : (allRules.find((rule) => rule.cause === cause)?.stage ?? 'graph')

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
