import {
  type AlertChannelKind,
  type CreateAlertChannel,
  isAlwaysQuiet,
  type UpdateAlertChannel,
} from '@office365-email/shared/alert-channel'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { fitsIfMatch } from '../../ground/entity-tag.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import type { Bots } from '../ports.ts'
import { type AlertChannel, type ChannelSettings, isWanted } from './alert-channel.ts'
import type { AlertChannelStore } from './alert-channel-store.ts'
import type { AlertConditionStore } from './alert-condition-store.ts'
import type { WatchedBot } from './alert-state-store.ts'
import { toAlert } from './alert-text.ts'
import { type ChannelTarget, endingOf, openTarget, revealSigningSecret, sealTarget } from './channel-target.ts'
import { standingNews } from './decide-alerts.ts'
import { readTarget, type TargetDependencies } from './read-target.ts'

const maxChannels = 20
/** So that a storm becomes a summary, and no one waits long. */
const usualCollectMinutes = 5

export interface SaveDependencies extends TargetDependencies {
  alertChannels: AlertChannelStore
  alertConditions: Pick<AlertConditionStore, 'list'>
  bots: Bots
  vault: Vault
  config: { publicUrl: string }
}

type Choices = Pick<UpdateAlertChannel, 'types' | 'botIds' | 'quietHours' | 'collectMinutes' | 'name'>

/** The settings with what was chosen. */
function withChoices(before: ChannelSettings, { name, types, quietHours, collectMinutes }: Choices): ChannelSettings {
  if (quietHours && isAlwaysQuiet(quietHours)) {
    const detail = 'Leave some time that is not quiet. Otherwise no alert would ever arrive.'
    throw new Problem('invalid-request', { detail, errors: [{ pointer: '/quietHours', detail }] })
  }
  return {
    ...before,
    ...(name !== undefined && { name }),
    ...(types !== undefined && { types: types === 'all' ? 'all' : [...new Set(types)] }),
    ...(quietHours !== undefined && {
      quietHours: quietHours && {
        ...quietHours,
        days: [...new Set(quietHours.days)].toSorted((one, other) => one - other),
      },
    }),
    ...(collectMinutes !== undefined && { collectMinutes }),
  }
}

const reachOf = ({ botIds }: Choices) => (botIds === undefined || botIds === 'all' ? 'all' : [...new Set(botIds)])

const toInput = (kind: AlertChannelKind, { url, token, senderBotId, to }: UpdateAlertChannel) => ({
  kind,
  url,
  token,
  senderBotId,
  to,
})

/** What the list shows of a target. */
const shownOf = (target: ChannelTarget) => ({
  ending: endingOf(target),
  hasToken: target.kind === 'ntfy' && target.token !== null,
  to: target.kind === 'email' ? target.to : [],
})

/** What identifies a channel in the audit, without anything secret. */
const detailsOf = ({ id, kind, url }: Pick<AlertChannel, 'id' | 'kind' | 'url'>) => ({
  alertWebhookId: id,
  kind,
  ...(url !== '' && { host: new URL(url).host }),
})

