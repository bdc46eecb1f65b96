import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerMicrosoftRequest } from './answer-microsoft-request.ts'
import { playFault } from './faults/play-fault.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import type { RecordedRequest } from './state/recorded-request.ts'
import type { MicrosoftRequest } from './transport/answer.ts'
import { findRoute } from './transport/find-route.ts'
import { readRequestBody } from './transport/read-request-body.ts'
import { recordRequest, splitUrl } from './transport/record-request.ts'
import { resetConnection } from './transport/reset-connection.ts'
import { writeAnswer } from './transport/write-answer.ts'

export interface ListenerSettings {
  origin: () => string
  /** Time that each sendMail takes inside; without any, requests hardly ever overlap. */
  sendMailTimeMs: number
}

/** Microsoft's routes over plain node:http, as faults need the socket. */
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
        // Not Microsoft's shape on purpose: a fault of the emulator must not pass for one of Microsoft's.
        writeAnswer(outgoing, {
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
  const usualPause =
    record.route === 'sendMail' && settings.sendMailTimeMs > 0 ? () => wait(settings.sendMailTimeMs) : request.pause
  const answerAsUsual = (pause = usualPause) =>
    answerMicrosoftRequest(record.route, { ...request, pause }, state, settings.origin())
  const fault = state.faults.take(record, 'body')
  if (fault) return await playFault(fault, { request, outgoing, state, answerAsUsual })
  const { answer } = await answerAsUsual()
  writeAnswer(outgoing, answer)
  return answer.status
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
