import type { Office365Field } from '../../office365-fields.ts'

/** The meaning of a label. `unclear`: the ID of an object that only its context identifies. */
export type PasteTarget = Office365Field | 'secretExpiresOn' | 'cloud' | 'unclear' | 'not-wanted'

export interface PasteLabel {
  target: PasteTarget
  /** A weak label fills a field only if no strong one does. */
  strength: 'strong' | 'weak'
  /** The name of the label for the person who pasted it. */
  name: string
}

const labels = new Map<string, PasteLabel>()

function add(target: PasteTarget, strength: PasteLabel['strength'], name: string, phrases: string) {
  for (const phrase of phrases.split(',')) labels.set(phrase.trim(), { target, strength, name })
}

add('userEmail', 'strong', 'User Email', 'user email, user e mail, user mail, mailbox, mailbox address, bot mailbox')
add('userEmail', 'strong', 'User Email', 'sender address, sender email, sending mailbox, shared mailbox, from address')
add(
  'userEmail',
  'strong',
  'User Email',
  'mailbox email, email of the mailbox, primary smtp address, postfach, boite aux lettres',
)
add(
  'userEmail',
  'weak',
  'User Email',
  'email, e mail, mail, email address, e mail adresse, mail address, adresse e mail, adresse mail',
)
add(
  'userEmail',
  'weak',
  'User Email',
  'upn, user principal name, userprincipalname, benutzerprinzipalname, username, user name',
)
add(
  'clientId',
  'strong',
  'Client ID',
  'client id, clientid, application id, app id, appid, application client id, app client id',
)
add(
  'clientId',
  'strong',
  'Client ID',
  'client id application id, application id client id, anwendungs id, anwendungsid, anwendungs id client',
)
add(
  'clientId',
  'strong',
  'Client ID',
  'client id anwendung, id d application, id de l application, id d application client, id client',
)
add(
  'tenantId',
  'strong',
  'Tenant ID',
  'tenant id, tenantid, directory id, directory tenant id, tenant directory id, directoryid',
)
add(
  'tenantId',
  'strong',
  'Tenant ID',
  'mandanten id, mandantenid, verzeichnis id, verzeichnis id mandant, tenant, mandant',
)
add(
  'tenantId',
  'strong',
  'Tenant ID',
  'id de l annuaire, id d annuaire, id de l annuaire locataire, id du locataire, id de locataire',
)
add(
  'clientSecret',
  'strong',
  'Client Secret Key',
  'client secret key, client secret, clientsecret, client secret value, secret value, app secret',
)
add(
  'clientSecret',
  'strong',
  'Client Secret Key',
  'secret text, secrettext, application secret, client key, geheimer clientschlussel, geheimnis, geheimniswert',
)
add(
  'clientSecret',
  'strong',
  'Client Secret Key',
  'clientgeheimnis, client geheimnis, wert des geheimnisses, secret client, valeur du secret, secret du client',
)
add('clientSecret', 'weak', 'Client Secret Key', 'secret, value, wert, valeur, password, key, client password')
add(
  'userId',
  'strong',
  'User ID',
  'user id, userid, user object id, mailbox object id, user s object id, external directory object id',
)
add(
  'userId',
  'strong',
  'User ID',
  'object id of the user, object id of the mailbox, object id of the mailbox user, object id user',
)
add(
  'userId',
  'strong',
  'User ID',
  'benutzer id, benutzerid, objekt id des benutzers, id de l utilisateur, id utilisateur, mailbox user id',
)
add(
  'secretExpiresOn',
  'strong',
  'Secret expires',
  'secret expires, secret expires on, secret expiry, secret expiry date, client secret expires',
)
add(
  'secretExpiresOn',
  'strong',
  'Secret expires',
  'client secret expires on, client secret expiry, secret expiration, client secret expiration',
)
add(
  'secretExpiresOn',
  'weak',
  'Secret expires',
  'expires, expires on, expiry, expiry date, expiration, expiration date, end date, end date time',
)
add(
  'secretExpiresOn',
  'weak',
  'Secret expires',
  'valid until, gultig bis, ablaufdatum, lauft ab am, lauft ab, expire le, date d expiration',
)
add('cloud', 'strong', 'Cloud', 'cloud, microsoft cloud, national cloud')
add('unclear', 'weak', 'Object ID', 'object id, objectid, objekt id, objektid, id d objet, id de l objet')
add(
  'not-wanted',
  'strong',
  'Secret ID',
  'secret id, client secret id, key id, keyid, geheimnis id, id du secret, id de secret',
)
add('not-wanted', 'strong', 'Subscription ID', 'subscription id, abonnement id, id d abonnement')
add('not-wanted', 'strong', 'Correlation ID', 'correlation id, request id, trace id, session id')
add(
  'not-wanted',
  'strong',
  "App's object ID",
  'application object id, app object id, service principal id, sp id, principal id, resource id',
)
add(
  'not-wanted',
  'strong',
  "App's object ID",
  'enterprise application object id, enterprise app object id, service principal object id',
)
add(
  'not-wanted',
  'strong',
  "App's object ID",
  'object id of the enterprise application, object id of the app, object id of the application, object id app',
)
add(
  'not-wanted',
  'strong',
  'Application ID URI',
  'application id uri, app id uri, identifier uri, identifier uris, resource app id, app role id',
)
add('not-wanted', 'strong', 'Hint', 'hint, publisher domain, app owner organization id, sign in audience')

