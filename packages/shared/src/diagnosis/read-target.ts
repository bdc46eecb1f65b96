import type { Clues } from './read-clues.ts'
import { documentation, microsoftHosts } from './rules/variants.ts'

/** The host that a request was meant for, if it is not one of Microsoft's: on the same computer or network, or elsewhere. */
export interface Target {
  host: string
  place: 'local' | 'other'
}

const name = String.raw`[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[a-z]{2,24}`
// cspell:ignore nombre remotename
const otherForms = [
  `(?:getaddrinfo|get addr info) (?:[a-z_]{1,40} )?(${name})`,
  `(?:resolve|lookup)(?: host(?:name)?| address)?:? ["']?(${name})`,
  `(?:name|nom|nombre|remotename)[^'":]{0,60}[:'"] ?'?(${name})'?`,
  String.raw`\bhost(?:name)?["']?\s?[:=]\s?["']?(${name})`,
  String.raw`https?:\/\/(?:[^\s/@]{1,80}@)?(${name})`,
  `(?:connect(?:ion)?(?: to)?|connecting to)(?: (?:smtp|mail|imap))?(?: (?:host|server|port))?:? ["']?(${name})`,
  String.raw`(?<![\w.-])(${name}):(?:443|80|587|25|993|995|143|465|2525)\b`,
  // A mail server: this app uses none of these ports.
  String.raw`(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3}:(?:587|25|993|995|143|465|2525))\b`,
].map((form) => new RegExp(form, 'g'))

/** Names of files and of packages look like host names. */
const notAHost = /\.(?:js|mjs|ts|py|rb|java|jar|php|cs|go|rs|net|http|ssl|cpp|c|h|json|log|html?)$/

const privateAddress = String.raw`(?:0\.0\.0\.0|127(?:\.\d{1,3}){3}|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|\[?::1\]?)`
const localForms = [
  /\bhttps?:\/\/(localhost|127\.0\.0\.1|[a-z][\w-]{0,62})(?::\d{1,5})?(?=[/\s"'),]|$)/,
  /\b(localhost:\d{2,5})\b/,
  // 443 may be Microsoft behind a changed name, and the others are ports of proxies.
  new RegExp(String.raw`(?<![\d.])(${privateAddress}:(?!(?:443|3128|80[08]\d|8888|1080|9090|94[08]0)\b)\d{2,5})\b`),
  /(?:enotfound|eai_again|getaddrinfo for|lookup|resolve host(?:name)?:?|resolve address) ["']?([a-z][\w-]{1,60})["']?(?![\w.-])(?! (?:address|the|host|hostname|name)\b)/,
  /server at "([^"]{1,80})"/,
  /(?<![\w.-])([\w.-]{1,200}\.(?:svc|cluster\.local|docker\.internal))\b/,
  /\b(kafka|mongo|redis|rabbitmq|amqp|memcached|elasticsearch|postgres|mysql|mariadb)/,
]

/** Half of Microsoft's name at the end of a text that was cut off is not another name. */
const ofMicrosoft = ['login.microsoftonline.com', 'graph.microsoft.com', 'outlook.office365.com']
const mayBeMicrosoft = (host: string, text: string): boolean =>
  text.endsWith(host) && ofMicrosoft.some((known) => known.startsWith(host))

/** Null if the text names one of Microsoft's hosts, a proxy, or no host at all. */
export function readTarget({ text }: Clues): Target | null {
  if (microsoftHosts.test(text) || text.includes('proxy')) return null
  for (const form of localForms) {
    const host = form.exec(text)?.[1]
    if (host !== undefined && !mayBeMicrosoft(host, text)) return { host, place: 'local' }
  }
  for (const form of otherForms) {
    const host = [...text.matchAll(form)]
      .map((found) => found[1] ?? '')
      .find((found) => !documentation.test(found) && !notAHost.test(found) && !mayBeMicrosoft(found, text))
    if (host !== undefined) return { host, place: 'other' }
  }
  return /\b(?:smtp|imap|pop3)/.test(text) ? { host: 'the mail server', place: 'other' } : null
}
