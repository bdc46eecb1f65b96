import { setTimeout as wait } from 'node:timers/promises'
import { StorageFault } from '../../ground/storage-fault.ts'
import type { Sender } from '../../mail/configuration/office365-configuration.ts'
import { laneKey } from '../../mail/sending/lane.ts'
import type { PostgresLaneSlots } from './lane-slots.ts'
import type { MessagesInHand } from './messages-in-hand.ts'
import type { Database } from './open-database.ts'
import { releaseMessage } from './release-message.ts'
import type { Lease } from './servers.ts'

const firstDelayMs = 100
const longestDelayMs = 2_000

/** If this server ends first, others settle its messages. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  const isDone = () =>
    work().then(
      () => true,
      () => false,
    )
  let delayMs = firstDelayMs
  do {
    await wait(delayMs, undefined, { ref: false })
    delayMs = Math.min(delayMs * 2, longestDelayMs)
  } while (!(await isDone()))
}

export interface HandOverDependencies {
  inHand: MessagesInHand
  laneSlots: Pick<PostgresLaneSlots, 'distrust'>
}

interface HandOver<Outcome> {
  id: string
  sender: Sender
  /** The outcomes with which the message stays in hand. */
  keptIn: Outcome[]
}

/**
 * Records that a message is being sent. It may be handed over only if the record was committed and the lease still holds
 * afterward. After a fault it is not known whether the record was committed, because a statement that timed out may be
 * committed later: the caller gets the error, and the record is taken back.
 */
export const createHandOvers =
  (database: Database, lease: Lease, { inHand, laneSlots }: HandOverDependencies) =>
  async <Outcome extends string>(
    { id, sender, keptIn }: HandOver<Outcome>,
    work: () => Promise<Outcome>,
  ): Promise<Outcome> => {
    const takeBack = async () => {
      await releaseMessage(database, lease.serverId, id)
      inHand.endUndoing(id)
    }
    lease.require()
    inHand.begin(id)
    try {
      const outcome = await work()
      lease.require()
      if (!keptIn.includes(outcome)) inHand.end(id)
      if (outcome === 'paused') laneSlots.distrust(laneKey(sender))
      return outcome
    } catch (error) {
      if (error instanceof StorageFault) {
        inHand.beginUndoing(id)
        void untilDone(takeBack)
      }
      inHand.end(id)
      throw error
    }
  }