const longestLabelInWords = 6

export interface PasteWord {
  text: string
  start: number
  end: number
}

/** The words of a line in lower case without accents, with camel case split: `AZURE_ClientId` is three words. */
export function splitWords(line: string): PasteWord[] {
  return Array.from(line.matchAll(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{Lu}|\p{N}+/gu), (match) => ({
    text: match[0]
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }))
}

const joinsWords = /^[\s_.()*"'`’/-]{0,4}$/

export interface FoundLabel {
  label: PasteLabel
  start: number
  end: number
}

function readLabelAt(
  line: string,
  words: readonly PasteWord[],
  from: number,
): { found: FoundLabel; next: number } | null {
  let phrase = ''
  let found: { found: FoundLabel; next: number } | null = null
  const first = words[from]
  for (let index = from; index < Math.min(words.length, from + longestLabelInWords); index += 1) {
    const word = words[index]
    const before = words[index - 1]
    if (!first || !word) break
    if (index > from && before && !joinsWords.test(line.slice(before.end, word.start))) break
    phrase = phrase === '' ? word.text : `${phrase} ${word.text}`
    const label = labels.get(phrase)
    if (label) found = { found: { label, start: first.start, end: word.end }, next: index + 1 }
  }
  return found
}

/** A secret can contain words by chance: text inside a secret is not a label. */
const secretInLine = /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])/g

/** Every label in a line, each in its longest form, from left to right. */
export function findLabels(line: string): FoundLabel[] {
  const masked = line.includes('Q~') ? line.replace(secretInLine, (secret) => '~'.repeat(secret.length)) : line
  const words = splitWords(masked)
  const all: FoundLabel[] = []
  for (let index = 0; index < words.length; ) {
    const hit = readLabelAt(line, words, index)
    if (hit) all.push(hit.found)
    index = hit ? hit.next : index + 1
  }
  return all
}

/** The label that a key ends with (`AZURE_CLIENT_ID`, `AzureAd:ClientId`), or null. A bare `id` is unclear. */
export function readKey(key: string): PasteLabel | null {
  const words = splitWords(key.slice(0, 120)).map(({ text }) => text)
  if (words.join(' ') === 'id') return labels.get('object id') ?? null
  for (let from = Math.max(0, words.length - longestLabelInWords); from < words.length; from += 1) {
    const label = labels.get(words.slice(from).join(' '))
    if (label) return label
  }
  return null
}

/** The label if a cell or line consists only of it, or null. */
export function readWholeLabel(text: string): PasteLabel | null {
  const words = splitWords(text.slice(0, 120)).map(({ text: word }) => word)
  if (words.join(' ') === 'id') return labels.get('object id') ?? null
  return labels.get(words.join(' ')) ?? null
}
