import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import type { ConfigurationRecord } from './office365-configuration.ts'

/** Builds the API's view of a configuration. It never contains the secret, nor Microsoft's own words for a service. */
export function presentConfiguration(record: ConfigurationRecord, reader: { forService: boolean }): ConfigurationView {
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
      savedAt: null,
      savedBy: null,
      health: { state: 'untested', since: null },
      restriction: null,
      lastAcceptedAt: null,
    }
  const { state, userEmail, clientId, tenantId, userId, cloud, savedAt, savedBy, restriction } = record
  const { diagnosis, ...known } = record.health
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
      savedAt: record.secretSavedAt,
      expiresOn: record.secretExpiresOn,
    },
    savedAt,
    savedBy,
    health,
    restriction,
    lastAcceptedAt: record.lastAcceptedAt,
  }
}
