import type { createdIntakeLinkSchema } from '@office365-email/shared/intake-link'
import type { z } from 'zod'
import { callApi } from '../../../ground/api-client.ts'
import { intakeLinksPath } from './intake-links-query.ts'

export type CreatedIntakeLink = z.infer<typeof createdIntakeLinkSchema>

/** The URL is in this answer alone. */
export const createIntakeLink = (botId: string, expiresInHours: number): Promise<CreatedIntakeLink> =>
  callApi<CreatedIntakeLink>(intakeLinksPath(botId), { method: 'POST', body: { expiresInHours } })
