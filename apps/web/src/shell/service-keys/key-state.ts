import type { ServiceKey } from '@office365-email/shared/service-key'

export type KeyState = 'active' | 'expired' | 'revoked'

export function readKeyState({ revokedAt, expiresAt }: ServiceKey, now: Date): KeyState {
  if (revokedAt) return 'revoked'
  return expiresAt && Date.parse(expiresAt) <= now.getTime() ? 'expired' : 'active'
}
