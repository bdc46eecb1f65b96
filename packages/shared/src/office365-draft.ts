import * as z from 'zod/mini'
import { credentialKindSchema } from './credential.ts'
import { nationalCloudSchema } from './office365-configuration.ts'

const typed = z.optional(z.string().check(z.maxLength(512)))

/**
 * The values that were typed so far, and the steps that are done. The secret is never part of a draft. Only values that
 * pass `keepReadable` and steps that pass `keepMarkable` are stored.
 */
export const office365DraftSchema = z.strictObject({
  values: z.strictObject({
    userEmail: typed,
    clientId: typed,
    tenantId: typed,
    userId: typed,
    secretExpiresOn: typed,
    cloud: z.optional(nationalCloudSchema),
    /** How the app should sign in. If absent: as in the saved configuration, otherwise with a client secret. */
    credentialKind: z.optional(credentialKindSchema),
  }),
  doneSteps: z.array(z.string().check(z.maxLength(64))).check(z.maxLength(32)),
})
export type Office365Draft = z.infer<typeof office365DraftSchema>

export const savedOffice365DraftSchema = z.extend(office365DraftSchema, { savedAt: z.nullable(z.iso.datetime()) })
export type SavedOffice365Draft = z.infer<typeof savedOffice365DraftSchema>
