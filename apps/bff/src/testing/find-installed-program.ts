import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Debian and Homebrew put some programs where PATH may not lead. */
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/opt/homebrew/bin']

/** Returns the path of an installed program; null if there is none. */
export const findInstalledProgram = (name: string): string | null =>
  folders.map((folder) => join(folder, name)).find(existsSync) ?? null
