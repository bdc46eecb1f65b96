import { expiringCredentialEndpoints } from '@office365-email/shared/endpoints/expiring-credentials'
import { queryOf } from '../../ground/api-query.ts'

export const expiringCredentialsQuery = queryOf(expiringCredentialEndpoints.listExpiringCredentials, {})
