import { expect, it } from 'vitest'
import { diagnosesTexts } from './mail/diagnoses/texts.ts'
import { emailTexts } from './mail/email-texts.ts'
import { intakeLinksTexts } from './mail/intake-links/texts.ts'
import { lineTexts } from './mail/messages/line-texts.ts'
import { messagesTexts } from './mail/messages/texts.ts'
import { configuredTexts } from './mail/office365/configured-texts.ts'
import { formTexts } from './mail/office365/form-texts.ts'
import { instructionsTexts } from './mail/office365/instructions-texts.ts'
import { office365Texts } from './mail/office365/texts.ts'
import { statisticsTexts } from './mail/statistics/texts.ts'
import { mailTexts } from './mail/texts.ts'
import { transferTexts } from './mail/transfer/texts.ts'
import { auditTexts } from './shell/audit/texts.ts'
import { pickerTexts } from './shell/bots/picker-texts.ts'
import { botsTexts } from './shell/bots/texts.ts'
import { peopleTexts } from './shell/people/texts.ts'
import { serviceKeysTexts } from './shell/service-keys/texts.ts'
import { signInTexts } from './shell/session/sign-in-texts.ts'
import { sessionTexts } from './shell/session/texts.ts'
import { setUpLinkTexts } from './shell/set-up-link/texts.ts'
import { appTexts } from './shell/texts.ts'

const collect = (node: unknown): string[] => {
  if (typeof node === 'string') return [node]
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(collect) : []
}

const texts = collect([
  appTexts,
  auditTexts,
  botsTexts,
  emailTexts,
  pickerTexts,
  diagnosesTexts,
  lineTexts,
  messagesTexts,
  office365Texts,
  configuredTexts,
  formTexts,
  instructionsTexts,
  intakeLinksTexts,
  mailTexts,
  peopleTexts,
  serviceKeysTexts,
  sessionTexts,
  signInTexts,
  setUpLinkTexts,
  transferTexts,
  statisticsTexts,
])

it('never claims that a message was delivered, because Microsoft only confirms acceptance', () => {
  expect(texts.filter((text) => /\bdelivered\b/i.test(text))).toEqual([])
})

it('contains no exclamation mark, "please", or "oops"', () => {
  expect(texts.filter((text) => /!|\bplease\b|\boops\b/i.test(text))).toEqual([])
})
