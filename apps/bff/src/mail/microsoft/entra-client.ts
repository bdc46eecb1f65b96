import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Failure } from '@office365-email/shared/diagnosis/diagnosis'
import { parseGuid } from '@office365-email/shared/guid'
import { decodeJwt } from 'jose'
import { z } from 'zod'
import { Problem } from '../../ground/problem.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { createAzureCredential } from '../credentials/azure-credential.ts'
import { AssertionUnavailableError } from '../federation/assertion-issuer.ts'
import type { AccessToken, Application, Entra, MicrosoftHosts, SignInOutcome, TenantOutcome } from './entra.ts'
import type { HttpClient, HttpResult } from './http-client.ts'
import { parseJson } from './parse-json.ts'
import { createRecordingHttpClient } from './recording-http-client.ts'
import { readRetryAfter } from './retry-after.ts'

const signInBudgetMs = 8_000
const retryDelaysMs = [500, 1_000]

const oauthErrorSchema = z.looseObject({ error: z.string() })
const rolesSchema = z.looseObject({ roles: z.array(z.string()).optional() })
const openidConfigurationSchema = z.looseObject({ issuer: z.string(), token_endpoint: z.string().optional() })

type NotSignedIn = Exclude<SignInOutcome, { outcome: 'signed-in' }>

function whyNoResponse(result: Exclude<HttpResult, { kind: 'response' }> | null): Failure {
  switch (result?.endedBy) {
    case 'deadline':
      return { ownCause: 'sign_in_timed_out' }
    case 'stop':
      return { ownCause: 'server_stopping' }
    case 'network':
      return { asked: 'entra', stage: 'network', body: undefined, raw: `${result.code}: ${result.message}` }
    case undefined:
      return { stage: 'network', body: undefined }
  }
}

/** Only an OAuth error from Entra itself is a verdict on the values; a proxy's page or a failing service is not. */
function classify(result: HttpResult | null): NotSignedIn {
  if (result?.kind !== 'response') return { outcome: 'unreachable', failure: whyNoResponse(result) }
  const body = parseJson(result.body)
  const failure: Failure = { asked: 'entra', stage: 'token', status: result.status, headers: result.headers, body }
  const { cause, retryable } = diagnose(failure)
  if (result.status === 429 || cause === 'token_throttled') {
    const retryAfterSeconds = readRetryAfter(result.headers['retry-after'], Date.now())
    return { outcome: 'throttled', failure, retryAfterSeconds }
  }
  const isVerdict = result.status >= 400 && result.status < 500 && oauthErrorSchema.safeParse(body).success
  return { outcome: isVerdict && !retryable ? 'refused' : 'unreachable', failure }
}

/** Application permissions in the token; null if it cannot be read (Microsoft asks clients to treat it as opaque). */
function readRoles(token: string): string[] | null {
  try {
    const claims = rolesSchema.safeParse(decodeJwt(token))
    return claims.success ? (claims.data.roles ?? []) : null
  } catch {
    return null
  }
}

const toToken = ({ token, expiresOnTimestamp }: { token: string; expiresOnTimestamp: number }): AccessToken => ({
  value: secretOf(token),
  expiresAt: expiresOnTimestamp,
  roles: readRoles(token),
})

export function createEntra(
  http: HttpClient,
  clouds: MicrosoftHosts,
  observe: (outcome: SignInOutcome['outcome'], application: Application) => void = () => undefined,
): Entra {
  async function signInOnce(application: Parameters<Entra['signIn']>[0], deadline: number): Promise<SignInOutcome> {
    const { loginUrl, scope } = clouds[application.cloud]
    const client = createRecordingHttpClient(http, deadline)
    try {
      // A new credential each time: its own cache would still return tokens of an older secret.
      const credential = await createAzureCredential(application, application.proof, {
        authorityHost: loginUrl,
        disableInstanceDiscovery: true,
        httpClient: client,
        retryOptions: { maxRetries: 0 },
      })
      const token = toToken(await credential.getToken(scope))
      observe('signed-in', application)
      return { outcome: 'signed-in', token }
    } catch (error) {
      if (error instanceof AssertionUnavailableError)
        return { outcome: 'refused', failure: { ownCause: 'assertion_unavailable' } }
      // What this server cannot open says nothing about Entra.
      if (error instanceof Problem) throw error
      const result = classify(client.last())
      observe(result.outcome, application)
      return result
    }
  }

  return {
    async signIn(application, deadlineMs = signInBudgetMs) {
      const deadline = performance.now() + Math.min(deadlineMs, signInBudgetMs)
      for (const delayMs of retryDelaysMs) {
        const result = await signInOnce(application, deadline)
        if (result.outcome !== 'unreachable') return result
        const waitMs = delayMs * (0.5 + Math.random() / 2)
        if (performance.now() + waitMs >= deadline) return result
        await new Promise((resolve) => setTimeout(resolve, waitMs))
      }
      return await signInOnce(application, deadline)
    },
    async findTenant(cloud, domain): Promise<TenantOutcome> {
      const url = new URL(`/${domain}/v2.0/.well-known/openid-configuration`, clouds[cloud].loginUrl)
      if (url.pathname !== `/${domain}/v2.0/.well-known/openid-configuration`) throw new Error('not a domain')
      const result = await http.request({ method: 'GET', url, headers: {}, deadlineMs: signInBudgetMs })
      if (result.kind === 'response' && result.status === 200) {
        const document = openidConfigurationSchema.safeParse(parseJson(result.body))
        const segments = document.success ? `${document.data.issuer}/${document.data.token_endpoint}`.split('/') : []
        const tenantId = segments.map(parseGuid).find((guid) => guid !== null)
        if (tenantId) return { outcome: 'found', tenantId }
      }
      return classify(result)
    },
  }
}
