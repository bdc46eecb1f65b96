import { ownProblem } from './read-problem.ts'
import type { Failure, Reply } from './try-request.ts'

export interface Limits {
  /** For the call with all its tries. */
  timeoutMs: number
  /** For one try. */
  tryTimeoutMs: number
  maxTries: number
}

const firstWaitMs = 500
const longestWaitMs = 8_000

/** Doubles with each try. A random part keeps many callers from trying again at the same moment. */
const backoffMs = (tries: number) => Math.min(firstWaitMs * 2 ** (tries - 1), longestWaitMs) * (0.5 + Math.random() / 2)

/** A timer of JavaScript cannot be longer: it would end immediately. */
const longestTimerMs = 2 ** 31 - 1

/** Calls `end` after that time, or earlier if the caller aborts. Returns a function that cancels both. */
function endAfter(milliseconds: number, caller: AbortSignal | undefined, end: () => void): () => void {
  const timer = setTimeout(end, Math.min(milliseconds, longestTimerMs))
  caller?.addEventListener('abort', end)
  return () => {
    clearTimeout(timer)
    caller?.removeEventListener('abort', end)
  }
}

const sleep = (milliseconds: number, caller: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const cancel = endAfter(milliseconds, caller, () => {
      cancel()
      resolve()
    })
  })

/**
 * Tries until there is an answer that a repeat does not change, or no time is left for another try. Waits at least as
 * long as the server asks.
 */
export async function repeat<Value>(
  attempt: (signals: { caller: AbortSignal | undefined; signal: AbortSignal }) => Promise<Reply<Value>>,
  { timeoutMs, tryTimeoutMs, maxTries }: Limits,
  caller: AbortSignal | undefined,
): Promise<Reply<Value>> {
  const deadline = performance.now() + timeoutMs
  let last: Failure = {
    problem: ownProblem('aborted', 'The call was aborted before the request began.'),
    didNothing: true,
    mayPass: true,
  }
  let doubt: Failure | null = null
  for (let tries = 1; !caller?.aborted; tries += 1) {
    const controller = new AbortController()
    const leftMs = Math.min(tryTimeoutMs, deadline - performance.now())
    const cancel = endAfter(leftMs, caller, () => controller.abort())
    const reply = await attempt({ caller, signal: controller.signal })
    cancel()
    if ('value' in reply) return reply
    last = reply
    if (!reply.didNothing) doubt = reply
    const waitMs = (reply.problem.retryAfterSeconds ?? 0) * 1_000 + backoffMs(tries)
    if (!reply.mayPass || tries >= maxTries || performance.now() + waitMs >= deadline) break
    await sleep(waitMs, caller)
  }
  // The refusal of a repeat says nothing about an earlier try whose response was lost.
  return doubt ?? last
}
