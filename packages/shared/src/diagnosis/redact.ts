const removed = '[redacted]'

/**
 * No pattern starts inside a run of its own characters, and every repetition is bounded, so that no text takes more than
 * linear time.
 */
const patterns: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,8000}(?:-----END [A-Z ]{0,40}-----)?/g, removed],
  [/(?<![\w-])eyJ[\w-]{4,16000}(?:\.[\w-]{0,16000}){0,4}/g, removed],
  [
    /\b(bearer|basic|negotiate|ntlm|pop)\s{1,4}(?!realm|error|authorization|client_id|token\b|authentication)[\w+/=.~-]{8,16000}/gi,
    `$1 ${removed}`,
  ],
  // The format of current client secrets, complete or cut off: three characters, a digit, "Q~".
  [/(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{3,64}/g, removed],
  // user:password@ in the URL of a proxy or in any other URL
  [/(:\/\/)[^\s/@:'"<>]{1,256}:[^\s/@'"<>]{1,256}@/g, `$1${removed}@`],
  // A quoted value is removed completely, an unquoted one up to the next separator.
  [
    /((?<![a-z])(?:client[_-]?secret|secret[_-]?(?:text|value|key)|secret|password|passwd|pwd|(?:access|refresh|id|session)[_-]?token|client[_-]?assertion|assertion|api[_-]?key|x-api-key|code[_-]?verifier|private[_-]?key|\$?sig)["'\]]{0,2}\s{0,4}(?:=>|[:=])\s{0,4})(?:\\?"[^"]{0,4000}"?|'[^']{0,4000}'?|[^\s"'&,;{}()]{1,4000})/gi,
    `$1${removed}`,
  ],
  [/((?<![a-z])(?:set-)?cookie["']?\s{0,4}[:=]\s{0,4}["']?)[^"'\r\n]{1,4000}/gi, `$1${removed}`],
  [
    /((?<![a-z])authorization["'\]]{0,2}\s{0,4}(?:=>|[:=])\s{0,4}["']?)(?!\[|bearer|basic)[^\s"',;]{1,4000}/gi,
    `$1${removed}`,
  ],
  [/([?&](?:code|state|nonce|client_info|id_token_hint)=)[^\s&"']{20,8000}/gi, `$1${removed}`],
  // Anything left that is far too long for a word, an identifier or a host name: opaque tokens and parts of them.
  [/(?<![\w+/=-])[\w+/=-]{120,65536}/g, removed],
]

/** Removes secrets, tokens, passwords and keys from a text that a person pasted or Microsoft sent. */
export function redactSecrets(text: string): string {
  return patterns.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text)
}

const secretName =
  /^(?:client[_-]?secret|secret[_-]?(?:text|value)|password|passwd|pwd|(?:access|refresh|id|session)[_-]?token|(?:client[_-]?)?assertion|(?:x-)?api[_-]?key|code[_-]?verifier|private[_-]?key|(?:set-)?cookie|authorization)$/i

/** Whether a member of this name is a secret, even if its value looks like ordinary words. */
export const isSecretName = (name: string): boolean => secretName.test(name)
