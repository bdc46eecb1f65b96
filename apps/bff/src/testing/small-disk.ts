import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Only root on Linux can mount a disk. Otherwise, tests that need one are skipped. */
export const canMountDisks = process.platform === 'linux' && process.getuid?.() === 0 && canMount()

function canMount(): boolean {
  try {
    mountSmallDisk().remove()
    return true
  } catch {
    return false
  }
}

/** An in-memory disk of a few megabytes. */
export interface SmallDisk {
  folder: string
  /** Uses all remaining space. */
  fill(): void
  free(): void
  setReadOnly(isReadOnly: boolean): void
  remove(): void
}

export function mountSmallDisk(size = '4m'): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'office365-email-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' })
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      const file = openSync(ballast, 'w')
      try {
        for (let bytes = 65_536; bytes > 0; bytes = Math.floor(bytes / 2)) fillWith(file, Buffer.alloc(bytes))
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(ballast, { force: true }),
    setReadOnly: (isReadOnly) =>
      void execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, folder], { stdio: 'pipe' }),
    remove() {
      execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' })
      rmSync(folder, { recursive: true })
    },
  }
}

function fillWith(file: number, bytes: Buffer): void {
  try {
    while (writeSync(file, bytes) === bytes.length);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
