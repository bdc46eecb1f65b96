import { parseMailAddress } from '@office365-email/shared/mail-address'
import { setUpLinkTexts as texts } from './texts.ts'

/** As the server asks. */
export const leastPasswordLength = 12

export type SetUpFaults = Partial<Record<'email' | 'password', string>>

export const findSetUpFaults = ({ email, password }: { email: string; password: string }): SetUpFaults => ({
  ...(parseMailAddress(email) === null && { email: texts.emailInvalid }),
  ...(password.length < leastPasswordLength && { password: texts.passwordHelp(leastPasswordLength) }),
})
