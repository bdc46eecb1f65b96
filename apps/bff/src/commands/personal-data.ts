import { type PersonalDataResult, personalDataKinds, takeAllSteps } from '@office365-email/shared/personal-data'
import { mailAddressSchema } from '@office365-email/shared/text-schemas'
import { takeStep } from '../mail/personal-data/take-step.ts'
import { type Command, type Invocation, readStandardInput, UsageError } from './command.ts'

const readAddress = () => readStandardInput(mailAddressSchema, 'Mail address')

const runAll = ({ dependencies, context }: Invocation, address: string, isDeletion: boolean) =>
  takeAllSteps((position) =>
    takeStep(dependencies.storage, context, { address, position: position ?? null, isDeletion }),
  )

function show({ print }: Invocation, { counts, inUse }: PersonalDataResult): void {
  for (const kind of personalDataKinds) print(`${kind}\t${counts[kind]}`)
  for (const { use, id } of inUse) print(`in use\t${use}\t${id}`)
}

export const personalDataCommands: Record<string, Command> = {
  'personal-data count': {
    usage: 'personal-data count   (reads a mail address from standard input; says what is stored about it)',
    options: [],
    async run(invocation) {
      show(invocation, await runAll(invocation, readAddress(), false))
    },
  },
  'personal-data delete': {
    usage:
      'personal-data delete --yes   (reads a mail address from standard input; deletes what is stored about it, then says what is left)',
    options: [],
    flags: ['yes'],
    async run(invocation) {
      if (!invocation.flags.has('yes'))
        throw new UsageError('This cannot be undone. See first: personal-data count. Then add --yes.')
      const address = readAddress()
      await runAll(invocation, address, true)
      show(invocation, await runAll(invocation, address, false))
      invocation.print('Backups and exports that were made before still contain the address until you delete them.')
    },
  },
}
