import { Problem } from '../../ground/problem.ts'

const invalid = (pointer: string, detail: string) =>
  new Problem('invalid-request', { detail, errors: [{ pointer, detail }] })

export const takenAddress = (): Problem => invalid('/email', 'A person with this address already exists.')

/** With a misspelled bot ID, the person would get access to a bot that is created with that ID later. */
export const noSuchBot = (index: number): Problem => invalid(`/botIds/${index}`, 'There is no such bot.')

export const lastOwner = (): Problem =>
  new Problem('not-possible-now', { detail: 'This is the last owner. Make another person an owner first.' })
