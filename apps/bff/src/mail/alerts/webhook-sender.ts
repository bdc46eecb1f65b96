import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import type { AlertSender } from './alert-sender.ts'
import { isPublicAddress } from './public-address.ts'

const timeoutMs = 10_000

export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** Checks the addresses that a connection is then made to: a name that resolves to others later gains nothing. */
const publicLookup =
  (resolveName: ResolveName): LookupFunction =>
  (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new Error('the name leads into a network that is not the internet'), '')
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }

/** Without the brackets of an IPv6 address, and without the dot that may end a name. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$|\.+$/g, '')

/** Names that no server of the internet resolves: reserved ones (RFC 6761, 6762, 8375) and those of local networks. */
const insideNames = /(^|\.)(localhost|local|internal|home\.arpa|localdomain|lan|intranet|corp|home|private)$/

/** `allowedHosts`: hosts of the operator's own network, with their ports, that may be told all the same. */
export function createWebhookSender(
  allowedHosts: string[],
  resolveName: ResolveName = lookup,
): AlertSender & { close(): Promise<void> } {
  const connect = { timeout: timeoutMs }
  const outside = new Agent({ connect: { ...connect, lookup: publicLookup(resolveName) } })
  const inside = new Agent({ connect })
  const isAllowed = ({ host }: URL) => allowedHosts.includes(host)

  function findFault(text: string): string | null {
    const url = URL.canParse(text) ? new URL(text) : null
    if (!url || !['http:', 'https:'].includes(url.protocol)) return 'Enter an address that begins with https://.'
    if (url.username !== '' || url.password !== '') return 'Leave the user name and the password out of the address.'
    if (isAllowed(url)) return null
    if (url.protocol !== 'https:') return 'Enter an address that begins with https://.'
    const host = bare(url.hostname)
    const isInside = isIP(host) ? !isPublicAddress(host) : !host.includes('.') || insideNames.test(host)
    return isInside
      ? 'This address leads into your own network. If that is intended, ask your operator to allow it in ALERT_WEBHOOK_HOSTS.'
      : null
  }

  return {
    findFault,
    async post(text, headers, body) {
      // What was allowed once need not be any more.
      if (findFault(text)) return null
      const url = new URL(text)
      try {
        const answer = await request(url, {
          method: 'POST',
          dispatcher: isAllowed(url) ? inside : outside,
          headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'office365-email' },
          body,
          signal: AbortSignal.timeout(timeoutMs),
        })
        answer.body.on('error', () => undefined).destroy()
        return answer.statusCode
      } catch {
        return null
      }
    },
    async close() {
      await Promise.all([outside.destroy(), inside.destroy()])
    },
  }
}
