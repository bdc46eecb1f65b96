import { setTimeout as wait } from 'node:timers/promises'
import { formatCount } from '@office365-email/shared/format-count'
import type { Config } from '../config/config.ts'
import type { Dependencies } from '../dependencies.ts'
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
  const values = formatCount(unreadable.length, 'saved value')
  throw new StartupError(
    exitCodes.dataDamaged,
    `${values} cannot be opened: ${names}. Restore the key file or the database from a backup, or enter the values again.`,
  )
}

const describeKey = ({ id, fingerprint }: LostKey) => `${id} (fingerprint ${fingerprint})`

/** Finds the keys that seal stored values but are not in the key file. */
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
  'client secret': () => 'its client secret: enter it again; until then the bot cannot send',
  'certificate key': () =>
    'the private key of its certificate: choose Reset and make a new certificate; until then the bot cannot send',
  'federation key': () => 'a key that signs assertions: a new one is made when it is needed',
  'intake submission': ({ count }) =>
    `${count} intake ${count === 1 ? 'submission' : 'submissions'}: send the IT admin a new link`,
  'queued message': ({ count }) =>
    `the bodies of ${count} stored ${count === 1 ? 'message' : 'messages'}: queued ones fail`,
  'webhook secret': () => 'its secret: the channel is deleted, add it again',
}

function printLost(lost: LostValues[], print: Print): void {
  for (const values of lost) {
    const channel = values.address ? `alert channel at ${values.address}` : 'alert channel by email'
    const place = values.bot
      ? `bot ${values.bot.name} (${values.bot.id})`
      : values.kind === 'webhook secret'
        ? channel
        : 'this server'
    print(`  ${place}\t${consequences[values.kind](values)}`)
  }
  if (lost.length === 0) print('  nothing')
}

const forgetCommand = (id: string) => `pnpm --silent admin encryption-keys forget --key ${id}`

/** Servers announce their keys with each sign of life, at least every ten seconds. */
const waitForSignMs = 15_000
const lookEveryMs = 500

/** Throws unless every server has the key: otherwise, it could not open what is sealed with it. */
async function requireOnAllServers({ config, storage, encryptionKeys }: Dependencies, id: string, print: Print) {
  const fingerprint = encryptionKeys.find(id)?.fingerprint
  const findWithout = async () =>
    (await storage.servers.list()).filter(({ keyFingerprints }) => keyFingerprints[id] !== fingerprint)
  const deadline = performance.now() + waitForSignMs
  for (let printed = 0; ; ) {
    const without = await findWithout()
    if (without.length === 0) return
    if (performance.now() > deadline)
      throw new StartupError(
        exitCodes.tryAgainLater,
        `These servers do not have key ${id}: ${without.map((server) => server.id).join(', ')}. Copy ${config.encryptionKeysFile} to each of them, then run this command again. A server that was ended by force counts until its SERVER_LEASE_SECONDS are over. Nothing was sealed with the key.`,
      )
    const missing = without.length === 1 ? '1 more server has' : `${without.length} more servers have`
    if (without.length !== printed) print(`Waiting until ${missing} key ${id}.`)
    printed = without.length
    await wait(lookEveryMs)
  }
}

/** A key encrypts only once every server can open what it sealed. Then servers with files of their own follow. */
async function addKey(dependencies: Dependencies, print: Print): Promise<void> {
  if ((await dependencies.storage.servers.list()).length === 0)
    return print(`New key: ${await dependencies.addEncryptionKey()}`)
  const id = await dependencies.introduceEncryptionKey()
  print(`New key: ${id}. It is the second in the key file until every server has it.`)
  await requireOnAllServers(dependencies, id, print)
  await dependencies.promoteEncryptionKey(id)
  print('It is the first now. If servers have key files of their own, copy the file to each of them again:')
  print('until then they seal with the earlier key. Afterwards, run: encryption-keys rotate')
}

async function rotate({ dependencies, context, flags, print }: Invocation): Promise<string[]> {
  const { encryptionKeys, vault } = dependencies
  try {
    if (flags.has('new-key')) await addKey(dependencies, print)
    await requireOnAllServers(dependencies, encryptionKeys.current.id, print)
    await dependencies.checkEncryptionKeys()
    const progress = (count: number) => print(`${count} values sealed again.`)
    const { unreadable } = await rotateEncryptionKeys(
      { ...dependencies.storage, vault },
      context,
      encryptionKeys.current.id,
      progress,
    )
    return unreadable
  } catch (error) {
    if (!dependencies.isStorageFault(error)) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new StartupError(
      exitCodes.storageUnavailable,
      `Cannot write to the database (${code}). The keys stay in the key file, so they still open everything. Check the disk space and the file permissions, then run: encryption-keys rotate`,
    )
  }
}

