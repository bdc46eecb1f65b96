import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { exitCodes, StartupError } from '../exit-codes.ts'

export interface EncryptionKey {
  id: string
  bytes: Uint8Array
  /** Tells keys apart without giving them away: the first 8 bytes of an HMAC, in hexadecimal. */
  fingerprint: string
}

/** The first key encrypts, all of them decrypt. */
export interface KeyRing {
  current: EncryptionKey
  find(id: string): EncryptionKey | null
  all: EncryptionKey[]
}

const line = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/]{43}=)$/

const refuse = (message: string): never => {
  throw new StartupError(exitCodes.configuration, message)
}

const waysBack =
  'Restore the file from your backup. If this key is lost for good, delete its line (or the file, if it holds no other), then run: pnpm --silent admin encryption-keys verify'

function parseKey(text: string, number: number, file: string): EncryptionKey {
  const [, id, encoded] = line.exec(text) ?? []
  if (!id || !encoded) return refuse(`Line ${number} of ${file} is not keyId:base64 of 32 bytes. ${waysBack}`)
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 32 || bytes.toString('base64') !== encoded)
    return refuse(`Line ${number} of ${file} does not hold 32 bytes in base64. ${waysBack}`)
  if (bytes.every((byte) => byte === bytes[0]))
    return refuse(`Line ${number} of ${file} holds an example key, which protects nothing.`)
  return { id, bytes, fingerprint: createHmac('sha256', bytes).update('fingerprint').digest('hex').slice(0, 16) }
}

export function parseKeyRing(text: string, file: string): KeyRing {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  const all = lines.map((content, index) => parseKey(content, index + 1, file))
  const [current] = all
  if (!current) return refuse(`${file} holds no key.`)
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
      refuse(`${file} holds the same key twice, in ${lines}. Delete one of the two lines.`)
    refuse(
      `${file} gives the key ID ${id} to two different keys, in ${lines}. If a key rotation added line ${other + 1}, nothing is sealed with that key yet: give it another ID in that line, such as ${newKeyId(() => false)}.`,
    )
  }
}

/** The random part keeps an ID from ever coming back, also after its key has left the file. */
export function newKeyId(isTaken: (id: string) => boolean): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '')
  const id = `k${day}-${randomBytes(4).toString('hex')}`
  return isTaken(id) ? newKeyId(isTaken) : id
}

function readKeyFile(file: string): KeyRing {
  // Windows has no such bits: its files answer 0o666 whatever their access list says.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    return refuse(`Other users may read ${file}. Run: chmod 600 ${file}`)
  return parseKeyRing(readFileSync(file, 'utf8'), file)
}

/** What the file holds now. */
export function requireReadable(file: string): KeyRing {
  try {
    return readKeyFile(file)
  } catch (error) {
    if (error instanceof StartupError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return refuse(`The key file ${file} cannot be read (${code}).`)
  }
}

/** The keys of a file that may be lost: none, if there is no file. */
export function readKeysIfThere(file: string): Pick<KeyRing, 'all' | 'find'> {
  return existsSync(file) ? requireReadable(file) : { all: [], find: () => null }
}

/** A new key can never open what an old one sealed: a missing file is made only for an empty database. */
export function missingKeyFile(file: string): StartupError {
  return new StartupError(
    exitCodes.configuration,
    `The key file ${file} is missing, and the database holds what was sealed with it. Put it back from your backup. If it is lost for good, see what is lost with it: pnpm --silent admin encryption-keys verify`,
  )
}

/**
 * Takes up what the file holds as soon as it changes, so that a rotation needs no restart. A file that is not sound, or
 * that gives a known ID to another key, is not taken up; a key that left the file goes on opening until the next start.
 */
export function followKeyFile(file: string, onRefused: (reason: string) => void): KeyRing {
  let keys = requireReadable(file)
  let seen = describe(file)

  function latest(): KeyRing {
    const now = describe(file)
    if (now === seen) return keys
    seen = now
    try {
      keys = merge(keys, requireReadable(file), file)
    } catch (error) {
      onRefused(error instanceof Error ? error.message : 'unknown')
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
  }
}

function merge(known: KeyRing, changed: KeyRing, file: string): KeyRing {
  for (const { id, fingerprint } of known.all)
    if ((changed.find(id)?.fingerprint ?? fingerprint) !== fingerprint)
      return refuse(`${file} gives the known key ID ${id} to another key.`)
  const all = [...changed.all, ...known.all.filter(({ id }) => !changed.find(id))]
  return { current: changed.current, all, find: (id) => all.find((key) => key.id === id) ?? null }
}

/** The time of the last change counts rights and owner too: a file that becomes readable is taken up. */
function describe(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}` : 'absent'
}
