import type { Federation } from '../credential.ts'
import { powerShellLiteral } from './script-literal.ts'

export interface NamedBot {
  botId: string
  botName: string
}

/** The names of this bot's objects in Microsoft Entra and Exchange Online. */
export interface SetupNames {
  appName: string
  secretName: string
  /** The management scope in Exchange Online. */
  scopeName: string
  roleAssignmentName: string
  /** The mail-enabled security group of an Application Access Policy. */
  groupName: string
  policyDescription: string
  /** Why the bot's name is not part of the app's name; null if it is. */
  nameLeftOut: string | null
}

/** The start of every app name. With the bot's ID at the end, scripts find the app again after the bot is renamed. */
export const appNameStart = 'Unified Dashboard mail'

/** The most characters that Exchange Online allows in these names. */
const exchangeNameLimit = 64
/** Characters of the bot's name in the app's name. The rest is cut off. */
const longestNameInApp = 80

const botIdPattern = /^[a-z0-9][a-z0-9-]{0,62}$/

export const isBotId = (text: string): boolean => botIdPattern.test(text)

/** FNV-1a, 32 bits: distinguishes long IDs with the same beginning. It is not for security. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

function exchangeName(start: string, botId: string): string {
  const whole = `${start}-${botId}`
  return whole.length <= exchangeNameLimit ? whole : `${whole.slice(0, exchangeNameLimit - 9)}-${shortHash(botId)}`
}

export function nameSetup({ botId, botName }: NamedBot): SetupNames {
  const shortName = botName.trim().slice(0, longestNameInApp).trim()
  const literal = powerShellLiteral(shortName)
  const nameLeftOut = 'refusal' in literal ? literal.refusal : null
  const middle = nameLeftOut === null && shortName !== '' ? ` - ${shortName}` : ''
  return {
    appName: `${appNameStart}${middle} (${botId})`,
    secretName: `Unified Dashboard (${botId})`,
    scopeName: exchangeName('ud-mail-scope', botId),
    roleAssignmentName: exchangeName('ud-mail-send', botId),
    groupName: exchangeName('ud-mail-group', botId),
    policyDescription: `Unified Dashboard (${botId}): may send as this group's mailbox only`,
    nameLeftOut,
  }
}

/** Entra allows 120 characters. A bot that gets other values needs another name: the name of a credential never changes. */
export const nameFederatedCredential = (botId: string, { issuer, subject, audience }: Federation): string =>
  `unified-dashboard-${botId}-${shortHash([issuer, subject, audience].join('\n'))}`
