import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { dayOf } from '../day.ts'
import { exitCodes, StartupError } from '../exit-codes.ts'
import { readStats } from '../file-owner.ts'

export interface EncryptionKey {
  id: string
  bytes: Uint8Array
  /** Identifies the key without revealing it: the first 8 bytes of an HMAC, in hexadecimal. */
  fingerprint: string
}

/** The first key encrypts, all of them decrypt. */
export interface KeyRing {
  current: EncryptionKey
  find(id: string): EncryptionKey | null
  all: EncryptionKey[]
}

/** The keys of a file that is loaded again when it changes. */
export interface FollowedKeyRing extends KeyRing {
  /** Why the present content of the file is not loaded, so that the next start would fail; null if it is loaded. */
  refusal(): string | null
}

const line = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/]{43}=)$/

const refuse = (message: string): never => {
  throw new StartupError(exitCodes.configuration, message)
}

const recovery =
  'Restore the file from your backup. If this key is permanently lost, delete its line (or the file, if it has no other), then run: pnpm --silent admin encryption-keys verify'

function parseKey(text: string, number: number, file: string): EncryptionKey {
  const [, id, encoded] = line.exec(text) ?? []
  if (!id || !encoded) return refuse(`Line ${number} of ${file} is not keyId:base64 of 32 bytes. ${recovery}`)
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 32 || bytes.toString('base64') !== encoded)
    return refuse(`Line ${number} of ${file} does not contain 32 bytes in base64. ${recovery}`)
  if (bytes.every((byte) => byte === bytes[0]))
    return refuse(`Line ${number} of ${file} contains an example key, which protects nothing.`)
  return { id, bytes, fingerprint: createHmac('sha256', bytes).update('fingerprint').digest('hex').slice(0, 16) }
}

export function parseKeyRing(text: string, file: string): KeyRing {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  const all = lines.map((content, index) => parseKey(content, index + 1, file))
  const [current] = all
  if (!current) return refuse(`${file} contains no key.`)
  requireDistinct(all, file)
  return { current, all, find: (id) => all.find((key) => key.id === id) ?? null }
}

/** Earlier versions could give the ID of a removed key to a new one. */
function requireDistinct(all: EncryptionKey[], file: string): void {
  for (const [index, { id, fingerprint }] of all.entries()) {
    const other = all.findIndex((key) => key.id === id)
    if (other === index) continue
    const lines = `lines ${other + 1} and ${index + 1}`
    if (all[other]?.fingerprint === fingerprint)
      refuse(`${file} contains the same key twice, in ${lines}. Delete one of the two lines.`)
    refuse(
      `${file} gives the key ID ${id} to two different keys, in ${lines}. If a key rotation added line ${other + 1}, nothing is sealed with that key yet: give it another ID in that line, such as ${newKeyId(() => false)}.`,
    )
  }
}

/** The random part prevents reusing an ID, even of a key that is no longer in the file. */
export function newKeyId(isTaken: (id: string) => boolean): string {
  const day = dayOf(Date.now()).replaceAll('-', '')
  const id = `k${day}-${randomBytes(4).toString('hex')}`
  return isTaken(id) ? newKeyId(isTaken) : id
}

function readKeyFile(file: string): KeyRing {
  // Windows has no such bits and always reports 0o666.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    return refuse(`Other users can read ${file}. Run: chmod 600 ${file}`)
  return parseKeyRing(readFileSync(file, 'utf8'), file)
}

/** Reads the current content of the file. Throws if it is invalid or readable by other users. */
export function requireReadable(file: string): KeyRing {
  try {
    return readKeyFile(file)
  } catch (error) {
    if (error instanceof StartupError) throw error
    return refuseUnreadable(file, error)
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')

const refuseUnreadable = (file: string, error: unknown): never =>
  refuse(
    `The key file ${file} cannot be read (${codeOf(error)}). The file and its folder must belong to the user who runs the server.`,
  )

/** Throws if that cannot be seen: a file that only another user may read is not lost. */
export function isThere(file: string): boolean {
  try {
    return readStats(file) !== null
  } catch (error) {
    return refuseUnreadable(file, error)
  }
}

/** Reads the keys of a file that may be lost. Returns no keys if the file does not exist. */
export function readKeysIfThere(file: string): Pick<KeyRing, 'all' | 'find'> {
  return isThere(file) ? requireReadable(file) : { all: [], find: () => null }
}

/** A new key cannot open old values, so a missing file is created only for an empty database. */
export function missingKeyFile(file: string): StartupError {
  return new StartupError(
    exitCodes.configuration,
    `The key file ${file} is missing, and the database contains values that were sealed with it. Copy it from another server of this database, or restore it from your backup. If it is permanently lost, list the values that are lost with it: pnpm --silent admin encryption-keys verify`,
  )
}

/**
 * Loads the file again when it changes, so that a rotation needs no restart. Refuses an invalid file, or one that gives
 * a known ID to another key. A key that was removed from the file still opens values until the next start.
 */
export function followKeyFile(file: string, onRefused: (reason: string) => void): FollowedKeyRing {
  let keys = requireReadable(file)
  let refusal: string | null = null
  let seen = describe(file)

  function latest(): KeyRing {
    const now = describe(file)
    if (now === seen) return keys
    seen = now
    try {
      keys = merge(keys, requireReadable(file), file)
      refusal = null
    } catch (error) {
      refusal = error instanceof Error ? error.message : 'unknown'
      onRefused(refusal)
    }
    return keys
  }

  return {
    get current() {
      return latest().current
    },
    get all() {
      return latest().all
    },
    find: (id) => latest().find(id),
    refusal: () => {
      latest()
      return refusal
    },
  }
}

function merge(known: KeyRing, changed: KeyRing, file: string): KeyRing {
  for (const { id, fingerprint } of known.all)
    if ((changed.find(id)?.fingerprint ?? fingerprint) !== fingerprint)
      return refuse(`${file} gives the known key ID ${id} to another key.`)
  const all = [...changed.all, ...known.all.filter(({ id }) => !changed.find(id))]
  return { current: changed.current, all, find: (id) => all.find((key) => key.id === id) ?? null }
}

/** `ctime` also changes with permissions and owner, so a file that becomes readable is noticed. */
function describe(file: string): string {
  try {
    const stats = readStats(file)
    return stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}` : 'absent'
  } catch (error) {
    return codeOf(error)
  }
}
