import type { ExpiringCredentials } from '@office365-email/shared/expiring-credentials'

interface CredentialRow {
  id: string
  name: string
  expiresOn: string | null
}

/** The query selects only rows with a date. */
export const toExpiringCredentials = (rows: readonly CredentialRow[]): ExpiringCredentials['credentials'] =>
  rows.flatMap(({ expiresOn, ...bot }) => (expiresOn ? [{ bot, expiresOn }] : []))
