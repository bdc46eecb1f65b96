import { importedValuesSchema, type ValuesInFile } from '@office365-email/shared/configuration-file'
import type { Office365Draft } from '@office365-email/shared/office365-draft'
import * as z from 'zod/mini'
import { isSameApplication, type SavedValues } from '../configuration/office365-configuration.ts'
import type { CurrentBot } from './current-bots.ts'

const valueMembers = ['userEmail', 'clientId', 'tenantId', 'userId', 'cloud', 'secretExpiresOn'] as const

/** Null members are not entered yet. */
export type Values = { [member in keyof ValuesInFile]: ValuesInFile[member] | null }

/** An empty text in a draft stands for a removed value. */
const enteredOf = ({ secretExpiresOn, ...entered }: Office365Draft['values'], initial: Values): Values => ({
  userEmail: entered.userEmail ?? initial.userEmail,
  clientId: entered.clientId ?? initial.clientId,
  tenantId: entered.tenantId ?? initial.tenantId,
  userId: entered.userId ?? initial.userId,
  cloud: entered.cloud ?? initial.cloud,
  secretExpiresOn: secretExpiresOn === undefined ? initial.secretExpiresOn : secretExpiresOn || null,
})

const nothing: Values = {
  userEmail: null,
  clientId: null,
  tenantId: null,
  userId: null,
  cloud: 'global',
  secretExpiresOn: null,
}

export const savedValuesOf = ({
  userEmail,
  clientId,
  tenantId,
  userId,
  cloud,
  secretExpiresOn,
}: SavedValues): ValuesInFile => ({ userEmail, clientId, tenantId, userId, cloud, secretExpiresOn })

/** The values in the form of the bot's page, once it is unlocked. */
export const formValuesOf = ({ saved, draft }: Pick<CurrentBot, 'saved' | 'draft'>): Values =>
  enteredOf(draft.values, saved ? savedValuesOf(saved) : nothing)

/** The values as a Submit would accept them; null if some are missing. */
export function completeValues(values: Values): ValuesInFile | null {
  const { success, data } = z.safeParse(importedValuesSchema, values)
  if (!success) return null
  const { userEmail, clientId, tenantId, userId, cloud, secretExpiresOn } = data
  return { userEmail, clientId, tenantId, userId, cloud, secretExpiresOn }
}

/** Whether these values can be submitted with the secret that is saved here. */
export const canKeepSecret = (saved: SavedValues | null, values: ValuesInFile): boolean =>
  saved?.hasSecret === true && isSameApplication(saved, values)

/**
 * The members that differ. The date belongs to a secret, which no file contains: it counts only if a new secret has to
 * be entered.
 */
export const findDifferences = (
  current: Values,
  wanted: ValuesInFile,
  { keepsSecret }: { keepsSecret: boolean },
): (typeof valueMembers)[number][] =>
  valueMembers.filter((member) => current[member] !== wanted[member] && !(member === 'secretExpiresOn' && keepsSecret))
