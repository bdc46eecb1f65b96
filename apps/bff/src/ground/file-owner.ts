import { closeSync, constants, fchmodSync, fchownSync, openSync, readFileSync, type Stats, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { exitCodes, StartupError } from './exit-codes.ts'

export type Owner = Pick<Stats, 'uid' | 'gid'>

/** Null on Windows, which has no such owners. */
const ownUser = (): number | null => process.geteuid?.() ?? null

export const isRoot = (): boolean => ownUser() === 0

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')

/** Throws if the path may exist but its folder cannot be read, so that no one mistakes such a file for a missing one. */
export function readStats(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null
}

/** The nearest folder above the path that exists. Throws if that cannot be seen. */
function nearestFolder(path: string): Stats {
  const folder = dirname(resolve(path))
  return readStats(folder) ?? nearestFolder(folder)
}

/** Node has no function for this. Falls back to the number. */
function nameOfUser(uid: number): string {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((text) => text.split(':')[2] === String(uid))
    return line?.split(':')[0] ?? `${uid}`
  } catch {
    return `${uid}`
  }
}

const refuse = (what: string, uid: number): never => {
  const user = nameOfUser(uid)
  throw new StartupError(
    exitCodes.storageUnavailable,
    `${what} belongs to the user ${user}, and you are ${nameOfUser(ownUser() ?? uid)}. Run this command as that user or as root, for example: sudo -u ${user} … Nothing was changed.`,
  )
}

/** The owner that a new file needs so that the server can use it; null if that is the current user anyway. */
export function ownerForNew(file: string): Owner | null {
  if (!isRoot()) return null
  const { uid, gid } = readStats(file) ?? nearestFolder(file)
  return { uid, gid }
}

/** Sets owner and mode. Does not follow a link that the owner of the folder may have put here meanwhile. */
export function setOwner(file: string, owner: Owner | null, mode: number): void {
  const handle = openSync(file, constants.O_RDWR | constants.O_NOFOLLOW)
  try {
    if (owner) fchownSync(handle, owner.uid, owner.gid)
    fchmodSync(handle, mode)
  } finally {
    closeSync(handle)
  }
}

/** Makes an empty file with this owner, for its owner only, if there is none. */
export function makeOwnedFile(file: string, owner: Owner | null): void {
  if (readStats(file)) return
  closeSync(openSync(file, 'wx', 0o600))
  setOwner(file, owner, 0o600)
}

/**
 * Throws unless the current user may change the files of the server: as its user, or as root. Files that another user
 * makes, such as a write-ahead log, would lock the server out.
 */
export function requireOwner(databaseFile: string): void {
  const user = ownUser()
  if (user === null || user === 0) return
  let owner = 0
  // From the root down, because nothing below a folder without access can be seen.
  for (const path of pathsDownTo(resolve(databaseFile))) {
    try {
      const stats = readStats(path)
      if (!stats) return
      owner = stats.uid
    } catch (error) {
      if (codeOf(error) === 'EACCES') refuse(`The folder ${dirname(path)}`, owner)
      throw error
    }
  }
  if (owner !== user) refuse(`The database ${databaseFile}`, owner)
}

const pathsDownTo = (path: string): string[] =>
  dirname(path) === path ? [path] : [...pathsDownTo(dirname(path)), path]
