import type { EmulatorState } from '../state/emulator-state.ts'
import { findMailbox, findUser } from '../state/find-in-directory.ts'
import type { SentMessage } from '../state/sent-message.ts'
import { jsonResponse, type MicrosoftRequest, type MicrosoftResponse } from '../transport/request-and-response.ts'
import { type GraphIds, graphHeaders, makeGraphIds } from './graph-headers.ts'
import { GraphRefusal } from './graph-refusal.ts'
import { handleSendMail } from './handle-send-mail.ts'
import { parseGraphPath } from './parse-graph-path.ts'
import { presentGraphError } from './present-graph-error.ts'
import { readAccessToken } from './read-access-token.ts'

/** Handles everything under `/v1.0` and `/beta`. `message` is the message that sendMail accepted. */
export async function handleGraphRequest(
  request: MicrosoftRequest,
  state: EmulatorState,
): Promise<{ response: MicrosoftResponse; message?: SentMessage }> {
  const ids = makeGraphIds(request)
  try {
    const target = parseGraphPath(request.path)
    if (target.kind === 'sendMail' && request.method === 'POST') {
      return await handleSendMail(request, target.user, ids, state)
    }
    await request.pause()
    const token = await readAccessToken(request.headers.authorization, state.directory, state.now())
    if (target.kind === 'me') throw new GraphRefusal(token.roles ? 'meWithoutUser' : 'noPermissionsInToken')
    if (target.kind === 'sendMail') throw new GraphRefusal('methodUnsupported')
    if (target.kind === 'emptyUser') throw new GraphRefusal('unexpectedSegment')
    if (target.kind === 'unknown') throw new GraphRefusal('segmentNotFound', { segment: target.segment })
    if (request.method !== 'GET') throw new GraphRefusal('methodUnsupported')
    if (!token.roles?.includes('User.Read.All')) throw new GraphRefusal('insufficientPrivileges')
    return { response: presentUser(target.user, token.tid, ids, state) }
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error
    return { response: presentGraphError(error, ids, state.now()) }
  }
}

/** `GET /users/{id}`, for tokens with more permissions than sending needs. */
function presentUser(user: string, tenantId: string, ids: GraphIds, { directory }: EmulatorState): MicrosoftResponse {
  const mailbox = findMailbox(directory, tenantId, user)
  const found = mailbox ?? findUser(directory, tenantId, user)
  if (!found) throw new GraphRefusal('resourceNotFound', { user })
  const headers = { ...graphHeaders(ids), 'Content-Type': 'application/json;odata.metadata=minimal;charset=utf-8' }
  return jsonResponse(200, headers, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
    id: found.userId,
    userPrincipalName: found.userPrincipalName,
    displayName: mailbox?.displayName ?? null,
    mail: mailbox?.primarySmtpAddress ?? null,
  })
}
