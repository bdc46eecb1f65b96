import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { SendingStore } from './sending-store.ts'

/** "Send from here": ends the hold of a restored database. False if it was not held. */
export async function releaseSending(
  { sendingStore }: { sendingStore: SendingStore },
  context: RequestContext,
): Promise<boolean> {
  const hold = await sendingStore.readHold()
  return await sendingStore.release(auditEvent(context, 'sending.released', { details: { ...hold } }))
}
