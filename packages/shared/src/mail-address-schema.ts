import { z } from 'zod'
import { parseMailAddress } from './mail-address.ts'

export const mailAddressSchema = z.string().transform((text, context) => {
  const address = parseMailAddress(text)
  if (address) return address
  context.addIssue({ code: 'custom', message: 'Enter one mail address, such as ada@example.com.' })
  return z.NEVER
})
