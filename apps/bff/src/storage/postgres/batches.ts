import { StorageFault } from '../../ground/storage-fault.ts'
import { despiteOthers } from './open-database.ts'

interface Waiting<Item, Result> {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/** More would let the batches become small, and each costs a round trip and a flush of the log. */
const maxInFlight = 2
const maxItems = 500

/**
 * Collects items that arrive at about the same time, so that one statement and one flush of PostgreSQL's log serve many
 * of them. A batch closes when a turn of the event loop adds nothing, or when an earlier one has finished. `run` returns
 * a result for each item, in their order.
 */
export function createBatches<Item, Result>(run: (items: Item[]) => Promise<Result[]>) {
  let waiting: Waiting<Item, Result>[] = []
  let inFlight = 0
  let sizeAtLastTurn = 0
  let isTurning = false

  async function settle(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await despiteOthers(() => run(batch.map(({ item }) => item)))
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
    } catch (error) {
      // What waits would only wait as long for the same fault.
      if (error instanceof StorageFault) for (const { reject } of waiting.splice(0)) reject(error)
      // Any other error comes from one item, such as a value that PostgreSQL refuses.
      if (batch.length > 1 && !(error instanceof StorageFault)) for (const one of batch) await settle([one])
      else for (const { reject } of batch) reject(error)
    }
  }

  function start(): void {
    const batch = waiting.slice(0, maxItems)
    waiting = waiting.slice(maxItems)
    inFlight += 1
    void settle(batch).then(() => {
      inFlight -= 1
      if (waiting.length > 0 && !isTurning) start()
    })
  }

  function turn(): void {
    const isQuiet = waiting.length === sizeAtLastTurn
    sizeAtLastTurn = waiting.length
    if (!isQuiet) return void setImmediate(turn)
    isTurning = false
    if (waiting.length > 0 && inFlight < maxInFlight) start()
  }

  return (item: Item): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isTurning || inFlight >= maxInFlight) return
      isTurning = true
      sizeAtLastTurn = 0
      setImmediate(turn)
    })
}
