import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { noCredential, presentCredential } from '../credentials/present-credential.ts'
import type { AssertionIssuer } from '../federation/assertion-issuer.ts'
import { isUnreadableSecret } from './health.ts'
import { type ConfigurationRecord, isProven } from './office365-configuration.ts'

/** Builds the API's view of a configuration. It never contains the secret, nor Microsoft's own words for a service. */
export function presentConfiguration(
  record: ConfigurationRecord,
  reader: { forService: boolean; issuer: Pick<AssertionIssuer, 'describe'> },
): ConfigurationView {
  const { botId, version } = record
  if (record.state === 'unconfigured')
    return {
      botId,
      state: 'unconfigured',
      version,
      userEmail: null,
      clientId: null,
      tenantId: null,
      userId: null,
      cloud: null,
      clientSecret: { state: 'not-set', savedAt: null, expiresOn: null },
      credential: noCredential,
      savedAt: null,
      savedBy: null,
      health: { state: 'untested', since: null },
      restriction: null,
      lastAcceptedAt: null,
    }
  const { state, userEmail, clientId, tenantId, userId, cloud, savedAt, savedBy, restriction } = record
  const { diagnosis, ...known } = record.health
  const isSecret = record.credential.kind === 'client-secret'
  const health = { ...known, ...(diagnosis && { diagnosis: presentDiagnosis(diagnosis, reader) }) }
  return {
    botId,
    state,
    version,
    userEmail,
    clientId,
    tenantId,
    userId,
    cloud,
    clientSecret: {
      state: record.sealedSecret === null ? 'not-set' : 'set',
      savedAt: isSecret ? record.secretSavedAt : null,
      expiresOn: isSecret ? record.secretExpiresOn : null,
    },
    credential: presentCredential(
      {
        ...record,
        expiresOn: record.secretExpiresOn,
        isLost: isSecret ? record.sealedSecret === null : isUnreadableSecret(record.health),
        isProven: isProven(record),
      },
      reader.issuer,
    ),
    savedAt,
    savedBy,
    health,
    restriction,
    lastAcceptedAt: record.lastAcceptedAt,
  }
}
