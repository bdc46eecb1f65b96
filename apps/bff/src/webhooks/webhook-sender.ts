import { type LookupAddress, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, request } from 'undici'
import type { AlertSender } from '../features/alert-webhooks/alert-sender.ts'

const timeoutMs = 10_000

/** Addresses of the internet alone: not this machine, not the network around it, not a cloud's metadata service. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  return address.range() === 'unicast'
}

/** Looks at the addresses that a connection is then made to: a name that changes its mind in between gains nothing. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '')
    const [first] = addresses
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new Error('the name leads into a network that is not the internet'), '')
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
  })
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

/** `allowedHosts`: hosts of the operator's own network, with their ports, that may be told all the same. */
export function createWebhookSender(allowedHosts: string[]): AlertSender & { close(): Promise<void> } {
  const connect = { timeout: timeoutMs }
  const outside = new Agent({ connect: { ...connect, lookup: publicLookup } })
  const inside = new Agent({ connect })
  const isAllowed = ({ host }: URL) => allowedHosts.includes(host)

  function findFault(text: string): string | null {
    const url = URL.canParse(text) ? new URL(text) : null
    if (!url || !['http:', 'https:'].includes(url.protocol)) return 'Enter an address that begins with https://.'
    if (url.username !== '' || url.password !== '') return 'Leave the user name and the password out of the address.'
    if (isAllowed(url)) return null
    if (url.protocol !== 'https:') return 'Enter an address that begins with https://.'
    const host = bare(url.hostname)
    const isInside = isIP(host)
      ? !isPublicAddress(host)
      : !host.includes('.') || /\.(localhost|local|internal)\.?$/.test(host)
    return isInside
      ? 'This address leads into the own network. Have your operator allow it by ALERT_WEBHOOK_HOSTS if that is meant.'
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
