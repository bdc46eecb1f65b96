import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, launch } from 'puppeteer-core'
import { findFirefox } from '../find-firefox.ts'

interface SavedSignIn {
  origin: string
  email: string
  password: string
}

const storeInFirefox = `async (origin, email, password) => {
  const login = Cc['@mozilla.org/login-manager/loginInfo;1'].createInstance(Ci.nsILoginInfo)
  login.init(origin, origin, null, email, password, '', '')
  await Services.logins.addLoginAsync(login)
}`

/** A minimal WebDriver BiDi client, because Puppeteer cannot reach the browser's password manager. */
async function connect(address: string) {
  const socket = new WebSocket(`${address}/session`)
  await once(socket, 'open')
  let count = 0
  return async (method: string, params: object): Promise<unknown> => {
    count += 1
    const id = count
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const listen = ({ data }: MessageEvent) => {
      const response = JSON.parse(String(data))
      if (response.id !== id) return
      socket.removeEventListener('message', listen)
      if (response.type === 'error' || response.result?.type === 'exception') reject(new Error(String(data)))
      else resolve(response.result)
    }
    socket.addEventListener('message', listen)
    socket.send(JSON.stringify({ id, method, params }))
    return await promise
  }
}

/** Makes Firefox itself save the sign-in in the profile, with its own encryption. */
async function saveSignIn(executable: string, profile: string, { origin, email, password }: SavedSignIn) {
  const firefox = spawn(
    executable,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0', '--remote-allow-system-access'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const hasEnded = once(firefox, 'exit')
  let address = ''
  for await (const line of createInterface({ input: firefox.stderr })) {
    address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1] ?? ''
    if (address !== '') break
  }
  firefox.stderr.resume()
  const send = await connect(address)
  await send('session.new', { capabilities: {} })
  const { contexts } = (await send('browsingContext.getTree', { 'moz:scope': 'chrome' })) as {
    contexts: { context: string }[]
  }
  await send('script.callFunction', {
    functionDeclaration: storeInFirefox,
    awaitPromise: true,
    target: { context: contexts[0]?.context },
    arguments: [origin, email, password].map((value) => ({ type: 'string', value })),
  })
  await send('browser.close', {})
  await hasEnded
}

/** Starts Firefox with its own profile, optionally with a saved sign-in. */
export async function startFirefox(saved: SavedSignIn | null): Promise<{ browser: Browser; close(): Promise<void> }> {
  const executablePath = findFirefox()
  if (executablePath === null) throw new Error('Firefox is not installed.')
  const profile = await mkdtemp(join(tmpdir(), 'office365-email-firefox-'))
  if (saved) await saveSignIn(executablePath, profile, saved)
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    userDataDir: profile,
    // Puppeteer turns both off.
    extraPrefsFirefox: { 'signon.autofillForms': true, 'signon.rememberSignons': true },
  })
  return {
    browser,
    async close() {
      await browser.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