/** Throws unless the database knows the key and the key file does not contain it. */
async function requireLost(sealedValues: SealedValues, keys: Pick<KeyRing, 'find'>, id: string): Promise<LostKey> {
  const lost = await findLostKeys(sealedValues, keys)
  const known = (await sealedValues.listKnownKeys()).find((key) => key.id === id) ?? lost.find((key) => key.id === id)
  if (!known) {
    const names =
      lost.length === 0 ? 'No key is missing.' : `These keys are missing: ${lost.map((key) => key.id).join(', ')}.`
    throw new UsageError(`This database never used a key with that ID. ${names}`)
  }
  const present = keys.find(id)
  if (!present) return known
  if (known.fingerprint === 'unknown' || present.fingerprint === known.fingerprint)
    throw new UsageError(`Key ${id} is in the key file, so nothing is lost. Nothing was changed.`)
  throw new StartupError(
    exitCodes.configuration,
    `In the key file, the ID ${id} belongs to another key (fingerprint ${present.fingerprint}) than the lost key ${describeKey(known)}. Give the key in the file another ID, such as ${id}-2, then run this command again. Nothing was changed.`,
  )
}

async function forget(
  { options, flags, context, print }: Omit<Invocation, 'dependencies'>,
  config: Config,
): Promise<void> {
  const ids = [...new Set(options['key'] ?? [])]
  if (ids.length === 0) throw new UsageError('--key is missing.')
  const { lockStorage, openSealedStorage } = await import('../dependencies.ts')
  const release = lockStorage(config.database)
  const { sealedValues, keys, listServers, makeMissingKeyFile, close } = await openSealedStorage(config)
  try {
    const servers = await listServers()
    if (servers.length > 0)
      throw new StartupError(
        exitCodes.tryAgainLater,
        `Servers use the database: ${servers.map(({ id }) => id).join(', ')}. Stop them first. A server that was ended by force counts until its SERVER_LEASE_SECONDS are over.`,
      )
    const lost = await Promise.all(ids.map((id) => requireLost(sealedValues, keys, id)))
    for (const key of lost) {
      print(`Permanently lost with key ${describeKey(key)}:`)
      printLost(await sealedValues.listLost(key.id), print)
    }
    print('Bots and their other values, people, service keys, message lists and the audit log do not change.')
    if (!flags.has('yes')) {
      print('If you have a copy of the key file, restore the key instead. Then nothing is lost.')
      print('Nothing was changed. To delete all of this, run the command again with --yes')
      return
    }
    // Made before anything is deleted: if the command is interrupted, the operator can run it again.
    const made = await makeMissingKeyFile()
    if (made) print(`Made a new key file with the key ${made}: ${config.encryptionKeysFile}`)
    for (const key of lost) {
      await forgetEncryptionKey(sealedValues, context, key)
      print(`Forgotten: key ${describeKey(key)}.`)
    }
    const left = await findLostKeys(sealedValues, keys)
    for (const { id } of left) print(`Still missing: ${id}. To see what is lost with it, run: ${forgetCommand(id)}`)
    if (left.length === 0) print('The server can start.')
  } finally {
    await close()
    release()
  }
}

/** Works without the keys, so that it can say which are missing. */
async function verify({ print }: Omit<Invocation, 'dependencies'>, config: Config): Promise<void> {
  const { openSealedStorage } = await import('../dependencies.ts')
  const { sealedValues, keys, vault, requireFittingKeys, close } = await openSealedStorage(config)
  try {
    const { opened, unreadable } = await verifySealedValues({ sealedValues, vault })
    await printKeys(sealedValues, keys.all, print)
    print(`${opened} values can be opened, ${unreadable.length} cannot.`)
    for (const key of await findLostKeys(sealedValues, keys)) {
      print(`Key ${describeKey(key)} is not in the key file. Only this key opens:`)
      printLost(await sealedValues.listLost(key.id), print)
      print(`Restore the key from a copy of the key file. If no copy exists, run: ${forgetCommand(key.id)}`)
    }
    requireAllOpen(unreadable.map(nameOf))
    await requireFittingKeys()
  } finally {
    await close()
  }
}

export const encryptionKeyCommands: Record<string, Command> = {
  'encryption-keys rotate': {
    usage: 'encryption-keys rotate [--new-key]   (seals everything again with the first key in the file)',
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
    usage: 'encryption-keys verify   (opens every sealed value, and lists those that it cannot open)',
    options: [],
    runOffline: verify,
  },
  'encryption-keys forget': {
    usage:
      'encryption-keys forget --key ID [--key ID ...] [--yes]   (with every server stopped; lists what is lost with a lost key; --yes deletes it)',
    options: ['key'],
    flags: ['yes'],
    runOffline: forget,
  },
}
