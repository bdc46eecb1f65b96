const removed = '[redacted]'

/**
 * Each pattern starts where no character of its own run stands before it and repeats within bounds, so that no text, however
 * it was made, costs more than linear time.
 */
const patterns: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,8000}(?:-----END [A-Z ]{0,40}-----)?/g, removed],
  [/(?<![\w-])eyJ[\w-]{4,16000}(?:\.[\w-]{0,16000}){0,4}/g, removed],
  [
    /\b(bearer|basic|negotiate|ntlm|pop)\s{1,4}(?!realm|error|authorization|client_id|token\b|authentication)[\w+/=.~-]{8,16000}/gi,
    `$1 ${removed}`,
  ],
  // The form of today's client secrets, whole or torn: three characters, a digit, "Q~".
  [/(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{3,64}/g, removed],
  // user:password@ of a proxy's or any other URL
  [/(:\/\/)[^\s/@:'"<>]{1,256}:[^\s/@'"<>]{1,256}@/g, `$1${removed}@`],
  // A quoted value is taken whole, a bare one up to the next separator; a sentence after a colon is no value.
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
  // Whatever is left that is far too long for a word, an identifier or a host name: opaque tokens and pieces of them.
  [/(?<![\w+/=-])[\w+/=-]{120,65536}/g, removed],
]

/** Takes secrets, tokens, JSON Web Tokens, passwords and keys out of a text that somebody pasted or Microsoft sent. */
export function redactSecrets(text: string): string {
  return patterns.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text)
}

const secretName =
  /^(?:client[_-]?secret|secret[_-]?(?:text|value)|password|passwd|pwd|(?:access|refresh|id|session)[_-]?token|(?:client[_-]?)?assertion|(?:x-)?api[_-]?key|code[_-]?verifier|private[_-]?key|(?:set-)?cookie|authorization)$/i

/** Whether what stands under this name is a secret whatever it looks like: alone, it could not be told from other words. */
export const isSecretName = (name: string): boolean => secretName.test(name)
