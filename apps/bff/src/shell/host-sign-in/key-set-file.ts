import { readFileSync, statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { guardKeySet, type KeySet, type KeySetWatch, maxKeySetBytes, parseKeySet, watchOutcomes } from './key-set.ts'

/** Whether the file can be read now and has keys. */
export function hasKeySet(file: string): boolean {
  try {
    const stats = statSync(file)
    // Reading a pipe would wait until someone writes.
    if (!stats.isFile() || stats.size > maxKeySetBytes) return false
    parseKeySet(readFileSync(file, 'utf8'))
    return true
  } catch {
    return false
  }
}

/** Reads the file again after each change, also of the symbolic link that leads to it. */
export function followKeySetFile(file: string, watch: KeySetWatch): KeySet {
  const report = watchOutcomes(watch)
  let loaded: { stamp: string; find: KeySet } | null = null

  async function load(): Promise<KeySet> {
    const stats = await stat(file, { bigint: true })
    const { dev, ino, size, mtimeNs, ctimeNs } = stats
    const stamp = [dev, ino, size, mtimeNs, ctimeNs].join(' ')
    if (loaded?.stamp === stamp) return loaded.find
    loaded = null
    if (!stats.isFile() || size > maxKeySetBytes) throw new RangeError('The key set is too large, or no file')
    // The stamp is from before the content: if the file changes in between, the next request reads it again.
    const find = parseKeySet(await readFile(file, 'utf8'))
    loaded = { stamp, find }
    return find
  }

  return guardKeySet(async (header, token) => {
    const find = await report(load)
    return await find(header, token)
  })
}
