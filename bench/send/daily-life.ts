import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Contestant, measure, send } from './load.ts'
import { rssMb, stop, type Upstream } from './processes.ts'
import { addBots, startProduct, userIdOf } from './product.ts'

const percent = (ratio: number) => `${Math.round(ratio * 100)} %`

/** Measures the other mailboxes while one mailbox takes 2 s per response and all its slots are busy. */
export async function measureStuckMailbox(upstream: Upstream, own: Contestant, botIds: string[]): Promise<string> {
  const [stuck = '', ...others] = botIds
  const load = { botIds: others, bytes: 2_000, connections: 16, until: { seconds: 5 } }
  await fetch(`${upstream.url}/bench?delayMs=0`)
  await measure(own, load)
  const alone = await measure(own, load)
  const stuckPath = encodeURIComponent(`/v1.0/users/${userIdOf(0)}/sendMail`)
  await fetch(`${upstream.url}/bench?stuckPath=${stuckPath}`)
  const stuckLoad = send(own, { ...load, botIds: [stuck], connections: 8, until: { seconds: 8 } })
  await wait(1_000)
  const together = await measure(own, load)
  await stuckLoad
  await fetch(`${upstream.url}/bench?stuckPath=`)
  return `While one mailbox takes 2 s per response and 8 connections wait for it, the others send ${percent(together.perSecond / alone.perSecond)} of their normal mails per second, with a p50 of ${together.p50.toFixed(1)} ms instead of ${alone.p50.toFixed(1)} ms.`
}

/** Sends one mail every six seconds, as most bots do. A new connection for each would cost extra round trips. */
export async function measureRareMail(upstream: Upstream, own: Contestant, botIds: string[]): Promise<string> {
  const mails = 10
  const load = { botIds: botIds.slice(0, 1), bytes: 2_000, connections: 1, until: { mails: 1 } }
  const countConnections = async (): Promise<number> => {
    const { connections }: { connections: number } = JSON.parse(await (await fetch(`${upstream.url}/bench`)).text())
    return connections
  }
  await send(own, load)
  const before = await countConnections()
  for (let mail = 0; mail < mails; mail += 1) {
    await wait(6_000)
    await send(own, load)
  }
  return `${mails} mails, one every 6 s: ${(await countConnections()) - before} new TLS connections.`
}

/** Time for a garbage collection, and for V8 to release the freed memory. */
const restMs = 5_000

/** Measures the memory of a bot that was used once: its token and its cached rows. */
export async function measureManyBots(upstream: Upstream, entry: string): Promise<string> {
  const count = 10_000
  const first = await startProduct(upstream, { name: 'many', entry })
  const { key, botIds } = await addBots(first, count)
  await stop(first)
  const collectGarbage = join(import.meta.dirname, 'collect-garbage.js')
  const server = await startProduct(upstream, {
    name: 'many',
    entry,
    nodeOptions: ['--expose-gc', '--import', collectGarbage],
  })
  const own = { name: 'office365-email', ...server, authorization: `Bearer ${key}`, isProxy: false }
  const load = { bytes: 2_000, connections: 16, until: { mails: count } }
  // Twice, because in the first run the heap grows to the size that the load needs, regardless of the number of bots.
  const sendThroughFew = async () => {
    for (const _ of [1, 2]) await send(own, { ...load, botIds: botIds.slice(0, 100) })
    server.child.kill('SIGUSR2')
    await wait(restMs)
    return await rssMb(own)
  }
  const before = await sendThroughFew()
  const { accepted } = await send(own, { ...load, botIds })
  const after = await sendThroughFew()
  await stop(server)
  return `${count.toLocaleString('en')} bots used once each (${accepted} mails accepted). Resident after garbage collection: ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after.`
}
