import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { exitCodes, StartupError } from '../exit-codes.ts'
import { makeFolder } from '../make-folder.ts'
import { followKeyFile, type KeyRing, missingKeyFile, newKeyId, parseKeyRing, requireReadable } from './key-ring.ts'

interface Owner {
  uid: number
  gid: number
}

const newKeyLine = (id: string): string => `${id}:${randomBytes(32).toString('base64')}\n`

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')

/** Windows has neither owners of this kind nor folders that can be flushed. */
const isPosix = process.platform !== 'win32'

function syncFolder(folder: string): void {
  if (!isPosix) return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** A key file of another owner than before would keep the server from reading it. */
function giveTo({ uid, gid }: Owner, handle: number, file: string): void {
  const own = fstatSync(handle)
  if (!isPosix || (own.uid === uid && own.gid === gid)) return
  try {
    fchownSync(handle, uid, gid)
  } catch (error) {
    throw new StartupError(
      exitCodes.configuration,
      `The key file ${file} has to belong to user ${uid} and group ${gid}, and you may not give a file to them (${codeOf(error)}). Run this command as that user or as root. Nothing was changed.`,
    )
  }
}

/** Never replaces a file that another process has just made, as far as the file system has links. */
function makeOf(temporary: string, file: string): void {
  try {
    linkSync(temporary, file)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error
    renameSync(temporary, file)
  }
}

interface Writing {
  mode: number
  /** Null: whoever runs this. */
  owner: Owner | null
  place: (temporary: string, file: string) => void
}

/** The file is there whole or not at all, also after a power failure. */
function writeWhole(file: string, content: string, { mode, owner, place }: Writing): void {
  const temporary = `${file}.new`
  rmSync(temporary, { force: true })
  const handle = openSync(temporary, 'wx', 0o600)
  try {
    try {
      if (owner) giveTo(owner, handle, file)
      writeFileSync(handle, content)
      fchmodSync(handle, mode)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    place(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
  syncFolder(dirname(file))
}

/** Makes a key file with one new key. With `owner`, for a server that runs as another user. */
export function makeKeyFile(file: string, isTaken: (id: string) => boolean, owner: Owner | null): string {
  const id = newKeyId(isTaken)
  try {
    makeFolder(dirname(file))
    writeWhole(file, newKeyLine(id), { mode: 0o600, owner, place: makeOf })
  } catch (error) {
    if (error instanceof StartupError) throw error
    throw new StartupError(
      exitCodes.configuration,
      `ENCRYPTION_KEYS_FILE names a file that cannot be made (${codeOf(error)}). Name one in a folder that can be written.`,
    )
  }
  return id
}

/** Reads the key file, and follows it. Makes one only for an empty database. */
export function openKeyRing(
  file: string,
  { databaseIsEmpty, onRefused = () => undefined }: { databaseIsEmpty: boolean; onRefused?: (reason: string) => void },
): KeyRing {
  if (!existsSync(file)) {
    if (!databaseIsEmpty) throw missingKeyFile(file)
    makeKeyFile(file, () => false, null)
  }
  return followKeyFile(file, onRefused)
}

/**
 * Puts a new key first in the file; the old ones stay below it. The whole new content is checked before it is written.
 * Returns the ID of the new key.
 */
export function addEncryptionKey(
  file: string,
  { isTaken, check }: { isTaken: (id: string) => boolean; check: (keys: KeyRing) => void },
): string {
  const present = requireReadable(file)
  const id = newKeyId((candidate) => present.find(candidate) !== null || isTaken(candidate))
  const content = newKeyLine(id) + readFileSync(file, 'utf8')
  check(parseKeyRing(content, file))
  const { mode, ...owner } = statSync(file)
  try {
    // A link stays a link: what it leads to is replaced.
    writeWhole(realpathSync(file), content, { mode: mode & 0o777, owner, place: renameSync })
  } catch (error) {
    if (error instanceof StartupError) throw error
    throw new StartupError(
      exitCodes.storageUnavailable,
      `The new key cannot be written to ${file} (${codeOf(error)}). What is sealed still opens with the keys in that file. Look at space and rights of its folder, then run the command again.`,
    )
  }
  return id
}
