import type { MicrosoftResponse } from '../transport/request-and-response.ts'

/** Headers from recorded responses of the login service. [azure-sdk-for-js test recordings] */
export function loginHeaders(traceId: string, { isError = false } = {}): MicrosoftResponse['headers'] {
  return {
    'Cache-Control': 'no-store, no-cache',
    Pragma: 'no-cache',
    'Content-Type': 'application/json; charset=utf-8',
    Expires: '-1',
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    'X-Content-Type-Options': 'nosniff',
    P3P: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
    'x-ms-request-id': traceId,
    'x-ms-ests-server': '2.1.99999.9 - EMULATOR ProdSlices',
    'x-ms-clitelem': '1,0,0,,',
    ...(isError ? { 'X-XSS-Protection': '0' } : {}),
    'Set-Cookie': [
      'fpc=emulator; path=/; secure; HttpOnly; SameSite=None',
      'x-ms-gateway-slice=estsfd; path=/; secure; samesite=none; httponly',
      'stsservicecookie=estsfd; path=/; secure; samesite=none; httponly',
    ],
  }
}
