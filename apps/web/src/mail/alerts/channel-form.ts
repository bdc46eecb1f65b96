import {
  type AlertChannelKind,
  type AlertChannelView,
  type AlertTargetInput,
  alertTargetSchema,
  type ChannelAlertType,
  type CreateAlertChannel,
  channelAlertTypes,
  createAlertChannelSchema,
  isAlwaysQuiet,
  type UpdateAlertChannel,
} from '@office365-email/shared/alert-channel'
import { faultOf } from '../../ground/read-faults.ts'
import { alertsTexts } from './texts.ts'

const texts = alertsTexts.form

export interface ChannelForm {
  kind: AlertChannelKind
  name: string
  url: string
  token: string
  senderBotId: string
  /** Addresses separated by commas, semicolons or white space. */
  to: string
  types: readonly ChannelAlertType[]
  botIds: 'all' | readonly string[]
  collectMinutes: number
  isQuiet: boolean
  timeZone: string
  from: string
  until: string
  days: readonly number[]
  letUrgentThrough: boolean
}

type Field = 'name' | 'url' | 'token' | 'senderBotId' | 'to' | 'types' | 'botIds' | 'quietHours'
export type ChannelFaults = Partial<Record<Field, string>>

const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
const usual = { from: '22:00', to: '07:00', days: [1, 2, 3, 4, 5, 6, 7], letUrgentThrough: true }

export function formOf(channel: AlertChannelView | null): ChannelForm {
  const quiet = channel?.quietHours ?? null
  const { from, to, days, letUrgentThrough } = quiet ?? usual
  return {
    kind: channel?.kind ?? 'slack',
    name: channel?.name ?? '',
    url: '',
    token: '',
    senderBotId: channel?.email?.senderBotId ?? '',
    to: channel?.email?.to.join(', ') ?? '',
    types: channel && channel.types !== 'all' ? channel.types : channelAlertTypes,
    botIds: channel?.botIds ?? 'all',
    collectMinutes: channel?.collectMinutes ?? 5,
    isQuiet: quiet !== null,
    timeZone: quiet?.timeZone ?? ownTimeZone(),
    ...{ from, days, letUrgentThrough },
    until: to,
  }
}

const listAddresses = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

const { shape } = alertTargetSchema

/** What can be wrong with the target before the server is asked. */
export function findTargetFaults(form: ChannelForm, isSaved: boolean): ChannelFaults {
  if (form.kind !== 'email') return form.url.trim() === '' && !isSaved ? { url: texts.urlMissing } : {}
  return {
    ...(form.senderBotId === '' && { senderBotId: texts.senderMissing }),
    ...(faultOf(shape.to, listAddresses(form.to)) && { to: texts.toInvalid }),
  }
}

export function findChannelFaults(form: ChannelForm, isSaved: boolean): ChannelFaults {
  const name = faultOf(createAlertChannelSchema.shape.name, form.name)
  const { isQuiet, days, from, until } = form
  return {
    ...(name && { name }),
    ...findTargetFaults(form, isSaved),
    ...(form.types.length === 0 && { types: texts.typesMissing }),
    ...(form.botIds.length === 0 && { botIds: texts.botsMissing }),
    ...(isQuiet && days.length === 0 && { quietHours: texts.daysMissing }),
    ...(isQuiet && isAlwaysQuiet({ from, to: until, days: [...days] }) && { quietHours: texts.alwaysQuiet }),
  }
}

const membersOf = ({ kind, url, token, senderBotId, to }: ChannelForm) => {
  if (kind === 'email') return { senderBotId, to: listAddresses(to) }
  return { ...(url.trim() && { url: url.trim() }), ...(kind === 'ntfy' && token.trim() && { token: token.trim() }) }
}

/** The target that is tested before it is saved. */
export const targetOf = (form: ChannelForm): AlertTargetInput => ({ kind: form.kind, ...membersOf(form) })

/** Whether a test needs what is saved: the address was not entered again. */
export const isTargetKept = ({ kind, url, token }: ChannelForm): boolean =>
  kind !== 'email' && url.trim() === '' && token.trim() === ''

const choicesOf = (form: ChannelForm) => {
  const { types, botIds, collectMinutes, isQuiet, timeZone, from, until, days, letUrgentThrough } = form
  return {
    name: form.name.trim(),
    types: types.length === channelAlertTypes.length ? ('all' as const) : [...types],
    botIds: botIds === 'all' ? ('all' as const) : [...botIds],
    // A webhook gets each alert on its own.
    ...(form.kind !== 'webhook' && { collectMinutes }),
    quietHours: isQuiet ? { timeZone, from, to: until, days: [...days], letUrgentThrough } : null,
  }
}

export const additionOf = (form: ChannelForm): CreateAlertChannel => ({ ...targetOf(form), ...choicesOf(form) })
export const changeOf = (form: ChannelForm): UpdateAlertChannel => ({ ...membersOf(form), ...choicesOf(form) })
