import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import { afterHandOver } from './after-hand-over.ts'
import type { MessageStore } from './message-store.ts'

/** What the ended process was handing over may or may not have gone out: it is held, never repeated. */
export async function holdInterruptedMessages(messages: MessageStore, now: Date): Promise<number> {
  const raw = 'ETIMEDOUT: the server ended before the answer came'
  const diagnosis = afterHandOver(diagnose({ stage: 'network', body: undefined, raw }))
  return await messages.markInterrupted(now.toISOString(), diagnosis)
}
