import * as z from 'zod/mini'
import { nationalCloudSchema } from './office365-configuration.ts'

const typed = z.optional(z.string().check(z.maxLength(512)))

/**
 * What somebody has typed so far, and which steps they have done. The secret is never part of it, and only what
 * `keepReadable` and `keepMarkable` leave of the rest is kept.
 */
export const office365DraftSchema = z.strictObject({
  values: z.strictObject({
    userEmail: typed,
    clientId: typed,
    tenantId: typed,
    userId: typed,
    secretExpiresOn: typed,
    cloud: z.optional(nationalCloudSchema),
  }),
  doneSteps: z.array(z.string().check(z.maxLength(64))).check(z.maxLength(32)),
})
export type Office365Draft = z.infer<typeof office365DraftSchema>

export const savedOffice365DraftSchema = z.extend(office365DraftSchema, { savedAt: z.nullable(z.iso.datetime()) })
export type SavedOffice365Draft = z.infer<typeof savedOffice365DraftSchema>
