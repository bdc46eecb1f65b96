import { randomBytes } from 'node:crypto'
import type { AlertTargetInput } from '@office365-email/shared/alert-channel'
import { Problem } from '../../ground/problem.ts'
import { type Secret, secretOf } from '../../ground/secrets/secret.ts'
import type { Bots } from '../ports.ts'
import type { AlertSender } from './alert-sender.ts'
import { type ChannelTarget, isSameServer } from './channel-target.ts'
import { readTopic } from './formats/ntfy.ts'
import { toSigningSecret } from './sign-alert.ts'

export interface TargetDependencies {
  alertSender: AlertSender
  bots: Bots
}

type Member = 'url' | 'token' | 'senderBotId' | 'to'

const refuse = (member: Member, detail: string) =>
  new Problem('invalid-request', { detail, errors: [{ pointer: `/${member}`, detail }] })

const membersOf: Record<AlertTargetInput['kind'], readonly Member[]> = {
  webhook: ['url'],
  slack: ['url'],
  teams: ['url'],
  discord: ['url'],
  ntfy: ['url', 'token'],
  email: ['senderBotId', 'to'],
}

/** Connectors of Microsoft 365 end, and with them their addresses. */
const connectorHosts = /(^|\.)(webhook\.office\.com|outlook\.office\.com|outlook\.office365\.com)$/
const discordPath = /^\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+\/?$/

/** What is wrong with an address of this kind, apart from the network that it is in. */
function findFaultOfKind(kind: AlertTargetInput['kind'], url: URL): string | null {
  if (kind === 'teams' && connectorHosts.test(url.hostname))
    return 'This is an address of a connector, which Microsoft retired. Create a workflow in Teams and enter its address.'
  if (kind === 'discord' && !discordPath.test(url.pathname))
    return 'Enter the address that "Copy Webhook URL" in Discord gives you. It contains /api/webhooks/.'
  if (kind === 'ntfy' && readTopic(url.href) === null)
    return 'Enter the address of a topic, such as https://ntfy.sh/my-secret-topic.'
  if (kind === 'slack' && url.pathname === '/')
    return 'Enter the whole address that Slack gives you, such as https://hooks.slack.com/services/…'
  return null
}

function readUrl({ alertSender }: TargetDependencies, { kind, url }: AlertTargetInput): string {
  if (url === undefined || url === '') throw refuse('url', 'Enter an address that begins with https://.')
  const fault = alertSender.findFault(url) ?? findFaultOfKind(kind, new URL(url))
  if (fault !== null) throw refuse('url', fault)
  return new URL(url).href
}

async function readEmail(
  { bots }: TargetDependencies,
  { senderBotId, to }: AlertTargetInput,
  before: ChannelTarget | null,
): Promise<ChannelTarget> {
  const saved = before?.kind === 'email' ? before : null
  const sender = senderBotId ?? saved?.senderBotId ?? null
  const recipients = to ?? saved?.to
  if (sender === null || (await bots.read(sender)) === null)
    throw refuse('senderBotId', 'Choose a bot that sends the alerts.')
  if (recipients === undefined) throw refuse('to', 'Enter at least one address.')
  return { kind: 'email', senderBotId: sender, to: [...new Set(recipients)] }
}

function readWebhook(
  dependencies: TargetDependencies,
  input: AlertTargetInput,
  before: ChannelTarget | null,
): ChannelTarget {
  const saved = before?.kind === 'webhook' ? before : null
  return {
    kind: 'webhook',
    url: saved && input.url === undefined ? saved.url : readUrl(dependencies, input),
    signingSecret: saved?.signingSecret ?? secretOf(toSigningSecret(randomBytes(32))),
  }
}

/** The saved token belongs to the saved server: no other one may get it. */
function readToken({ token }: AlertTargetInput, url: Secret, before: ChannelTarget | null): Secret | null {
  if (token !== undefined) return token === null ? null : secretOf(token)
  const saved = before?.kind === 'ntfy' ? before : null
  if (!saved?.token) return null
  if (isSameServer(url, saved.url)) return saved.token
  throw refuse('token', 'The address is on another server. Enter the token for it, or null if it needs none.')
}

/** Checks the members that belong to the kind. What is left out stays as in `before`, the saved target. */
export async function readTarget(
  dependencies: TargetDependencies,
  input: AlertTargetInput,
  before: ChannelTarget | null = null,
): Promise<ChannelTarget> {
  const { kind } = input
  for (const member of ['url', 'token', 'senderBotId', 'to'] as const)
    if (input[member] !== undefined && input[member] !== null && !membersOf[kind].includes(member))
      throw refuse(member, `Leave this out: a channel of the kind ${kind} does not have it.`)
  if (kind === 'email') return await readEmail(dependencies, input, before)
  if (kind === 'webhook') return readWebhook(dependencies, input, before)
  const saved = before && before.kind !== 'email' && before.kind !== 'webhook' ? before.url : null
  const url = saved && input.url === undefined ? saved : secretOf(readUrl(dependencies, input))
  return kind === 'ntfy' ? { kind, url, token: readToken(input, url, before) } : { kind, url }
}
