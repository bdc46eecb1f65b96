import { z } from 'zod'
import { causes } from './causes.ts'

/** Where in the work an answer, or the lack of one, was met: Entra's token endpoint, Microsoft Graph, or the way there. */
export const stageSchema = z.enum(['token', 'graph', 'network'])
export type Stage = z.infer<typeof stageSchema>

export const causeSchema = z.enum(causes)
export type Cause = z.infer<typeof causeSchema>

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

/** What Microsoft said, redacted of secrets and tokens. `timestamp` is Microsoft's own, ISO 8601 UTC. */
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

export const diagnosisSchema = z.strictObject({
  cause: causeSchema,
  /** Ranked, likeliest first; `cause` is the first of them. */
  candidates: z.array(causeSchema).min(1),
  field: faultFieldSchema,
  retryable: z.boolean(),
  title: z.string(),
  explanation: z.string(),
  nextSteps: z.array(z.string()).min(1),
  actor: actorSchema,
  evidence: evidenceSchema,
})
export type Diagnosis = z.infer<typeof diagnosisSchema>

/** What is known of a failure: any part of it may be missing. `raw` is a piece of a log or of an SDK's message. */
export const failureSchema = z.strictObject({
  stage: stageSchema.nullish(),
  status: z.int().min(-1).max(999).nullish(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullish(),
  body: z.unknown().optional(),
  raw: z.string().nullish(),
})
export type Failure = z.infer<typeof failureSchema>
