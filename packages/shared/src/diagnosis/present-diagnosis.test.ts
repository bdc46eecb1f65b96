import { describe, expect, it } from 'vitest'
import { diagnose } from './diagnose.ts'
import { presentDiagnosis, titleOf } from './present-diagnosis.ts'

const failing = diagnose({ stage: 'graph', status: 503, body: { error: { code: 'ErrorInternalServerError' } } })

describe('a diagnosis', () => {
  it('contains no texts until it is presented', () => {
    const { title, explanation, nextSteps } = presentDiagnosis(failing)
    for (const words of [title, explanation, ...nextSteps]) expect(JSON.stringify(failing)).not.toContain(words)
    expect(titleOf(failing)).toBe(title)
  })

  it('names an action for each step', () => {
    const { nextSteps, actions } = presentDiagnosis(failing)
    expect(actions).toEqual(['check-sent-items', 'try-again', 'check-service-health'])
    expect(nextSteps).toHaveLength(actions.length)
  })

  it('of a message that was submitted starts with a check, and does not ask to send it again', () => {
    const { nextSteps, actions } = presentDiagnosis({ ...failing, isHandedOver: true })
    expect(actions).toEqual(['check-sent-items', 'check-service-health'])
    expect(nextSteps[0]).toMatch(/^Before you send again, check/)
    const interrupted = presentDiagnosis({ ...diagnose({ ownCause: 'interrupted' }), isHandedOver: true })
    expect(interrupted.actions.filter((action) => action === 'check-sent-items')).toHaveLength(1)
  })

  it('of a cause that only a later version knows is presented as unclear', () => {
    const later = JSON.parse(JSON.stringify(failing).replaceAll(failing.cause, 'found_next_year'))
    expect(presentDiagnosis(later)).toMatchObject({ cause: 'unclear', title: expect.any(String) })
    expect(presentDiagnosis(later).candidates).toContain('unclear')
    const laterDetail = JSON.parse(JSON.stringify({ ...failing, detail: { kind: 'found_next_year' } }))
    expect(presentDiagnosis(laterDetail)).toMatchObject({ cause: failing.cause, title: titleOf(failing) })
  })

  it("does not show Microsoft's message to services", () => {
    const refused = diagnose({ stage: 'graph', status: 403, body: { error: { message: 'Access is denied.' } } })
    expect(presentDiagnosis(refused).evidence.message).toBe('Access is denied.')
    expect(presentDiagnosis(refused, { forService: true }).evidence).not.toHaveProperty('message')
  })
})
