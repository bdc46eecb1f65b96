import type { Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { MicrosoftHosts } from './entra.ts'
import type { HttpClient, HttpResult } from './http-client.ts'
import type { MailSubmitter, SubmissionOutcome } from './mail-submission.ts'
import { parseJson } from './parse-json.ts'
import { readRetryAfter } from './retry-after.ts'

/** How long to wait for a late response. */
const responseWithinMs = 60_000

/** Compares the finished URL with the expected one: `..` and its encodings would lead to another path. */
function sendMailUrl(graphUrl: string, userId: string): URL {
  const pathname = `/v1.0/users/${encodeURIComponent(userId)}/sendMail`
  const url = new URL(pathname, graphUrl)
  if (url.origin !== graphUrl || url.pathname !== pathname) throw new Error('not a user ID')
  return url
}

function whyNoResponse(result: Exclude<HttpResult, { kind: 'response' }>): Failure {
  switch (result.endedBy) {
    case 'deadline':
      return { ownCause: 'answer_timed_out' }
    case 'stop':
      return { ownCause: result.kind === 'not-sent' ? 'server_stopping' : 'interrupted' }
    case 'network':
      return { asked: 'graph', stage: 'network', body: undefined, raw: `${result.code}: ${result.message}` }
  }
}

function classify(result: HttpResult): SubmissionOutcome {
  if (result.kind !== 'response')
    return { outcome: result.kind === 'not-sent' ? 'not-sent' : 'unknown', failure: whyNoResponse(result) }
  const { status, headers, body } = result
  const retryAfter = headers['retry-after']
  if (status === 202) {
    const pauseSeconds = retryAfter === undefined ? null : readRetryAfter(retryAfter, Date.now())
    return { outcome: 'accepted', requestId: headers['request-id'] ?? null, pauseSeconds }
  }
  const failure: Failure = { asked: 'graph', stage: 'graph', status, headers, body: parseJson(body) }
  if (status === 401) return { outcome: 'unauthorized', failure }
  // Microsoft documents that a throttled request fails; after a 5xx without Retry-After, messages have been delivered.
  if (status === 429 || (status === 503 && retryAfter !== undefined))
    return { outcome: 'throttled', failure, retryAfterSeconds: readRetryAfter(retryAfter, Date.now()) }
  if (status >= 400 && status < 500) return { outcome: 'refused', failure }
  return { outcome: 'unknown', failure }
}

export function createGraphMail(http: HttpClient, clouds: MicrosoftHosts): MailSubmitter {
  return {
    async submit({ cloud, userId, token, body, clientRequestId, traceparent }) {
      const result = await http.request({
        method: 'POST',
        url: sendMailUrl(clouds[cloud].graphUrl, userId),
        headers: {
          authorization: `Bearer ${token.reveal()}`,
          'content-type': body.contentType,
          'client-request-id': clientRequestId,
          ...(traceparent !== undefined && { traceparent }),
        },
        body: body.bytes,
        deadlineMs: responseWithinMs,
      })
      return classify(result)
    },
  }
}

/** Replaces Microsoft Graph while `SENDING=simulate`: accepts every message, and sends none. */
export const simulatedMail: MailSubmitter = {
  async submit() {
    return { outcome: 'simulated' }
  },
}
