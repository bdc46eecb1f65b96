import type { MicrosoftRequest } from '../transport/request-and-response.ts'
import { TokenRefusal } from './token-refusal.ts'

/**
 * Reads the fields of a token request from a form body. JSON, and fields in the query string, count as missing.
 * Unknown fields are allowed, because MSAL sends several.
 */
export function readTokenForm(request: MicrosoftRequest): Map<string, string> {
  if (request.method !== 'POST') throw new TokenRefusal(900561, { method: request.method })
  const form = new Map<string, string>()
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (mediaType === 'application/x-www-form-urlencoded') {
    for (const [name, value] of new URLSearchParams(request.body.toString('utf8'))) {
      if (form.has(name)) throw new TokenRefusal(9002313)
      form.set(name, value)
    }
  }
  const basic = readBasicCredentials(request.headers.authorization)
  if (basic) {
    const inBody = form.get('client_id')
    if (inBody !== undefined && inBody.toLowerCase() !== basic.clientId.toLowerCase()) throw new TokenRefusal(7000110)
    form.set('client_id', basic.clientId)
    form.set('client_secret', basic.clientSecret)
  }
  return form
}

/** `client_id:client_secret`, each percent-encoded before the base64. [RFC 6749, section 2.3.1] */
function readBasicCredentials(authorization: string | undefined) {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [clientId = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return { clientId: decodePlus(clientId), clientSecret: decodePlus(rest.join(':')) }
}

function decodePlus(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
