import { expect, it } from 'vitest'
import { ApiProblem } from './api-problem.ts'
import { readFaults } from './read-faults.ts'

const refusal = (errors: { pointer: string; detail: string }[]) =>
  new ApiProblem({
    type: '/problems/invalid-request',
    title: 'Some values are not valid',
    status: 422,
    detail: '',
    requestId: 'r1',
    errors,
  })

it('names each value once, by the first part of its pointer', () => {
  expect(
    readFaults(
      refusal([
        { pointer: '/botIds/3', detail: 'There is no such bot.' },
        { pointer: '/botIds/4', detail: 'There is no such bot either.' },
        { pointer: '/email', detail: 'Enter one address.' },
      ]),
    ),
  ).toEqual({ botIds: 'There is no such bot.', email: 'Enter one address.' })
})

it('finds nothing in any other failure', () => {
  expect(readFaults(null)).toEqual({})
  expect(readFaults(new Error('no network'))).toEqual({})
})

it('finds no value in an error about the whole request', () => {
  expect(readFaults(refusal([{ pointer: '', detail: 'This object has a member that is not accepted.' }]))).toEqual({})
})
