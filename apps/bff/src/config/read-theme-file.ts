import { readFileSync, statSync } from 'node:fs'
import { findLowContrast, readTheme } from '@office365-email/shared/theme'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'

const largestBytes = 100_000

export interface ThemeFile {
  /** A style sheet. */
  css: string
  /** What makes the pages hard to read, or has no effect: one sentence each. */
  warnings: string[]
}

const refuse = (fault: string) =>
  new StartupError(exitCodes.configuration, `The configuration is not valid: THEME_FILE ${fault}.`)
const noTheme = () => refuse('is not a style sheet of at most 100 kB that sets a variable of docs/theme.md')

function read(file: string): string {
  try {
    const stats = statSync(file)
    // Reading a device or a pipe may never end.
    if (!stats.isFile() || stats.size > largestBytes) throw noTheme()
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw error instanceof StartupError ? error : refuse('cannot be read')
  }
}

/** Reads the style sheet that sets the colors and the font of the host. Throws if it cannot be read or sets nothing. */
export function readThemeFile(file: string): ThemeFile {
  const css = read(file)
  const { theme, unknown } = readTheme(css)
  if (Object.keys(theme).length === 0) throw noTheme()
  const { low, unchecked } = findLowContrast(theme)
  return {
    css,
    warnings: [
      ...unknown.map((name) => `${name} has no effect: no variable has this name`),
      ...low.map(
        ({ scheme, text, background, ratio, required }) =>
          `${text} on ${background} has a contrast of ${ratio} to 1 in the ${scheme} scheme, and needs ${required} to 1`,
      ),
      ...unchecked.map((name) => `${name} is not checked: its color is not written as #…, rgb() or hsl()`),
    ],
  }
}
