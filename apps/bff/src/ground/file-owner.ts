import { lstatSync, readFileSync, readlinkSync, type Stats, statSync } from 'node:fs'
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

const readOwnStats = (path: string): Stats | null => lstatSync(path, { throwIfNoEntry: false }) ?? null

/** The owner of a file, or of the nearest folder above it. A link counts as what its owner made it, unless that is root. */
function findOwner(path: string): Owner {
  const own = readOwnStats(path)
  if (own && !(own.isSymbolicLink() && own.uid === 0)) return own
  return readStats(path) ?? findOwner(dirname(resolve(path)))
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

const root: Owner = { uid: 0, gid: 0 }
let groupsOfRoot: number[] = []

function actAs({ uid, gid }: Owner): void {
  // Only root may change the group and the other groups.
  process.seteuid?.(0)
  process.setgroups?.(uid === 0 ? groupsOfRoot : [gid])
  process.setegid?.(gid)
  process.seteuid?.(uid)
}

/**
 * If root runs this process, it continues with the rights of the user whose database it is. That user can put links
 * into the folders of the server, at any moment: they must not lead root to other files. New files belong to that user.
 */
export function actAsOwner(databaseFile: string): void {
  if (!isRoot()) return
  const owner = findOwner(databaseFile)
  if (owner.uid === 0) return
  groupsOfRoot = process.getgroups?.() ?? []
  actAs(owner)
}

/** Whether only root can change where the path leads. In a sticky folder, such as /tmp, others cannot replace a file. */
const isOfRoot = (path: string): boolean =>
  pathsDownTo(resolve(path)).every((step) => {
    const stats = readOwnStats(step)
    if (stats?.isSymbolicLink()) return stats.uid === 0 && isOfRoot(resolve(dirname(step), readlinkSync(step)))
    return !stats?.isDirectory() || (stats.uid === 0 && ((stats.mode & 0o022) === 0 || (stats.mode & 0o1000) !== 0))
  })

/** Gives root's rights back for a path that only root can change. Returns the function that ends this. */
function takeRootRights(path: string): () => void {
  const user = ownUser()
  if (user === null || user === 0 || process.getuid?.() !== 0) return () => undefined
  const owner = { uid: user, gid: process.getegid?.() ?? user }
  const end = () => actAs(owner)
  actAs(root)
  try {
    if (!isOfRoot(path)) end()
  } catch (error) {
    end()
    throw error
  }
  return end
}

/** After `actAsOwner`: uses root's rights for a path that only root can change, such as root's own folder for backups. */
export function withRootRights<Result>(path: string, work: () => Result): Result {
  const end = takeRootRights(path)
  try {
    return work()
  } finally {
    end()
  }
}

/** The same for work that takes time. */
export async function duringRootRights<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const end = takeRootRights(path)
  try {
    return await work()
  } finally {
    end()
  }
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
