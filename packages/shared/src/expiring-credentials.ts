import * as z from 'zod/mini'

export const expiringCredentialsSchema = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  /** The months in which credentials expire: YYYY-MM, in order. */
  months: z.array(z.strictObject({ month: z.string(), credentials: z.int() })),
  /** At most 200, the first ones first. */
  credentials: z.array(
    z.strictObject({ bot: z.strictObject({ id: z.string(), name: z.string() }), expiresOn: z.iso.date() }),
  ),
})
export type ExpiringCredentials = z.infer<typeof expiringCredentialsSchema>
