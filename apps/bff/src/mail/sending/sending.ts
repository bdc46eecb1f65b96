import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { SendingMode, SendingView } from '@office365-email/shared/sending'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { SendingStore } from './sending-store.ts'

const retryAfterSeconds = 60

const details = {
  off: 'Sending is switched off on this server (SENDING=off). Nothing was stored or sent. An operator switches it on again.',
  held: 'The database of this server was restored from a backup, and sending is held. Nothing was stored or sent. An owner releases it with "Send from here".',
}

const diagnoses: Record<keyof typeof details, Diagnosis> = {
  off: diagnoseOwn('sending_off'),
  held: { ...diagnoseOwn('sending_off'), detail: { kind: 'held-after-restore' } },
}

const sendingIsOff = (state: keyof typeof details) =>
  new Problem('sending-is-off', { detail: details[state], diagnosis: diagnoses[state], retryAfterSeconds })

/** Whether mail may leave this server: the operator's setting, and the hold that a restored database brings along. */
export interface Sending {
  /** The mode is stronger than the hold: with `off` and `simulate` nothing leaves, and the hold stays for `on`. */
  read(): Promise<Omit<SendingView, 'queuedMessages'>>
  /** Whether queued messages have to wait. */
  isOff(): Promise<boolean>
  /** Throws while `isOff`. */
  requireOn(): Promise<void>
  /** Whether the database is held, whatever the mode: its alerts would reach the receivers of another server. */
  isHeld(): Promise<boolean>
  /** Throws while `isHeld`. */
  requireReleased(): Promise<void>
  /** Remembers at a start whether the time counts against messages that wait. */
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
