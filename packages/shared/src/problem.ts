import * as z from 'zod/mini'
import { actorReferenceSchema } from './actor-reference.ts'
import { diagnosisSchema } from './diagnosis/diagnosis.ts'

interface ProblemKind {
  status: number
  title: string
}

/** Every problem that the API returns. The slug identifies it and never changes; titles may change. */
export const problems = {
  'invalid-http': { status: 400, title: 'The request is not valid HTTP' },
  'invalid-json': { status: 400, title: 'The request body is not JSON' },
  'not-signed-in': { status: 401, title: 'You are not signed in' },
  'invalid-service-key': { status: 401, title: 'The service key is not valid' },
  forbidden: { status: 403, title: 'This is not allowed' },
  'cross-site-request': { status: 403, title: 'The request came from another site' },
  'fresh-sign-in-required': { status: 403, title: 'Sign in again to continue' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This method is not allowed here' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'bot-has-configuration': { status: 409, title: 'The bot still has a configuration' },
  'configuration-locked': { status: 409, title: 'The configuration is locked' },
  'idempotency-in-progress': { status: 409, title: 'The first request with this key is still running' },
  'not-configured': { status: 409, title: 'Office 365 mail is not set up' },
  'not-possible-now': { status: 409, title: 'This is not possible now' },
  'configuration-changed': { status: 412, title: 'Someone else changed the configuration' },
  'alert-channel-changed': { status: 412, title: 'Someone else changed this channel' },
  'plan-changed': { status: 412, title: 'The plan is no longer current' },
  'payload-too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The request body must be JSON' },
  'expectation-failed': { status: 417, title: 'The server cannot do what the request expects' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key was used for another request' },
  'invalid-request': { status: 422, title: 'Some values are not valid' },
  'microsoft-rejected-values': { status: 422, title: 'Microsoft refused the values' },
  'secret-required': { status: 422, title: 'The client secret is needed again' },
  'bot-busy': { status: 429, title: 'Too many messages are waiting' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The address or the headers are too long' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  'microsoft-rejected': { status: 502, title: 'Microsoft refused the message' },
  'microsoft-throttled': { status: 503, title: 'Microsoft asks us to wait' },
  'microsoft-unreachable': { status: 503, title: 'Microsoft cannot be reached' },
  'sending-is-off': { status: 503, title: 'Sending is off' },
  'secret-unreadable': { status: 503, title: 'The saved client secret cannot be opened' },
  'sign-in-unavailable': { status: 503, title: 'Sign-in is not possible now' },
  'shutting-down': { status: 503, title: 'The server is stopping' },
  'storage-unavailable': { status: 503, title: 'The storage is not available' },
  'delivery-unknown': { status: 504, title: 'It is not known whether the message was sent' },
} as const satisfies Record<string, ProblemKind>

export type ProblemSlug = keyof typeof problems
export const problemSlugs = Object.keys(problems) as [ProblemSlug, ...ProblemSlug[]]

export const fieldErrorSchema = z.strictObject({
  /** JSON Pointer (RFC 6901) into the request body. */
  pointer: z.string(),
  detail: z.string(),
})
export type FieldError = z.infer<typeof fieldErrorSchema>

/** RFC 9457, Problem Details for HTTP APIs. */
export const problemSchema = z.strictObject({
  type: z.templateLiteral(['/problems/', z.enum(problemSlugs)]),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.optional(z.array(fieldErrorSchema)),
  diagnosis: z.optional(diagnosisSchema),
  retryAfterSeconds: z.optional(z.int().check(z.positive())),
  /** The message that the problem is about, if one was stored. */
  messageId: z.optional(z.string()),
  /** With `configuration-changed`: the version that is saved now. */
  current: z.optional(
    z.strictObject({
      version: z.int(),
      savedBy: z.nullable(actorReferenceSchema),
      savedAt: z.nullable(z.iso.datetime()),
    }),
  ),
})
export type ProblemDocument = z.infer<typeof problemSchema>
