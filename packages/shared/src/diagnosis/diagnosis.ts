import { z } from 'zod'
import { actions } from './actions.ts'
import { causes, type ownCauses } from './causes.ts'
import type { Detail } from './detail.ts'

/** Where in the work an answer, or the lack of one, was met: Entra's token endpoint, Microsoft Graph, or the way there. */
export const stageSchema = z.enum(['token', 'graph', 'network'])
export type Stage = z.infer<typeof stageSchema>

export const causeSchema = z.enum(causes)
export type Cause = z.infer<typeof causeSchema>
export type OwnCause = (typeof ownCauses)[number]

/** What is at fault: one of the five values of the form, or something that no field of the form can mend. */
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

/** Who has to act. `nobody`: it passes by itself, and the next steps say when to act after all. */
export const actorSchema = z.enum(['dashboard-admin', 'it-admin', 'developer', 'nobody'])
export type Actor = z.infer<typeof actorSchema>

/** Whose answer it is. `unknown` if that is not certain. */
export const ownerSchema = z.enum(['entra', 'graph', 'exchange', 'proxy', 'caller', 'this-server', 'other', 'unknown'])
export type Owner = z.infer<typeof ownerSchema>

/** What was answered, redacted of secrets and tokens. Every member is null if nothing was. `timestamp` is ISO 8601 UTC. */
export const evidenceSchema = z.strictObject({
  code: z.string().nullable(),
  /** Absent for services, which get the verdict but not Microsoft's words. */
  message: z.string().nullable().optional(),
  status: z.int().nullable(),
  requestId: z.string().nullable(),
  correlationId: z.string().nullable(),
  timestamp: z.string().nullable(),
})
export type Evidence = z.infer<typeof evidenceSchema>

/** What happened, as data: it is what gets stored. Its words are made when it is presented. */
export interface Diagnosis {
  cause: Cause
  /** Ranked, likeliest first; `cause` is the first of them. */
  candidates: Cause[]
  field: FaultField
  retryable: boolean
  detail?: Detail
  /** Microsoft may have got the message: somebody has to look before it is sent again. */
  isHandedOver?: true
  owner: Owner
  evidence: Evidence
}

/** A diagnosis with its words, as the API returns it. */
export const diagnosisSchema = z.strictObject({
  cause: causeSchema,
  /** Ranked, likeliest first; `cause` is the first of them. */
  candidates: z.array(causeSchema).min(1),
  field: faultFieldSchema,
  retryable: z.boolean(),
  title: z.string(),
  explanation: z.string(),
  nextSteps: z.array(z.string()).min(1),
  /** What each of the next steps asks for; `other` if it is none of the set. */
  actions: z.array(z.enum(actions)).min(1),
  actor: actorSchema,
  owner: ownerSchema,
  evidence: evidenceSchema,
})
export type DiagnosisView = z.infer<typeof diagnosisSchema>

/** What is known of an answer, or of the lack of one: any part of it may be missing. `raw` is a piece of a log or of an SDK's message. */
export const failureSchema = z.strictObject({
  stage: stageSchema.nullish(),
  status: z.int().min(-1).max(999).nullish(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullish(),
  body: z.unknown().optional(),
  raw: z.string().nullish(),
})
export type ReportedFailure = z.infer<typeof failureSchema>
/** Something that went wrong: it is read out of what was answered, or named by the server that failed itself. */
export type Failure = ReportedFailure | { ownCause: OwnCause }
