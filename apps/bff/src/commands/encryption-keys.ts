import type { Config } from '../config/config.ts'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'
import type { EncryptionKey, KeyRing } from '../ground/secrets/key-ring.ts'
import { forgetEncryptionKey, type LostKey } from '../mail/encryption-keys/forget-encryption-key.ts'
import { rotateEncryptionKeys, verifySealedValues } from '../mail/encryption-keys/rotate-encryption-keys.ts'
import { type LostValues, nameOf, type SealedKind, type SealedValues } from '../mail/encryption-keys/sealed-values.ts'
import { type Command, type Invocation, UsageError } from './command.ts'

type Print = Invocation['print']

function requireAllOpen(unreadable: string[]): void {
  if (unreadable.length === 0) return
  const names = unreadable.slice(0, 20).join(', ')
  const values = unreadable.length === 1 ? '1 saved value does' : `${unreadable.length} saved values do`
  throw new StartupError(
    exitCodes.dataDamaged,
    `${values} not open: ${names}. Restore the key file or the database from a backup, or enter them again.`,
  )
}

const describeKey = ({ id, fingerprint }: LostKey) => `${id} (fingerprint ${fingerprint})`

/** The keys that seal something and are not in the key file. */
async function findLostKeys(sealedValues: SealedValues, keys: Pick<KeyRing, 'find'>): Promise<LostKey[]> {
  const known = new Map((await sealedValues.listKnownKeys()).map(({ id, fingerprint }) => [id, fingerprint]))
  return [...(await sealedValues.countByKey()).keys()]
    .map((id) => ({ id, fingerprint: known.get(id) ?? 'unknown' }))
    .filter(({ id, fingerprint }) => {
      const key = keys.find(id)
      return key === null || (fingerprint !== 'unknown' && key.fingerprint !== fingerprint)
    })
}

async function printKeys(sealedValues: SealedValues, keys: EncryptionKey[], print: Print): Promise<void> {
  const counts = await sealedValues.countByKey()
  for (const [index, { id, fingerprint }] of keys.entries())
    print([id, fingerprint, index === 0 ? 'encrypts' : 'decrypts', `${counts.get(id) ?? 0} values`].join('\t'))
}

const consequences: Record<SealedKind, (lost: LostValues) => string> = {
  'client secret': () => 'its client secret: enter it again; until then the bot sends nothing',
  'intake submission': ({ count }) =>
    `${count} intake ${count === 1 ? 'submission' : 'submissions'}: send the IT admin a new link`,
  'queued message': ({ count }) =>
    `the bodies of ${count} stored ${count === 1 ? 'message' : 'messages'}: what waits fails`,
  'webhook secret': () => 'its signing secret: the webhook is deleted, add it again',
}

function printLost(lost: LostValues[], print: Print): void {
  for (const values of lost) {
    const place = values.bot ? `bot ${values.bot.name} (${values.bot.id})` : `alert webhook at ${values.address}`
    print(`  ${place}\t${consequences[values.kind](values)}`)
  }
  if (lost.length === 0) print('  nothing')
}

const forgetCommand = (id: string) => `pnpm --silent admin encryption-keys forget --key ${id}`

async function rotate({ dependencies, context, flags, print }: Invocation): Promise<string[]> {
  const { encryptionKeys, vault } = dependencies
  try {
    if (flags.has('new-key')) print(`New key: ${dependencies.addEncryptionKey()}`)
    dependencies.checkEncryptionKeys()
    const progress = (count: number) => print(`${count} values sealed anew.`)
    const { unreadable } = await rotateEncryptionKeys(
      { ...dependencies.storage, vault },
      context,
      encryptionKeys.current.id,
      progress,
    )
    return unreadable
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!code.startsWith('SQLITE_')) throw error
    throw new StartupError(
      exitCodes.storageUnavailable,
      `The database cannot be written (${code}). The keys stay in the key file, so everything still opens. Look at space and rights, then run: encryption-keys rotate`,
    )
  }
}

