import type { Alert } from '@office365-email/shared/alert-webhook'
import { type Secret, secretOf } from '../../ground/secrets/secret.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import { type AlertChannel, channelEncryptionContext } from './alert-channel.ts'
import type { SealedChannelSecret } from './alert-channel-store.ts'
import { toMessage } from './alert-message.ts'
import { toDiscord, toDiscordUrl } from './formats/discord.ts'
import { readTopic, toNtfy } from './formats/ntfy.ts'
import { toSlack } from './formats/slack.ts'
import { toTeams } from './formats/teams.ts'
import { signAlert } from './sign-alert.ts'

/** What has to be known to post to a channel. */
export type ChannelTarget =
  | { kind: 'webhook'; url: string; signingSecret: Secret }
  | { kind: 'slack' | 'teams' | 'discord'; url: Secret }
  | { kind: 'ntfy'; url: Secret; token: Secret | null }
  | { kind: 'email'; senderBotId: string | null; to: string[] }

type SealedTarget = { url: string; token: string | null }

/** A channel by email has no secret, but every row has a sealed value. */
function toSecret(target: ChannelTarget): Secret {
  if (target.kind === 'webhook') return target.signingSecret
  if (target.kind === 'email') return secretOf('{}')
  const sealed: SealedTarget = {
    url: target.url.reveal(),
    token: target.kind === 'ntfy' ? (target.token?.reveal() ?? null) : null,
  }
  return secretOf(JSON.stringify(sealed))
}

export const sealTarget = (vault: Vault, channelId: string, target: ChannelTarget): Promise<SealedChannelSecret> =>
  vault.seal(toSecret(target), channelEncryptionContext(channelId))

/** Throws `secret-unreadable` if the secret cannot be opened. */
export async function openTarget(
  vault: Pick<Vault, 'open'>,
  { id, kind, url, senderBotId, settings }: AlertChannel,
  sealedSecret: string,
): Promise<ChannelTarget> {
  if (kind === 'email') return { kind, senderBotId, to: settings.to }
  const secret = await vault.open(sealedSecret, channelEncryptionContext(id))
  if (kind === 'webhook') return { kind, url, signingSecret: secret }
  // Not parsed: `sealTarget` made it, and only this server can seal.
  const sealed = JSON.parse(secret.reveal()) as SealedTarget
  if (kind !== 'ntfy') return { kind, url: secretOf(sealed.url) }
  return { kind, url: secretOf(sealed.url), token: sealed.token === null ? null : secretOf(sealed.token) }
}

const shownCharacters = 4
/** Of a shorter address, the last characters would give away too much. */
const minPathLength = 16

/** The last characters of a secret address, by which a person recognizes it. */
export function endingOf(target: ChannelTarget): string {
  if (target.kind === 'email' || target.kind === 'webhook') return ''
  const { pathname, search } = new URL(target.url.reveal())
  const path = `${pathname}${search}`
  return path.length < minPathLength ? '' : path.slice(-shownCharacters)
}

export const isSameServer = (one: Secret, other: Secret): boolean =>
  new URL(one.reveal()).origin === new URL(other.reveal()).origin

/** For the one response that shows it. */
export const revealSigningSecret = (target: ChannelTarget): string | null =>
  target.kind === 'webhook' ? target.signingSecret.reveal() : null

/** A request to a receiver. Its address and its headers may be secrets: it is made immediately before it is sent. */
export interface AlertRequest {
  url: string
  headers: Record<string, string>
  body: string
  /** Parts that a response must not repeat to anyone. */
  secrets: string[]
}

/** The parts of an address that a person could recognize it by. */
const secretPartsOf = (address: string): string[] => {
  const { pathname, search } = new URL(address)
  return [`${pathname}${search}`, pathname, ...pathname.split('/'), ...new URL(address).searchParams.values()].filter(
    (part) => part.length >= 6,
  )
}

/** Writes alerts in the format of the channel. A webhook gets one at a time. */
export function toRequest(
  target: Exclude<ChannelTarget, { kind: 'email' }>,
  alerts: readonly [Alert, ...Alert[]],
  { id, now, publicUrl }: { id: string; now: Date; publicUrl: string },
): AlertRequest {
  if (target.kind === 'webhook') {
    const body = JSON.stringify(alerts[0])
    return { url: target.url, headers: signAlert(target.signingSecret, id, body, now), body, secrets: [] }
  }
  const message = toMessage(alerts, publicUrl)
  const address = target.url.reveal()
  const secrets = secretPartsOf(address)
  const post = (url: string, body: object) => ({ url, headers: {}, body: JSON.stringify(body), secrets })
  switch (target.kind) {
    case 'slack':
      return post(address, toSlack(message))
    case 'teams':
      return post(address, toTeams(message))
    case 'discord':
      return post(toDiscordUrl(address), toDiscord(message))
    case 'ntfy': {
      const { server, topic } = readTopic(address) ?? { server: address, topic: '' }
      const token = target.token?.reveal()
      const request = post(server, toNtfy(message, topic))
      if (token === undefined) return request
      return { ...request, headers: { authorization: `Bearer ${token}` }, secrets: [...secrets, token] }
    }
  }
}
