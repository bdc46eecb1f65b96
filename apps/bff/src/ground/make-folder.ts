import { lchownSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Owner, readStats } from './file-owner.ts'

/**
 * Makes a folder and its missing parents, for the owner only. Node's own `recursive` never ends if a parent fails with
 * ENOENT, as below /proc.
 */
export function makeFolder(folder: string, owner: Owner | null = null): void {
  if (readStats(folder)) return
  makeFolder(dirname(folder), owner)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process may have made it first.
    if (readStats(folder)) return
    throw error
  }
  if (owner) lchownSync(folder, owner.uid, owner.gid)
}