/** Throws unless the key is one that this database knows and that the key file does not have. */
async function requireLost(sealedValues: SealedValues, keys: Pick<KeyRing, 'find'>, id: string): Promise<LostKey> {
  const lost = await findLostKeys(sealedValues, keys)
  const known = (await sealedValues.listKnownKeys()).find((key) => key.id === id) ?? lost.find((key) => key.id === id)
  if (!known) {
    const names =
      lost.length === 0 ? 'No key is missing.' : `These are missing: ${lost.map((key) => key.id).join(', ')}.`
    throw new UsageError(`This database was never written with a key of that ID. ${names}`)
  }
  const present = keys.find(id)
  if (!present) return known
  if (known.fingerprint === 'unknown' || present.fingerprint === known.fingerprint)
    throw new UsageError(`Key ${id} is in the key file, so nothing is lost. Nothing was changed.`)
  throw new StartupError(
    exitCodes.configuration,
    `The key file gives the ID ${id} to another key (fingerprint ${present.fingerprint}) than the lost ${describeKey(known)}. Give the key in the file another ID, such as ${id}-2, then run this command again. Nothing was changed.`,
  )
}

async function forget(
  { options, flags, context, print }: Omit<Invocation, 'dependencies'>,
  config: Config,
): Promise<void> {
  const ids = [...new Set(options['key'] ?? [])]
  if (ids.length === 0) throw new UsageError('--key is missing.')
  const { lockStorage, openSealedStorage } = await import('../dependencies.ts')
  const release = lockStorage(config)
  const { sealedValues, keys, makeMissingKeyFile, close } = openSealedStorage(config)
  try {
    const lost = await Promise.all(ids.map((id) => requireLost(sealedValues, keys, id)))
    for (const key of lost) {
      print(`Lost for good with key ${describeKey(key)}:`)
      printLost(await sealedValues.listLost(key.id), print)
    }
    print('Bots and their other values, people, service keys, message lists and the audit stay as they are.')
    if (!flags.has('yes')) {
      print('If you have a copy of the key file, put the key back instead: then nothing is lost.')
      print('Nothing was changed. To let go of all this, run the command again with --yes')
      return
    }
    // Before anything is let go of: if this ends in between, the command can be run again.
    const made = makeMissingKeyFile()
    if (made) print(`Made a new key file with the key ${made}: ${config.encryptionKeysFile}`)
    for (const key of lost) {
      await forgetEncryptionKey(sealedValues, context, key)
      print(`Forgotten: key ${describeKey(key)}.`)
    }
    const left = await findLostKeys(sealedValues, keys)
    for (const { id } of left) print(`Still missing: ${id}. See what is lost with it: ${forgetCommand(id)}`)
    if (left.length === 0) print('The server can start.')
  } finally {
    await close()
    release()
  }
}

/** Works without the keys, so that it can say which are missing. */
async function verify({ print }: Omit<Invocation, 'dependencies'>, config: Config): Promise<void> {
  const { openSealedStorage } = await import('../dependencies.ts')
  const { sealedValues, keys, vault, requireFittingKeys, close } = openSealedStorage(config)
  try {
    const { opened, unreadable } = await verifySealedValues({ sealedValues, vault })
    await printKeys(sealedValues, keys.all, print)
    print(`${opened} values open, ${unreadable.length} do not.`)
    for (const key of await findLostKeys(sealedValues, keys)) {
      print(`Key ${describeKey(key)} is not in the key file. Only it opens:`)
      printLost(await sealedValues.listLost(key.id), print)
      print(`Put the key back from a copy of the key file. If it is lost for good: ${forgetCommand(key.id)}`)
    }
    requireAllOpen(unreadable.map(nameOf))
    requireFittingKeys()
  } finally {
    await close()
  }
}

export const encryptionKeyCommands: Record<string, Command> = {
  'encryption-keys rotate': {
    usage: 'encryption-keys rotate [--new-key]   (seals everything anew with the first key of the file)',
    options: [],
    flags: ['new-key'],
    async run(invocation) {
      const { storage, encryptionKeys } = invocation.dependencies
      const unreadable = await rotate(invocation)
      await printKeys(storage.sealedValues, encryptionKeys.all, invocation.print)
      requireAllOpen(unreadable)
    },
  },
  'encryption-keys verify': {
    usage: 'encryption-keys verify   (opens everything that is sealed, and names what does not open)',
    options: [],
    runOffline: verify,
  },
  'encryption-keys forget': {
    usage:
      'encryption-keys forget --key ID [--key ID ...] [--yes]   (with the server stopped; lists what is lost with a lost key; --yes lets go of it)',
    options: ['key'],
    flags: ['yes'],
    runOffline: forget,
  },
}
