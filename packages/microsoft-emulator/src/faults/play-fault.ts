import type { ServerResponse } from 'node:http'
import { addReport } from '../graph/deliver-message.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { Fault } from '../state/fault.ts'
import type { SentMessage } from '../state/sent-message.ts'
import type { MicrosoftRequest, MicrosoftResponse } from '../transport/request-and-response.ts'
import { resetConnection } from '../transport/reset-connection.ts'
import { writeResponse } from '../transport/write-response.ts'
import { makeFaultResponse } from './make-fault-response.ts'
import { writeHugeResponse } from './write-huge-response.ts'

export interface FaultScene {
  request: MicrosoftRequest
  outgoing: ServerResponse
  state: EmulatorState
  /** Handles the request as Microsoft would and keeps the message that it accepts. */
  handleNormally: (pause?: () => Promise<void>) => Promise<{ response: MicrosoftResponse; message?: SentMessage }>
}

/** Plays one fault. Returns the status of the response, or undefined if there was none. */
export async function playFault(fault: Fault, scene: FaultScene): Promise<number | undefined> {
  const { request, outgoing, state, handleNormally } = scene
  if (fault.delivered || fault.kind === 'timeout-but-delivered') {
    const { response, message } = await handleNormally()
    // A fault can only hide that Microsoft accepted a message. What Microsoft would refuse is still refused.
    if (fault.on === 'sendMail' && !message) return write(outgoing, response)
  }
  const standIn = makeFaultResponse(fault, request, state.now())
  if (standIn) return write(outgoing, standIn)
  switch (fault.kind) {
    case 'hang':
      // Counts as one of the mailbox's concurrent requests, like a request that hangs inside Graph.
      if (!fault.delivered) void handleNormally(() => new Promise(() => undefined)).catch(() => undefined)
      return undefined
    case 'reset-before-answer':
    case 'reset-while-reading':
      if (outgoing.socket) resetConnection(outgoing.socket)
      return undefined
    case 'huge-answer':
      await writeHugeResponse(outgoing, fault.bytes ?? 200_000_000, fault.status ?? 200)
      return fault.status ?? 200
    default:
      return await alterNormalResponse(fault, scene)
  }
}

/** Plays the faults that let Microsoft handle the request and only change how the response arrives. */
async function alterNormalResponse(fault: Fault, { outgoing, state, handleNormally }: FaultScene): Promise<number> {
  const { response, message } = await handleNormally(fault.kind === 'slow' ? () => wait(fault.delayMs) : undefined)
  if (fault.kind === '202-with-retry-after' && message) response.headers['Retry-After'] = String(fault.seconds ?? 5)
  if (fault.kind === 'ndr' && message) addReport(message, message.to[0]?.address ?? '', fault.status ?? '5.1.10', state)
  if (fault.kind === 'truncated-json') {
    const body =
      response.body === '' ? '{"error":{"code":"Unk' : response.body.slice(0, Math.ceil(response.body.length / 2))
    return write(outgoing, {
      ...response,
      headers: { ...response.headers, 'Content-Length': String(body.length) },
      body,
    })
  }
  const { socket } = outgoing
  if (fault.kind === 'close-after-answer') outgoing.once('finish', () => socket?.end())
  return write(outgoing, response)
}

function write(outgoing: ServerResponse, response: MicrosoftResponse): number {
  writeResponse(outgoing, response)
  return response.status
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs).unref())
}
