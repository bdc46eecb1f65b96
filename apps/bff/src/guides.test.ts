import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findProgram } from './testing/run-program.ts'
import { contoso, mail, startSendingServer } from './testing/start-sending-server.ts'
import { startTestServer, type TestServer } from './testing/start-test-server.ts'

const root = join(import.meta.dirname, '../../..')
/** The commands of a page, one text for each block. */
function readSteps(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8')
  return Array.from(text.matchAll(/^```sh\n(.*?)^```$/gms), ([, step]) => step ?? '')
}

/** The guide reads the headers of a response with an option of curl 7.84. */
function canRun(): boolean {
  try {
    execFileSync('bash', ['--version'])
    const [, major, minor] = /^curl (\d+)\.(\d+)/.exec(execFileSync('curl', ['--version'], { encoding: 'utf8' })) ?? []
    return Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 84)
  } catch {
    return false
  }
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/**
 * Runs the commands one after the other, as a person would type them; `pnpm --silent admin` becomes the program itself.
 */
function run(
  steps: string[],
  environment: Record<string, string>,
): Promise<{ exitCode: number; output: string; errors: string }> {
  const cli = findProgram('cli.ts')
  const pnpm = `pnpm() { shift 2; '${process.execPath}' '${cli}' "$@"; }`
  const curl = 'curl() { command curl --silent --show-error --fail-with-body "$@"; }'
  const script = ['set -euo pipefail', pnpm, curl, ...steps.map((step) => `${step}\necho; echo '---'`)].join('\n')
  const { PATH = '' } = process.env
  return new Promise((resolve) => {
    const child = execFile(
      'bash',
      ['--norc', '-c', script],
      { env: { PATH, ...environment } },
      (_error, output, errors) => resolve({ exitCode: child.exitCode ?? -1, output, errors }),
    )
  })
}

it.skipIf(!canRun())(
  'sets a bot up as a pipeline does, from the first command of the guide to the last',
  { timeout: 60_000 },
  async () => {
    const rotated = server.emulator.control.addSecret({ clientId: contoso.clientId })
    const { exitCode, output, errors } = await run(readSteps('docs/configuration-as-code.md'), {
      PUBLIC_URL: server.url,
      ...server.environment,
      USER_EMAIL: contoso.userEmail,
      CLIENT_ID: contoso.clientId,
      TENANT_ID: contoso.tenantId,
      USER_ID: contoso.userId,
      CLIENT_SECRET: contoso.clientSecret,
      NEW_CLIENT_SECRET: rotated.value,
    })
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' })

    const answers = output.split('---\n').map((answer) => answer.split('\n').filter((line) => line.startsWith('{')))
    const [, [submitted = '{}'] = [], [read = '{}'] = [], [sent = '{}'] = [], [reset = '{}', changed = '{}'] = []] =
      answers
    expect(JSON.parse(submitted)).toMatchObject({ state: 'locked', version: 1, savedBy: { name: 'pipeline' } })
    expect(JSON.parse(submitted).checks.length).toBeGreaterThan(0)
    expect(JSON.parse(read)).toMatchObject({ state: 'locked', clientSecret: { expiresOn: '2027-05-31' } })
    expect(JSON.parse(sent)).toMatchObject({ state: 'accepted' })
    // `reset` is on the same line as the response after it, since neither ends with a line break.
    expect(`${reset}${changed}`).toMatch(/"state":"unlocked".*"state":"locked","version":2/)
    expect(output).not.toContain(contoso.clientSecret)
    expect(output).not.toContain(rotated.value)

    const owner = await server.signIn()
    const { auditEvents } = (await owner.get('/audit-events?botId=orders')).body
    const byKey = auditEvents.filter(({ actor }: { actor: { kind: string } }) => actor.kind === 'service-key')
    expect(byKey.map(({ action }: { action: string }) => action).reverse()).toEqual([
      'office365.submitted',
      'office365.reset',
      'office365.submitted',
      'office365.reset',
      'office365.reset-cancelled',
      'office365.removed',
    ])
    expect(server.emulator.sentMail().map(({ subject }) => subject)).toEqual(['Orders can send'])
    expect((await owner.get('/bots/orders/office365')).body).toMatchObject({ state: 'unconfigured' })
  },
)

it.skipIf(!canRun()).each(['README.md', 'docs/sending.md'])('sends and settles as %s says', async (page) => {
  const sending = await startSendingServer()
  try {
    const bot = await sending.addBot()
    sending.emulator.failNext({ on: 'sendMail', kind: 'timeout-but-delivered' })
    const unknown = await bot.service.post(bot.messages, mail())
    const commands = readSteps(page).filter((step) => step.startsWith('curl'))
    const here = commands.map((step) =>
      step.replace(/\S*(?=\/api\/v1)/, sending.url).replace(/(?<=\/bots\/)(my-bot|sales-bot)/, bot.id),
    )
    const environment = { KEY: bot.key, SERVICE_KEY: bot.key, ID: unknown.body.messageId }
    const { exitCode, output, errors } = await run(here, environment)
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' })
    expect(output.match(/"state":"accepted"/g)).toHaveLength(commands.length)
    expect(commands.length).toBeGreaterThan(0)
  } finally {
    await sending.close()
  }
})
