import { createHmac, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { exitCodes, StartupError } from '../config/exit-codes.ts'
import { makeFolder } from '../make-folder.ts'

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

function parseKey(text: string, number: number, file: string): EncryptionKey {
  const [, id, encoded] = line.exec(text) ?? []
  if (!id || !encoded)
    return refuse(`Line ${number} of ${file} is not keyId:base64 of 32 bytes. Restore the file from your backup.`)
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 32 || bytes.toString('base64') !== encoded)
    return refuse(`Line ${number} of ${file} does not hold 32 bytes in base64. Restore the file from your backup.`)
  if (bytes.every((byte) => byte === bytes[0]))
    return refuse(`Line ${number} of ${file} holds an example key, which protects nothing.`)
  return { id, bytes, fingerprint: createHmac('sha256', bytes).update('fingerprint').digest('hex').slice(0, 16) }
}

export function parseKeyRing(text: string, file: string): KeyRing {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  const all = lines.map((content, index) => parseKey(content, index + 1, file))
  const [current] = all
  if (!current) return refuse(`${file} holds no key.`)
  if (new Set(all.map(({ id }) => id)).size !== all.length) return refuse(`${file} names the same key ID twice.`)
  return { current, all, find: (id) => all.find((key) => key.id === id) ?? null }
}

const newKeyId = (): string => `k${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`

const newKeyLine = (id: string): string => `${id}:${randomBytes(32).toString('base64')}\n`

function readKeyFile(file: string): KeyRing {
  // Windows has no such bits: its files answer 0o666 whatever their access list says.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    return refuse(`Other users may read ${file}. Run: chmod 600 ${file}`)
  return parseKeyRing(readFileSync(file, 'utf8'), file)
}

function requireReadable(file: string): KeyRing {
  try {
    return readKeyFile(file)
  } catch (error) {
    if (error instanceof StartupError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return refuse(`The key file ${file} cannot be read (${code}).`)
  }
}

function makeKeyFile(file: string): void {
  try {
    makeFolder(dirname(file))
    writeFileSync(file, newKeyLine(newKeyId()), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    refuse(`ENCRYPTION_KEYS_FILE names a file that cannot be made (${code}). Name one in a folder that can be written.`)
  }
}

/** Reads the key file. Makes one only for an empty database: a new key can never open what an old one sealed. */
export function openKeyRing(file: string, { databaseIsEmpty }: { databaseIsEmpty: boolean }): KeyRing {
  if (!existsSync(file)) {
    if (!databaseIsEmpty)
      return refuse(
        `The key file ${file} is missing, and the database holds what was sealed with it. Put it back from your backup.`,
      )
    makeKeyFile(file)
  }
  return followKeyFile(file, requireReadable(file))
}

/**
 * Takes up what the file holds as soon as it changes, so that a rotation needs no restart. A file that is not sound, or
 * that gives a known ID to another key, is not taken up; a key that left the file goes on opening until the next start.
 */
function followKeyFile(file: string, first: KeyRing): KeyRing {
  let keys = first
  let seen = describe(file)

  function latest(): KeyRing {
    const now = describe(file)
    if (now === seen) return keys
    seen = now
    try {
      keys = merge(keys, readKeyFile(file))
    } catch {
      return keys
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

function merge(known: KeyRing, changed: KeyRing): KeyRing {
  const isOther = known.all.some(
    ({ id, fingerprint }) => (changed.find(id)?.fingerprint ?? fingerprint) !== fingerprint,
  )
  if (isOther) return known
  const all = [...changed.all, ...known.all.filter(({ id }) => !changed.find(id))]
  return { current: changed.current, all, find: (id) => all.find((key) => key.id === id) ?? null }
}

function describe(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : 'absent'
}

/** Puts a new key first in the file, whole or not at all; the old ones stay below it. Answers its ID. */
export function addEncryptionKey(file: string): string {
  const keys = requireReadable(file)
  const base = newKeyId()
  let id = base
  for (let number = 2; keys.find(id); number += 1) id = `${base}-${number}`
  const temporary = `${file}.new`
  rmSync(temporary, { force: true })
  const handle = openSync(temporary, 'wx', 0o600)
  writeSync(handle, newKeyLine(id) + readFileSync(file, 'utf8'))
  fsyncSync(handle)
  closeSync(handle)
  renameSync(temporary, file)
  return id
}
