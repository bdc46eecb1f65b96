/**
 * What other mail APIs and Microsoft's pages call our members, in any case and with any separators. A name can mean
 * several members: the object decides which of them it has.
 */
const otherNames: Readonly<Record<string, string>> = {
  to: 'recipient recipients toRecipient toRecipients toAddress toAddresses toEmail sendTo emailTo email address',
  cc: 'ccRecipient ccRecipients ccAddress ccAddresses carbonCopy copyTo',
  bcc: 'bccRecipient bccRecipients bccAddress bccAddresses blindCarbonCopy',
  replyTo: 'replyToAddress replyToAddresses replyToEmail replyToList replyAddress replies',
  subject: 'title subjectLine topic',
  text: 'body content message textBody bodyText textContent textPart plainText plain textPlain',
  html: 'body content message htmlBody bodyHtml htmlContent htmlPart htmlText textHtml',
  attachments: 'file files attachedFile attachedFiles',
  filename: 'name file title path',
  contentType: 'mimetype mime mediaType type fileType',
  content: 'contentBytes contents data base64 base64Content body fileData bytes',
  contentId: 'cid id inlineId',
  address: 'email mail emailAddress mailAddress addr',
  name: 'displayName fullName label title botName',
  importance: 'priority xPriority urgency',
  headers: 'customHeaders internetMessageHeaders messageHeaders',
  saveToSentItems: 'saveToSent saveSent saveSentItems saveInSentItems saveToSentFolder saveCopy',
  clientSecret: 'secret clientSecretKey clientSecretValue secretValue appSecret clientKey appPassword',
  clientId: 'appId applicationId applicationClientId azureClientId',
  tenantId: 'tenant directoryId directory directoryTenantId azureTenantId',
  userId: 'user objectId userObjectId oid userPrincipalName upn',
  otherUserId: 'user userId other otherUser mailbox email objectId upn',
  userEmail: 'email mail mailbox emailAddress mailAddress sender from fromAddress userAddress',
  secretExpiresOn:
    'expires expiry expiresOn expiresAt expiryDate expirationDate secretExpiry secretExpiresAt endDateTime',
  cloud: 'nationalCloud environment azureCloud',
  verification: 'verify verificationMode',
  botIds: 'bot bots botId botList',
  scopes: 'permission permissions right rights role roles',
  expiresAt: 'expires expiry expiresOn expiryDate expiration expirationDate validUntil',
  recipientDomains: 'domains allowedDomains recipientDomain',
  dailyQuota: 'quota dailyLimit limit perDay maxPerDay recipientsPerDay',
  expiresInHours: 'expiresIn hours ttl validHours validForHours lifetime expires',
  password: 'pass passwd pwd passphrase newPassword secret',
  email: 'mail emailAddress mailAddress address userName user login',
  role: 'roles type',
  url: 'uri href link address webhook webhookUrl endpoint target callbackUrl',
  token: 'linkToken code key',
  outcome: 'state status result',
  state: 'status messageState',
  limit: 'pageSize perPage top count size max maxResults take first',
  cursor: 'after next nextCursor page pageToken continuationToken offset skip skipToken startingAfter',
  action: 'type event eventType actions',
  values: 'draft fields',
  doneSteps: 'steps done',
  raw: 'error message text',
  next: 'returnTo returnUrl redirect redirectUri',
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
const singular = (name: string): string => plain(name).replace(/s$/, '')

/** Insertions, deletions, replacements and swapped neighbors between two names (optimal string alignment). */
function countTypos(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1]
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = current
  }
  return last[other.length] ?? 0
}

/** A short name is only its own: "bc" may mean "cc" or "bcc". */
const allowedTypos = ({ length }: string): number => (length < 4 ? 0 : length < 7 ? 1 : 2)

function findMisspelled(name: string, members: string[]): string[] {
  const found = members.map((member) => ({ member, typos: countTypos(name, plain(member)) }))
  const fewest = Math.min(...found.map(({ typos }) => typos))
  return found
    .filter(({ member, typos }) => typos === fewest && typos <= allowedTypos(plain(member)))
    .map(({ member }) => member)
}

/** The members of an object that a client may have meant by a name that the object does not have. */
export function findMeant(name: string, members: string[]): string[] {
  if (name.length > 64) return []
  const same = members.filter((member) => singular(member) === singular(name))
  if (same.length > 0) return same
  const synonyms = members.filter(
    (member) =>
      Object.hasOwn(otherNames, member) && otherNames[member]?.split(' ').some((other) => plain(other) === plain(name)),
  )
  return synonyms.length > 0 ? synonyms : findMisspelled(plain(name), members)
}
