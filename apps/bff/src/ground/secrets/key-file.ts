import { randomBytes } from 'node:crypto'
import {
  closeSync,
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
import { isRoot, type Owner, withRootRights } from '../file-owner.ts'
import { makeFolder } from '../make-folder.ts'
import {
  type FollowedKeyRing,
  followKeyFile,
  isThere,
  type KeyRing,
  missingKeyFile,
  newKeyId,
  parseKeyRing,
  requireReadable,
} from './key-ring.ts'

const newKeyLine = (id: string): string => `${id}:${randomBytes(32).toString('base64')}\n`

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')

/** Windows has no such owners, and cannot flush folders. */
const isPosix = process.platform !== 'win32'

function syncFolder(folder: string): void {
  if (!isPosix) return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** Keeps the owner of the key file, so that the server can still read it. The group never has access to it. */
function setOwner({ uid, gid }: Owner, handle: number, file: string): void {
  const own = fstatSync(handle)
  if (!isPosix || (own.uid === uid && own.gid === gid)) return
  try {
    fchownSync(handle, uid, gid)
  } catch (error) {
    if (own.uid === uid) return
    throw new StartupError(
      exitCodes.configuration,
      `The key file ${file} must belong to user ${uid}, and you are not allowed to set that (${codeOf(error)}). Run this command as that user or as root. Nothing was changed.`,
    )
  }
}

/** Does not replace a file that another process has just created, if the file system supports hard links. */
function placeNew(temporary: string, file: string): void {
  try {
    linkSync(temporary, file)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error
    renameSync(temporary, file)
  }
}

interface Writing {
  mode: number
  /** Null: the user who runs this. */
  owner: Owner | null
  place: (temporary: string, file: string) => void
}

/** The file is either complete or unchanged, even after a power failure. */
function writeWhole(file: string, content: string, { mode, owner, place }: Writing): void {
  const temporary = `${file}.new`
  rmSync(temporary, { force: true })
  const handle = openSync(temporary, 'wx', 0o600)
  try {
    try {
      if (owner) setOwner(owner, handle, file)
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

/** Creates a key file with one new key. `owner` runs the server. */
export function makeKeyFile(file: string, isTaken: (id: string) => boolean, owner: Owner | null): string {
  const id = newKeyId(isTaken)
  try {
    withRootRights(file, () => makeFolder(dirname(file), isRoot() ? owner : null))
    // Decides again, because the new folder may belong to the owner.
    withRootRights(file, () =>
      writeWhole(file, newKeyLine(id), { mode: 0o600, owner: isRoot() ? owner : null, place: placeNew }),
    )
  } catch (error) {
    if (error instanceof StartupError) throw error
    throw new StartupError(
      exitCodes.configuration,
      `ENCRYPTION_KEYS_FILE names a file that cannot be created (${codeOf(error)}). Use a file in a writable folder.`,
    )
  }
  return id
}

/** Reads the key file and follows its changes. Creates one only for an empty database. */
export function openKeyRing(
  file: string,
  {
    databaseIsEmpty,
    owner = null,
    onRefused = () => undefined,
  }: { databaseIsEmpty: boolean; owner?: Owner | null; onRefused?: (reason: string) => void },
): FollowedKeyRing {
  if (!isThere(file)) {
    if (!databaseIsEmpty) throw missingKeyFile(file)
    makeKeyFile(file, () => false, owner)
  }
  return followKeyFile(file, onRefused)
}

interface Guard {
  isTaken: (id: string) => boolean
  check: (keys: KeyRing) => void
}

/** Checks the whole new content before writing it. `what` is for the operator. */
function replaceContent(file: string, content: string, { check }: Guard, what: string): void {
  check(parseKeyRing(content, file))
  const { mode, ...owner } = statSync(file)
  try {
    // A symbolic link stays; its target is replaced.
    withRootRights(file, () =>
      writeWhole(realpathSync(file), content, { mode: mode & 0o777, owner, place: renameSync }),
    )
  } catch (error) {
    if (error instanceof StartupError) throw error
    throw new StartupError(
      exitCodes.storageUnavailable,
      `${what} cannot be written to ${file} (${codeOf(error)}). Sealed values still open with the keys in that file. Check the free space and the permissions of its folder, then run the command again.`,
    )
  }
}

const readLines = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)

const joinLines = (lines: string[]): string => lines.map((one) => `${one}\n`).join('')

/** Adds a new key, which encrypts at once if it is the first. Returns its ID. */
export function addEncryptionKey(file: string, guard: Guard, place: 'first' | 'second' = 'first'): string {
  const present = requireReadable(file)
  const id = newKeyId((candidate) => present.find(candidate) !== null || guard.isTaken(candidate))
  const lines = readLines(file)
  lines.splice(place === 'first' ? 0 : 1, 0, newKeyLine(id).trim())
  replaceContent(file, joinLines(lines), guard, 'The new key')
  return id
}

/** Makes a key of the file the one that encrypts. */
export function promoteEncryptionKey(file: string, id: string, guard: Guard): void {
  requireReadable(file)
  const lines = readLines(file)
  const isIt = (line: string) => line.startsWith(`${id}:`)
  replaceContent(file, joinLines([...lines.filter(isIt), ...lines.filter((line) => !isIt(line))]), guard, 'The keys')
}
