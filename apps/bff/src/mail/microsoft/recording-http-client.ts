import { createHttpHeaders, type PipelineResponse } from '@azure/core-rest-pipeline'
import type { HttpClient, HttpResult } from './http-client.ts'

/** The part of Azure's `HttpClient` that its credentials use, and the result of the last request. */
export interface RecordingHttpClient {
  sendRequest(request: PipelineResponse['request']): Promise<PipelineResponse>
  last(): HttpResult | null
}

/**
 * `@azure/identity` hides the status, body and network error of a response, ignores abort signals and has no deadline.
 * Its requests therefore go through our own client, which keeps the raw response.
 */
export function createRecordingHttpClient(http: HttpClient, deadline: number): RecordingHttpClient {
  let last: HttpResult | null = null
  return {
    last: () => last,
    async sendRequest(request) {
      const headers = { ...request.headers.toJSON(), 'accept-encoding': 'identity' }
      const { body } = request
      last = await http.request({
        method: request.method === 'POST' ? 'POST' : 'GET',
        url: new URL(request.url),
        headers,
        ...(typeof body === 'string' && { body }),
        deadlineMs: Math.max(deadline - performance.now(), 1),
      })
      if (last.kind !== 'response') throw new Error(last.kind)
      return { request, status: last.status, headers: createHttpHeaders(last.headers), bodyAsText: last.body }
    },
  }
}
