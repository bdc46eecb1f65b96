import { isLoopback } from '../ground/is-loopback.ts'

/** https, or http on this machine, for tests. */
export const isSafeProtocol = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))

/** The address of an issuer of tokens: without a query, because what is read from it is below its path. */
export function isIssuerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return isSafeProtocol(url) && url.search === '' && url.hash === '' && url.username === ''
}
