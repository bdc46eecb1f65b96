import { z } from 'zod'
import { nationalCloudSchema } from './office365-configuration.ts'

const typed = z.string().max(512).optional()

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
    cloud: nationalCloudSchema.optional(),
  }),
  doneSteps: z.array(z.string().max(64)).max(32),
})
export type Office365Draft = z.infer<typeof office365DraftSchema>

export const savedOffice365DraftSchema = office365DraftSchema.extend({ savedAt: z.iso.datetime().nullable() })
export type SavedOffice365Draft = z.infer<typeof savedOffice365DraftSchema>
