import { answerGraphRequest } from './graph/answer-graph-request.ts'
import { answerOpenIdConfiguration } from './login/answer-openid-configuration.ts'
import { answerTokenRequest } from './login/answer-token-request.ts'
import { getSigningKey } from './login/signing-key.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import type { Route } from './state/recorded-request.ts'
import type { SentMessage } from './state/sent-message.ts'
import { type Answer, jsonAnswer, type MicrosoftRequest } from './transport/answer.ts'

/** What Microsoft would answer, without any fault. */
export async function answerMicrosoftRequest(
  route: Route,
  request: MicrosoftRequest,
  state: EmulatorState,
  origin: string,
): Promise<{ answer: Answer; message?: SentMessage }> {
  const [, tenantSegment = '', ...rest] = request.path.split('/')
  const tenant = decodeSegment(tenantSegment)
  switch (route) {
    case 'sendMail':
    case 'graph':
      return await answerGraphRequest(request, state)
    case 'token':
      // Deeper or shallower paths, an empty tenant above all, are no Entra route: a bare 404, as was captured.
      if (tenant === '' || rest.length !== 3) return { answer: notFound() }
      return { answer: await answerTokenRequest(request, tenant, state) }
    case 'oidc': {
      const version = rest[0]?.toLowerCase() === 'v2.0' ? 'v2.0' : 'v1.0'
      if (tenant === '' || rest.length !== (version === 'v2.0' ? 3 : 2)) return { answer: notFound() }
      return { answer: await answerOpenIdConfiguration(request, { tenantSegment: tenant, version, origin }, state) }
    }
    case 'keys':
      return {
        answer: jsonAnswer(200, { 'Content-Type': 'application/json' }, { keys: [(await getSigningKey()).jwk] }),
      }
    case 'login':
      return { answer: notFound() }
  }
}

function notFound(): Answer {
  return { status: 404, headers: { 'Content-Length': '0' }, body: '' }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
