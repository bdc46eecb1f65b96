import type { Rule } from '../rule.ts'

/** An enhanced status code of a mail server. Short ones also look like version numbers, so they need their reply code. */
const reply = (codes: string) =>
  new RegExp(`(?:[45]\\d\\d[ :,'b-]{1,5}|#|(?:status|error|code|ndr)[ :]{1,2})(?:${codes})(?![\\d.])`)

/** The first word of a reply in German, French, Spanish, Italian or Portuguese, without accents. */
// cspell:disable-next-line
const localized =
  'zugriff|dienst|nachricht|mandant|der|die|das|ihre?|acces|le|la|les|votre|client|locataire|acceso|servicio|el|su|accesso|servizio|il|acesso|o'

/**
 * Codes that only Exchange Online uses. Version numbers look the same, so a reply code comes before them, or words of a
 * reply after them.
 */
export const exchangeCode = (codes: string) =>
  new RegExp(
    `(?:[45]\\d\\d[ :,'b#-]{1,5}|#|(?:status|error|code|ndr|returned|server)[ :'"]{1,4}|(?:^|[.!?] )["'[(<]?)(?:${codes})(?![\\d.])|(?<![\\d.])(?:${codes})[ :]{1,3}(?:smtp|service|access|spam|client|tenant|message|banned|traffic|unregistered|user|limit|blocked|your|the|this|authentication|${localized})\\b`,
  )

/** Mail protocols with a sign-in of their own. This app uses none of them. */
export const mailProtocols: readonly Rule[] = [
  {
    cause: 'smtp_auth',
    unlessFrom: ['entra', 'graph'],
    says: [
      /smtp ?client ?authentication/,
      /smtp ?auth(?:entication)?[ _](?:is )?(?:disabled|error|failed|unsuccessful)/,
      'smtp_auth_disabled',
      reply(String.raw`5\.7\.(?:3|8|139)`),
      /\b5\.7\.(?:3|139)\b[^.]{0,6}authentication unsuccessful/,
      reply(String.raw`5\.7\.(?:57|4)`),
      /not authenticated to send (?:anonymous )?mail/,
      'unrecognized authentication type',
      /\bauth (?:xoauth2|login|plain|ntlm|cram-md5)\b/,
      /\beauth\b/,
      /53[0-5][ -](?:#)?5\.7\.\d{1,3}[^.]{0,40}(?:authenticat|credential|login)/,
      /535[ -](?:authentication|incorrect|invalid)/,
      /(?:username and password|credentials?) not accepted/,
      'smtpauthenticationerror',
      'mailkit.security.authenticationexception',
      /javax\.mail\.authenticationfailed|jakarta\.mail\.authenticationfailed/,
      /smtp error: could not authenticate/,
      /(?:smtp|imap|pop)[^.]{0,40}(?:authentication|login|logon) (?:failed|failure|unsuccessful|error)/,
      /(?:authentication|login|logon) (?:failed|failure|unsuccessful)[^.]{0,40}\b(?:smtp|imap|pop3?)\b/,
      /basic ?auth(?:entication)? is disabled|logondenied-basicauthblocked|basicauthblocked/,
      // IMAP and POP
      /\bno (?:authenticate|login) failed/,
      /\b[a-z]{0,4}\d{1,6} (?:no|bad) (?:authenticat|login|logon|user is authenticated but)/,
      'user is authenticated but not connected',
      /-err (?:logon|authentication|login)/,
      /\bimap(?:s)? (?:server|connection|access|login|mailbox|error)/,
      /\b(?:imap|pop3?)\b[^.]{0,60}(?:disabled|not enabled)/,
      /(?:outlook|imap|pop|smtp)\.(?:office365|outlook)\.com:?\s?(?:993|995|143|110|587|25)\b[^.]{0,80}(?:authenticat|login|credential)/,
      /mailbox cannot be accessed \[/,
    ],
    also: ['not_microsoft', 'delegated_flow', 'unclear'],
  },
]

/** Replies of Exchange Online to a message, by their enhanced status code. Source: Exchange Online non-delivery reports. */
export const smtpReplies: readonly Rule[] = [
  {
    cause: 'sending_blocked',
    says: [exchangeCode(String.raw`5\.7\.705`), 'tenant has exceeded threshold'],
    also: ['sending_quota'],
    differs: { detail: { kind: 'tenant-sends-too-much' } },
  },
  {
    cause: 'sending_blocked',
    says: [exchangeCode(String.raw`5\.7\.708`), 'traffic not accepted'],
    also: ['sending_quota'],
    differs: { detail: { kind: 'tenant-not-trusted' } },
  },
  {
    cause: 'sending_blocked',
    says: [exchangeCode(String.raw`5\.7\.236`), /onmicrosoft\.com[^.]{0,80}(?:limit|exceeded|domain)/],
    also: ['sending_quota'],
    differs: { detail: { kind: 'own-domain-needed' } },
  },
  {
    cause: 'sending_blocked',
    says: [exchangeCode(String.raw`5\.7\.750`), 'unregistered domain'],
    also: ['sending_quota'],
    differs: { detail: { kind: 'domain-not-registered' } },
  },
  {
    cause: 'sending_blocked',
    says: [
      /client host[^.]{0,40} blocked/,
      'spamhaus',
      /(?:block|deny) ?list \(as/,
      exchangeCode(String.raw`5\.7\.(?:511|60[6-9])`),
    ],
    also: ['smtp_auth', 'not_microsoft'],
    differs: { detail: { kind: 'server-on-block-list' } },
  },
  {
    cause: 'sending_blocked',
    says: [
      exchangeCode(String.raw`5\.7\.(?:50[0-9]|510|60[0-5]|6[1-4]\d|70[0-46]|711|712)`),
      'banned sender',
      'banned sending ip',
    ],
    also: ['sending_quota'],
    differs: { detail: { kind: 'spam-suspected' } },
  },
  {
    cause: 'sending_blocked',
    says: [
      reply(String.raw`5\.1\.8`),
      'bad outbound sender',
      /recogni[sz]ed as a valid sender/,
      /suspected of sending spam/,
      'to verify your account',
    ],
    also: ['sending_quota'],
  },
  {
    cause: 'sending_quota',
    says: [
      exchangeCode(String.raw`5\.7\.(?:233|232|231|234)`),
      exchangeCode(String.raw`5\.2\.(?:121|122)`),
      exchangeCode(String.raw`4\.7\.26[0-9]`),
      reply(String.raw`5\.1\.90`),
    ],
    also: ['sending_blocked', 'graph_throttled'],
  },
  {
    cause: 'too_many_recipients',
    says: [reply(String.raw`[45]\.5\.3`)],
    also: ['sending_quota', 'recipients_invalid'],
  },
  { cause: 'message_too_large', says: [reply(String.raw`5\.(?:3\.4|2\.3)`)], also: ['attachment_invalid'] },
  {
    cause: 'recipients_invalid',
    says: [reply(String.raw`5\.(?:1\.(?:0|1|2|3|6|10|20)|4\.1)`)],
    also: ['request_malformed', 'user_not_found'],
  },
  { cause: 'graph_throttled', owners: ['exchange'], says: [reply(String.raw`4\.3\.2`)], also: ['service_unavailable'] },
  {
    cause: 'service_unavailable',
    owners: ['exchange'],
    says: [/\b(?:421|451) 4\.\d\.\d{1,3}\b/, reply(String.raw`4\.4\.\d{1,3}`)],
    also: ['service_timeout', 'graph_throttled'],
  },
]
