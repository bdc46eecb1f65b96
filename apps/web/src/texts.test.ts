import { expect, it } from 'vitest'
import { diagnosesTexts } from './mail/diagnoses/texts.ts'
import { intakeLinksTexts } from './mail/intake-links/texts.ts'
import { messagesTexts } from './mail/messages/texts.ts'
import { instructionsTexts } from './mail/office365/instructions-texts.ts'
import { office365Texts } from './mail/office365/texts.ts'
import { mailTexts } from './mail/texts.ts'
import { auditTexts } from './shell/audit/texts.ts'
import { botsTexts } from './shell/bots/texts.ts'
import { peopleTexts } from './shell/people/texts.ts'
import { serviceKeysTexts } from './shell/service-keys/texts.ts'
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
  diagnosesTexts,
  messagesTexts,
  office365Texts,
  instructionsTexts,
  intakeLinksTexts,
  mailTexts,
  peopleTexts,
  serviceKeysTexts,
  sessionTexts,
  setUpLinkTexts,
])

it('never claims that a message was delivered, because Microsoft only confirms acceptance', () => {
  expect(texts.filter((text) => /\bdelivered\b/i.test(text))).toEqual([])
})

it('contains no exclamation mark, "please", or "oops"', () => {
  expect(texts.filter((text) => /!|\bplease\b|\boops\b/i.test(text))).toEqual([])
})
