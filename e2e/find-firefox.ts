import { existsSync } from 'node:fs'

const usualPaths: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: ['C:\\Program Files\\Mozilla Firefox\\firefox.exe', 'C:\\Program Files (x86)\\Mozilla Firefox\\firefox.exe'],
}

/** Finds the Firefox that `E2E_FIREFOX` names, or an installed one; null if there is none. */
export function findFirefox(chosen = process.env['E2E_FIREFOX'] ?? ''): string | null {
  if (chosen !== '') return chosen
  return usualPaths[process.platform]?.find((path) => existsSync(path)) ?? null
}
