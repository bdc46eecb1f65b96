import { problems } from '@office365-email/shared/problem'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ApiProblem, NoResponse } from '../../ground/api-problem.ts'
import { DraftWriter } from './draft-writer.ts'

const draftOf = (clientId: string) => ({ values: { clientId }, doneSteps: [] })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('saves the newest of many changes, once', async () => {
  const save = vi.fn<(draft: object) => Promise<void>>(async () => {})
  const writer = new DraftWriter(save)
  for (const text of ['a', 'ab', 'abc']) writer.write(draftOf(text))
  expect(writer.state()).toBe('waiting')
  await vi.advanceTimersByTimeAsync(500)
  expect(save.mock.calls).toEqual([[draftOf('abc')]])
  expect(writer.state()).toBe('kept')
})

it('never has two requests in flight, and sends the newest draft last', async () => {
  const answers: Array<() => void> = []
  const save = vi.fn<(draft: object) => Promise<void>>(() => new Promise((resolve) => answers.push(resolve)))
  const writer = new DraftWriter(save)
  writer.write(draftOf('first'))
  writer.flush()
  writer.write(draftOf('second'))
  writer.flush()
  expect(save).toHaveBeenCalledTimes(1)
  answers[0]?.()
  await vi.advanceTimersByTimeAsync(500)
  expect(save.mock.lastCall).toEqual([draftOf('second')])
})

it('says that nothing is kept while there is no network, and tries again', async () => {
  const save = vi.fn<(draft: object) => Promise<void>>().mockRejectedValueOnce(new NoResponse())
  const writer = new DraftWriter(save)
  writer.write(draftOf('a'))
  await vi.advanceTimersByTimeAsync(500)
  expect(writer.state()).toBe('failed')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(save).toHaveBeenCalledTimes(2)
  expect(writer.state()).toBe('kept')
})

it('tries again after the person was signed out', async () => {
  const { status, title } = problems['not-signed-in']
  const refusal = new ApiProblem({ type: '/problems/not-signed-in', title, status, detail: title, requestId: 'r' })
  const save = vi.fn<(draft: object) => Promise<void>>().mockRejectedValueOnce(refusal)
  const writer = new DraftWriter(save)
  writer.write(draftOf('a'))
  await vi.advanceTimersByTimeAsync(500)
  expect(writer.state()).toBe('failed')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(save.mock.lastCall).toEqual([draftOf('a')])
  expect(writer.state()).toBe('kept')
})

it('does not repeat a draft that the server refuses', async () => {
  const { status, title } = problems['invalid-request']
  const refusal = new ApiProblem({ type: '/problems/invalid-request', title, status, detail: title, requestId: 'r' })
  const save = vi.fn<(draft: object) => Promise<void>>().mockRejectedValue(refusal)
  const writer = new DraftWriter(save)
  writer.write(draftOf('a'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(save).toHaveBeenCalledTimes(1)
})
