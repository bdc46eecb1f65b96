import {
  type CreateServiceKey,
  createServiceKeySchema,
  type ServiceKeyScope,
} from '@office365-email/shared/service-key'
import { daysUntil } from '../../ground/format-time.ts'
import { faultOf } from '../../ground/read-faults.ts'
import { serviceKeysTexts } from './texts.ts'

const texts = serviceKeysTexts.form

export interface KeyForm {
  name: string
  scopes: readonly ServiceKeyScope[]
  botIds: 'all' | readonly string[]
  /** YYYY-MM-DD, or empty. */
  expiresOn: string
  /** Domains separated by commas, semicolons, or white space; empty for any domain. */
  domains: string
  /** A number, or empty for no limit. */
  quota: string
}

export type KeyFaults = Partial<
  Record<'name' | 'scopes' | 'botIds' | 'expiresAt' | 'recipientDomains' | 'dailyQuota', string>
>

const { shape } = createServiceKeySchema

export const emptyKeyForm: KeyForm = {
  name: '',
  scopes: ['messages:send'],
  botIds: [],
  expiresOn: '',
  domains: '',
  quota: '',
}

const listDomains = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

export const maySend = ({ scopes }: Pick<KeyForm, 'scopes'>): boolean => scopes.includes('messages:send')

function findLimitFaults({ domains, quota }: KeyForm): KeyFaults {
  return {
    ...(domains.trim() !== '' &&
      faultOf(shape.recipientDomains, listDomains(domains)) && { recipientDomains: texts.domainsInvalid }),
    ...(quota.trim() !== '' && faultOf(shape.dailyQuota, Number(quota)) && { dailyQuota: texts.quotaInvalid }),
  }
}

export function findKeyFaults(form: KeyForm, now: Date): KeyFaults {
  const { scopes, botIds, expiresOn } = form
  const name = faultOf(shape.name, form.name)
  return {
    ...(name && { name }),
    ...(scopes.length === 0 && { scopes: texts.scopesMissing }),
    ...(botIds.length === 0 && { botIds: texts.botsMissing }),
    ...(expiresOn !== '' && daysUntil(expiresOn, now) < 0 && { expiresAt: texts.expiresPast }),
    ...(maySend(form) && findLimitFaults(form)),
  }
}

/** The end of the day in the reader's time zone. */
const endOfDay = (date: string): string => new Date(`${date}T23:59:59`).toISOString()

export function keyRequestOf(form: KeyForm): CreateServiceKey {
  const { name, scopes, botIds, expiresOn } = form
  const domains = maySend(form) ? listDomains(form.domains) : []
  const quota = maySend(form) ? form.quota.trim() : ''
  return {
    name: name.trim(),
    scopes: [...scopes],
    botIds: botIds === 'all' ? 'all' : [...botIds],
    ...(expiresOn && { expiresAt: endOfDay(expiresOn) }),
    ...(domains.length > 0 && { recipientDomains: domains }),
    ...(quota && { dailyQuota: Number(quota) }),
  }
}