/** Only this result contains the signing secret of a webhook. The channel also gets the alerts that still hold. */
export async function createAlertChannel(
  dependencies: SaveDependencies,
  context: RequestContext,
  body: CreateAlertChannel,
): Promise<{ channel: AlertChannel; signingSecret: string | null }> {
  const { alertChannels, alertConditions, vault, config } = dependencies
  const target = await readTarget(dependencies, toInput(body.kind, body))
  if ((await alertChannels.list()).length >= maxChannels)
    throw new Problem('not-possible-now', {
      detail: `There are ${maxChannels} alert channels already. Remove one first.`,
    })
  const usual: ChannelSettings = {
    name: body.name,
    ...shownOf(target),
    types: 'all',
    quietHours: null,
    collectMinutes: body.kind === 'webhook' ? 0 : usualCollectMinutes,
  }
  const channel: AlertChannel = {
    id: context.newId(),
    version: 1,
    kind: body.kind,
    url: shownUrlOf(body.kind, body.url),
    senderBotId: target.kind === 'email' ? target.senderBotId : null,
    botIds: reachOf(body),
    settings: withChoices(usual, body),
    createdAt: context.now.toISOString(),
    createdBy: context.actor,
    lastDelivery: null,
  }
  const standing = ({ bot, known, reported }: WatchedBot) =>
    (known && reported ? standingNews(reported, known, context.now) : [])
      .flatMap((news) =>
        known ? [{ id: context.newId(), alert: toAlert(news, { bot, known }, context.now, config.publicUrl) }] : [],
      )
      .filter(({ alert }) => isWanted(channel, alert))
  const others = (await alertConditions.list())
    .filter(({ alert, clearSince }) => clearSince === null && isWanted(channel, alert))
    .map(({ alert }) => ({ id: context.newId(), alert }))
  const event = auditEvent(context, 'alert-webhook.created', { details: detailsOf(channel) })
  await alertChannels.create(channel, await sealTarget(vault, channel.id, target), event, standing, others)
  return { channel, signingSecret: revealSigningSecret(target) }
}

/** Everything of the address that is no secret. */
function shownUrlOf(kind: AlertChannelKind, url: string | undefined): string {
  if (kind === 'email' || url === undefined) return ''
  return kind === 'webhook' ? new URL(url).href : `${new URL(url).origin}/`
}

const isTargetChanged = ({ url, token, senderBotId, to }: UpdateAlertChannel): boolean =>
  [url, token, senderBotId, to].some((member) => member !== undefined)

function requireVersion({ version }: AlertChannel, ifMatch: string | null): void {
  if (fitsIfMatch(ifMatch, version)) return
  throw new Problem('alert-channel-changed', {
    detail: 'Another person changed this channel in the meantime. Nothing was saved. Read it again, then decide.',
  })
}

/** Without `ifMatch`, a change that another request makes at the same time stays, except for what both change. */
export async function updateAlertChannel(
  dependencies: SaveDependencies,
  context: RequestContext,
  { id, ifMatch }: { id: string; ifMatch: string | null },
  body: UpdateAlertChannel,
): Promise<AlertChannel> {
  for (;;) {
    const found = await dependencies.alertChannels.read(id)
    if (!found) throw notFound()
    requireVersion(found.channel, ifMatch)
    const saved = await saveChange(dependencies, context, found, body)
    if (saved) return saved
  }
}

/** Null if another change came first. */
async function saveChange(
  dependencies: SaveDependencies,
  context: RequestContext,
  { channel: before, sealedSecret }: { channel: AlertChannel; sealedSecret: string },
  body: UpdateAlertChannel,
): Promise<AlertChannel | null> {
  const { alertChannels, vault } = dependencies
  const channel: AlertChannel = {
    ...before,
    botIds: body.botIds === undefined ? before.botIds : reachOf(body),
    settings: withChoices(before.settings, body),
  }
  let sealed = null
  if (isTargetChanged(body)) {
    const saved = await openTarget(vault, before, sealedSecret)
    const target = await readTarget(dependencies, toInput(before.kind, body), saved)
    sealed = await sealTarget(vault, before.id, target)
    channel.senderBotId = target.kind === 'email' ? target.senderBotId : null
    channel.url = body.url === undefined ? before.url : shownUrlOf(before.kind, body.url)
    channel.settings = { ...channel.settings, ...shownOf(target) }
  }
  const details = { ...detailsOf(channel), isTargetChanged: sealed !== null }
  const isSaved = await alertChannels.update(channel, sealed, auditEvent(context, 'alert-webhook.changed', { details }))
  return isSaved ? { ...channel, version: channel.version + 1 } : null
}

export async function deleteAlertChannel(
  { alertChannels }: Pick<SaveDependencies, 'alertChannels'>,
  context: RequestContext,
  id: string,
): Promise<void> {
  const event = auditEvent(context, 'alert-webhook.deleted', { details: { alertWebhookId: id } })
  if (!(await alertChannels.delete(id, event))) throw notFound()
}
