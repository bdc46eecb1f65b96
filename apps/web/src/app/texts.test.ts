import { expect, it } from 'vitest'
import { auditTexts } from '../features/audit/texts.ts'
import { botsTexts } from '../features/bots/texts.ts'
import { diagnosesTexts } from '../features/diagnoses/texts.ts'
import { intakeLinksTexts } from '../features/intake-links/texts.ts'
import { messagesTexts } from '../features/messages/texts.ts'
import { instructionsTexts } from '../features/office365/instructions-texts.ts'
import { office365Texts } from '../features/office365/texts.ts'
import { peopleTexts } from '../features/people/texts.ts'
import { serviceKeysTexts } from '../features/service-keys/texts.ts'
import { sessionTexts } from '../features/session/texts.ts'
import { setUpLinkTexts } from '../features/set-up-link/texts.ts'
import { appTexts } from './texts.ts'

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
  peopleTexts,
  serviceKeysTexts,
  sessionTexts,
  setUpLinkTexts,
])

it('never claims that a mail was delivered: Microsoft only says that it accepted it', () => {
  expect(texts.filter((text) => /\bdelivered\b/i.test(text))).toEqual([])
})

it('neither shouts nor begs', () => {
  expect(texts.filter((text) => /!|\bplease\b|\boops\b/i.test(text))).toEqual([])
})
