import autocannon from 'autocannon'
import { cpuSeconds, rssMb, type Server } from './processes.ts'

export interface Contestant extends Server {
  name: string
  headers: Record<string, string>
}

export interface Result {
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Seconds of processor time for 1,000 mails. */
  cpuPerThousand: number
  rssMb: number
  errors: number
}

const makeBody = (bytes: number): string =>
  JSON.stringify({
    to: ['ada@example.com', 'grace@example.com'],
    subject: 'Your order 4711 is on its way',
    text: 'x'.repeat(Math.min(bytes, 2_000)),
    ...(bytes > 2_000 && {
      attachments: [
        { filename: 'a.pdf', contentType: 'application/pdf', content: Buffer.alloc(bytes, 7).toString('base64') },
      ],
    }),
  })

interface Load {
  botIds: string[]
  bytes: number
  connections: number
  /** Duration, or number of mails. */
  until: { seconds: number } | { mails: number }
}

export async function send({ port, headers }: Contestant, { botIds, bytes, connections, until }: Load) {
  const body = makeBody(bytes)
  const requests = botIds.map((botId) => ({
    method: 'POST' as const,
    path: `/api/v1/bots/${botId}/messages`,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  }))
  // Each connection starts with another bot. Otherwise all would wait in the same mailbox's lane at the same time.
  let started = 0
  const setupClient = (client: autocannon.Client) => {
    const first = Math.floor((started / connections) * requests.length)
    started += 1
    client.setRequests([...requests.slice(first), ...requests.slice(0, first)])
  }
  const length = 'seconds' in until ? { duration: until.seconds } : { amount: until.mails }
  return await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    ...length,
    requests,
    setupClient,
    timeout: 30,
  })
}

/** Sends the load and measures the contestant's processor time. */
export async function measure(contestant: Contestant, load: Load): Promise<Result> {
  const cpuBefore = await cpuSeconds(contestant)
  const result = await send(contestant, load)
  const cpu = (await cpuSeconds(contestant)) - cpuBefore
  const accepted = result['2xx']
  return {
    perSecond: accepted / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuPerThousand: (cpu / Math.max(accepted, 1)) * 1_000,
    rssMb: await rssMb(contestant),
    errors: result.non2xx + result.errors + result.timeouts,
  }
}
