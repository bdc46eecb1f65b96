import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type LaunchOptions } from '@playwright/test'

/** Stops Chromium's own requests to the internet, which would only fail and log errors on a closed network. */
const quietArguments = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const usualPaths: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

const findSystemBrowser = () => usualPaths[process.platform]?.find((path) => existsSync(path))

/**
 * The Chromium from the npm registry (Linux x64). It is packaged for AWS Lambda, so its libraries and fonts must be
 * unpacked and configured. Its own arguments are not used, because they turn off web security.
 */
async function unpackNpmBrowser(): Promise<LaunchOptions> {
  const folder = join(import.meta.dirname, '../node_modules/.cache/chromium')
  await mkdir(folder, { recursive: true })
  const { TMPDIR: temporaryFolder } = process.env
  // The package unpacks into TMPDIR, which it reads once when it is loaded.
  process.env['TMPDIR'] = folder
  const entry = import.meta.resolve('@sparticuz/chromium')
  const { default: packed } = await import('@sparticuz/chromium')
  const { inflate } = await import(new URL('./lambdafs.js', entry).href)
  const executablePath = await packed.executablePath()
  await inflate(fileURLToPath(new URL('../bin/al2023.tar.br', entry)))
  if (temporaryFolder === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = temporaryFolder
  const fonts = join(folder, 'fonts.conf')
  await writeFile(fonts, `<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${folder}</cachedir></fontconfig>`)
  const env = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  return {
    executablePath,
    env: { ...env, LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: fonts },
  }
}

/**
 * Chooses the browser of the tests: `E2E_BROWSER` (a path, or `playwright`, `system`, `npm`), otherwise `usual`. Without
 * either: Playwright's own if it was downloaded, then the one from npm, then an installed one. An installed browser needs
 * half as much CPU time again.
 */
export async function chooseBrowser(usual = ''): Promise<LaunchOptions> {
  const choice = process.env['E2E_BROWSER'] || usual
  const args = quietArguments
  const system = findSystemBrowser()
  const isDownloaded = existsSync(chromium.executablePath())
  const hasPackage = process.platform === 'linux' && process.arch === 'x64'
  if (choice.includes('/') || choice.includes('\\')) return { args, executablePath: choice }
  if (choice === 'playwright' || (choice === '' && isDownloaded)) return { args }
  if (hasPackage && !(choice === 'system' && system)) return { args, ...(await unpackNpmBrowser()) }
  return { args, ...(system && { executablePath: system }) }
}
