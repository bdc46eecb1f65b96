import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { parseHost } from '../../ground/parse-host.ts'
import { Agent, type Dispatcher } from '../../ground/undici.ts'
import type { AlertSender } from './alert-sender.ts'
import { isPublicAddress } from './public-address.ts'

const timeoutMs = 10_000
/** Enough for an error of every known receiver. */
const maxReadBytes = 2_000

export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** Checks the same addresses that the connection then uses, so that DNS rebinding has no effect. */
const publicLookup =
  (resolveName: ResolveName): LookupFunction =>
  (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new Error('the name resolves to an address that is not public'), '')
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }

/** Removes the brackets of an IPv6 address, and dots at the end of a name. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$|\.+$/g, '')

/** Names that no server of the internet resolves: reserved ones (RFC 6761, 6762, 8375) and those of local networks. */
const insideNames = /(^|\.)(localhost|local|internal|home\.arpa|localdomain|lan|intranet|corp|home|private)$/

/** The beginning of a body. What follows is not read, and a body that breaks off is no failure: the status is known. */
async function readStart(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      size += chunk.byteLength
      if (size >= maxReadBytes) break
    }
  } catch {}
  body.on('error', () => undefined).destroy()
  return Buffer.concat(chunks).subarray(0, maxReadBytes).toString('utf8')
}

/** `allowedHosts`: hosts of the operator's own network, with their ports, that may receive alerts. */
export function createWebhookSender(
  allowedHosts: string[],
  resolveName: ResolveName = lookup,
): AlertSender & { close(): Promise<void> } {
  const connect = { timeout: timeoutMs }
  const outside = new Agent({ connect: { ...connect, lookup: publicLookup(resolveName) } })
  const inside = new Agent({ connect })
  const isAllowed = ({ host, protocol }: URL) => {
    const asked = parseHost(host, protocol)?.host
    return asked !== undefined && allowedHosts.some((allowed) => parseHost(allowed, protocol)?.host === asked)
  }

  function findFault(text: string): string | null {
    const url = URL.canParse(text) ? new URL(text) : null
    if (!url || !['http:', 'https:'].includes(url.protocol)) return 'Enter an address that begins with https://.'
    if (url.username !== '' || url.password !== '') return 'Remove the user name and the password from the address.'
    if (isAllowed(url)) return null
    if (url.protocol !== 'https:') return 'Enter an address that begins with https://.'
    const host = bare(url.hostname)
    const isInside = isIP(host) ? !isPublicAddress(host) : !host.includes('.') || insideNames.test(host)
    return isInside
      ? 'This address is in your own network. If you intend that, ask your operator to allow it in ALERT_WEBHOOK_HOSTS.'
      : null
  }

  return {
    findFault,
    async post(text, headers, body) {
      // The operator may have removed the host from the allowed ones since.
      if (findFault(text)) return null
      const url = new URL(text)
      const { request } = await import('undici')
      try {
        const response = await request(url, {
          method: 'POST',
          dispatcher: isAllowed(url) ? inside : outside,
          headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'office365-email' },
          body,
          signal: AbortSignal.timeout(timeoutMs),
        })
        const { statusCode: status, headers: received, body: stream } = response
        const retryAfter = received['retry-after']
        return { status, retryAfter: typeof retryAfter === 'string' ? retryAfter : null, text: await readStart(stream) }
      } catch {
        return null
      }
    },
    async close() {
      await Promise.all([outside.destroy(), inside.destroy()])
    },
  }
}
