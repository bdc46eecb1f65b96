import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import type { User } from '@office365-email/shared/session'
import { call } from '../../ground/api-client.ts'
import { isProblem } from '../../ground/api-problem.ts'

/** Unlike other responses with status 401, this one does not mean that a session has ended. */
export class WrongCredentials extends Error {
  constructor(options: ErrorOptions) {
    super('The email or password is incorrect.', options)
    this.name = 'WrongCredentials'
  }
}

export async function signIn(credentials: { email: string; password: string }): Promise<User> {
  try {
    return (await call(sessionEndpoints.signIn, { body: credentials })).user
  } catch (error) {
    if (isProblem(error, 'not-signed-in', 'invalid-request')) throw new WrongCredentials({ cause: error })
    throw error
  }
}
