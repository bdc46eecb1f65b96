import type { EmulatorState } from '../state/emulator-state.ts'
import { findMailbox, findTenant } from '../state/find-in-directory.ts'
import type { SentMessage } from '../state/sent-message.ts'
import type { MicrosoftRequest, MicrosoftResponse } from '../transport/request-and-response.ts'
import { checkMessage } from './check-message.ts'
import { deliverMessage } from './deliver-message.ts'
import { type GraphIds, graphHeaders } from './graph-headers.ts'
import { GraphRefusal } from './graph-refusal.ts'
import type { MessageDraft } from './message-draft.ts'
import { type AccessToken, readAccessToken } from './read-access-token.ts'
import { readJsonMessage } from './read-json-message.ts'
import { readMimeMessage } from './read-mime-message.ts'
import { requireMailbox } from './require-mailbox.ts'
import { requireSendPermission } from './require-send-permission.ts'

/** The stricter reading of "4 MB". */
const largestRequestBytes = 4_000_000

/**
 * `POST /v1.0/users/{id}/sendMail`. Order: token (401), limits (429), body and size (400, 413), grant and policy (403),
 * mailbox (404), headers and recipients (400). That 403 comes before 404 is assumed; Microsoft documents no order.
 */
export async function handleSendMail(
  request: MicrosoftRequest,
  userSegment: string,
  ids: GraphIds,
  state: EmulatorState,
): Promise<{ response: MicrosoftResponse; message: SentMessage }> {
  const { directory } = state
  const token = await readAccessToken(request.headers.authorization, directory, state.now())
  const tenant = findTenant(directory, token.tid)
  if (!tenant) throw new GraphRefusal('tokenRejected')
  const found = findMailbox(directory, tenant.id, userSegment)
  admit(request, token, found?.userId ?? userSegment.toLowerCase(), state)
  await request.pause()
  const draft = await readDraft(request)
  const userAgent = request.headers['user-agent'] ?? ''
  if (tenant.withoutExchange) throw new GraphRefusal('tenantWithoutExchange', { tenant: tenant.id })
  requireSendPermission(directory, { token, tenant, mailbox: found, userAgent, now: state.now() })
  const mailbox = requireMailbox(found, userSegment, tenant.id, directory)
  checkMessage(draft, mailbox)
  const message = deliverMessage(draft, { mailbox, tenant, token, requestId: ids.requestId }, state)
  // Whether the real 202 has `Content-Length: 0` is not known.
  return { response: { status: 202, headers: { ...graphHeaders(ids), 'Content-Length': '0' }, body: '' }, message }
}

function admit(request: MicrosoftRequest, token: AccessToken, mailboxKey: string, state: EmulatorState): void {
  const nowMs = state.now().getTime()
  const leftMs = (state.throttledUntil?.getTime() ?? 0) - nowMs
  if (leftMs > 0) throw new GraphRefusal('mailboxConcurrencyLimit', {}, Math.ceil(leftMs / 1000))
  const admission = state.limits.admit(`${token.appid} ${mailboxKey}`, request.body.length, nowMs)
  if (!admission.admitted) throw new GraphRefusal(admission.error, {}, admission.retryAfterSeconds)
  request.onEnd(admission.release)
}

async function readDraft(request: MicrosoftRequest): Promise<MessageDraft> {
  if (request.bodyTooLarge || request.body.length > largestRequestBytes) throw new GraphRefusal('requestTooLarge')
  const contentType = request.headers['content-type'] ?? ''
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase()
  if (mediaType === 'application/json') return readJsonMessage(request.body)
  if (mediaType === 'text/plain') return await readMimeMessage(request.body)
  if (mediaType === '') throw new GraphRefusal('jsonUnreadable')
  throw new GraphRefusal('mediaTypeUnsupported', { contentType })
}
