import { describe, expect, it } from 'vitest'
import { catalogue, classicRows } from '../catalogue.ts'
import { causes } from '../causes.ts'
import { allRules } from '../rules/all-rules.ts'
import { remedies } from './remedies.ts'

const overridden = allRules.flatMap(({ cause, signs }) =>
  signs.flatMap(({ differs }) => (differs === undefined ? [] : [{ cause, ...remedies[cause], ...differs }])),
)
const all = [...causes.map((cause) => ({ cause, ...remedies[cause] })), ...overridden]

describe.each(all)('the text of $cause', ({ title, explanation, nextSteps }) => {
  const whole = [title, explanation, ...nextSteps]

  it('is calm and courteous without ornament', () => {
    for (const sentence of whole) expect(sentence).not.toMatch(/please|oops|sorry|!/i)
  })

  it('never calls a message delivered', () => {
    for (const sentence of whole) expect(sentence).not.toMatch(/deliver/i)
  })

  it('has a title without a full stop, two sentences of explanation, and steps that end', () => {
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(explanation.match(/[.](?= [A-Z]|$)/g)).toHaveLength(2)
    for (const step of nextSteps) expect(step).toMatch(/^[A-Z].*\.$/)
  })

  it('uses sentence case', () => {
    const names =
      /^(?:Microsoft|Graph|Exchange|Online|Entra|Conditional|Access|Client|Tenant|User|Email|Secret|Key|365|I|ID|China|Global|US|Government)$/
    const capitals = title
      .split(/[^A-Za-z0-9]+/)
      .slice(1)
      .filter((word) => /^[A-Z]/.test(word))
    expect(capitals.filter((word) => !names.test(word))).toEqual([])
  })
})

describe.each(all.filter(({ actor }) => actor === 'developer'))('the text of our own fault $cause', (text) => {
  it('does not send the admin anywhere', () => {
    for (const sentence of [text.title, text.explanation, ...text.nextSteps]) {
      expect(sentence).not.toMatch(
        /entra|admin cent|it admin|exchange admin|consent|app registration|choose reset|licen[cs]e/i,
      )
    }
  })
})

describe('the rules', () => {
  it('are one for each cause but the unclear', () => {
    expect(allRules.map(({ cause }) => cause).toSorted()).toEqual(
      causes.filter((cause) => cause !== 'unclear').toSorted(),
    )
  })

  it('name no cause as its own alternative', () => {
    for (const { cause, signs } of allRules) for (const { also } of signs) expect(also ?? []).not.toContain(cause)
  })

  it('are written in the form of the text that they are held against', () => {
    for (const { signs } of allRules) {
      for (const piece of signs.flatMap((sign) => [
        ...(sign.says ?? []),
        ...(sign.andSays ?? []),
        ...(sign.unless ?? []),
      ])) {
        const { source, flags } = typeof piece === 'string' ? { source: piece, flags: '' } : piece
        const written = source.replaceAll(/\\[A-Z]/g, '')
        expect({ written, flags }).toEqual({ written: written.toLowerCase(), flags: '' })
      }
    }
  })
})

describe('the catalogue', () => {
  it('holds every cause, and sample codes for all but the unclear', () => {
    expect(catalogue.filter(({ sampleCodes }) => sampleCodes.length === 0).map(({ cause }) => cause)).toEqual([
      'unclear',
    ])
    expect(catalogue.map(({ cause }) => cause)).toEqual([...causes])
    expect(catalogue.find(({ cause }) => cause === 'secret_expired')?.sampleCodes).toContain('AADSTS7000222')
    expect(catalogue.find(({ cause }) => cause === 'user_no_exchange')?.sampleCodes).toContain(
      'MailboxNotEnabledForRESTAPI',
    )
  })

  it('opens with the four rows that people look for', () => {
    expect(classicRows.map(({ name }) => name)).toEqual(['401', '403', '404', 'Mailbox issues'])
    expect(classicRows.map(({ nextSteps }) => nextSteps.length > 0)).toEqual([true, true, true, true])
  })

  it('says what solves each of the four rows', () => {
    const [unauthorized, forbidden, notFound, mailbox] = classicRows.map(({ nextSteps }) => nextSteps.join(' '))
    expect(unauthorized).toMatch(/New client secret.*Reset.*Submit/)
    expect(forbidden).toMatch(/Mail\.Send.*consent.*RBAC for Applications/)
    expect(notFound).toMatch(/Object ID/)
    expect(mailbox).toMatch(/licence.*Exchange/)
  })
})
