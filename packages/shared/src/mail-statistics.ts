import * as z from 'zod/mini'

/** How a message can end. */
export const mailOutcomes = ['accepted', 'simulated', 'failed', 'unknown', 'cancelled'] as const
export type MailOutcome = (typeof mailOutcomes)[number]

const count = z.int().check(z.nonnegative())

const figuresSchema = z.strictObject({
  accepted: count,
  simulated: count,
  failed: count,
  unknown: count,
  cancelled: count,
  /** Minutes in which Microsoft asked to pause; of several bots, their sum. */
  throttledMinutes: count,
  /** From taking a message to Microsoft’s acceptance, estimated from a histogram. Null if none was accepted. */
  timeToAcceptance: z.nullable(z.strictObject({ p50Ms: count, p95Ms: count })),
})
export type MailFigures = z.infer<typeof figuresSchema>

export const mailStatisticsSchema = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  /** Every day from the first to the last. The last one is not over yet. */
  days: z.array(z.extend(figuresSchema, { day: z.iso.date() })),
  total: figuresSchema,
})
export type MailStatistics = z.infer<typeof mailStatisticsSchema>
export type MailDay = MailStatistics['days'][number]

const daysRemedy = 'Use a number from 1 to 90.'

export const statisticsQuerySchema = z.strictObject({
  days: z
    .pipe(z._default(z.string().check(z.regex(/^\d{1,2}$/, daysRemedy)), '30'), z.transform(Number))
    .check(z.refine<number>((days) => days >= 1 && days <= 90, daysRemedy)),
})

/**
 * The share of messages that Microsoft accepted, among those that were accepted, failed or are unknown; null if there
 * were none.
 */
export function acceptedShareOf({ accepted, failed, unknown }: MailFigures): number | null {
  const submitted = accepted + failed + unknown
  return submitted === 0 ? null : accepted / submitted
}
