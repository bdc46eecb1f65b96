import { randomUUID } from 'node:crypto'
import type { MicrosoftRequest, MicrosoftResponse } from '../transport/request-and-response.ts'

export interface GraphIds {
  requestId: string
  clientRequestId: string
}

/** `client-request-id` is the caller's; without one, it equals `request-id`. */
export function makeGraphIds(request: MicrosoftRequest): GraphIds {
  const requestId = randomUUID()
  const sent = request.headers['client-request-id']
  return { requestId, clientRequestId: typeof sent === 'string' && sent !== '' ? sent : requestId }
}

const diagnostic = JSON.stringify({
  ServerInfo: { DataCenter: 'West Europe', Slice: 'E', Ring: '5', ScaleUnit: '000', RoleInstance: 'EMULATOR0000001' },
})

/** Headers seen on Graph's responses. [msgraph-sdk-java#39, #510; microsoft-graph-docs: concepts/best-practices-concept.md] */
export function graphHeaders({ requestId, clientRequestId }: GraphIds): MicrosoftResponse['headers'] {
  return {
    'Cache-Control': 'private',
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'x-ms-ags-diagnostic': diagnostic,
    'Strict-Transport-Security': 'max-age=31536000',
  }
}
