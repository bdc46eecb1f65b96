import { Problem } from '../../ground/problem.ts'
import type { ConfigurationRecord } from './office365-configuration.ts'

export const entityTag = (version: number): string => `"${version}"`

export function configurationChanged(saved: ConfigurationRecord): Problem {
  const { savedBy, savedAt } = saved.state === 'unconfigured' ? { savedBy: null, savedAt: null } : saved
  return new Problem('configuration-changed', {
    detail: 'Another person saved this configuration in the meantime. Load it again, then decide what to change.',
    current: { version: saved.version, savedBy, savedAt },
  })
}

/** `If-Match` with strong comparison (RFC 9110, section 13.1.1). `*` matches every saved configuration. */
export function requireVersion(saved: ConfigurationRecord, ifMatch: string | null): void {
  if (ifMatch === null) return
  const tags = ifMatch.split(',').map((tag) => tag.trim())
  const fits = tags.includes(entityTag(saved.version)) || (tags.includes('*') && saved.state !== 'unconfigured')
  if (!fits) throw configurationChanged(saved)
}
