import { apiBasePath, type Endpoint, type ParamsOf, pathOf } from '@office365-email/shared/endpoint'
import type { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import type { sendMessageEndpoints } from '@office365-email/shared/endpoints/send-message'
import { MailError } from './mail-error.ts'
import type { ListFilter, Message, MessagePage, MessageToSend } from './message.ts'
import { readMessage, readPage, readSent, type Sent } from './read-response.ts'
import { type Limits, repeat } from './repeat.ts'
import type { SendOptions, SendOutcome } from './send-outcome.ts'
import { type Reply, type SendRequest, tryRequest } from './try-request.ts'

export interface MailClientSettings extends Partial<Limits> {
  /** The address of the product, with its path if it has one: `https://dashboard.example.com/email`. */
  baseUrl: string
  /** With the scope `messages:send` to send, and `messages:read` to read and list. */
  serviceKey: string
  /** Instead of the global `fetch`, such as one with a proxy. It must not repeat requests by itself. */
  fetch?: SendRequest | undefined
}

interface CallOptions {
  signal?: AbortSignal | undefined
  timeoutMs?: number | undefined
}

export interface MailClient {
  /**
   * Sends a message from the bot's mailbox. Tries again with the same idempotency key where that cannot send the message
   * twice. Whatever the network or the server does is an outcome; only a call that is wrong in itself throws.
   */
  sendMessage(botId: string, message: MessageToSend, options?: SendOptions): Promise<SendOutcome>
  /** Throws a `MailError` if there is no such message, or if it cannot be read. */
  readMessage(botId: string, messageId: string, options?: CallOptions): Promise<Message>
  /** One page, newest first. Throws a `MailError`. */
  listMessages(botId: string, filter?: ListFilter, options?: CallOptions): Promise<MessagePage>
}

// The table itself contains schemas, and with them zod. The compiler compares these rows with it.
const sending: Pick<typeof sendMessageEndpoints.sendMessage, 'method' | 'path'> = {
  method: 'POST',
  path: '/bots/:botId/messages',
}
const reading: Pick<typeof messageEndpoints.readMessage, 'method' | 'path'> = {
  method: 'GET',
  path: '/bots/:botId/messages/:messageId',
}
const listing: Pick<typeof messageEndpoints.listMessages, 'method' | 'path'> = {
  method: 'GET',
  path: '/bots/:botId/messages',
}

function outcomeOf(reply: Reply<Sent>, idempotencyKey: string): SendOutcome {
  if ('value' in reply) {
    const { value } = reply
    return value.state === 'accepted'
      ? { outcome: 'accepted', message: value.message, idempotencyKey }
      : { outcome: value.state, message: value.message, idempotencyKey }
  }
  const { problem, didNothing, mayPass } = reply
  return didNothing
    ? { outcome: 'not-sent', problem, retryable: mayPass, idempotencyKey }
    : { outcome: 'delivery-unknown', messageId: problem.messageId, problem, idempotencyKey }
}

/** Without a slash at the end. In a browser it may be relative to the page. */
function readBaseUrl(text: string): string {
  const { protocol, origin, pathname } = new URL(text, globalThis.location?.href)
  if (!/^https?:$/.test(protocol)) throw new TypeError('baseUrl has to be an http or https address.')
  return `${origin}${pathname.replace(/\/+$/, '')}${apiBasePath}`
}

/** The error of `Headers` would contain the key, and errors end up in logs. */
function requireSendableKey(serviceKey: string): void {
  if (!/^[!-~]+$/.test(serviceKey)) throw new TypeError('serviceKey has to be visible ASCII characters without spaces.')
}

/** A client of the mail API with a service key. */
export function createMailClient(settings: MailClientSettings): MailClient {
  requireSendableKey(settings.serviceKey)
  const { serviceKey, timeoutMs = 60_000, tryTimeoutMs = 30_000, maxTries = 10 } = settings
  const apiUrl = readBaseUrl(settings.baseUrl)
  const send = settings.fetch ?? fetch

  const call = <Value, Row extends Pick<Endpoint, 'method' | 'path'>>(
    row: Row,
    params: ParamsOf<Row>,
    request: { search?: string; headers?: Record<string, string>; body?: string },
    options: CallOptions,
    read: (body: unknown) => Value | null,
  ): Promise<Reply<Value>> => {
    const url = `${apiUrl}${pathOf(row, params)}${request.search ?? ''}`
    // Throws for a value that no header can have. Nothing is sent then.
    const headers = new Headers({ Authorization: `Bearer ${serviceKey}`, ...request.headers })
    const init = { method: row.method, headers, ...(request.body !== undefined && { body: request.body }) }
    return repeat(
      (signals) => tryRequest(send, url, init, signals, read),
      { timeoutMs: options.timeoutMs ?? timeoutMs, tryTimeoutMs, maxTries },
      options.signal,
    )
  }

  const requireValue = <Value>(reply: Reply<Value>): Value => {
    if ('value' in reply) return reply.value
    throw new MailError(reply.problem)
  }

  return {
    async sendMessage(botId, message, options = {}) {
      const { idempotencyKey = crypto.randomUUID(), respondAsync = false } = options
      const headers = {
        'Content-Type': 'application/json',
        'Idempotency-Key': idempotencyKey,
        ...(respondAsync && { Prefer: 'respond-async' }),
      }
      const request = { headers, body: JSON.stringify(message) }
      return outcomeOf(await call(sending, { botId }, request, options, readSent), idempotencyKey)
    },

    async readMessage(botId, messageId, options = {}) {
      return requireValue(await call(reading, { botId, messageId }, {}, options, readMessage))
    },

    async listMessages(botId, filter = {}, options = {}) {
      const search = new URLSearchParams()
      for (const [name, value] of Object.entries(filter)) if (value !== undefined) search.set(name, String(value))
      return requireValue(await call(listing, { botId }, { search: `?${search}` }, options, readPage))
    },
  }
}
