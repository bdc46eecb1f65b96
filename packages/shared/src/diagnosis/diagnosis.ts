import * as z from 'zod/mini'
import { actions } from './actions.ts'
import { causes, type ownCauses } from './causes.ts'
import type { Detail } from './detail.ts'

/** Where the failure occurred: at Entra's token endpoint, at Microsoft Graph, or on the network. */
export const stageSchema = z.enum(['token', 'graph', 'network'])
export type Stage = z.infer<typeof stageSchema>

export const causeSchema = z.enum(causes)
export type Cause = z.infer<typeof causeSchema>
export type OwnCause = (typeof ownCauses)[number]

/** The part at fault: one of the five values of the form, or something that no field of the form can fix. */
export const faultFieldSchema = z.enum([
  'userEmail',
  'clientId',
  'tenantId',
  'clientSecret',
  'userId',
  'permissions',
  'policy',
  'mailbox',
  'recipients',
  'message',
  'throttling',
  'network',
  'service',
  'none',
])
export type FaultField = z.infer<typeof faultFieldSchema>

/** Who has to act. `nobody`: the failure resolves itself, and the next steps say when to act if it does not. */
export const actorSchema = z.enum(['dashboard-admin', 'it-admin', 'developer', 'nobody'])
export type Actor = z.infer<typeof actorSchema>

/** The system that sent the response. `unknown` if that is not certain. */
export const ownerSchema = z.enum(['entra', 'graph', 'exchange', 'proxy', 'caller', 'this-server', 'other', 'unknown'])
export type Owner = z.infer<typeof ownerSchema>

/** The response, without secrets and tokens. Every member is null if there was none. `timestamp` is ISO 8601 UTC. */
export const evidenceSchema = z.strictObject({
  code: z.nullable(z.string()),
  /** Absent for services, which receive the diagnosis but not Microsoft's message. */
  message: z.optional(z.nullable(z.string())),
  status: z.nullable(z.int()),
  requestId: z.nullable(z.string()),
  correlationId: z.nullable(z.string()),
  timestamp: z.nullable(z.string()),
})
export type Evidence = z.infer<typeof evidenceSchema>

/** A diagnosis as it is stored: data without texts. `presentDiagnosis` adds the texts. */
export interface Diagnosis {
  cause: Cause
  /** Most likely first; `cause` is the first of them. */
  candidates: Cause[]
  field: FaultField
  retryable: boolean
  detail?: Detail
  /** Microsoft may have received the message: a person must check before it is sent again. */
  isHandedOver?: true
  owner: Owner
  evidence: Evidence
}

/** A diagnosis with its texts, as the API returns it. */
export const diagnosisSchema = z.strictObject({
  cause: causeSchema,
  /** Most likely first; `cause` is the first of them. */
  candidates: z.array(causeSchema).check(z.minLength(1)),
  field: faultFieldSchema,
  retryable: z.boolean(),
  title: z.string(),
  explanation: z.string(),
  nextSteps: z.array(z.string()).check(z.minLength(1)),
  /** One action for each next step; `other` if none of the set fits. */
  actions: z.array(z.enum(actions)).check(z.minLength(1)),
  actor: actorSchema,
  owner: ownerSchema,
  evidence: evidenceSchema,
})
export type DiagnosisView = z.infer<typeof diagnosisSchema>

/** What is known about a failure; any part may be missing. `raw` is part of a log or of an SDK's message. */
export const failureSchema = z.strictObject({
  stage: z.nullish(stageSchema),
  status: z.nullish(z.int().check(z.minimum(-1), z.maximum(999))),
  headers: z.nullish(z.record(z.string(), z.union([z.string(), z.array(z.string())]))),
  body: z.optional(z.unknown()),
  raw: z.nullish(z.string()),
})
export type ReportedFailure = z.infer<typeof failureSchema>
/** `asked`: the service of Microsoft that this server itself called, so that a response without words has an owner. */
export interface AskedFailure extends ReportedFailure {
  asked?: 'entra' | 'graph'
}
/** A failure that is read from a response, or a failure of this server, which names its own cause. */
export type Failure = AskedFailure | { ownCause: OwnCause }
