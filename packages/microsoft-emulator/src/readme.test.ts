import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { actions } from './control/actions.ts'
import { mailboxStates } from './control/service-actions.ts'
import { faultKinds } from './state/fault.ts'

it('names every action, fault and mailbox state in the README', async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8')
  const missing = [...Object.keys(actions), ...faultKinds].filter((name) => !readme.includes(`\`${name}\``))
  expect(missing).toEqual([])
  for (const state of mailboxStates) expect(readme).toContain(state)
})
