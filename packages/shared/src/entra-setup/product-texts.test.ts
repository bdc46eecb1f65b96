import { describe, expect, it } from 'vitest'
import { credentialKinds } from '../credential.ts'
import { nationalCloudNames } from '../national-cloud.ts'
import { office365Fields } from '../office365-fields.ts'
import { accessSummary, listCalledHosts } from './access-summary.ts'
import { arrivalSteps, bounceCodes, sendingLimits } from './arrival-guide.ts'
import { listPrerequisites, prerequisites } from './prerequisites.ts'
import { afterRegistration, describeRegistration } from './scripts/registration-texts.ts'
import { listEntraTasks, registrationTasks, restrictionTasks } from './setup-tasks.ts'

function collectTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(collectTexts) : []
}

const texts = collectTexts([
  prerequisites,
  listEntraTasks({ appName: 'App', userEmail: 'bot@contoso.com', credentialKind: 'client-secret' }),
  registrationTasks,
  restrictionTasks,
  credentialKinds.map(describeRegistration),
  afterRegistration,
  accessSummary,
  nationalCloudNames.map(listCalledHosts),
  arrivalSteps,
  bounceCodes,
  sendingLimits,
])

describe('the texts of the setup', () => {
  it('cover the five values in the order of the form', () => {
    expect(prerequisites.map(({ field }) => field)).toEqual([...office365Fields])
  })

  it.each(['please', 'oops', 'sorry'])('do not contain %j', (word) => {
    expect(texts.filter((text) => text.toLowerCase().includes(word))).toEqual([])
  })

  it('contain no exclamation mark and no promise of delivery', () => {
    expect(texts.filter((text) => /!|\bdelivered\b/.test(text))).toEqual([])
  })

  it('do not send the IT admin, who may have only a link or a mail, to the wizard', () => {
    const tasks = collectTexts([
      credentialKinds.map((credentialKind) => listEntraTasks({ appName: 'App', userEmail: null, credentialKind })),
      registrationTasks,
      restrictionTasks,
      afterRegistration,
    ])
    expect(tasks.filter((text) => /wizard/i.test(text))).toEqual([])
  })

  it('say for every task who does it, how long it takes and how to check it', () => {
    const entraTasks = listEntraTasks({ appName: 'App', userEmail: null, credentialKind: 'client-secret' })
    for (const task of [...entraTasks, ...Object.values(registrationTasks), ...restrictionTasks]) {
      expect(task.steps.length).toBeGreaterThan(1)
      for (const text of [task.who, task.outcome, task.takes, task.proof]) expect(text.length).toBeGreaterThan(5)
    }
  })

  it.each(['certificate', 'federated'] as const)(
    'mention no client secret and no fifth value for the kind %s',
    (kind) => {
      const facts = { appName: 'App', userEmail: null, credentialKind: kind }
      const own = collectTexts([
        listPrerequisites(kind),
        listEntraTasks(facts),
        registrationTasks[kind],
        accessSummary.credential[kind],
        accessSummary.leftover[kind],
      ])
      expect(own.filter((text) => /client secret|\bfive\b/i.test(text))).toEqual([])
      expect(listEntraTasks(facts).map(({ id }) => id)).not.toContain('create-secret')
      expect(listPrerequisites(kind)).toHaveLength(4)
    },
  )
})
