import type { Application } from '../seed/seed.ts'
import { TokenRefusal } from './token-refusal.ts'

/** Refuses a credential that Entra would refuse. That a secret that is not valid yet counts as wrong is assumed. */
export function requireSecret(application: Application, form: Map<string, string>, now: Date): void {
  const client = application.clientId
  const value = form.get('client_secret')
  if (!value) throw new TokenRefusal(7000216)
  const time = now.getTime()
  const matching = application.secrets.filter(
    (secret) => secret.value === value && !(secret.deletedAt && Date.parse(secret.deletedAt) <= time),
  )
  const started = matching.filter((secret) => Date.parse(secret.startsAt) <= time)
  if (started.length === 0) throw new TokenRefusal(7000215, { client })
  if (!started.some((secret) => Date.parse(secret.expiresAt) > time)) throw new TokenRefusal(7000222, { client })
}
