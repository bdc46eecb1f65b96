import type { ServerResponse } from 'node:http'
import { addReport } from '../graph/deliver-message.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { Fault } from '../state/fault.ts'
import type { SentMessage } from '../state/sent-message.ts'
import type { Answer, MicrosoftRequest } from '../transport/answer.ts'
import { resetConnection } from '../transport/reset-connection.ts'
import { writeAnswer } from '../transport/write-answer.ts'
import { answerWithFault } from './answer-with-fault.ts'
import { writeHugeAnswer } from './write-huge-answer.ts'

export interface FaultScene {
  request: MicrosoftRequest
  outgoing: ServerResponse
  state: EmulatorState
  /** Microsoft's own handling, with what it keeps. */
  answerAsUsual: (pause?: () => Promise<void>) => Promise<{ answer: Answer; message?: SentMessage }>
}

/** Plays one fault to its end; returns the status that was answered, if any. */
export async function playFault(fault: Fault, scene: FaultScene): Promise<number | undefined> {
  const { request, outgoing, state, answerAsUsual } = scene
  if (fault.delivered || fault.kind === 'timeout-but-delivered') {
    const { answer, message } = await answerAsUsual()
    // What Microsoft would have refused is refused: a fault hides an acceptance, it does not make one.
    if (fault.on === 'sendMail' && !message) return write(outgoing, answer)
  }
  const standIn = answerWithFault(fault, request, state.now())
  if (standIn) return write(outgoing, standIn)
  switch (fault.kind) {
    case 'hang':
      // Keeps its place among the concurrent requests of its mailbox, as a request that hangs inside Graph would.
      if (!fault.delivered) void answerAsUsual(() => new Promise(() => undefined)).catch(() => undefined)
      return undefined
    case 'reset-before-answer':
    case 'reset-while-reading':
      if (outgoing.socket) resetConnection(outgoing.socket)
      return undefined
    case 'huge-answer':
      await writeHugeAnswer(outgoing, fault.bytes ?? 200_000_000, fault.status ?? 200)
      return fault.status ?? 200
    default:
      return await alterUsualAnswer(fault, scene)
  }
}

/** Faults that let Microsoft handle the request and change how the answer arrives. */
async function alterUsualAnswer(fault: Fault, { outgoing, state, answerAsUsual }: FaultScene): Promise<number> {
  const { answer, message } = await answerAsUsual(fault.kind === 'slow' ? () => wait(fault.delayMs) : undefined)
  if (fault.kind === '202-with-retry-after' && message) answer.headers['Retry-After'] = String(fault.seconds ?? 5)
  if (fault.kind === 'ndr' && message) addReport(message, message.to[0]?.address ?? '', fault.status ?? '5.1.10', state)
  if (fault.kind === 'truncated-json') {
    const body = answer.body === '' ? '{"error":{"code":"Unk' : answer.body.slice(0, Math.ceil(answer.body.length / 2))
    return write(outgoing, { ...answer, headers: { ...answer.headers, 'Content-Length': String(body.length) }, body })
  }
  const { socket } = outgoing
  if (fault.kind === 'close-after-answer') outgoing.once('finish', () => socket?.end())
  return write(outgoing, answer)
}

function write(outgoing: ServerResponse, answer: Answer): number {
  writeAnswer(outgoing, answer)
  return answer.status
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs).unref())
}
