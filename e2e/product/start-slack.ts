import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'

/** The part of Slack that incoming webhooks post to. It refuses what Slack refuses. */
export interface Slack {
  host: string
  /** The address that Slack shows for a channel. */
  webhookUrl: string
  /** The texts of all messages that were accepted. */
  messages: string[]
  /** Slack no longer knows the webhook, such as after its app was removed. */
  removeWebhook(): void
  restoreWebhook(): void
  close(): Promise<void>
}

const path = '/services/T0123456789/B0123456789/aSecretOfTheChannel42'

interface Block {
  type: string
  text?: { type: string; text: string }
  elements?: unknown[]
}

/** https://docs.slack.dev/reference/block-kit/blocks */
function isValid(message: { text?: unknown; blocks?: Block[] }): boolean {
  const { text, blocks = [] } = message
  if (typeof text !== 'string' || text === '' || blocks.length > 50) return false
  return blocks.every(({ type, text: shown, elements }) => {
    if (type === 'context') return elements !== undefined && elements.length > 0 && elements.length <= 10
    const max = { header: 150, section: 3_000 }[type]
    return max !== undefined && shown !== undefined && shown.text.length > 0 && shown.text.length <= max
  })
}

export async function startSlack(): Promise<Slack> {
  const messages: string[] = []
  let isKnown = true
  const judge = (url: string | undefined, type: string | undefined, body: string): [number, string] => {
    if (url !== path || !isKnown) return [404, 'no_service']
    if (type !== 'application/json') return [400, 'invalid_payload']
    const message = JSON.parse(body)
    if (!isValid(message)) return [400, 'invalid_blocks']
    messages.push(message.text)
    return [200, 'ok']
  }
  const server = createServer((request, response) => {
    void readText(request).then((body) => {
      const [status, answer] = judge(request.url, request.headers['content-type'], body)
      response.writeHead(status, { 'content-type': 'text/html' }).end(answer)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    webhookUrl: `http://${host}${path}`,
    messages,
    removeWebhook: () => {
      isKnown = false
    },
    restoreWebhook: () => {
      isKnown = true
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
