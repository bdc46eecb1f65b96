import { expect, it } from 'vitest'
import { botsTexts } from '../features/bots/texts.ts'
import { messagesTexts } from '../features/messages/texts.ts'
import { office365Texts } from '../features/office365/texts.ts'
import { sessionTexts } from '../features/session/texts.ts'
import { appTexts } from './texts.ts'

const collect = (node: unknown): string[] => {
  if (typeof node === 'string') return [node]
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(collect) : []
}

const texts = collect([appTexts, botsTexts, messagesTexts, office365Texts, sessionTexts])

it('never claims that a mail was delivered: Microsoft only says that it accepted it', () => {
  expect(texts.filter((text) => /\bdelivered\b/i.test(text))).toEqual([])
})

it('neither shouts nor begs', () => {
  expect(texts.filter((text) => /!|\bplease\b|\boops\b/i.test(text))).toEqual([])
})
