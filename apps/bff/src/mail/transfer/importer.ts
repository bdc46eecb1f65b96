import type { Principal } from '../../ground/http/principal.ts'
import type { MailHost } from '../ports.ts'
import type { Importer } from './plan-bot.ts'

const botsComeFromHost = 'Bots come from the dashboard. Add or rename them there.'
const scopeIsMissing = 'This service key does not have the scope bots:write.'

/** What the caller may do with bots themselves, under the same rules as one request for each bot. */
export function importerOf(principal: Principal, { saveBot }: Pick<MailHost, 'saveBot'>): Importer {
  const { botIds } = principal
  const mayNotSave = principal.kind === 'service' && !principal.scopes.includes('bots:write') ? scopeIsMissing : null
  const refusal = saveBot ? mayNotSave : botsComeFromHost
  return { botIds, refusal }
}
