import { exitCodes, StartupError } from '../config/exit-codes.ts'
import { rotateEncryptionKeys, verifySealedValues } from '../features/encryption-keys/rotate-encryption-keys.ts'
import { addEncryptionKey } from '../secrets/key-ring.ts'
import type { Command, Invocation } from './command.ts'

function requireReadable(unreadable: string[]): void {
  if (unreadable.length === 0) return
  const names = unreadable.slice(0, 20).join(', ')
  throw new StartupError(
    exitCodes.dataDamaged,
    `${unreadable.length} saved values do not open: ${names}. Restore them from a backup, or submit them again.`,
  )
}

async function printKeys({ dependencies: { sealedValues, encryptionKeys }, print }: Invocation): Promise<void> {
  const counts = await sealedValues.countByKey()
  for (const { id, fingerprint } of encryptionKeys.all) {
    const role = id === encryptionKeys.current.id ? 'encrypts' : 'decrypts'
    print([id, fingerprint, role, `${counts.get(id) ?? 0} values`].join('\t'))
  }
}

export const encryptionKeyCommands: Record<string, Command> = {
  'encryption-keys rotate': {
    usage: 'encryption-keys rotate [--new-key]   (seals everything anew with the first key of the file)',
    options: [],
    flags: ['new-key'],
    async run(invocation) {
      const { dependencies, context, flags, print } = invocation
      const { config, encryptionKeys } = dependencies
      if (flags.has('new-key')) print(`New key: ${addEncryptionKey(config.encryptionKeysFile)}`)
      dependencies.checkEncryptionKeys()
      const progress = (count: number) => print(`${count} values sealed anew.`)
      const { unreadable } = await rotateEncryptionKeys(dependencies, context, encryptionKeys.current.id, progress)
      await printKeys(invocation)
      requireReadable(unreadable)
    },
  },
  'encryption-keys verify': {
    usage: 'encryption-keys verify   (opens everything that is sealed)',
    options: [],
    async run(invocation) {
      const { opened, unreadable } = await verifySealedValues(invocation.dependencies)
      await printKeys(invocation)
      invocation.print(`${opened} values open, ${unreadable.length} do not.`)
      requireReadable(unreadable)
    },
  },
}
