import type { Endpoint } from '../endpoint.ts'
import { expiringCredentialsSchema } from '../expiring-credentials.ts'

export const expiringCredentialEndpoints = {
  listExpiringCredentials: {
    method: 'GET',
    path: '/expiring-credentials',
    tag: 'Office 365 configuration',
    summary:
      'List the client secrets and certificates that expire within the next 12 months, for all bots that you may see',
    description:
      'By the dates that were saved with the configurations; a secret without a date is not listed. The 200 that expire first are listed, and `months` counts all of them. Days are in UTC.',
    access: { people: 'admin', scope: 'configuration:read' },
    responses: {
      200: { description: 'The secrets and certificates, in order of their dates.', schema: expiringCredentialsSchema },
    },
  },
} as const satisfies Record<string, Endpoint>
