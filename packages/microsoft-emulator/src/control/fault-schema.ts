import { z } from 'zod'
import { type GraphErrorName, isGraphErrorName } from '../errors/graph-errors.ts'
import { isTokenErrorCode, type TokenErrorCode } from '../errors/token-errors.ts'
import type { Fault } from '../state/fault.ts'

const target = {
  on: z.enum(['oidc', 'token', 'sendMail']),
  times: z.number().int().min(1).exactOptional(),
  match: z.string().exactOptional(),
  delivered: z.boolean().exactOptional(),
}
const status = z.number().int().min(200).max(599)
const of = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ ...target, kind: z.literal(kind), ...shape })

/** A fault as the control API accepts it: `Fault` without functions. */
export const faultSchema: z.ZodType<Fault> = z.union([
  z.strictObject({
    ...target,
    kind: z.literal('answer').exactOptional(),
    status,
    headers: z.record(z.string(), z.string()).exactOptional(),
    body: z.union([z.string(), z.record(z.string(), z.unknown())]).exactOptional(),
  }),
  of('microsoft-error', {
    error: z.custom<TokenErrorCode | GraphErrorName>((error) => isTokenErrorCode(error) || isGraphErrorName(error)),
  }),
  of('throttle', {
    retryAfter: z.union([z.number(), z.string(), z.null()]).exactOptional(),
    as: z.enum(['seconds', 'date']).exactOptional(),
    headerName: z.string().exactOptional(),
    status: z.union([z.literal(429), z.literal(503)]).exactOptional(),
  }),
  of('hang', {}),
  of('slow', { delayMs: z.number().min(0) }),
  of('reset-before-answer', {}),
  of('reset-while-reading', {}),
  of('html', { status: status.exactOptional() }),
  of('timeout-but-delivered', {}),
  of('202-with-retry-after', { seconds: z.number().exactOptional() }),
  of('ndr', { status: z.string().exactOptional() }),
  of('huge-answer', { bytes: z.number().min(0).exactOptional(), status: status.exactOptional() }),
  of('redirect', {
    location: z.string().exactOptional(),
    status: z.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)]).exactOptional(),
  }),
  of('truncated-json', {}),
  of('empty', { status: status.exactOptional() }),
  of('close-after-answer', {}),
])
