import type { EmulatorState } from './emulator-state.ts'
import type { TokenRequest } from './recorded-request.ts'

export function listTokenRequests(state: EmulatorState): TokenRequest[] {
  return state.requests
    .list()
    .filter(({ route }) => route === 'token')
    .map((request) => ({
      ...request,
      tenant: request.path.split('/')[1] ?? '',
      form: Object.fromEntries(new URLSearchParams(request.body)),
    }))
}
