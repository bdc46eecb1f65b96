import { Agent, EnvHttpProxyAgent } from './undici.ts'

interface Limits {
  connectTimeoutMs: number
  /** The most that is read of a response, after decompression. */
  maxBytes: number
}

export interface OutgoingRequest {
  method?: string
  headers?: Headers | Record<string, string>
  body?: string | null | undefined
  signal?: AbortSignal | undefined
}

async function readBounded(body: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new Error('The response is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** `fetch` for the servers that say who a person is: through the operator's proxy, without redirects. */
export function createOutgoingFetch({ connectTimeoutMs, maxBytes }: Limits) {
  const connect = { timeout: connectTimeoutMs }
  const proxied = new EnvHttpProxyAgent({ connect })
  // Only this machine has addresses without TLS. A proxy would look for them on its own, and could answer anything.
  const direct = new Agent({ connect })
  return async (url: string, request: OutgoingRequest): Promise<Response> => {
    const { fetch: fetchThroughProxy } = await import('undici')
    const dispatcher = new URL(url).protocol === 'http:' ? direct : proxied
    // The types of Node's own `fetch` and of undici's differ, although the values are the same.
    const options = { ...request, redirect: 'error', dispatcher } as Parameters<typeof fetchThroughProxy>[1]
    const response = await fetchThroughProxy(url, options)
    const headers = Object.fromEntries(response.headers)
    return new Response(await readBounded(response.body, maxBytes), { status: response.status, headers })
  }
}
