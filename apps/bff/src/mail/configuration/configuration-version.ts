import { fitsIfMatch } from '../../ground/entity-tag.ts'
import { Problem } from '../../ground/problem.ts'
import type { ConfigurationRecord } from './office365-configuration.ts'

export function configurationChanged(saved: ConfigurationRecord): Problem {
  const { savedBy, savedAt } = saved.state === 'unconfigured' ? { savedBy: null, savedAt: null } : saved
  return new Problem('configuration-changed', {
    detail: 'Another person saved this configuration in the meantime. Load it again, then decide what to change.',
    current: { version: saved.version, savedBy, savedAt },
  })
}

export function requireVersion(saved: ConfigurationRecord, ifMatch: string | null): void {
  if (!fitsIfMatch(ifMatch, saved.version, saved.state !== 'unconfigured')) throw configurationChanged(saved)
}
