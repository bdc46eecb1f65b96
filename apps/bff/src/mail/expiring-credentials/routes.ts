import { expiringCredentialEndpoints } from '@office365-email/shared/endpoints/expiring-credentials'
import { dayOf } from '../../ground/day.ts'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import type { ExpiringCredentialStore } from './expiring-credential-store.ts'

/** As many as a page shows. */
const limit = 200

/** The same day a year later, without it. 29 February has none, and 28 February is the last day. */
function yearAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCFullYear(date.getUTCFullYear() + 1)
  date.setUTCDate(date.getUTCDate() - 1)
  return dayOf(date)
}

export const expiringCredentialRoutes: EndpointRoute<{ expiringCredentials: ExpiringCredentialStore }>[] = [
  handle(
    expiringCredentialEndpoints.listExpiringCredentials,
    async ({ expiringCredentials }, { principal, context }) => {
      const from = dayOf(context.now)
      const days = { from, to: yearAfter(from) }
      return { ...days, ...(await expiringCredentials.listExpiring(principal.botIds, days, limit)) }
    },
  ),
]
