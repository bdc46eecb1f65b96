import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** In the root of the repository, which is equally far from this folder and from `dist`. */
const packageFile = join(import.meta.dirname, '../../../package.json')

export const { version }: { version: string } = JSON.parse(readFileSync(packageFile, 'utf8'))
