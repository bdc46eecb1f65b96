import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { exitCodes, StartupError } from '../config/exit-codes.ts'

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

/** Reads the key file. Makes one only for an empty database: a new key can never open what an old one sealed. */
export function openKeyRing(file: string, { databaseIsEmpty }: { databaseIsEmpty: boolean }): KeyRing {
  if (!existsSync(file)) {
    if (!databaseIsEmpty)
      return refuse(
        `The key file ${file} is missing, and the database holds what was sealed with it. Put it back from your backup.`,
      )
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const id = `k${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`
    writeFileSync(file, `${id}:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  }
  // Windows has no such bits: its files answer 0o666 whatever their access list says.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    return refuse(`Other users may read ${file}. Run: chmod 600 ${file}`)
  return parseKeyRing(readFileSync(file, 'utf8'), file)
}
