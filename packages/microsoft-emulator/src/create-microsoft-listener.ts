import type { IncomingMessage, ServerResponse } from 'node:http'
import { playFault } from './faults/play-fault.ts'
import { handleMicrosoftRequest } from './handle-microsoft-request.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import type { RecordedRequest } from './state/recorded-request.ts'
import { findRoute } from './transport/find-route.ts'
import { readRequestBody } from './transport/read-request-body.ts'
import { recordRequest, splitUrl } from './transport/record-request.ts'
import type { MicrosoftRequest } from './transport/request-and-response.ts'
import { resetConnection } from './transport/reset-connection.ts'
import { writeResponse } from './transport/write-response.ts'

export interface ListenerSettings {
  origin: () => string
  /** How long Graph works on each sendMail. At 0, requests hardly ever overlap. */
  sendMailTimeMs: number
}

/** Serves Microsoft's routes with plain node:http, because faults need the socket. */
export function createMicrosoftListener(state: EmulatorState, settings: ListenerSettings) {
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const route = findRoute(incoming.method ?? 'GET', splitUrl(incoming.url ?? '/').path)
    const record = recordRequest(incoming, route, state.now())
    state.requests.append(record, 2000 + Number(incoming.headers['content-length'] ?? 0))
    handle(incoming, outgoing, record, state, settings).then(
      (status) => {
        if (status !== undefined) record.status = status
      },
      (error: unknown) => {
        if (incoming.socket.destroyed) return
        // Deliberately not Microsoft's shape, so that a bug in the emulator cannot look like an error from Microsoft.
        writeResponse(outgoing, {
          status: 599,
          headers: { 'Content-Type': 'text/plain' },
          body: `Emulator: ${String(error)}`,
        })
      },
    )
  }
}

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  record: RecordedRequest,
  state: EmulatorState,
  settings: ListenerSettings,
): Promise<number | undefined> {
  const early = state.faults.take(record, 'head')
  if (early) {
    resetConnection(incoming.socket)
    return undefined
  }
  const { body, bodyTooLarge } = await readRequestBody(incoming)
  record.body = body.toString('utf8')
  if (bodyTooLarge) outgoing.setHeader('Connection', 'close')
  const request = toMicrosoftRequest(incoming, outgoing, record, { body, bodyTooLarge })
  const normalPause =
    record.route === 'sendMail' && settings.sendMailTimeMs > 0 ? () => wait(settings.sendMailTimeMs) : request.pause
  const handleNormally = (pause = normalPause) =>
    handleMicrosoftRequest(record.route, { ...request, pause }, state, settings.origin())
  const fault = state.faults.take(record, 'body')
  if (fault) return await playFault(fault, { request, outgoing, state, handleNormally })
  const { response } = await handleNormally()
  writeResponse(outgoing, response)
  return response.status
}

function toMicrosoftRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  record: RecordedRequest,
  body: { body: Buffer; bodyTooLarge: boolean },
): MicrosoftRequest {
  return {
    ...body,
    method: record.method,
    path: record.path,
    query: new URLSearchParams(record.query),
    headers: incoming.headers,
    onEnd: (callback) => {
      if (outgoing.destroyed) callback()
      else outgoing.once('close', callback)
    },
    pause: () => Promise.resolve(),
  }
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}
