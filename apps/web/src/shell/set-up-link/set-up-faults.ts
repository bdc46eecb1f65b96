import { minPasswordLength, redeemSetUpLinkSchema } from '@office365-email/shared/session'
import { faultOf } from '../../ground/read-faults.ts'
import { setUpLinkTexts as texts } from './texts.ts'

export type SetUpFaults = Partial<Record<'email' | 'password', string>>

const { shape } = redeemSetUpLinkSchema

export const findSetUpFaults = ({ email, password }: { email: string; password: string }): SetUpFaults => ({
  ...(faultOf(shape.email, email) && { email: texts.emailInvalid }),
  ...(faultOf(shape.password, password) && { password: texts.passwordHelp(minPasswordLength) }),
})
