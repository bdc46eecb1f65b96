import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import { remedies } from '@office365-email/shared/diagnosis/texts/remedies'
import { expect, it } from 'vitest'
import { forItAdmin } from './for-it-admin.ts'

const unclear = presentDiagnosis(diagnose({ raw: 'no known failure' }))

it('never says "your IT admin"', () => {
  for (const { explanation, nextSteps } of Object.values(remedies)) {
    const own = forItAdmin({ ...unclear, explanation, nextSteps: nextSteps.map(({ text }) => text) })
    expect([own.explanation, ...own.nextSteps].filter((text) => /your IT admin/i.test(text))).toEqual([])
  }
})

it.each([
  ['Ask your IT admin to open Properties.', 'Open Properties.'],
  ['If it fails, ask your IT admin to open Properties.', 'If it fails, open Properties.'],
  ['Ask your IT admin which cloud it is.', 'Find out which cloud it is.'],
  ['Select Check.', 'Select Check.'],
])('says instead of "%s": "%s"', (asked, told) => {
  expect(forItAdmin({ ...unclear, nextSteps: [asked] }).nextSteps).toEqual([told])
})
