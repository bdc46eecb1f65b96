import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { SendingMode, SendingView } from '@office365-email/shared/sending'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { SendingStore } from './sending-store.ts'

const retryAfterSeconds = 60

const details = {
  off: 'An operator switched sending off on this server (SENDING=off). Nothing was stored or sent. An operator has to switch it on again.',
  held: 'The database of this server was restored from a backup, and sending is on hold. Nothing was stored or sent. An owner can release it with "Send from here".',
}

const diagnoses: Record<keyof typeof details, Diagnosis> = {
  off: diagnoseOwn('sending_off'),
  held: { ...diagnoseOwn('sending_off'), detail: { kind: 'held-after-restore' } },
}

const sendingIsOff = (state: keyof typeof details) =>
  new Problem('sending-is-off', { detail: details[state], diagnosis: diagnoses[state], retryAfterSeconds })

/** Whether mail may leave this server: the operator's setting, and the hold of a restored database. */
export interface Sending {
  /** The mode overrides the hold: with `off` and `simulate` no mail is sent, and the hold applies again with `on`. */
  read(): Promise<Omit<SendingView, 'queuedMessages'>>
  /** Whether queued messages have to wait. */
  isOff(): Promise<boolean>
  /** Throws while `isOff`. */
  requireOn(): Promise<void>
  /** Whether the database is held, whatever the mode: its alerts would reach the webhooks of another server. */
  isHeld(): Promise<boolean>
  /** Throws while `isHeld`. */
  requireReleased(): Promise<void>
  /** Called at the start: remembers whether the time counts toward the age of queued messages. */
  begin(now: Date): Promise<void>
}

export function createSending(mode: SendingMode, store: SendingStore): Sending {
  async function read() {
    const hold = await store.readHold()
    return { state: mode === 'on' && hold ? ('held' as const) : mode, ...hold }
  }
  const isHeld = async () => (await store.readHold()) !== null
  const isOff = async () => mode === 'off' || (mode === 'on' && (await isHeld()))

  return {
    read,
    isOff,
    async requireOn() {
      const { state } = await read()
      if (state === 'off' || state === 'held') throw sendingIsOff(state)
    },
    isHeld,
    async requireReleased() {
      if (await isHeld()) throw sendingIsOff('held')
    },
    begin: (now) => (mode === 'off' ? store.beginOff(now) : store.endOff(now)),
  }
}

/** "Send from here": ends the hold of a restored database. False if it was not held. */
export async function releaseSending(
  { sendingStore }: { sendingStore: SendingStore },
  context: RequestContext,
): Promise<boolean> {
  const hold = await sendingStore.readHold()
  return await sendingStore.release(auditEvent(context, 'sending.released', { details: { ...hold } }))
}
